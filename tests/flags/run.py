# SPDX-License-Identifier: BSL-1.0
"""Compiles exponentials.cpp with flags that let a compiler change arithmetic: it is right, or the compiler refuses it
with one sentence that says which flags tenon does not take. Under flags that change nothing it has to be right.

usage: run.py COMPILER
"""

import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LOOSE = ["-O2", "-fassociative-math", "-fno-signed-zeros", "-fno-trapping-math"]
TAKEN = [["-O2"], ["-O3", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast"]]
DANGEROUS = [["-O2", "-ffast-math"], ["-Ofast"], LOOSE, ["-O1", "-funsafe-math-optimizations"],
             ["-O2", "-ffinite-math-only"]]
#: With fused multiply-adds, without them, and without vectors of floats but the smallest.
PROCESSORS = ["x86-64-v3", "x86-64-v2"] if platform.machine() == "x86_64" else ["native"]


def build(compiler, flags, program):
    return subprocess.run([compiler, "-std=c++20", "-w", *flags, f"-I{ROOT / 'dsl'}", f"-I{ROOT / 'include'}",
                           HERE / "exponentials.cpp", "-o", program], capture_output=True, text=True)


def refusal(stderr):
    """The sentence of an #error, if that is the first error."""
    first = next((line for line in stderr.splitlines() if "error: " in line), "")
    said = re.search(r"error: (?:#error )?\"?(tenon .*)", first)
    return said[1] if said and re.search(r"-ffast-math|-fassociative-math|-ffinite-math-only", said[1]) else None


def complaint_of(compiler, flags, refusable, folder):
    program = Path(folder) / "exponentials"
    built = build(compiler, flags, program)
    if built.returncode != 0:
        if refusable and refusal(built.stderr):
            return None
        return "is not compiled:\n" + "\n".join(built.stderr.splitlines()[:12])
    ran = subprocess.run([program], capture_output=True, text=True)
    if ran.returncode != 0:
        return f"is wrong: {ran.stdout.strip() or ran.returncode}"
    return None


def main(compiler):
    complaints = []
    with tempfile.TemporaryDirectory() as folder:
        for processor in PROCESSORS:
            for flags in [*TAKEN, *DANGEROUS]:
                every = [*flags, f"-march={processor}"]
                complaint = complaint_of(compiler, every, flags in DANGEROUS, folder)
                if complaint:
                    complaints.append(f"{compiler} {' '.join(every)}: {complaint}")
    if complaints:
        sys.exit("\n".join(complaints))


main(*sys.argv[1:])
