package io.reverie.worker;

import java.util.HashMap;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.ClientCustomizer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * Numbers the static members of a group. A channel with {@code concurrency} is several consumers, {@code name$1} and so on;
 * of those with one {@code group.instance.id} the broker lets only the last one consume.
 */
@ApplicationScoped
class ConsumerInstances implements ClientCustomizer<Map<String, Object>> {

    private static final char NUMBER = '$';

    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> config) {
        int number = channel.indexOf(NUMBER);
        if (number < 0) {
            return config;
        }
        Map<String, Object> numbered = new HashMap<>(config);
        numbered.computeIfPresent(
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, (key, id) -> id + "-" + channel.substring(number + 1));
        return numbered;
    }
}
