# SPDX-License-Identifier: BSL-1.0
"""Compiles one mistake and looks at what the compiler says.

usage: run.py [--precompiled FOLDER] COMPILER SOURCE INCLUDE...
       run.py --precompile FOLDER COMPILER INCLUDE...

There has to be exactly one error, on at most 14 lines, that says what the source tells (see gallery.py): in the
error's own line, or in the note that g++ prints under it. The source has to compile with -DCORRECTED, and the page
docs/errors.md has to show what this compiler says, if it is one of those on the page. With --precompile the headers
that most sources begin with are put into a folder, which --precompiled uses for the corrected twins.
"""

import pathlib
import sys

sys.dont_write_bytecode = True  # the sources' folder stays clean

import errors_page
import gallery


def main():
    folder = None
    if sys.argv[1] == "--precompile":
        folder, compiler, *includes = sys.argv[2:]
        gallery.precompile(compiler, folder, [pathlib.Path(include).resolve() for include in includes])
        return
    if sys.argv[1] == "--precompiled":
        folder = sys.argv.pop(2)
        sys.argv.pop(1)
    compiler, source, *includes = sys.argv[1:]
    includes = [pathlib.Path(include).resolve() for include in includes]
    mistake = gallery.read_mistake(source)
    name = gallery.compiler_name(compiler)
    wrong = gallery.compile_mistake(compiler, mistake, includes)
    complaints = gallery.complaints_of(wrong, mistake.words(name))
    corrected = gallery.compile_mistake(compiler, mistake, includes, "-DCORRECTED", "-Werror",
                                         *gallery.precompiled(compiler, mistake, folder))
    if not corrected.compiled:
        complaints.append("\n".join(["the corrected twin does not compile:", *corrected.lines]))
    if not complaints:
        complaints += errors_page.complaints_of(mistake, name, wrong)
    if complaints:
        sys.exit("\n".join([f"{mistake.name}: {'; '.join(complaints)}", *wrong.lines]))


try:
    main()
except gallery.Failure as failure:
    sys.exit(str(failure))
