package io.reverie.worker;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where in S3 artifacts lie; how S3 is reached is said by {@code quarkus.s3.*}. */
@ConfigMapping(prefix = "reverie.store.s3")
public interface S3StoreConfig {

    /** Bucket of the artifact store, where its kind is {@code s3}; it must be there. */
    Optional<String> bucket();

    /**
     * Put before every key in the bucket, with a {@code /} between them, so that several systems can share one: {@code staging/music}. None by
     * default.
     */
    Optional<String> prefix();
}
