# SPDX-License-Identifier: BSL-1.0
"""Checks that the program `names` prints what README.md and docs/names.md show.

usage: printed.py [--write] PROGRAM
       printed.py --demo FILE

With --write what the program prints goes into the pages first, as far as lines stand at the same place.

- Every command of a block ```console that starts with `$ names` prints what follows it, in the order of the page and in
  one folder, so that a later command may read what an earlier one saved. `[…]` stands for any lines.
- Every line of a block ```json of docs/names.md stands in the log of the page's training.
- The start of README.md's block is what a short training prints. With --demo, FILE, which holds what the whole demo
  printed, is compared with all of the block.

What a machine decides, its instruction set and its speed, may differ.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ROOT / "docs" / "names.md"
README = ROOT / "README.md"
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)
ANYTHING = "[…]"
#: The demo's second line of losses after as few steps as possible, with the rate that it has until then.
SHORT = ["train", "--model", "tree", "--steps", "10001", "--final-rate", "0.1", "--sample", "0"]


def blocks(page, kind):
    """(number of the first line, lines) of a page's blocks of one kind."""
    text = page.read_text()
    for block in FENCE.finditer(text):
        if block[1] == kind:
            yield text.count("\n", 0, block.start(2)) + 1, block[2].splitlines()


def as_anywhere(line):
    """A line without what another machine prints in its place."""
    line = re.sub(r"^(instructions|steps_per_second) .*$", r"\1 …", line)
    return re.sub(r'"steps_per_second":[\d.]+', '"steps_per_second":…', line).rstrip()


def agrees(shown, printed):
    """Whether lines are what a page shows of them."""
    parts = [[]]
    for line in map(as_anywhere, shown):
        if line == ANYTHING:
            parts.append([])
        else:
            parts[-1].append(line)
    rest = list(map(as_anywhere, printed))
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        places = [0] if index == 0 else range(len(rest) - len(part) + 1)
        if last and index > 0:
            places = [len(rest) - len(part)]
        place = next((place for place in places if place >= 0 and rest[place:place + len(part)] == part), None)
        if place is None:
            return False
        rest = rest[place + len(part):]
    return not rest or parts[-1] == []


def renewed(shown, printed):
    """What a page would show: lines in front of the first `[…]`, and behind the last, at the same places."""
    start = shown.index(ANYTHING) if ANYTHING in shown else len(shown)
    end = len(shown) - shown[::-1].index(ANYTHING) if ANYTHING in shown else len(shown)
    new = [*printed[:start], *shown[start:end], *printed[len(printed) - (len(shown) - end):]]
    if len(new) != len(shown):
        return shown
    return [old if as_anywhere(old) == as_anywhere(line) else line.rstrip() for old, line in zip(shown, new)]


def write(page, shown, new):
    text = page.read_text()
    old = "".join(f"{line}\n" for line in shown)
    if text.count(old) != 1:
        sys.exit(f"{page.name}: shows twice what is to be written anew: {shown[0]}")
    page.write_text(text.replace(old, "".join(f"{line}\n" for line in new)))


def run(program, command, folder):
    """What a command prints, results and errors."""
    words = shlex.split(command)
    settings = dict(word.split("=", 1) for word in words[:words.index("names")])
    done = subprocess.run([program, *words[words.index("names") + 1:]], cwd=folder, env={**os.environ, **settings},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.splitlines()


def commands(lines):
    """(command, the lines behind it) of a block."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return [(command, shown) for command, shown in found if "names" in shlex.split(command)[:2]]


def difference(where, shown, printed):
    rest = [] if len(printed) <= len(shown) + 3 else ["  …"]
    return "\n".join([f"{where}: the page shows", *(f"  {line}" for line in shown), "and the program prints",
                      *(f"  {line}" for line in printed[:len(shown) + 3]), *rest])


def check_page(program, page, writes):
    with tempfile.TemporaryDirectory() as folder:
        for number, lines in blocks(page, "console"):
            for command, shown in commands(lines):
                if command.startswith("names train") and "--log" not in command:
                    command += " --log log.jsonl"
                printed = run(program, command, folder)
                if writes and not agrees(shown, printed):
                    new = renewed(shown, printed)
                    write(page, shown, new)
                    shown = new
                if not agrees(shown, printed):
                    yield difference(f"{page.name}:{number}: {command}", shown, printed)
        log = Path(folder) / "log.jsonl"
        logged = log.read_text().splitlines() if log.exists() else []
        for number, lines in blocks(page, "json"):
            for line in lines:
                if any(as_anywhere(line) == as_anywhere(other) for other in logged):
                    continue
                # The same step, or the same keys.
                alike = [other for other in logged if other.split(",")[0] == line.split(",")[0]] or \
                    [other for other in logged if json.loads(other).keys() == json.loads(line).keys()]
                if writes and alike:
                    write(page, [line], alike[:1])
                else:
                    yield difference(f"{page.name}:{number}: the log of the page's training", [line], alike[:1])


def demo_block():
    """What README.md says the demo prints."""
    shown = [lines for _, lines in blocks(README, "") if lines[0].startswith("parameters ")]
    if len(shown) != 1:
        sys.exit("README.md: one block with what the demo prints is expected")
    return shown[0]


def check_start(program):
    shown = demo_block()
    if ANYTHING not in shown:
        yield "README.md: the demo's losses are expected to be shortened"
        return
    start = shown[:shown.index(ANYTHING)]
    if len([line for line in start if line.startswith("step ")]) != 2:
        yield f"README.md: the demo's first two losses are expected in front of {ANYTHING}"
        return
    with tempfile.TemporaryDirectory() as folder:
        printed = run(program, shlex.join(["names", *SHORT]), folder)
    if not agrees([*start, ANYTHING], printed):
        yield difference("README.md", start, printed[:len(start)])


def main():
    if sys.argv[1] == "--demo":
        printed = Path(sys.argv[2]).read_text().splitlines()
        complaints = [] if agrees(demo_block(), printed) else [difference("README.md", demo_block(), printed)]
    else:
        writes = sys.argv[1] == "--write"
        program = Path(sys.argv[-1]).resolve()
        complaints = [*check_page(program, NAMES, writes), *check_start(program)]
    if complaints:
        sys.exit("\n".join(complaints))


if __name__ == "__main__":
    main()
