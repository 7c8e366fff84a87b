package io.reverie.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** A consumer group, as the broker tells of it. */
final class Group implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Admin admin;
    private final String name;

    Group(String bootstrapServers, String name) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.name = name;
    }

    /** Waits until so many members share all partitions between them. */
    void awaitMembers(int members, int partitions) throws IOException, InterruptedException, ExecutionException {
        Instant end = Instant.now().plus(LONGEST);
        List<Set<TopicPartition>> shares = shares();
        while (shares.size() != members
                || shares.stream().anyMatch(Set::isEmpty)
                || shares.stream().mapToInt(Set::size).sum() != partitions) {
            if (Instant.now().isAfter(end)) {
                throw new IOException("The group " + name + " has " + shares + " after " + LONGEST);
            }
            Thread.sleep(POLL.toMillis());
            shares = shares();
        }
    }

    /** What each member has; nothing while it is being decided, or where nobody was ever a member. */
    private List<Set<TopicPartition>> shares() throws InterruptedException, ExecutionException {
        try {
            ConsumerGroupDescription group = admin.describeConsumerGroups(List.of(name))
                    .describedGroups()
                    .get(name)
                    .get();
            return group.groupState() != GroupState.STABLE
                    ? List.of()
                    : group.members().stream()
                            .map(member -> member.assignment().topicPartitions())
                            .toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
