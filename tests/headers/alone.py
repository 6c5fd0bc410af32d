# SPDX-License-Identifier: BSL-1.0
"""Compiles each public header alone, with warnings that are errors; the dependencies' own headers may warn.

usage: alone.py [--jobs N] [--only TEXT] [--latest N] [--latest-standard-only] COMPILER...

With --latest only the N headers that changed last, those that are not committed yet first.

- Under C++20 every header compiles, and but for io/, nam/save.hpp, rtneural/save.hpp and xtensor.hpp also without
  exceptions and run-time types.
- Under C++17 it compiles too, or the first thing that is said is that tenon needs C++20. So it is with a compiler that
  is too old for C++20 as tenon uses it: clang 14, wherever that is installed. dsl/tenon/dsl/compiler.hpp says it.

With g++ the header is included by an empty source, since g++ warns of #pragma once in the file that it compiles.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "dsl", ROOT / "include"]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wold-style-cast", "-Werror"]
BARE = ["-fno-exceptions", "-fno-rtti"]
TOO_OLD = "clang++-14"


def sentence(compiler):
    return "tenon needs clang 16 or later" if compiler == TOO_OLD else "tenon needs C++20"


def headers():
    """What is written behind #include, for every public header."""
    return sorted(path.relative_to(folder).as_posix() for folder in FOLDERS for path in folder.rglob("*.hpp"))


def latest(count):
    """Headers in the order of their last change."""
    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    changed = [line[3:] for line in git("status", "--porcelain", "--untracked-files=all").splitlines()]
    changed += git("log", "-n", "200", "--name-only", "--format=").splitlines()
    known = {f"{folder.name}/{header}": header for folder in FOLDERS for header in headers()
             if (folder / header).exists()}
    return [known[name] for name in dict.fromkeys(changed) if name in known][:count]


def may_throw(header):
    return header.startswith("tenon/io/") or header in ("tenon/nam/save.hpp", "tenon/rtneural/save.hpp",
                                                        "tenon/xtensor.hpp")


def compile_alone(compiler, header, flags):
    command = [compiler, "-fsyntax-only", "-x", "c++", *flags, *(f"-I{folder}" for folder in FOLDERS)]
    source = ""
    if "clang" in compiler:
        command += ["-Wno-pragma-once-outside-header",
                    next(str(folder / header) for folder in FOLDERS if (folder / header).exists())]
    else:
        command += ["-"]
        source = f"#include <{header}>\n"
    return subprocess.run(command, input=source, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})


def compiles(compiler, header, *flags):
    done = compile_alone(compiler, header, ["-std=c++20", *WARNINGS, *flags])
    if done.returncode != 0:
        told = "\n".join(done.stderr.splitlines()[:12])
        return f"{header}: {' '.join([compiler, *flags])} does not compile it alone:\n{told}"
    return None


def says_what_it_needs(compiler, header, standard):
    done = compile_alone(compiler, header, [standard, "-ferror-limit=1" if "clang" in compiler else "-fmax-errors=1"])
    first = next((line for line in done.stderr.splitlines() if re.search(r"(error|warning): ", line)), "")
    if done.returncode != 0 and not re.search(rf"error: .*{re.escape(sentence(compiler))}", first):
        return f"{header}: {compiler} {standard} does not begin with the sentence {sentence(compiler)}: {first}"
    return None


def checks(compilers, looked_at, older):
    for compiler in compilers:
        for header in looked_at:
            if not may_throw(header):
                yield compiles, compiler, header, *BARE
            if older or may_throw(header):  # the tests compile the others with exceptions
                yield compiles, compiler, header
            if older:
                yield says_what_it_needs, compiler, header, "-std=c++17"
    if older and shutil.which(TOO_OLD):
        for header in looked_at:
            yield says_what_it_needs, TOO_OLD, header, "-std=c++20"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="", help="a part of a header's name")
    parser.add_argument("--latest", type=int, help="only this many headers, those that changed last")
    parser.add_argument("--latest-standard-only", action="store_true",
                        help="C++20 alone, and once: without exceptions where that is possible")
    parser.add_argument("compilers", nargs="+")
    options = parser.parse_args()
    looked_at = [header for header in (latest(options.latest) if options.latest else headers())
                 if options.only in header]
    todo = list(checks(options.compilers, looked_at, not options.latest_standard_only))
    with ThreadPoolExecutor(options.jobs) as pool:
        complaints = [complaint for complaint in pool.map(lambda check: check[0](*check[1:]), todo) if complaint]
    if not todo:
        complaints = [f"no header has '{options.only}' in its name"]
    if complaints:
        sys.exit("\n".join([*complaints, f"{len(complaints)} of {len(todo)} compilations are not as they should be"]))
    print(f"{len(todo)} compilations of single headers are as they should be")


main()
