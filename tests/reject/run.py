# SPDX-License-Identifier: BSL-1.0
"""Compiles the mistakes of one kind and looks at what the compiler says.

usage: run.py [--precompiled FOLDER] COMPILER KIND INCLUDE...
       run.py --precompile FOLDER COMPILER INCLUDE...

A KIND is a folder of mistakes, or one of them. There has to be exactly one error, on at most 14 lines, that says what
the source tells (see gallery.py): in the error's own line, or in the note that g++ prints under it. The source has to
compile with -DCORRECTED, and the page docs/errors.md has to show what this compiler says, if it is one of those on the
page. With --precompile the headers that most sources include are put into a folder, and --precompiled takes them from
there; a complaint is made only if it holds without them too.
"""

import pathlib
import sys

sys.dont_write_bytecode = True  # the sources' folder stays clean

import errors_page
import gallery


def look(compiler, name, mistake, includes, folder):
    """What is not as it has to be in what a compiler says of a mistake, and all it says."""
    run = gallery.compile_mistake(compiler, mistake, includes, precompiled=folder)
    words = mistake.words(name)
    complaints = gallery.complaints_of(run, words) or errors_page.complaints_of(mistake, name, run)
    if complaints and folder:
        return look(compiler, name, mistake, includes, None)
    return ["\n".join([f"{mistake.name}: {'; '.join(complaints)}", *run.lines])] if complaints else []


def main():
    folder = None
    if sys.argv[1] == "--precompile":
        folder, compiler, *includes = sys.argv[2:]
        gallery.precompile(compiler, folder, [pathlib.Path(include).resolve() for include in includes])
        return
    if sys.argv[1] == "--precompiled":
        folder = sys.argv.pop(2)
        sys.argv.pop(1)
    compiler, kind, *includes = sys.argv[1:]
    includes = [pathlib.Path(include).resolve() for include in includes]
    name = gallery.compiler_name(compiler)
    sources = sorted(pathlib.Path(kind).glob("*.cpp")) or [kind]
    mistakes = [gallery.read_mistake(source) for source in sources]
    complaints = sum((look(compiler, name, mistake, includes, folder) for mistake in mistakes), [])
    complaints += gallery.compile_corrected(compiler, mistakes, includes, folder)
    if complaints:
        sys.exit("\n\n".join([*complaints, f"{len(complaints)} complaints about {len(mistakes)} mistakes"]))
    print(f"{len(mistakes)} mistakes, told as they have to be by {name}")


try:
    main()
except gallery.Failure as failure:
    sys.exit(str(failure))
