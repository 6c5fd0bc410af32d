# SPDX-License-Identifier: BSL-1.0
"""Runs clang-tidy over all sources, each with the checks of the .clang-tidy nearest to it and with the flags that CMake
compiles it with, and over all public headers together. Prints each finding once.

usage: tidy.py [--jobs N] [--latest N] [PATH...]

With --latest only the headers and the N sources that changed last, those that are not committed yet first. With PATHs
only these sources. The mistakes of tests/reject are left out, since they do not compile.
"""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TIDY = "clang-tidy-22"
BUILD = ROOT / "build" / "tidy"
CONFIGURE = ["cmake", "-G", "Ninja", "-S", ROOT, "-B", BUILD, "-DCMAKE_BUILD_TYPE=Release",
             "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", "-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON", "-DTENON_CCACHE=",
             "-DTENON_ARCH=x86-64-v3", "-DTENON_BUILD_BENCHMARKS=ON"]
LEFT_OUT = re.compile(r"^(tests/reject|benchmarks/(compile|peers)|build)/|^tests/neon/main\.cpp$")
FINDING = re.compile(r"^(/.*?|\S+?):(\d+):(\d+): (warning|error): .*\[[-\w.,]+\]$")


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def sources():
    listed = git("ls-files", "--cached", "--others", "--exclude-standard", "*.cpp")
    return sorted({name for name in listed if (ROOT / name).exists() and not LEFT_OUT.match(name)})


def latest(count):
    """Sources in the order of their last change, those that are not committed first."""
    changed = [line[3:] for line in git("status", "--porcelain", "--untracked-files=all")]
    changed += [line for line in git("log", "-n", "100", "--name-only", "--format=") if line]
    known = set(sources())
    return [name for name in dict.fromkeys(changed) if name in known][:count]


def headers_source():
    """A source of all public headers, so that what no program includes is looked at too."""
    names = sorted(path.relative_to(folder).as_posix() for folder in (ROOT / "dsl", ROOT / "include")
                   for path in folder.rglob("*.hpp"))
    source = BUILD / "headers.cpp"
    source.write_text("".join(f"#include <{name}>\n" for name in names))
    return source


def flags_of_sources():
    """The flags of each source, without what only writes files."""
    flags = {}
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        name = os.path.relpath(entry["file"], ROOT)
        words = shlex.split(entry["command"])
        kept = [word for word in words[1:] if re.match(r"-([DIfmW]|std=|isystem)", word)]
        for place, word in enumerate(words):
            if word == "-isystem":
                kept[kept.index("-isystem")] = f"-isystem{words[place + 1]}"
        flags.setdefault(name, kept)
    return flags


def tidy(source, flags):
    """What is found in this repository, without repetitions of its own: (place, lines)."""
    command = [TIDY, "--quiet", source, "--", *flags]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    starts = [number for number, line in enumerate(lines) if FINDING.match(line)]
    found = [(lines[start].replace(f"{ROOT}/", ""), lines[start + 1:end])
             for start, end in zip(starts, [*starts[1:], len(lines)])]
    if done.returncode != 0 and not found:
        found = [(f"{source}: {TIDY} fails", (done.stderr or done.stdout).splitlines()[:20])]
    return [(place, rest) for place, rest in found if not place.startswith("/usr/")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--latest", type=int)
    parser.add_argument("--short", action="store_true", help="findings without the code that they are about")
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    configured = subprocess.run(CONFIGURE, capture_output=True, text=True)
    if configured.returncode != 0:
        sys.exit(configured.stdout + configured.stderr)
    flags = flags_of_sources()
    names = options.paths or (latest(options.latest) if options.latest else sources())
    # Sources that this build has no use for, such as those of another processor, are compiled like the others.
    plain = ["-std=gnu++20", "-march=x86-64-v3", "-Idsl", "-Iinclude", "-Itests", "-Iexamples/names", "-I."]
    todo = [] if options.paths else [(str(headers_source()), plain)]
    todo += [(name, flags.get(name, plain)) for name in names]
    seen = set()
    with ThreadPoolExecutor(options.jobs) as pool:
        for found in pool.map(lambda one: tidy(*one), todo):
            for finding, lines in found:
                if finding not in seen:
                    print("\n".join([finding, *([] if options.short else lines)]), flush=True)
                seen.add(finding)
    print(f"{len(seen)} findings in {len(todo)} sources")
    sys.exit(1 if seen else 0)


main()
