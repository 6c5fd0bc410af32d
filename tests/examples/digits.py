# SPDX-License-Identifier: BSL-1.0
"""The program `digits`: what it gets right on the digits that were held out, and what it says of other files.

usage: digits.py PROGRAM
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path


def main(program):
    done = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    right = re.search(r"^(\d+\.\d) % of 599 are right$", done.stdout, re.M)
    if not right or float(right[1]) < 97.5:
        sys.exit(f"expected 97.5 % or more, got:\n{done.stdout}")
    with tempfile.TemporaryDirectory() as folder:
        for content, sentence in [(None, "cannot be read: No such file or directory"), (b"digits", "is no .npy file")]:
            images = Path(folder, "images.npy")
            if content:
                images.write_bytes(content)
            done = subprocess.run([program, folder], capture_output=True, text=True, check=False)
            expected = f"digits: {images}: {sentence}\n"
            if (done.returncode, done.stdout, done.stderr) != (1, "", expected):
                sys.exit(f"expected {expected}, got {done}")


main(*sys.argv[1:])
