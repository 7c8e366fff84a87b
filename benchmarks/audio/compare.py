"""Times Reverie's audio operations beside torchaudio's, round by round; see ../README.md."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
# Reverie's operations and torchaudio's. "stft-new" makes a new array each time, which Java fills with zeros first.
OPERATIONS = {"stft": "stft", "stft-new": "stft", "mel": "mel", "istft": "istft", "griffinlim": "griffinlim"}

# Largest error relative to the largest magnitude.
TOLERANCES = {"stft": 1e-5, "stft-new": 1e-5, "mel": 1e-4, "istft": 1e-5}
CONVERGENCE_TOLERANCE_DB = 0.2


class Process:
    def __init__(self, command, environment):
        environment = {**os.environ, **environment}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            sys.exit("compare: %s gave no answer to '%s'" % (self.process.args[0], line))
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def start(arguments):
    one_thread = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    if not arguments.default_malloc:
        # glibc keeps freed memory, so that torch's results do not cost page faults anew in each round.
        one_thread["MALLOC_MMAP_THRESHOLD_"] = str(1 << 32)
        one_thread["MALLOC_TRIM_THRESHOLD_"] = str(1 << 34)
    java = [os.environ.get("JAVA_HOME", "") + "/bin/java" if "JAVA_HOME" in os.environ else "java"]
    java += ["-Xmx1g", "-XX:+UseSerialGC"] + (["-XX:TieredStopAtLevel=1"] if arguments.c1 else [])
    java += ["-cp", arguments.classpath, "io.reverie.benchmarks.audio.AudioBenchmark"]
    reverie = Process(java, {})
    torchaudio = Process([arguments.python, os.path.join(HERE, "torchaudio_worker.py")], one_thread)
    return reverie, torchaudio


def check(operation, reverie, torchaudio, folder):
    if operation == "griffinlim":
        ours, theirs = float(reverie.ask("convergence")), float(torchaudio.ask("convergence"))
        same = abs(ours - theirs) <= CONVERGENCE_TOLERANCE_DB
        return "%.2f dB and %.2f dB" % (ours, theirs), same
    values = []
    for name, process in (("reverie", reverie), ("torchaudio", torchaudio)):
        path = os.path.join(folder, name)
        process.ask("save " + path)
        values.append(numpy.fromfile(path, dtype="<f4").astype(float))
    error = numpy.abs(values[0] - values[1]).max() / numpy.abs(values[1]).max()
    return "largest error %.1e" % error, error <= TOLERANCES[operation]


def speed(arguments, reverie, torchaudio, folder):
    path = os.path.join(folder, "track")
    if arguments.track:
        reverie.ask("wav " + arguments.track)
        reverie.ask("raw " + path)
    else:
        reverie.ask("generate " + path)
    torchaudio.ask("load " + path)
    print("%-12s %12s %12s %8s %17s   %s" % ("", "Reverie ms", "torchaudio", "ratio", "rounds' ratios", "same numbers"))
    good = True
    for operation, peer_operation in OPERATIONS.items():
        warm_up = 3 if operation == "griffinlim" else 30
        for _ in range(warm_up):
            reverie.ask(operation)
        for _ in range(min(warm_up, 5)):
            torchaudio.ask(peer_operation)
        ours, theirs = [], []
        for i in range(arguments.rounds):
            turns = ((reverie, operation, ours), (torchaudio, peer_operation, theirs))[:: 1 if i % 2 == 0 else -1]
            for process, command, times in turns:
                times.append(int(process.ask(command)) / 1e6)
        ratios = sorted(a / b for a, b in zip(ours, theirs))
        text, same = check(operation, reverie, torchaudio, folder)
        good &= same
        print(
            "%-12s %12.2f %12.2f %8.2f %8.2f .. %5.2f   %s: %s"
            % (
                operation,
                statistics.median(ours),
                statistics.median(theirs),
                statistics.median(ratios),
                ratios[0],
                ratios[-1],
                "yes" if same else "NO",
                text,
            ),
            flush=True,
        )
    for operation in ("pghi", "invert-mel"):
        times = sorted(int(reverie.ask(operation)) / 1e6 for _ in range(5))
        print("%-12s %12.2f" % (operation, times[2]), flush=True)
    return good


def quality(paths, reverie, torchaudio, folder):
    print("\nspectral convergence, dB: PGHI, and with 32 and 100 iterations; torchaudio's Griffin-Lim with 32")
    for path in paths:
        raw = os.path.join(folder, "wav")
        reverie.ask("wav " + path)
        reverie.ask("raw " + raw)
        torchaudio.ask("load " + raw)
        torchaudio.ask("griffinlim")
        row = reverie.ask("quality").split() + [torchaudio.ask("convergence")]
        print("%-20s %8s %8s %8s %8s" % (os.path.basename(path), *row), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wavs", nargs="*", help="WAV files of 22050 Hz whose spectral convergence is printed")
    parser.add_argument("--track", help="WAV file of 22050 Hz to time; 30 s like music are generated otherwise")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--c1", action="store_true", help="Java with its quick compiler alone")
    parser.add_argument("--default-malloc", action="store_true", help="torch with glibc's allocation as it is")
    parser.add_argument("--python", default="/usr/bin/python3", help="a Python with torchaudio")
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    reverie, torchaudio = start(arguments)
    with tempfile.TemporaryDirectory() as folder:
        good = speed(arguments, reverie, torchaudio, folder)
        if arguments.wavs:
            quality(arguments.wavs, reverie, torchaudio, folder)
    reverie.close()
    torchaudio.close()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
