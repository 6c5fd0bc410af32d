# SPDX-License-Identifier: BSL-1.0
"""Checks that docs/tutorial.md tells examples/tutorial, no more and no less.

usage: tutorial.py [PROGRAM WORDS]

- Every block ```cpp stands in main.cpp, line by line, whatever its indentation; "```cpp mistake" does not have to.
- Every line of main.cpp stands in a block.
- Every line of a block ```cmake stands in CMakeLists.txt.
- PROGRAM, the built example, prints the blocks ```text for the file WORDS, and without an argument fails with a
  sentence that the tutorial has.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
EXAMPLE = ROOT / "examples" / "tutorial"


def blocks(text):
    """(kind, number of its first line, lines without indentation) of every fenced block."""
    for match in re.finditer(r"^```([^\n]*)\n(.*?)^```$", text, re.M | re.S):
        first = text.count("\n", 0, match.start(2)) + 1
        yield match[1], first, [line.strip() for line in match[2].splitlines()]


def longest_match(lines, program):
    """The place in the program where most of these lines follow one another, and how many do."""
    def matching(start):
        count = 0
        while count < len(lines) and program[start + count:start + count + 1] == [lines[count]]:
            count += 1
        return count

    return max(((start, matching(start)) for start in range(len(program))), key=lambda found: found[1])


def check_program(fenced):
    """Complaints about blocks that are not in the program, and about lines of it that are in no block."""
    program = [line.strip() for line in (EXAMPLE / "main.cpp").read_text().splitlines()]
    told = [not line for line in program]
    for start in range(len(program)):  # what the program is for, in front of the first include
        if program[start] and not program[start].startswith("//"):
            break
        told[start] = True
    for kind, first, lines in fenced:
        if kind != "cpp":
            continue
        start, count = longest_match(lines, program)
        if count < len(lines):
            yield f"docs/tutorial.md:{first + count}: not in main.cpp: {lines[count]}"
        told[start:start + count] = [True] * count
    for number, line in enumerate(program, 1):
        if not told[number - 1]:
            yield f"examples/tutorial/main.cpp:{number}: not in the tutorial: {line}"


def check_build(fenced):
    """Complaints about lines of the tutorial's CMakeLists.txt that the example's has not."""
    written = [line.strip() for line in (EXAMPLE / "CMakeLists.txt").read_text().splitlines()]
    for kind, first, lines in fenced:
        if kind == "cmake":
            for number, line in enumerate(lines, first):
                if line not in written:
                    yield f"docs/tutorial.md:{number}: not in CMakeLists.txt: {line}"


def check_output(fenced, program, words):
    """Complaints about what the program prints."""
    program, words = Path(program).resolve(), Path(words).resolve()
    with tempfile.TemporaryDirectory() as folder:  # the program writes a file where it runs
        run = subprocess.run([program, words], capture_output=True, text=True, cwd=folder)
        bare = subprocess.run([program], capture_output=True, text=True, cwd=folder)
    told = [line for kind, _, lines in fenced if kind == "text" for line in lines]
    if run.returncode != 0:
        yield f"the program fails: {run.stderr.strip()}"
    elif run.stdout.splitlines() != told:
        differing = [f"  tutorial: {line}" for line in told if line not in run.stdout.splitlines()]
        differing += [f"  program:  {line}" for line in run.stdout.splitlines() if line not in told]
        yield "\n".join(["the program prints something else:"] + differing)
    said = [line for kind, _, lines in fenced if kind == "console" for line in lines]
    if bare.returncode == 0 or bare.stderr.strip() not in said:
        yield f"without an argument it ends with {bare.returncode} and says: {bare.stderr.strip()}"


def main():
    fenced = list(blocks(TUTORIAL.read_text()))
    complaints = [*check_program(fenced), *check_build(fenced)]
    if len(sys.argv) == 3:
        complaints += check_output(fenced, *sys.argv[1:])
    if not any(kind == "cpp" for kind, _, _ in fenced):
        complaints.append("docs/tutorial.md: has no program")
    if complaints:
        sys.exit("\n".join(complaints))


main()
