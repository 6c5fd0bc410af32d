# SPDX-License-Identifier: BSL-1.0
"""That no processor meets an instruction it does not have: the machine code of the program `names`, which is compiled
for several instruction sets, against what the linker made of it.

usage: instructions.py PROGRAM LIBRARY-OF-V3 LIBRARY-OF-V4 BASELINE-OBJECT...

Inline functions of the standard library and of others have the same name in every set, and the linker keeps one of
each. It has to be of the lowest set that knows the name: whoever calls it may run on no more than that.
"""

import re
import subprocess
import sys
from collections import defaultdict

SETS = ["x86-64", "x86-64-v3", "x86-64-v4"]
HEAD = re.compile(r"^([0-9a-f]+) <(.*)>:$")
LINE = re.compile(r"^ *[0-9a-f]+:\t([0-9a-f ]+)\t(.*)$")
# Behind legacy prefixes, EVEX begins with 62 and VEX with c4 or c5; 0f38 and 0f3a came with SSSE3.
EVEX = re.compile(r"^(?:26|2e|36|3e|64|65|67)*62")
ABOVE_BASELINE = re.compile(r"^(?:26|2e|36|3e|64|65|67)*c[45]|^(?:26|2e|36|3e|6[4-7]|f[023])*(?:4.)?0f3[8a]")
NAMED_ABOVE_BASELINE = re.compile(r"^(?:lzcnt|popcnt|movbe)")


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def level(code, text):
    """The first of SETS that has an instruction."""
    if EVEX.match(code) or re.search(r"%k[0-7]\b", text):
        return 2
    return 1 if ABOVE_BASELINE.match(code) or NAMED_ABOVE_BASELINE.match(text) else 0


def functions(file):
    """Address and label of every function, the set it needs, and an instruction that shows it."""
    found = []
    for line in output_of("objdump", "-dw", file):
        if head := HEAD.match(line):
            found.append([int(head[1], 16), head[2], 0, ""])
        elif instruction := LINE.match(line):
            needed = level(instruction[1].replace(" ", ""), instruction[2])
            if needed > found[-1][2]:
                found[-1][2:] = needed, instruction[2]
    return found


def symbols(file, *flags):
    """Address, kind and name of the symbols; the address of one that is used only is empty."""
    for line in output_of("nm", *flags, file):
        if symbol := re.match(r"^([0-9a-f]*) +(\S) (\S+)$", line):
            yield symbol.groups()


def complaint(file, name, allowed, needed, instruction):
    return f"{file}: {name} may run on {SETS[allowed]}, but needs {SETS[needed]}: {instruction}"


def check_objects(files_of_sets):
    """Every object keeps to its set, and those above the baseline do nothing before main has chosen."""
    for allowed, files in enumerate(files_of_sets):
        highest = 0
        for file in files:
            for _, name, needed, instruction in functions(file):
                highest = max(highest, needed)
                if needed > allowed:
                    yield complaint(file, name, allowed, needed, instruction)
            for line in output_of("objdump", "-hw", file) if allowed > 0 else []:
                if re.match(r" *\d+ \.(init_array|ctors)\b", line):
                    yield f"{file}: runs code before main: {line.split()[1]}"
        if highest < allowed:
            yield f"{' '.join(files)}: {SETS[allowed]} is not used"


def check_names(files_of_sets):
    """What is of tenon or of the program has another name in each set."""
    for files in files_of_sets:
        for file in files:
            for _, _, name in symbols(file):
                if re.search(r"(?<!\d)5(?:tenon|names)(?![a-z_])", name):
                    yield f"{file}: {name} has no instruction set in its name"


def check_choice(program, files_of_sets):
    """What the linker kept under a name is of the lowest set whose objects define or use it. A symbol that is local to
    an object is used there only. Shared libraries, which run on any processor, use what the program shows them."""
    lowest = {}
    for allowed, files in reversed(list(enumerate(files_of_sets))):
        for file in files:
            lowest.update((name, allowed) for _, kind, name in symbols(file) if kind.isupper() or kind in "uvw")
    lowest.update((name, 0) for _, kind, name in symbols(program, "-D", "--defined-only") if kind in "TWi")
    names = defaultdict(list)
    for address, _, name in symbols(program, "--defined-only"):
        names[int(address, 16)].append(name)
    for address, _, needed, instruction in functions(program):
        for name in names[address]:
            if needed > lowest.get(name, len(SETS)):
                yield complaint(program, name, lowest[name], needed, instruction)


def main():
    program, v3, v4, *baseline = sys.argv[1:]
    files_of_sets = [baseline, [v3], [v4]]
    complaints = [*check_objects(files_of_sets), *check_names(files_of_sets), *check_choice(program, files_of_sets)]
    if complaints:
        sys.exit("\n".join([*complaints[:20], f"{len(complaints)} complaints"]))


if __name__ == "__main__":
    main()
