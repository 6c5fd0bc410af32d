# SPDX-License-Identifier: BSL-1.0
"""The program `names` on processors that this machine is not, under an emulator: it takes the highest instruction set
that a processor has, works with it, and says what a processor lacks.

usage: processors.py PROGRAM [EMULATOR]

Ends with 77 where there is no emulator.
"""

import os
import re
import subprocess
import sys
import tempfile

OF_V3 = ["AVX2", "FMA", "BMI1", "BMI2", "F16C", "MOVBE", "LZCNT"]
OF_V4 = ["AVX512F", "AVX512BW", "AVX512CD", "AVX512DQ", "AVX512VL"]
MACHINE = "names: this processor, or its operating system, lacks"
COMPLAINTS = []


def expect(what, expected, got):
    if expected != got:
        COMPLAINTS.append(f"{what}\n    expected {expected!r}\n    got      {got!r}")


def run(processor, *arguments, wanted=None):
    """Exit code, standard output, and the program's own lines of standard error: the emulator has some as well."""
    variables = {name: value for name, value in os.environ.items() if name != "NAMES_INSTRUCTIONS"}
    if wanted is not None:
        variables["NAMES_INSTRUCTIONS"] = wanted
    done = subprocess.run([EMULATOR, "-cpu", processor, PROGRAM, *arguments], env=variables, capture_output=True,
                          text=True, timeout=300)
    errors = [line for line in done.stderr.splitlines() if "TCG doesn't support" not in line]
    return done.returncode, done.stdout, errors


def works(processor, wanted=None):
    """Everything that the program does comes out as it should; what it prints of the training."""
    training = ["train", "--model", "mlp", "--steps", "3", "--every", "1", "--sample", "2", "--data", "words",
                "--save", "model", "--log", "log", "--report", "report"]
    code, trained, errors = run(processor, *training, wanted=wanted)
    expect(f"{processor}: train", (0, []), (code, errors))
    expect(f"{processor}: instructions", ["x86-64-v3"], re.findall(r"^instructions (.*)$", trained, re.M))
    code, evaluated, errors = run(processor, "eval", "--load", "model", "--data", "words", wanted=wanted)
    expect(f"{processor}: eval", (0, []), (code, errors))
    losses = r"^(?:train|val) \d\.\d{4}$"
    expect(f"{processor}: losses", re.findall(losses, trained, re.M), re.findall(losses, evaluated, re.M))
    expect(f"{processor}: losses that are printed", 2, len(re.findall(losses, trained, re.M)))
    for command in ["models"], ["sample", "--load", "model", "--count", "2"]:
        code, _, errors = run(processor, *command, wanted=wanted)
        expect(f"{processor}: {command}", (0, []), (code, errors))


def refuses(processor, wanted, code, sentence):
    for command in ["--help"], ["models"]:
        expect(f"{processor}, {wanted}: {command}", (code, "", [sentence]), run(processor, *command, wanted=wanted))


def main():
    with open("words", "w") as words:
        words.writelines(f"{first}{middle}n{last}\n" for first in "klmn" for middle in "aeio" for last in "aeio")
    works("Haswell")
    works("max", wanted="x86-64-v3")
    given = "names: NAMES_INSTRUCTIONS:"
    refuses("Haswell", "x86-64-v4", 2, f"{given} 'x86-64-v4' given, {MACHINE.removeprefix('names: ')} "
            f"{', '.join(OF_V4)}, expected x86-64-v3")
    refuses("Haswell", "avx2", 2, f"{given} 'avx2' given, expected x86-64-v3")
    for processor in "Nehalem", "qemu64":
        for wanted in None, "x86-64-v3":
            refuses(processor, wanted, 1, f"{MACHINE} {', '.join(OF_V3)}, expected x86-64-v3")
    # Debian's C library itself fails without BMI1.
    for flag, feature in [("fma", "FMA"), ("bmi2", "BMI2"), ("f16c", "F16C"), ("movbe", "MOVBE"),
                          ("abm", "LZCNT"), ("avx2", "AVX2")]:
        refuses(f"Haswell,-{flag}", None, 1, f"{MACHINE} {feature}, expected x86-64-v3")
    # Without XSAVE no operating system keeps the wide registers.
    refuses("Haswell,-xsave", None, 1, f"{MACHINE} AVX2, FMA, expected x86-64-v3")


if __name__ == "__main__":
    PROGRAM, EMULATOR, *_ = [*sys.argv[1:], ""]
    if not EMULATOR:
        print("skipped: there is no qemu-x86_64, of Debian's qemu-user")
        sys.exit(77)
    PROGRAM = os.path.abspath(PROGRAM)
    with tempfile.TemporaryDirectory(prefix="names-") as directory:
        os.chdir(directory)
        main()
        os.chdir("/")
    sys.exit("\n".join(COMPLAINTS) or 0)
