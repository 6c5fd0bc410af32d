# SPDX-License-Identifier: BSL-1.0
"""The picture of the rooms: which folder of headers includes which.

usage: rooms.py --write | --check

--write computes docs/rooms.dot and, with Graphviz, docs/rooms.svg; --check fails where the first is not what the
headers say, or where the language includes the machine. An arrow that follows from two others is left out.
"""

import collections
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HALVES = [ROOT / "dsl" / "tenon", ROOT / "include" / "tenon"]
INCLUDE = re.compile(r'^#include "(tenon/[^"]+)"', re.M)
#: Headers that stand in no folder: what all others rest on, what a program makes of them, and the rest.
BASICS = {"arguments", "checked_span", "divergence", "fail", "lowered", "misuse", "options", "progress", "require",
          "storage"}
AROUND = {"calibrate", "fit", "init", "xtensor"}


def room_of(header):
    """The room of a header such as tenon/dsl/layers/linear.hpp."""
    parts = pathlib.PurePosixPath(header).parts[1:-1]
    if header == "tenon/dsl.hpp" or parts[:1] == ("dsl",):
        return "/".join(["dsl", *parts[1:]])
    stem = pathlib.PurePosixPath(header).stem
    return parts[0] if parts else "basics" if stem in BASICS else "around a training" if stem in AROUND else \
        "models and modes"


def rooms():
    """The rooms that each room includes, and how many headers and lines it has."""
    arrows, sizes = collections.defaultdict(set), collections.Counter()
    for half in HALVES:
        for path in sorted(half.rglob("*.hpp")):
            header = path.relative_to(half.parent).as_posix()
            room = room_of(header)
            sizes[room] += 1
            if header in ("tenon/tenon.hpp", "tenon/dsl.hpp", "tenon/dsl/atoms.hpp"):
                continue  # include all
            arrows[room] |= {room_of(other) for other in INCLUDE.findall(path.read_text())} - {room}
    return arrows, sizes


def reachable(arrows, start):
    """All rooms behind a room."""
    seen, left = set(), [start]
    while left:
        for room in arrows[left.pop()] - seen:
            seen.add(room)
            left.append(room)
    return seen


def picture(arrows, sizes):
    """The rooms in Graphviz's language. Rooms that include each other stand in either direction."""
    lines = ["digraph rooms {", "    rankdir = BT;", '    node [shape = box, fontname = "sans-serif", fontsize = 11];',
             "    edge [arrowsize = 0.6];"]
    for room in sorted(sizes):
        headers = "1 header" if sizes[room] == 1 else f"{sizes[room]} headers"
        style = ', style = filled, fillcolor = "#e3eef0"' if room.startswith("dsl") else ""
        lines.append(f'    "{room}" [label = "{room}\\n{headers}"{style}];')
    for room in sorted(arrows):
        for other in sorted(arrows[room]):
            between = arrows[room] - {other}
            if not any(other in reachable(arrows, step) and room not in reachable(arrows, step) for step in between):
                lines.append(f'    "{room}" -> "{other}";')
    return "\n".join([*lines, "}", ""])


def main():
    arrows, sizes = rooms()
    upward = [room for room, others in arrows.items()
              if room.startswith("dsl") and any(not other.startswith("dsl") for other in others)]
    if upward:
        sys.exit(f"the language includes the machine: {', '.join(upward)}")
    dot, page = picture(arrows, sizes), ROOT / "docs" / "rooms.dot"
    if sys.argv[1:] == ["--write"]:
        page.write_text(dot)
        subprocess.run(["dot", "-Tsvg", "-o", page.with_suffix(".svg"), page], check=True)
    elif page.read_text() != dot:
        sys.exit("docs/rooms.dot is not what the headers say: run './dev pages'")


main()
