# SPDX-License-Identifier: BSL-1.0
"""Measures tenon beside the libraries that are installed, on one core and in turns: tenon, another, tenon, another.

Times are processor times, so that what else runs on the machine counts less. A factor is the median over the rounds of
another's time by tenon's just before it. OpenBLAS and PyTorch choose their kernels by the processor's name, and do not
know every one: they run as installed, and once more told to use what the processor has ("tuned").
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import typing

from performance_page import PACKAGES, SAYS, TUNABLE, WORKS, Results, bars, comparison, page, tuning, variants

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "performance.md"
NAMES = ROOT / "examples" / "names" / "data" / "names-2018.txt"
PYTHON = "/usr/bin/python3"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class Failure(Exception):
    """Nothing could be measured; the sentence says why."""


class Figure(typing.NamedTuple):
    """Nanoseconds that the work takes once, and the fraction of the FMA peak where it is known."""
    time: float
    of_peak: float | None = None


def run_json(command, environment, seconds, name):
    """What a program of Google Benchmark says of the benchmarks whose names match."""
    with tempfile.NamedTemporaryFile() as file:
        done = subprocess.run([command, f"--benchmark_filter={name}", f"--benchmark_min_time={seconds}",
                               "--json", file.name], env={**os.environ, **environment}, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure(f"{command}: {(done.stdout + done.stderr).strip().splitlines()[-1:]}")
        return json.loads(pathlib.Path(file.name).read_text())


class Program:
    """A program of Google Benchmark."""

    def __init__(self, command, environment):
        self.command, self.environment = command, environment

    def measure(self, name, seconds):
        (row,) = run_json(self.command, self.environment, seconds, f"^{name}(/process_time)?$")["benchmarks"]
        unit = {"ns": 1, "us": 1e3, "ms": 1e6}[row["time_unit"]]
        time = 1e9 / row["names/s"] if "names/s" in row else row["cpu_time"] * unit
        return Figure(time, row.get("of_peak"))


class Python:
    """PyTorch, waiting for work."""

    def __init__(self, environment):
        self.process = subprocess.Popen([PYTHON, HERE / "peers" / "pytorch.py", NAMES], text=True,
                                        env={**os.environ, **environment}, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise Failure("peers/pytorch.py ended")
        return line

    def measure(self, name, seconds):
        self.process.stdin.write(f"{name} {seconds}\n")
        self.process.stdin.flush()
        return Figure(float(self.answer()))


def find_peers(build):
    """Whoever is there, by name, in both settings where they differ."""
    makers = {name: lambda environment, name=name: Program(build / "peers" / f"peer_{name}", environment)
              for name in PACKAGES if (build / "peers" / f"peer_{name}").exists()}
    if subprocess.run([PYTHON, "-c", "import torch"], capture_output=True).returncode == 0:
        makers["pytorch"] = Python
    peers = {}
    for name, make in makers.items():
        peers[name] = make(ONE_THREAD)
        if name in TUNABLE and tuning():
            peers[f"{name} tuned"] = make({**ONE_THREAD, **tuning()})
    return peers


def measure_round(build, peers, results):
    for work in WORKS:
        tenon = Program(build / f"bench_{work.program}", {})
        for peer in variants(work, peers) or [None]:
            ours = tenon.measure(work.name, 0.2)
            results.figures[work.name, "tenon"].append(ours)
            if peer is None:
                continue
            theirs = peers[peer].measure(work.name, 0.4)
            results.figures[work.name, peer].append(theirs)
            results.factors[work.name, peer].append(theirs.time / ours.time)


def say(sentence):
    print(f"peers: {sentence}", file=sys.stderr, flush=True)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "bench" / "benchmarks", metavar="DIR",
                        help="where the programs are")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="keep all figures of all rounds")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    results = Results()
    say("threads")
    for row in run_json(arguments.build / "bench_threads", {}, 2, ".")["benchmarks"]:
        results.threads[row["run_name"].removesuffix("/manual_time")] = row
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    peers = find_peers(arguments.build)
    for name, package in PACKAGES.items():
        if name not in peers:
            say(f"{SAYS[name]} is not there ({package})")
    for turn in range(arguments.rounds):
        say(f"round {turn + 1} of {arguments.rounds}")
        measure_round(arguments.build, peers, results)
    print("\n".join([*comparison(results, peers), "", *bars(results, peers)]))
    if arguments.json:
        figures = {f"{work}, {who}": [figure.time for figure in all] for (work, who), all in results.figures.items()}
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n")
    if arguments.write:
        say("the kernels")
        document = run_json(arguments.build / "bench_kernels", {}, 0.2, ".")
        beside = PAGE.with_suffix(".md.tmp")
        beside.write_text(page(results, peers, document, arguments.rounds), encoding="utf-8")
        os.replace(beside, PAGE)
        say(f"wrote {PAGE.relative_to(ROOT)}")


try:
    main()
except (Failure, OSError) as failure:
    sys.exit(f"peers: {failure}")
