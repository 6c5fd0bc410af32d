#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Puts random nets through the laws of law.hpp, compiled for several instruction sets and with several options.

usage: run.py [--nets N] [--seed S] [--only NUMBER] [--layers N] [--compiler CXX]... [--variant NAME]... [--jobs N]
              [--build FOLDER]
       run.py --compare PROGRAM...

Every program checks what one program can see: see law.hpp. All of them have to print the same digests. Without --seed
one is drawn. It and the numbers of the nets that fail are printed: `--seed S --only NUMBER` tries one of them again.
"""

import argparse
import concurrent.futures
import os
import pathlib
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the sources' folder stays clean

import generate

TESTS = pathlib.Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
FLAGS = ["-std=c++20", "-fno-math-errno", "-fno-trapping-math", "-pthread", f"-I{TESTS}", f"-I{ROOT / 'dsl'}",
         f"-I{ROOT / 'include'}"]
VARIANTS = {
    "native": ["-march=native", "-O2", "-ffp-contract=fast"],
    "avx2": ["-march=x86-64-v3", "-O2", "-ffp-contract=fast"],
    "plain": ["-march=x86-64-v3", "-O1", "-ffp-contract=off"],
    "debug": ["-march=native", "-O0", "-ffp-contract=off"],
}
NET = re.compile(r"net (\d+) train (\w+) eval (\w+) fast (\w+) (alone|lookup|shared lookup|shared) (.*)")
KINDS = ("training", "evaluation", "for_evaluation")


class Failure(Exception):
    pass


class Output:
    """What a program printed: of each net its digests and its text, and the laws that do not hold."""

    def __init__(self, name, lines):
        self.name = name
        self.digests, self.texts, self.remarks, self.failures = {}, {}, {}, []
        for line in lines:
            if net := NET.fullmatch(line):
                number = int(net[1])
                self.digests[number] = net.group(2, 3, 4)
                self.remarks[number], self.texts[number] = net[5], net[6]
            elif line.startswith("fail "):
                _, number, rest = line.split(" ", 2)
                self.failures.append((int(number), rest))
            else:
                raise Failure(f"{name} printed '{line}', expected a net or a failure")


def run_program(name, program):
    done = subprocess.run([program], capture_output=True, text=True, check=False)
    output = Output(name, done.stdout.splitlines())
    if done.returncode not in (0, 1) or (done.returncode == 1) != bool(output.failures):
        raise Failure(f"{name} ended with {done.returncode}: {done.stderr.strip()}")
    return output


def disagreements(outputs):
    """What programs print that the first one does not, as failures of each."""
    first = outputs[0]
    for output in outputs[1:]:
        if output.digests.keys() != first.digests.keys():
            raise Failure(f"{output.name} and {first.name} ran different nets")
        for number, digests in output.digests.items():
            kinds = [kind for kind, mine, other in zip(KINDS, digests, first.digests[number]) if mine != other]
            if kinds:
                yield output.name, number, f"bits: other ones than {first.name} in {', '.join(kinds)}"


def report(outputs):
    """Prints what failed, by kind, and whether nothing did."""
    failures = [(output.name, *failure) for output in outputs for failure in output.failures]
    failures += disagreements(outputs)
    texts = outputs[0].texts
    laws = {}
    for name, number, text in failures:
        law, _, detail = text.partition(": ")
        laws.setdefault(law, {}).setdefault(number, {}).setdefault(detail, []).append(name)
    for law, nets in sorted(laws.items()):
        print(f"\n{law}: {len(nets)} of {len(texts)} nets fail")
        for number in sorted(nets, key=lambda number: len(texts[number])):  # the smallest net first
            print(f"  net {number}: {texts[number]}")
            for detail, names in nets[number].items():
                print(f"    {', '.join(names)}: {detail}")
    remarks = list(outputs[0].remarks.values())
    failing = {number for nets in laws.values() for number in nets}
    shared, lookups = (sum(word in text for text in remarks) for word in ("shared", "lookup"))
    print(f"\n{len(texts)} nets in {len(outputs)} programs: {shared} share their work, {lookups} look tables up, "
          f"{len(failing)} fail")
    return not laws


def compile_one(command, name):
    """Seconds of processor time that a compilation took."""
    with tempfile.TemporaryFile("w+") as messages:
        process = subprocess.Popen(command, stderr=messages)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        messages.seek(0)
        if process.returncode != 0:
            raise Failure(f"{name} does not compile:\n{messages.read()}")
    return usage.ru_utime + usage.ru_stime


def build(folder, compiler, variant, sources, pool):
    """Begins to compile a program, and gives its path and its compilations."""
    objects = folder / f"{pathlib.Path(compiler).name}-{variant}"
    objects.mkdir(parents=True, exist_ok=True)
    cache = [shutil.which("ccache")] if shutil.which("ccache") else []
    tasks = []
    for source in sources:
        target = objects / f"{source.stem}.o"
        command = [*cache, compiler, *FLAGS, *VARIANTS[variant], "-c", str(source), "-o", str(target)]
        tasks.append((target, pool.submit(compile_one, command, f"{source.name} ({compiler}, {variant})")))
    return objects / "nets", tasks


def build_and_run(arguments, numbers):
    sources = arguments.build / f"seed-{arguments.seed}"
    names = generate.write_sources(sources, arguments.seed, numbers, arguments.layers, arguments.per_file)
    files = [sources / name for name in names] + [TESTS / "nets" / "findings.cpp", TESTS / "nets" / "main.cpp"]
    outputs = []
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        begun = {(compiler, variant): build(sources, compiler, variant, files, pool)
                 for compiler in arguments.compiler for variant in arguments.variant}
        try:
            for (compiler, variant), (program, tasks) in begun.items():
                seconds = sum(task.result() for _, task in tasks)
                link = [compiler, "-pthread", *(str(target) for target, _ in tasks), "-o", str(program)]
                subprocess.run(link, check=True)
                name = f"{pathlib.Path(compiler).name} {variant}"
                begin = time.monotonic()
                outputs.append(run_program(name, program))
                print(f"{name}: compiled in {seconds:.0f} s, ran in {time.monotonic() - begin:.1f} s", flush=True)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return outputs


def arguments_of(line):
    parser = argparse.ArgumentParser(description="Puts random nets through the laws of training and evaluation.")
    parser.add_argument("--compare", nargs="+", metavar="PROGRAM", help="run these, and compile nothing")
    parser.add_argument("--nets", type=int, default=60, help="how many")
    parser.add_argument("--seed", type=int, help="that of the nets; drawn if it is missing")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="one net of them")
    parser.add_argument("--layers", type=int, help="about how many layers a net has")
    parser.add_argument("--compiler", action="append", help="g++ if it is missing")
    parser.add_argument("--variant", action="append", choices=VARIANTS, help="all of them if it is missing")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="compilations at a time")
    parser.add_argument("--per-file", type=int, default=4, help="nets in one source")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "nets", help="where to compile")
    arguments = parser.parse_args(line)
    arguments.compiler = arguments.compiler or ["g++"]
    arguments.variant = arguments.variant or list(VARIANTS)
    if arguments.seed is None:
        arguments.seed = random.SystemRandom().randrange(1_000_000)
    return arguments


def main(line):
    arguments = arguments_of(line)
    if arguments.compare:
        outputs = [run_program(pathlib.Path(program).name, program) for program in arguments.compare]
    else:
        if platform.machine() != "x86_64":
            raise Failure("this processor is not an x86-64, between whose instruction sets nets are compared")
        print(f"seed {arguments.seed}", flush=True)
        numbers = range(arguments.nets) if arguments.only is None else [arguments.only]
        outputs = build_and_run(arguments, list(numbers))
    return 0 if report(outputs) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        sys.exit(f"run.py: {failure}")
