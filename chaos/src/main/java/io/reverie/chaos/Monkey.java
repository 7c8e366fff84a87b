package io.reverie.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Kills workers at random and starts them again, and now and then the broker. */
final class Monkey {

    private static final Duration SHORTEST_REST = Duration.ofMillis(1500);
    private static final int LONGEST_EXTRA_MILLIS = 3000;

    /** Of so many acts one falls on the broker. */
    private static final int BROKER_EVERY = 7;

    private final Cluster cluster;
    private final Random random;
    private final List<String> acts = new ArrayList<>();
    private int workerKills;
    private int brokerRestarts;

    Monkey(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new Random(seed);
    }

    /** Rests a while, then kills or restarts something. */
    void act() throws IOException, InterruptedException {
        Thread.sleep(SHORTEST_REST.toMillis() + random.nextInt(LONGEST_EXTRA_MILLIS));
        cluster.revive();
        if ((acts.size() + 1) % BROKER_EVERY == 0) {
            boolean hard = brokerRestarts % 2 == 0;
            if (hard) {
                cluster.killBroker();
            } else {
                cluster.restartBroker();
            }
            brokerRestarts++;
            acts.add("broker " + (hard ? "killed" : "restarted"));
            return;
        }
        List<ChildProcess> alive =
                cluster.workers().stream().filter(ChildProcess::isAlive).toList();
        ChildProcess victim = alive.get(random.nextInt(alive.size()));
        victim.kill();
        workerKills++;
        acts.add(victim.name() + " killed");
        victim.start();
    }

    int workerKills() {
        return workerKills;
    }

    int brokerRestarts() {
        return brokerRestarts;
    }

    List<String> acts() {
        return acts;
    }
}
