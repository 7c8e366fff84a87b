"""Times Reverie's training steps beside PyTorch's, round by round; see ../README.md."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

# Dropout, steps of a round, steps before the first round, largest ratio that is the goal
NETWORKS = {"small": (0.3, 20, 20, 1.3), "vgg16": (0.5, 1, 3, 1.1)}

# Steps without dropout from the same weights, and the largest difference of their losses.
CHECKED_STEPS = 3
LOSS_TOLERANCE = 2e-3

# As the launcher has it.
KEPT_MEMORY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(1 << 34),
    "MALLOC_TOP_PAD_": str(1 << 26),
}


class Process:
    def __init__(self, command, environment):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
        )

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            status = self.process.wait()
            sys.exit("compare: %s ended with status %d at '%s'" % (self.process.args[0], status, line))
        return answer

    def steps(self, count):
        """Milliseconds of a step, and the last loss."""
        nanoseconds, loss = self.ask("steps %d" % count).split()
        return int(nanoseconds) / 1e6 / count, float(loss)

    def resident(self, field="VmRSS"):
        """Megabytes, native memory included."""
        with open("/proc/%d/status" % self.process.pid) as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith(field))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def start(arguments):
    threads = {"OMP_NUM_THREADS": str(arguments.threads), "OMP_WAIT_POLICY": "PASSIVE"}
    java = [os.environ["JAVA_HOME"] + "/bin/java" if "JAVA_HOME" in os.environ else "java"]
    java += ["-Xmx2g", "-XX:+UseSerialGC", "-XX:SurvivorRatio=2"]
    # Not all of a step is OpenMP's.
    java += ["-XX:ActiveProcessorCount=%d" % arguments.threads]
    java += ["-cp", arguments.classpath, "io.reverie.benchmarks.training.TrainingBenchmark"]
    torch = [arguments.python, os.path.join(HERE, "torch_worker.py"), str(arguments.threads)]
    return (
        Process(java, {**threads, **KEPT_MEMORY}),
        Process(torch, {**threads, **({} if arguments.default_malloc else KEPT_MEMORY)}),
    )


def check(network, reverie, torch):
    """Whether both do the same: the losses of the first steps from the same weights, without dropout."""
    with tempfile.TemporaryDirectory() as folder:
        reverie.ask("create %s 0" % network)
        reverie.ask("export " + folder)
        torch.ask("create %s 0" % network)
        torch.ask("import " + folder)
    losses = [(reverie.steps(1)[1], torch.steps(1)[1]) for _ in range(CHECKED_STEPS)]
    error = max(abs(ours - theirs) for ours, theirs in losses)
    print("%s: losses of the first steps differ by %.1e, %s" % (network, error, losses), flush=True)
    return error <= LOSS_TOLERANCE


def measure(network, rounds, reverie, torch):
    dropout, steps, warm_up, goal = NETWORKS[network]
    for process in (reverie, torch):
        process.ask("create %s %s" % (network, dropout))
        process.steps(warm_up)
    ours, theirs, memory = [], [], []
    for i in range(rounds):
        first, second = ((reverie, ours), (torch, theirs))[:: 1 if i % 2 == 0 else -1]
        for process, times in (first, second):
            times.append(process.steps(steps)[0])
        memory.append((reverie.resident(), torch.resident()))
    ratios = sorted(a / b for a, b in zip(ours, theirs))
    print(
        "%s: Reverie %.1f ms, PyTorch %.1f ms a step; ratio %.2f (rounds %.2f to %.2f), goal %.1f: %s"
        % (
            network,
            statistics.median(ours),
            statistics.median(theirs),
            statistics.median(ratios),
            ratios[0],
            ratios[-1],
            goal,
            "met" if statistics.median(ratios) <= goal else "MISSED",
        )
    )
    for name, column, process in (("Reverie", 0, reverie), ("PyTorch", 1, torch)):
        resident = [row[column] for row in memory]
        print(
            "%s: resident memory of %s: start %d, middle %d, end %d MB; peak of the process so far %d MB"
            % (network, name, resident[0], resident[rounds // 2], resident[-1], process.resident("VmHWM")),
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("networks", nargs="*", default=list(NETWORKS), help="small, vgg16; both by default")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--default-malloc", action="store_true", help="torch with glibc's allocation as it is")
    parser.add_argument("--python", default="/usr/bin/python3", help="a Python with torch")
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    good = True
    for network in arguments.networks:
        if network not in NETWORKS:
            parser.error("no such network: " + network)
        print("load of the machine before: %.1f %.1f %.1f" % os.getloadavg(), flush=True)
        # Processes of their own, so that the memory of one network is not counted with the other.
        reverie, torch = start(arguments)
        good &= check(network, reverie, torch)
        reverie.close()
        torch.close()
        reverie, torch = start(arguments)
        measure(network, arguments.rounds, reverie, torch)
        reverie.close()
        torch.close()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
