package io.reverie.worker;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** How topics are named. */
@ConfigMapping(prefix = "reverie.topics")
public interface TopicsConfig {

    /** Put before the name of every topic, for example {@code staging.}; none by default. */
    Optional<String> prefix();
}
