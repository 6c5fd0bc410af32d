# SPDX-License-Identifier: BSL-1.0
"""Measures what compiling tenon costs, for each source of this folder and each compiler: CPU seconds, peak memory and
the number of template instantiations, those of the standard library and of Hana included.

Seconds are for reading; the gate is the number of instantiations, which is the same on every run, and on every x86-64
machine that has the same headers installed. The committed numbers, in instantiations.json, are those of Debian 12.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import typing

HERE = pathlib.Path(__file__).resolve().parent
COMMITTED = HERE / "instantiations.json"
INCLUDES = [f"-I{HERE.parents[1] / folder}" for folder in ("dsl", "include")]
COMPILERS = ["g++", "clang++-16", "clang++-22"]
MOST_GROWTH = 0.03
ACCEPT = "./dev compile-cost --write"


class Source(typing.NamedTuple):
    name: str
    timed_as: tuple = ("-fsyntax-only",)
    times: int = 3
    errors: int = 0


SOURCES = [
    Source("empty"),
    Source("language"),
    Source("wrong", errors=1),
    Source("layers_10"),
    Source("layers_50"),
    Source("layers_200"),
    Source("names_one", timed_as=("-O3", "-march=native", "-DNDEBUG", "-c"), times=1),
]

# Instantiations are counted for one target, because what xsimd instantiates depends on it.
COUNTED_AS = ("-fsyntax-only", "-march=x86-64-v3")


class Failure(Exception):
    """Nothing could be measured; the sentence says why."""


class Run(typing.NamedTuple):
    seconds: float
    megabytes: float
    messages: str


class Row(typing.NamedTuple):
    compiler: str
    source: str
    instantiations: int
    seconds: float | None = None
    megabytes: float | None = None


def compiler_name(command):
    """`g++ 12` or `clang 16, libstdc++ 12`: what decides the number of instantiations."""
    done = subprocess.run([command, "-std=c++20", "-x", "c++", "-E", "-dM", "-include", "version", os.devnull],
                          capture_output=True, text=True)
    macros = dict(re.findall(r"^#define (\w+) (\d+)$", done.stdout, re.M))
    if done.returncode != 0 or "__GNUC__" not in macros:
        raise Failure(f"{command} does not work as g++ and clang++ do")
    if "__clang_major__" not in macros:
        return f"g++ {macros['__GNUC__']}"
    library = f", libstdc++ {macros['_GLIBCXX_RELEASE']}" if "_GLIBCXX_RELEASE" in macros else ""
    return f"clang {macros['__clang_major__']}{library}"


def compile_source(command, source, *flags):
    """Compiles once, and sees to it that the source compiles, or does not where it should not."""
    # A compiler that is a link to ccache would answer from its memory.
    environment = {**os.environ, "LC_ALL": "C", "CCACHE_DISABLE": "1"}
    process = subprocess.Popen([command, "-std=c++20", *INCLUDES, *flags, HERE / f"{source.name}.cpp"], env=environment,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    messages = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    errors = messages.count(" error: ")
    if errors != source.errors or (process.returncode == 0) != (source.errors == 0):
        first = next((line for line in messages.splitlines() if " error: " in line), f"status {process.returncode}")
        raise Failure(f"{source.name}.cpp: expected {source.errors} errors, {command} gives {errors}: {first}")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, messages)


def count_instantiations(command, name, source, folder):
    """g++ tells how many specializations are in its tables, clang traces each instantiation of a class or function."""
    if name.startswith("g++"):
        messages = compile_source(command, source, *COUNTED_AS, "-fstats").messages
        tables = re.findall(r"^(?:decl|type)_specializations: size \d+, (\d+) elements", messages, re.M)
        count = sum(map(int, tables))
    else:
        trace = folder / "trace.json"
        # Said to the driver, clang 22 forgets it for -fsyntax-only.
        flags = [part for flag in (f"-ftime-trace={trace}", "-ftime-trace-granularity=0") for part in ("-Xclang", flag)]
        compile_source(command, source, *COUNTED_AS, *flags)
        count = len(re.findall(rb'"name":"Instantiate(?:Class|Function)"', trace.read_bytes()))
    if count == 0:
        raise Failure(f"{command} does not tell its template instantiations the way it did")
    return count


def measure_cost(command, source, folder):
    """Median seconds and peak megabytes."""
    output = ("-o", folder / "output.o") if "-c" in source.timed_as else ()
    runs = [compile_source(command, source, *source.timed_as, *output) for _ in range(source.times)]
    return statistics.median(run.seconds for run in runs), statistics.median(run.megabytes for run in runs)


def measure_compiler(command, name, folder, timed):
    """The rows of one compiler, one at a time as they are measured."""
    for source in SOURCES:
        count = count_instantiations(command, name, source, folder)
        yield Row(name, source.name, count, *(measure_cost(command, source, folder) if timed else ()))


def table_line(compiler, source, instantiations, seconds, megabytes):
    return f"{compiler:24}{source:12}{instantiations:>16}{seconds:>9}{megabytes:>9}".rstrip()


def print_row(row):
    print(table_line(row.compiler, row.source, f"{row.instantiations:,}",
                     "" if row.seconds is None else f"{row.seconds:.2f}",
                     "" if row.megabytes is None else f"{row.megabytes:.0f}"), flush=True)


def print_json(rows):
    print(json.dumps([{key: value for key, value in row._asdict().items() if value is not None} for row in rows],
                     indent=2))


def measure(compilers, timed, as_json):
    """The rows of all compilers; those of a table are printed as they are measured."""
    rows = []
    if not as_json:
        print(table_line("compiler", "source", "instantiations", *(("CPU s", "MB") if timed else ("", ""))))
    with tempfile.TemporaryDirectory() as folder:
        for name, command in compilers.items():
            for row in measure_compiler(command, name, pathlib.Path(folder), timed):
                rows.append(row)
                if not as_json:
                    print_row(row)
    if as_json:
        print_json(rows)
    return rows


def read_committed():
    try:
        return json.loads(COMMITTED.read_text()) if COMMITTED.exists() else {}
    except json.JSONDecodeError as error:
        raise Failure(f"{COMMITTED.name}: {error}") from None


def write_committed(rows):
    """Replaces the figures of the compilers that were measured, and keeps those of others."""
    figures = read_committed()
    for name in {row.compiler for row in rows}:
        figures[name] = {row.source: row.instantiations for row in rows if row.compiler == name}
    beside = COMMITTED.with_suffix(".json.tmp")
    beside.write_text(json.dumps(dict(sorted(figures.items())), indent=2) + "\n")
    os.replace(beside, COMMITTED)


def compare(row, committed):
    """Whether the count is good enough, and the sentence on it if there is something to say."""
    figure = committed[row.compiler].get(row.source)
    if figure is None:
        return True, f"{row.source}: {row.compiler} has no committed figure; '{ACCEPT}' records one"
    growth = row.instantiations / figure - 1
    sentence = (f"{row.source}: {row.compiler} makes {row.instantiations:,} template instantiations, {abs(growth):.1%} "
                f"{'more' if growth > 0 else 'fewer'} than the committed {figure:,}")
    if growth > MOST_GROWTH:
        return False, f"{sentence}, and at most {MOST_GROWTH:.0%} more is allowed; '{ACCEPT}' commits to the new figure"
    if growth < -MOST_GROWTH:
        return True, f"{sentence}; '{ACCEPT}' commits to it"
    return True, None


def say(sentence):
    print(f"compile-cost: {sentence}", file=sys.stderr)


def chosen_compilers(named):
    """The commands to measure by their names; those that a user asks for have to be there."""
    missing = [command for command in named or [] if not shutil.which(command)]
    if missing:
        raise Failure(f"there is no {', '.join(missing)} on the PATH")
    commands = named or [command for command in COMPILERS if shutil.which(command)]
    if not commands:
        raise Failure(f"there is none of {', '.join(COMPILERS)} on the PATH")
    return {compiler_name(command): command for command in commands}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--compiler", nargs="+", metavar="COMMAND",
                        help=f"measure these; by default those of {', '.join(COMPILERS)} that there are")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true",
                      help="count only, and fail where a count has grown too far above the committed one")
    mode.add_argument("--write", action="store_true", help=f"count only, and write the counts to {COMMITTED.name}")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args()


def check(compilers, as_json):
    """Says what there is to say of each count; 1 if one has grown too much."""
    committed = read_committed()
    for name in compilers.keys() - committed.keys():
        say(f"there are no committed figures for {name}: it is not checked")
    known = {name: command for name, command in compilers.items() if name in committed}
    verdicts = [compare(row, committed) for row in measure(known, timed=False, as_json=as_json)]
    for _, sentence in verdicts:
        if sentence:
            say(sentence)
    return 0 if all(good for good, _ in verdicts) else 1


def main():
    arguments = parse_arguments()
    compilers = chosen_compilers(arguments.compiler)
    if arguments.check:
        return check(compilers, arguments.json)
    rows = measure(compilers, timed=not arguments.write, as_json=arguments.json)
    if arguments.write:
        write_committed(rows)
    return 0


try:
    sys.exit(main())
except (Failure, OSError) as failure:
    sys.exit(f"compile-cost: {failure}")
