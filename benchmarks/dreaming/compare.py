"""Times Reverie's dreams beside PyTorch's, round by round; see ../README.md."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

# Kind, size of the batch, iterations of a round, largest ratio that is the goal, largest difference of the results
WORKS = {
    "dream": ("dream", 1, 30, 1.0, 0.02),
    "dream-8": ("dream", 8, 10, 0.8, 0.02),
    "plan": ("plan", 1, 30, 1.0, 1e-3),
    "plan-8": ("plan", 8, 10, 0.8, 1e-3),
    "vgg16": ("vgg16", 1, 2, 1.1, 1e-2),
}

WARM_UP_ROUNDS = 10
VGG16_WARM_UP_ROUNDS = 2

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

    def run(self, iterations):
        """Milliseconds of all iterations with what goes with them, and of a typical one."""
        return [int(nanoseconds) / 1e6 for nanoseconds in self.ask("run %d" % iterations).split()]

    def resident(self):
        """Megabytes, native memory included."""
        with open("/proc/%d/status" % self.process.pid) as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def start_reverie(arguments):
    java = [os.environ["JAVA_HOME"] + "/bin/java" if "JAVA_HOME" in os.environ else "java"]
    java += ["-Xmx2g", "-XX:+UseSerialGC", "-XX:SurvivorRatio=2"]
    # Not all of an iteration is OpenMP's.
    java += ["-XX:ActiveProcessorCount=%d" % arguments.threads, *arguments.java_options.split()]
    java += ["-cp", arguments.classpath, "io.reverie.benchmarks.dreaming.DreamingBenchmark"]
    return Process(java, {**threads(arguments), **KEPT_MEMORY})


def start_torch(arguments):
    torch = [arguments.python, os.path.join(HERE, "torch_worker.py"), str(arguments.threads)]
    torch += ["folded"] if arguments.folded else []
    return Process(torch, {**threads(arguments), **({} if arguments.default_malloc else KEPT_MEMORY)})


def threads(arguments):
    return {"OMP_NUM_THREADS": str(arguments.threads), "OMP_WAIT_POLICY": "PASSIVE"}


def measure(name, arguments):
    """Times one kind of work; whether both give the same."""
    kind, size, iterations, goal, tolerance = WORKS[name]
    reverie, torch = start_reverie(arguments), start_torch(arguments)
    reverie.ask("create %s %d" % (kind, size))
    with tempfile.TemporaryDirectory() as folder:
        reverie.ask("export " + folder)
        torch.ask("create %s %d %s" % (kind, size, folder))
    error = float(torch.ask("error"))
    for _ in range(VGG16_WARM_UP_ROUNDS if kind == "vgg16" else WARM_UP_ROUNDS):
        reverie.run(iterations)
        torch.run(iterations)
    ours, theirs, totals = [], [], []
    for i in range(arguments.rounds):
        for process, times in ((reverie, ours), (torch, theirs))[:: 1 if i % 2 == 0 else -1]:
            total, iteration = process.run(iterations)
            times.append(iteration)
            if process is reverie:
                totals.append(total)
    ratios = sorted(a / b for a, b in zip(ours, theirs))
    print(
        "%s: Reverie %.2f ms, PyTorch %.2f ms an iteration; ratio %.2f (rounds %.2f to %.2f), goal %.1f: %s"
        % (
            name,
            statistics.median(ours),
            statistics.median(theirs),
            statistics.median(ratios),
            ratios[0],
            ratios[-1],
            goal,
            "met" if statistics.median(ratios) <= goal else "MISSED",
        )
    )
    if kind == "dream":
        print("%s: whole dream of %d iterations: %.0f ms" % (name, iterations, statistics.median(totals)))
    print("%s: results differ by %.1e, allowed %.1e" % (name, error, tolerance), flush=True)
    reverie.close()
    torch.close()
    return error <= tolerance


def watch_memory(arguments):
    """Resident memory of the process over one dream after the other."""
    reverie = start_reverie(arguments)
    reverie.ask("create dream 1")
    done = 0
    for until in (100, 500, 1000, 2000):
        while done < until:
            reverie.run(20)
            done += 20
        print("resident memory after %d iterations: %d MB" % (done, reverie.resident()), flush=True)
    reverie.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("works", nargs="*", default=list(WORKS), help=", ".join(WORKS) + "; all by default")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", action="store_true", help="watches Reverie's memory instead")
    parser.add_argument("--folded", action="store_true", help="torch with batch norm folded into the convolutions")
    parser.add_argument("--default-malloc", action="store_true", help="torch with glibc's allocation as it is")
    parser.add_argument("--java-options", default="", help="further options of the virtual machine")
    parser.add_argument("--python", default="/usr/bin/python3", help="a Python with torch")
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.memory:
        watch_memory(arguments)
        return
    good = True
    for name in arguments.works:
        if name not in WORKS:
            parser.error("no such work: " + name)
        print("load of the machine before: %.1f %.1f %.1f" % os.getloadavg(), flush=True)
        # Processes of their own, so that nothing is left of the work before.
        good &= measure(name, arguments)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
