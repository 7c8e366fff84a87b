"""Reverie's commands as the benchmarks run them."""

import json
import pathlib
import subprocess
import sys

REVERIE = pathlib.Path(__file__).resolve().parents[1] / "reverie"


def reverie(*arguments):
    """Events that a command printed; ends the benchmark where it failed."""
    command = [str(REVERIE), *map(str, arguments), "--json"]
    finished = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if finished.returncode != 0:
        sys.exit("run: failed: " + " ".join(command))
    return [json.loads(line) for line in finished.stdout.splitlines()]


def prepare(data, folder, networks, options=()):
    """Ingests a folder of labels and trains the networks that are not there yet: name -> (features, seed)."""
    known = {event["name"] for event in reverie("models", "--data", data)}
    missing = {name: network for name, network in networks.items() if name not in known}
    kinds = {name: "mel" if features in ("log-mel", "mel") else "stft" for name, (features, _) in missing.items()}
    for kind in sorted(set(kinds.values())):
        reverie("ingest", folder, "--dataset", kind, "--analysis", kind, "--data", data)
    for name, (features, seed) in missing.items():
        arguments = ["--dataset", kinds[name], "--model", name, "--features", features, "--seed", seed, "--data", data]
        metrics = reverie("train", *arguments, *options)[-1]["metrics"]
        accuracy = metrics["trackAccuracy"]
        print(
            "%s: %s" % (name, "not validated" if accuracy is None else "hears %.2f of %d kept tracks" % (accuracy, metrics["validationTracks"])),
            flush=True,
        )
