package io.reverie.standalone;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The arrows between modules; each rule says how to mend what breaks it. */
@AnalyzeClasses(packages = "io.reverie", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String AUDIO = "io.reverie.audio..";
    private static final String NETWORK = "io.reverie.network..";
    private static final String SCHEMAS = "io.reverie.schemas..";
    private static final String WORKER = "io.reverie.worker..";
    private static final String STANDALONE = "io.reverie.standalone..";
    private static final String ANY = "io.reverie..";

    @ArchTest
    static final ArchRule audioStandsAlone = onlyOurs(AUDIO, AUDIO)
            .because(
                    "libs/audio is plain signal processing that anyone can use. "
                            + "Move what needs an event or a network to libs/worker or libs/network, and pass plain records in.");

    @ArchTest
    static final ArchRule networkKnowsOnlyAudio = onlyOurs(NETWORK, NETWORK, AUDIO)
            .because("libs/network is shared by training and dreaming and must run without Kafka. "
                    + "Map events to its records in the worker.");

    @ArchTest
    static final ArchRule schemasStandAlone = onlyOurs(SCHEMAS, SCHEMAS)
            .because("the contract is a jar that other people use. Keep Reverie's own code out of it.");

    @ArchTest
    static final ArchRule workerLibraryKnowsSchemasAndAudio = onlyOurs(WORKER, WORKER, SCHEMAS, AUDIO)
            .because("libs/worker is what all four workers share. "
                    + "What only train and dream need belongs to libs/network, what one worker needs to that worker.");

    @ArchTest
    static final ArchRule librariesKnowNoFramework = noClasses()
            .that()
            .resideInAnyPackage(AUDIO, NETWORK)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.quarkus..", "io.smallrye..", "jakarta..", "org.apache.avro..")
            .because("libs/audio and libs/network know neither Kafka nor Quarkus. "
                    + "Put the bean or the channel into the worker and hand plain values over.");

    @ArchTest
    static final ArchRule audioAndIngestNeedNoNd4j = noClasses()
            .that()
            .resideInAnyPackage(AUDIO, WORKER, "io.reverie.ingest..", "io.reverie.reconstruct..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..")
            .because("ingest and reconstruct are small images without natives. Numeric code of theirs is plain Java.");

    @ArchTest
    static final ArchRule workersDoNotKnowEachOther = slices().matching("io.reverie.(ingest|train|dream|reconstruct)..")
            .should()
            .notDependOnEachOther()
            .because("workers speak through topics and the artifact store. "
                    + "Share code through libs/, share data through an event.");

    @ArchTest
    static final ArchRule nothingDependsOnStandalone = noClasses()
            .that()
            .resideOutsideOfPackage(STANDALONE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(STANDALONE)
            .because("standalone puts the workers together; they must run without it.");

    @ArchTest
    static final ArchRule onlyTrainAndDreamHearNetworks = noClasses()
            .that()
            .resideInAnyPackage("io.reverie.ingest..", "io.reverie.reconstruct..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(NETWORK)
            .because("ingest and reconstruct carry no network. Ask for what they need through an event.");

    @ArchTest
    static final ArchRule noStaticMutableState = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(SCHEMAS)
            .should()
            .beFinal()
            .because("several workers share one JVM in standalone. Hold state in an object and pass it.");

    private static ArchRule onlyOurs(String module, String... allowed) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat(resideInAPackage(ANY).and(not(resideInAnyPackage(allowed))));
    }
}
