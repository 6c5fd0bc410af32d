# SPDX-License-Identifier: BSL-1.0
"""The gallery of mistakes: what its sources tell, and what a compiler says of them.

A source is a mistake, and has to compile with -DCORRECTED. Its comment is the mistake in a sentence, and what has to be
said of it, by all compilers or by one that prints something else in its place:

    // A table with fewer rows than there are tokens.
    //
    // says: a sentence
    // says clang 16: other words
"""

import pathlib
import re
import subprocess
import typing

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
INCLUDES = [ROOT / "dsl", ROOT / "include"]
FLAGS = ["-std=c++20", "-Wall", "-Wextra"]
PRECOMPILED = ["tenon", "dsl"]
MOST_LINES = 14


class Failure(Exception):
    """The gallery or its page cannot be used; the sentence says why."""


class Mistake(typing.NamedTuple):
    path: pathlib.Path
    title: str
    says: dict  # by compiler; "" stands for all others
    code: str

    @property
    def name(self):
        """The path in the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def sentence(self):
        return self.says[""]

    def words(self, compiler):
        return self.says.get(compiler, self.sentence)


class Run(typing.NamedTuple):
    compiled: bool
    lines: list  # what the compiler printed, paths as they are in the repository


def read_mistake(path):
    path = pathlib.Path(path).resolve()
    text = path.read_text()
    comment, include, body = text.partition("#include")
    title = re.search(r"^//\n((?:// .*\n)+)//$", comment, re.M)
    says = dict(re.findall(r"^// says(?: ([^:\n]+))?: (.*)$", comment, re.M))
    if not title or "" not in says:
        raise Failure(f"{path}: the comment at the top tells no mistake, or not what is said of it")
    code = re.sub(r"^(?:#include .*|using namespace tenon;)\n", "", include + body, flags=re.M)
    code = re.sub(r"#ifdef CORRECTED\n.*?#else\n(.*?)#endif\n", r"\1", code, flags=re.S).strip()
    if "CORRECTED" in code:
        raise Failure(f"{path}: write #ifdef CORRECTED, #else, #endif")
    return Mistake(path, " ".join(re.findall(r"^// (.*)$", title.group(1), re.M)).removesuffix("."), says, code)


def read_gallery():
    return [read_mistake(path) for path in sorted(FOLDER.glob("*/*.cpp"))]


def compiler_name(compiler):
    """`g++ 12` or `clang 16`."""
    text = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True).stdout
    family = "clang" if "clang" in text else "g++"
    major = re.search(r"(\d+)\.\d+\.\d+", text).group(1)
    return f"{family} {major}"


def compile_source(compiler, source, includes, *flags, header=None, precompiled=None):
    """Compiles a path, or text, with what `precompile` put into a folder for a header if one is given."""
    command = [compiler, *FLAGS, "-fsyntax-only", *flags, *(f"-I{i}" for i in includes)]
    if header and precompiled:
        stored = pathlib.Path(precompiled) / f"{header}.hpp"
        command += ["-include-pch", f"{stored}.gch"] if "clang" in compiler else ["-include", str(stored)]
    text = source if isinstance(source, str) else None
    command += ["-x", "c++", "-"] if text else [str(source)]
    done = subprocess.run(command, input=text, capture_output=True, text=True,
                          env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    return Run(done.returncode == 0, done.stderr.replace(f"{ROOT}/", "").splitlines())


def compile_mistake(compiler, mistake, includes, *flags, precompiled=None):
    """Precompiled headers change the lines that say who includes whom, and nothing else."""
    return compile_source(compiler, mistake.path, includes, *flags, header=precompiled_header(mistake),
                          precompiled=precompiled)


def compile_corrected(compiler, mistakes, includes, precompiled=None):
    """The complaints about corrected twins: they compile without a word. Those that include much and add nothing to
    tenon's namespace are compiled together, each in a namespace of its own, which takes a third of the time."""
    def alone(mistake):
        run = compile_mistake(compiler, mistake, includes, "-DCORRECTED", "-Werror", precompiled=precompiled)
        told = "\n".join([f"{mistake.name}: the corrected twin does not compile:", *run.lines])
        return [] if run.compiled else [told]

    together = [mistake for mistake in mistakes
                if precompiled_header(mistake) and "struct tenon::" not in mistake.path.read_text()]
    includes_of_all = sorted({line for mistake in together
                              for line in re.findall("^#include .*$", mistake.path.read_text(), re.M)})
    text = "\n".join([*includes_of_all,
                      *(f'namespace twin_{number} {{\n#include "{mistake.path}"\n}}'
                        for number, mistake in enumerate(together))])
    if together:
        header = next(header for header in PRECOMPILED if f'#include "tenon/{header}.hpp"' in includes_of_all)
        run = compile_source(compiler, text, includes, "-DCORRECTED", "-Werror", header=header,
                             precompiled=precompiled)
        if not run.compiled:
            together = []
    return sum((alone(mistake) for mistake in mistakes if mistake not in together), [])


def precompiled_header(mistake):
    """The largest header of the source that the gallery has precompiled."""
    text = mistake.path.read_text()
    return next((header for header in PRECOMPILED if f'\n#include "tenon/{header}.hpp"\n' in text), None)


def precompile(compiler, folder, includes):
    """Puts the headers that most sources include into a folder, as this compiler takes them."""
    for header in PRECOMPILED:
        source = pathlib.Path(folder) / f"{header}.hpp"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(f'#include "tenon/{header}.hpp"\n')
        subprocess.run([compiler, *FLAGS, *(f"-I{i}" for i in includes), "-x", "c++-header", str(source), "-o",
                        f"{source}.gch"], check=True)


def telling_line(run, words):
    """The line with these words: the error's own, or on g++ the note directly under it; None if neither has them."""
    error = next((number for number, line in enumerate(run.lines) if " error: " in line), None)
    if error is None:
        return None
    under = next((line for line in run.lines[error + 1:] if not re.match(r" *\d* \| ", line)), "")
    candidates = [run.lines[error], *([under] if " note: '" in under else [])]
    return next((line for line in candidates if words in line), None)


def complaints_of(run, words):
    """What is not as it has to be in what a compiler says of a mistake."""
    errors = sum(" error: " in line for line in run.lines)
    complaints = []
    if run.compiled:
        complaints.append("the mistake compiles")
    if errors != 1:
        complaints.append(f"{errors} errors, expected 1")
    if len(run.lines) > MOST_LINES:
        complaints.append(f"{len(run.lines)} lines, expected at most {MOST_LINES}")
    if any("warning:" in line for line in run.lines):
        complaints.append("there are warnings")
    if telling_line(run, words) is None:
        complaints.append(f"does not say in the error or the note under it: {words}")
    return complaints
