# SPDX-License-Identifier: BSL-1.0
"""Streams under the realtime sanitizer: what main.cpp does is let through, and its call that takes memory is not.

usage: run.py AMP_MODEL

Ends with 77 where there is no clang 22 with that sanitizer.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COMPILER = "clang++-22"
FLAGS = ["-std=c++20", "-O1", "-march=native", "-w", "-fsanitize=realtime", f"-I{ROOT / 'dsl'}",
         f"-I{ROOT / 'include'}"]


def run(program, flags, *arguments):
    subprocess.run([COMPILER, *FLAGS, *flags, HERE / "main.cpp", "-o", program], check=True)
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def has_sanitizer(folder):
    source = folder / "empty.cpp"
    source.write_text("int main() {}\n")
    command = [COMPILER, "-fsanitize=realtime", source, "-o", folder / "empty"]
    return shutil.which(COMPILER) and subprocess.run(command, capture_output=True, check=False).returncode == 0


def main(model):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not has_sanitizer(folder):
            print(f"there is no {COMPILER} with the realtime sanitizer")
            sys.exit(77)
        program = folder / "streams"
        streams = run(program, [], model)
        if streams.returncode != 0:
            sys.exit(f"streams ended with {streams.returncode}:\n{streams.stderr}")
        waits = run(program, ["-DTENON_TEST_WAITS"])
        if waits.returncode == 0 or "unsafe-library-call" not in waits.stderr:
            sys.exit(f"a call that takes memory was let through: {waits}")


main(*sys.argv[1:])
