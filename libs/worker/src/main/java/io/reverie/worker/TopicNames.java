package io.reverie.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The names of topics on the cluster. */
@ApplicationScoped
public class TopicNames {

    private final String prefix;

    @Inject
    TopicNames(TopicsConfig config) {
        this(config.prefix().orElse(""));
    }

    /** Names with a prefix; empty: none. */
    public TopicNames(String prefix) {
        this.prefix = prefix;
    }

    /** The cluster's name of a topic of the manifest, for example {@code reverie.models}. */
    public String of(String canonicalName) {
        return prefix + canonicalName;
    }
}
