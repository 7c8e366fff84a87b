package io.reverie.standalone;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.reverie.standalone.kafka.ObservedAuthorizer;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Something that a user may do.
 *
 * @param operation Read or Write
 * @param kind topic or group
 * @param name of the topic or the group
 */
record Right(String user, String operation, String kind, String name) implements Comparable<Right> {

    private static final Pattern COMMAND = Pattern.compile(
            "kafka-acls\\.sh \\$ADMIN --add --allow-principal User:(\\S+) --operation (\\S+) --(topic|group) (\\S+)");
    private static final Comparator<Right> ORDER = Comparator.comparing(Right::user)
            .thenComparing(Right::kind)
            .thenComparing(Right::name)
            .thenComparing(Right::operation);

    /** What a command of {@code kafka-acls.sh} grants. */
    static Right granted(String command) {
        Matcher parts = COMMAND.matcher(command);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not understood: " + command);
        }
        return new Right(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
    }

    /** What the broker was asked for. */
    static Right of(ObservedAuthorizer.Attempt attempt) {
        String operation = attempt.operation().name();
        return new Right(
                attempt.user(),
                operation.charAt(0) + operation.substring(1).toLowerCase(Locale.ROOT),
                attempt.kind(),
                attempt.name());
    }

    AclBinding binding() {
        return new AclBinding(
                new ResourcePattern(ResourceType.fromString(kind), name, PatternType.LITERAL),
                new AccessControlEntry(
                        "User:" + user, "*", AclOperation.fromString(operation), AclPermissionType.ALLOW));
    }

    @Override
    public int compareTo(Right other) {
        return ORDER.compare(this, other);
    }
}
