package io.reverie.worker;

import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class S3LocationTest {

    private record Settings(Optional<String> bucket, Optional<String> prefix) implements S3StoreConfig {}

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            textBlock =
                    """
                    s3://music,                 music,  '',             a/b
                    s3://music/,                music,  '',             a/b
                    s3://music/staging,         music,  staging,        staging/a/b
                    s3://music/staging/eu/,     music,  staging/eu,     staging/eu/a/b
                    """)
    void readsABucketAndAPrefix(String text, String bucket, String prefix, String objectKey)
            throws InvalidArtifactKeyException {
        S3Location location = S3Location.parse(text);

        assertThat(location).isEqualTo(new S3Location(bucket, prefix));
        assertThat(location.objectKey("a/b")).isEqualTo(objectKey);
        assertThat(location.key(objectKey)).isEqualTo("a/b");
        assertThat(S3Location.parse(location.toString())).isEqualTo(location);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    music,                  is not s3://BUCKET or s3://BUCKET/PREFIX
                    s3://,                  "'' is no name of a bucket; allowed: 3 to 63 letters"
                    s3://a b/c,             'a b' is no name of a bucket
                    s3:///c,                '' is no name of a bucket
                    s3://music/../other,    '../other' is no prefix of keys: it has a '..' part; allowed: a relative key
                    s3://music//a,          '/a' is no prefix of keys: it is absolute
                    s3://music/.hidden,     begins with a dot
                    """,
            quoteCharacter = '"')
    void saysWhatIsNoLocation(String text, String message) {
        assertThatThrownBy(() -> S3Location.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private record Store(String kind, Path folder, int leastFreeMegabytes) implements StoreConfig {}

    @Test
    void kindIsAFolderOrS3() {
        Store store = new Store("s4", Path.of("store"), 0);
        Settings settings = new Settings(Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> new WorkerBeans().store(store, settings, null))
                .hasMessage("reverie.store.kind must be folder or s3, but is s4");
    }

    @Test
    void wrongSettingsNameTheirKey() {
        assertThatThrownBy(() -> WorkerBeans.location(new Settings(Optional.empty(), Optional.empty())))
                .hasMessage("reverie.store.s3.bucket must name a bucket where reverie.store.kind is s3");
        assertThatThrownBy(() -> WorkerBeans.location(new Settings(Optional.of("a/b"), Optional.empty())))
                .hasMessageContaining("reverie.store.s3.bucket must be 3 to 63 letters")
                .hasMessageEndingWith("but is a/b");
        assertThatThrownBy(() -> WorkerBeans.location(new Settings(Optional.of("music"), Optional.of("/a"))))
                .hasMessageContaining("reverie.store.s3.prefix: '/a' is no prefix of keys: it is absolute; allowed: ");
        assertThat(WorkerBeans.location(new Settings(Optional.of("music"), Optional.of("staging/"))))
                .isEqualTo(new S3Location("music", "staging"));
    }
}
