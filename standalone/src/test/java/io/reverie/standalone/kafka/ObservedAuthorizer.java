package io.reverie.standalone.kafka;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's own authorizer, which lets the test see what was asked and what was answered. The broker makes it. */
public final class ObservedAuthorizer extends StandardAuthorizer {

    /**
     * Something that somebody wanted to do.
     *
     * @param user without {@code User:}
     * @param kind of resource: topic, group, cluster ...
     * @param name of the resource
     */
    public record Attempt(String user, AclOperation operation, String kind, String name) {}

    private static final Set<Attempt> ALLOWED = ConcurrentHashMap.newKeySet();
    private static final Set<Attempt> DENIED = ConcurrentHashMap.newKeySet();

    /** Forgets what was denied so far. */
    public static void forgetDenied() {
        DENIED.clear();
    }

    public static Set<Attempt> allowed() {
        return Set.copyOf(ALLOWED);
    }

    /** What was denied, but for what Kafka's clients ask without need. */
    public static Set<Attempt> denied() {
        return Set.copyOf(DENIED);
    }

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            Attempt attempt = new Attempt(
                    context.principal().getName(),
                    action.operation(),
                    action.resourcePattern().resourceType().name().toLowerCase(Locale.ROOT),
                    action.resourcePattern().name());
            if (results.get(i) == AuthorizationResult.ALLOWED) {
                ALLOWED.add(attempt);
            } else if (action.logIfDenied()) {
                DENIED.add(attempt);
            }
        }
        return results;
    }
}
