# SPDX-License-Identifier: BSL-1.0
"""Checks the lines of every text file of the repository, those that are not committed yet included.

- Code and scripts name their licence in the first lines and have at most 120 columns.
- No line ends with a blank, no file without a line's end or with an empty line, and only make files have tabs.
- There are no banners and no marks of unfinished work.
"""

import re
import subprocess
import sys
from pathlib import Path

COLUMNS = 120
LICENCE = "SPDX-License-Identifier: BSL-1.0"
CODE = {".hpp", ".cpp", ".py", ".cmake", ".sh", ".html", ".yml"}
#: Data and what programs write: they have the lines that they have.
DATA = re.compile(r"^(tests/fuzz/corpus/|examples/names/data/.*\.txt$|.*\.(json|npy|safetensors|png)$)")
#: What a compiler says, and addresses, are not broken.
QUOTED = re.compile(r"^// says[ :]|.*https?://\S{60}")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
BANNER = re.compile(r"^\s*(//|#)\s*[-=*#/]{5,}\s*$")


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, text=True, check=True).stdout
    return sorted({Path(name) for name in listed.split("\0") if name and Path(name).is_file()})


def is_code(path, text):
    return path.suffix in CODE or path.name in ("CMakeLists.txt", ".clang-tidy", ".clang-format", ".editorconfig") \
        or text.startswith("#!")


def complaints_of(path):
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        yield 1, "is not UTF-8"
        return
    lines = text.split("\n")
    if text and (lines[-1] != "" or text.endswith("\n\n")):
        yield len(lines), "does not end with one end of a line"
    code = is_code(path, text)
    if code and not any(LICENCE in line for line in lines[:3]):
        yield 1, f"has no line {LICENCE}"
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            yield number, "ends with a blank"
        if "\t" in line:
            yield number, "has a tab"
        if code and len(line) > COLUMNS and not QUOTED.match(line):
            yield number, f"has {len(line)} columns, expected at most {COLUMNS}"
        if code and UNFINISHED.search(line):
            yield number, "is unfinished"
        if code and BANNER.match(line):
            yield number, "is a banner"


def main():
    complaints = [f"{path}:{number}: {complaint}" for path in tracked() if not DATA.match(str(path))
                  for number, complaint in complaints_of(path)]
    if complaints:
        sys.exit("\n".join(complaints))


main()
