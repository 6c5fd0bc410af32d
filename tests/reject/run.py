# SPDX-License-Identifier: BSL-1.0
"""Compiles one mistake and looks at what the compiler says.

usage: run.py COMPILER SOURCE INCLUDE...

A source of this folder says in its first lines what has to be said, either by all compilers, or by one that prints something
else in its place:

    // says: a sentence
    // says clang 16: other words

There has to be exactly one error, on at most 14 lines, with these words; and the source has to compile with -DCORRECTED.
"""

import re
import subprocess
import sys

MOST_LINES = 14


def compiler_name(compiler):
    """`g++ 12` or `clang 16`."""
    text = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True).stdout
    family = "clang" if "clang" in text else "g++"
    major = re.search(r"(\d+)\.\d+\.\d+", text).group(1)
    return f"{family} {major}"


def expectation(source, name):
    """The words for this compiler."""
    lines = dict(re.findall(r"^// says( [^:\n]+)?: (.*)$", open(source).read(), re.M))
    return lines.get(" " + name, lines[""])


def compile_source(compiler, source, includes, *flags):
    command = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", *flags, *("-I" + i for i in includes), source]
    return subprocess.run(command, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})


def main():
    compiler, source, *includes = sys.argv[1:]
    wrong = compile_source(compiler, source, includes)
    words = expectation(source, compiler_name(compiler))
    lines = wrong.stderr.splitlines()
    errors = [line for line in lines if " error: " in line]
    complaints = []
    if wrong.returncode == 0:
        complaints.append("the mistake compiles")
    if len(errors) != 1:
        complaints.append(f"{len(errors)} errors, expected 1")
    if len(lines) > MOST_LINES:
        complaints.append(f"{len(lines)} lines, expected at most {MOST_LINES}")
    if words not in wrong.stderr:
        complaints.append(f"does not say: {words}")
    if "warning:" in wrong.stderr:
        complaints.append("there are warnings")
    corrected = compile_source(compiler, source, includes, "-DCORRECTED", "-Werror")
    if corrected.returncode != 0:
        complaints.append("the corrected twin does not compile:\n" + corrected.stderr)
    if complaints:
        sys.exit(f"{source}: {'; '.join(complaints)}\n{wrong.stderr}")


main()
