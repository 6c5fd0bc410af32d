# SPDX-License-Identifier: BSL-1.0
"""Every model of the program `names`, for either vocabulary, trained with either instruction set: what is printed and
saved is the same, byte for byte.

usage: same_bits.py PROGRAM

Ends with 77 where the processor has only one of them.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SETS = ["x86-64-v3", "x86-64-v4"]
MODELS = ["mlp", "deep-mlp", "flat", "tree-small", "tree-small-position-bn", "tree", "tree-position-bn", "residual"]


def trained(program, model, data, instructions):
    """What a training prints, but for the instruction set and the speed, and the file that it saves."""
    done = subprocess.run([program, "train", "--model", model, "--steps", "300", "--every", "20", "--data", data,
                           "--save", "model"],
                          env={**os.environ, "NAMES_INSTRUCTIONS": instructions}, stdout=subprocess.PIPE, text=True,
                          check=True, timeout=300)
    if f"\ninstructions {instructions}\n" not in done.stdout:
        sys.exit(f"{model}: not trained with {instructions}: {done.stdout}")
    printed = re.sub(r"^(instructions|steps_per_second) .*$", "", done.stdout, flags=re.M)
    return printed, Path("model").read_bytes()


def main(program):
    # Ends of words, vowels and consonants in all sorts of orders.
    Path("words").write_text("".join(f"{a}{b}n{c}{d}\n" for a in "bklm" for b in "aeiu" for c in "aeo" for d in "rst"))
    # In capitals as well, these are more than 26 characters.
    letters = "abcdefghijklmnopqrstuvwxyz"
    Path("mixed").write_text("".join(f"{a.upper()}{b}{a}{b.upper()}\n" for a in letters for b in letters[::5]))
    complaints = []
    for model, data in [(model, data) for model in MODELS for data in ("words", "mixed")]:
        printed, saved = trained(program, model, data, SETS[0])
        other_printed, other_saved = trained(program, model, data, SETS[1])
        which = f"{model} on {data}"
        if printed != other_printed:
            complaints.append(f"{which}: prints\n{printed}with {SETS[0]}, and\n{other_printed}with {SETS[1]}")
        if saved != other_saved:
            differing = sum(one != other for one, other in zip(saved, other_saved)) + abs(len(saved) - len(other_saved))
            complaints.append(f"{which}: {differing} of {len(saved)} bytes differ in its file")
    return complaints


if __name__ == "__main__":
    if "avx512bw" not in Path("/proc/cpuinfo").read_text():
        print("skipped: this processor has no AVX-512")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="names-") as directory:
        path = os.path.abspath(sys.argv[1])
        os.chdir(directory)
        found = main(path)
        os.chdir("/")
    sys.exit("\n".join(found) or 0)
