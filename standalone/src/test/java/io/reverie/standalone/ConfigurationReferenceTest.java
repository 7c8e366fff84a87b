package io.reverie.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/configuration.md is written from the interfaces that read the configuration, and is as they are now. */
class ConfigurationReferenceTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/configuration.md");
    private static final boolean WRITING = System.getProperty("reverie.configuration.write") != null;
    private static final String BEGIN = "<!-- generated: begin -->\n";
    private static final String END = "<!-- generated: end -->\n";

    private record Key(String name, String type, String standard, String meaning, String readBy) {

        String row() {
            return String.join(
                    " | ",
                    "| `" + name + "`",
                    "`" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "`",
                    type,
                    standard.isEmpty() ? "" : "`" + standard + "`",
                    readBy,
                    meaning + " |");
        }
    }

    @Test
    void thePageHasEveryKeyAsTheCodeHasIt() throws IOException {
        // Given
        String page = Files.readString(PAGE);
        String expected =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table() + page.substring(page.indexOf(END));

        // When
        if (WRITING) {
            Files.writeString(PAGE, expected);
            return;
        }

        // Then
        assertThat(page)
                .as("The configuration changed. Write its page anew: mvn -pl standalone -am test"
                        + " -Dtest=ConfigurationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dreverie.configuration.write")
                .isEqualTo(expected);
    }

    @Test
    void everyKeyIsDocumented() throws IOException {
        assertThat(keys())
                .hasSizeGreaterThan(10)
                .allSatisfy(key -> assertThat(key.meaning()).as(key.name()).isNotEmpty());
    }

    private static String table() throws IOException {
        return "\n| key | environment variable | type | default | read by | meaning, and what is allowed |\n"
                + "|---|---|---|---|---|---|\n"
                + keys().stream().map(Key::row).collect(Collectors.joining("\n"))
                + "\n\n";
    }

    private static List<Key> keys() throws IOException {
        List<Key> keys = new ArrayList<>();
        for (Path source : sources()) {
            keys.addAll(keys(source));
        }
        keys.sort(Comparator.comparing(Key::name));
        return keys;
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of(
                "libs/worker", "ingest-worker", "train-worker", "dream-worker", "reconstruct-worker", "standalone")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(name -> name.toString().endsWith(".java")).toList()) {
                    if (Files.readString(file).contains("@ConfigMapping(")) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private static List<Key> keys(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
            CompilationUnitTree unit = task.parse().iterator().next();
            ClassTree mapping = (ClassTree) unit.getTypeDecls().get(0);
            String prefix = argument(mapping.getModifiers().getAnnotations(), "ConfigMapping");
            List<Key> keys = new ArrayList<>();
            TreePath parent = new TreePath(new TreePath(unit), mapping);
            for (Tree member : mapping.getMembers()) {
                if (member instanceof MethodTree method && method.getBody() == null) {
                    String comment = DocTrees.instance(task).getDocComment(new TreePath(parent, member));
                    keys.add(new Key(
                            prefix + "." + kebab(method.getName().toString()),
                            type(method.getReturnType().toString()),
                            argument(method.getModifiers().getAnnotations(), "WithDefault"),
                            comment == null ? "" : text(comment, mapping),
                            readBy(source)));
                }
            }
            return keys;
        }
    }

    private static String readBy(Path source) {
        String module = ROOT.relativize(source).getName(0).toString();
        return module.equals("libs") ? "all" : module.replace("-worker", "");
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String type(String java) {
        return switch (java) {
            case "int", "long" -> "integer";
            case "boolean" -> "true or false";
            case "Duration" -> "duration";
            case "Path" -> "path";
            default -> java.replaceAll("Optional<(.*)>", "$1").toLowerCase(Locale.ROOT);
        };
    }

    /** Javadoc as text, with the values of its constants. */
    private static String text(String comment, ClassTree mapping) {
        String text = comment.strip().replaceAll("\\s+", " ");
        for (Tree member : mapping.getMembers()) {
            if (member instanceof VariableTree constant) {
                text = text.replace(
                        "{@value #" + constant.getName() + "}",
                        constant.getInitializer().toString());
            }
        }
        return text.replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`").replace("|", "\\|");
    }

    private static String argument(List<? extends AnnotationTree> annotations, String name) {
        for (AnnotationTree annotation : annotations) {
            if (annotation.getAnnotationType().toString().equals(name)) {
                ExpressionTree argument = annotation.getArguments().get(0);
                ExpressionTree value =
                        argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
                return String.valueOf(((LiteralTree) value).getValue());
            }
        }
        return "";
    }
}
