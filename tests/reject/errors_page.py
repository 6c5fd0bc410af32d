# SPDX-License-Identifier: BSL-1.0
"""The page docs/errors.md: every mistake of this folder, and what the compilers say of it.

usage: errors_page.py --write [MISTAKE...] | --check

--write compiles all mistakes, or these, with the compilers of the page; what it shows of the others stays. --check
compiles nothing: it compares the page with the sources, and run.py compares what it sees of a compiler with what the
page shows.
"""

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True  # the sources' folder stays clean

import gallery

PAGE = gallery.ROOT / "docs/errors.md"
RENEW = "run './dev errors'"
COMPILERS = {"clang 22": "clang++-22", "g++ 12": "g++", "clang 16": "clang++-16"}
EXAMPLE = "tests/reject/sizes/wrong_features.cpp"

# The folders, in the page's order.
KINDS = {
    "sizes": "Sizes that differ",
    "axes": "Axes and positions",
    "tokens": "Tokens and real numbers",
    "spelling": "Spellings",
    "forms": "Forms",
    "nested": "Forms in forms",
    "own_layers": "A layer of one's own",
    "inputs": "Inputs",
    "uses": "Wherever a net is used first",
    "streams": "Sequences and streams",
    "training": "Training",
    "headers": "Headers of the machine",
    "modes": "Models, trainers and evaluators",
    "options": "Options",
    "arguments": "What they are made from, and asked for",
    "own_parts": "A loss, an optimizer or a storage of one's own",
}

INTRODUCTION = """\
# What tenon says of a mistake

A net that does not fit does not compile. One mistake is one error, however much is done with the net afterwards, and
what the compiler prints of it has at most {lines} lines, the line where the net is first used among them. (A claim of
one's own about the type of its output, `static_assert(std::is_same_v<Output<Net, In>, ...>)`, fails beside it.) The
sentence names the layer by its place in the net (`layer 1.0.2` is layer 2 of layer 0 of layer 1, all counted from 0)
and by its spelling, and says what it takes, what it gets and who gives that, and, where it is known, what would fit.

`./dev errors` makes this page of the mistakes in [tests/reject](../tests/reject), each of which is a test. The code is
what follows the headers and `using namespace tenon;`.

## Where the sentence stands

This is what each compiler prints of [{example}](../{example}). clang 22 says the sentence in
the error itself:

```text
{outputs[clang 22]}
```

g++ 12 says it as a string in the note under the error:

```text
{outputs[g++ 12]}
```

clang 16 cuts such strings off, so the error shows the words that the sentence is made of, as a type:

```text
{outputs[clang 16]}
```
"""

SECTION = """\
### {mistake.title}

[{mistake.name}](../{mistake.name})

```cpp
{mistake.code}
```

> `{mistake.sentence}`

```text
{outputs}
```
"""


def essential(compiler, line, words):
    """What a reader looks for in the line that tells; a type quoted in front of the sentence is left out."""
    before, _, after = line.partition(words)
    before = re.sub(r"'.*'", "'…'", re.sub(r"^.*? (?=error: |note: )", "", before))
    return f"{compiler + ':':<10}{before}{words}{after}"


def render(mistakes, outputs, example_outputs):
    """The page; `outputs` has the essential lines of each mistake by its name."""
    page = INTRODUCTION.format(lines=gallery.MOST_LINES, example=EXAMPLE, outputs=example_outputs)
    strange = {mistake.path.parent.name for mistake in mistakes} - KINDS.keys()
    if strange:
        raise gallery.Failure(f"tests/reject: {', '.join(sorted(strange))}: KINDS in errors_page.py has no such folder")
    for folder, title in KINDS.items():
        sections = [SECTION.format(mistake=mistake, outputs=outputs[mistake.name])
                    for mistake in mistakes if mistake.path.parent.name == folder]
        if sections:
            page += "\n".join([f"\n## {title}\n", *sections])
    return page


def read_page():
    return PAGE.read_text() if PAGE.exists() else ""


def outputs_in(text):
    """What compilers say, as lists of lines."""
    return [block.splitlines() for block in re.findall(r"^```text\n(.*?)^```$", text, re.M | re.S)]


def without_outputs(text):
    return re.sub(r"^```text\n.*?^```$", "```text\n```", text, flags=re.M | re.S)


def without_places(lines):
    """A header that changes somewhere else does not make the page stale."""
    return [re.sub(r":\d+:\d+:|^ *\d+ \|", "", line) for line in lines]


def section_of(mistake):
    return next((text for text in read_page().split("\n### ")[1:] if f"\n[{mistake.name}](" in text), "")


def complaints_of(mistake, compiler, run):
    """What the page does not show of what a compiler says; nothing if the page is not about this compiler."""
    if compiler not in COMPILERS:
        return []
    words = mistake.words(compiler)
    shown = sum(outputs_in(section_of(mistake)), [])
    current = essential(compiler, gallery.telling_line(run, words), words) in shown
    if mistake.name == EXAMPLE:
        current = current and without_places(run.lines) in map(without_places, outputs_in(read_page()))
    return [] if current else [f"docs/errors.md does not show what {compiler} says: {RENEW}"]


def check():
    """Compares everything but the compilers' words."""
    mistakes = gallery.read_gallery()
    nothing = {mistake.name: "" for mistake in mistakes}
    expected = without_outputs(render(mistakes, nothing, dict.fromkeys(COMPILERS, ""))).splitlines()
    page = without_outputs(read_page()).splitlines()
    if page != expected:
        differing = (number for number, pair in enumerate(zip(page, expected)) if pair[0] != pair[1])
        place = next(differing, min(len(page), len(expected)))
        wanted = expected[place] if place < len(expected) else "the end"
        raise gallery.Failure(f"docs/errors.md is out of date, the first difference being at {wanted!r}: {RENEW}")


def write(names):
    """Writes the page of all mistakes that are told as they have to be; only those with these names are compiled, if
    any are given."""
    commands = {name: command for name, command in COMPILERS.items() if gallery.compiler_name(command) == name}
    if commands != COMPILERS:
        raise gallery.Failure(f"the page is about {', '.join(COMPILERS)}, and not all of them are here")
    good, bad, outputs, example_outputs = [], [], {}, {}
    def compile_all(mistake):
        return {name: gallery.compile_mistake(command, mistake, gallery.INCLUDES)
                for name, command in COMPILERS.items()}

    mistakes = gallery.read_gallery()
    strange = set(names) - {mistake.name for mistake in mistakes}
    if strange:
        raise gallery.Failure(f"there is no mistake {', '.join(sorted(strange))}")
    for mistake in mistakes:
        if names and mistake.name not in names and section_of(mistake):
            good.append(mistake)
            outputs[mistake.name] = "\n".join(outputs_in(section_of(mistake))[-1])
            if mistake.name == EXAMPLE:
                example_outputs = dict(zip(COMPILERS, map("\n".join, outputs_in(read_page()))))
    renewed = [mistake for mistake in mistakes if mistake not in good]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        all_runs = list(pool.map(compile_all, renewed))
    for mistake, runs in zip(renewed, all_runs):
        complaints = [f"{mistake.name}: {name}: {complaint}" for name, run in runs.items()
                      for complaint in gallery.complaints_of(run, mistake.words(name))]
        bad += complaints
        if complaints:
            continue
        good.append(mistake)
        outputs[mistake.name] = "\n".join(
            essential(name, gallery.telling_line(run, mistake.words(name)), mistake.words(name))
            for name, run in runs.items())
        if mistake.name == EXAMPLE:
            example_outputs = {name: "\n".join(run.lines) for name, run in runs.items()}
    if not example_outputs:
        raise gallery.Failure("\n".join([*bad, f"{EXAMPLE} is the page's example: nothing is written"]))
    beside = PAGE.with_suffix(".md.tmp")
    beside.write_text(render([mistake for mistake in mistakes if mistake in good], outputs, example_outputs))
    os.replace(beside, PAGE)
    print(f"docs/errors.md: {len(good)} mistakes")
    if bad:
        raise gallery.Failure("\n".join(["left out, because not told as they have to be:", *bad]))


def main():
    match sys.argv[1:]:
        case ["--write", *names]:
            write(names)
        case ["--check"]:
            check()
        case _:
            sys.exit(__doc__.split("\n\n")[1])


if __name__ == "__main__":
    try:
        main()
    except (gallery.Failure, OSError) as failure:
        sys.exit(f"errors_page: {failure}")
