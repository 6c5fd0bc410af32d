# SPDX-License-Identifier: BSL-1.0
"""Checks that the pages of docs/ say what the compiler says.

usage: pages.py [--write] COMPILER INCLUDE...

With --write what the compiler and the programs say goes into the pages first, and the rest is checked.

- Every row written | takes | gives or written | on | sentence of docs/layers is what the language answers, and every
  number in a table of costs is its constant.
- Every program (a block ```cpp that starts with #include) of docs/layers, docs/own-layer.md, docs/memory.md,
  docs/training.md, docs/data.md and docs/streaming.md compiles, and prints the block ```text behind it.
- Every other block ```cpp of docs/own-layer.md stands in the example or its test, line by line; those of
  docs/dispatch.md in the program names.
- Every sentence in a table of docs/memory.md, docs/training.md and docs/data.md is that of a mistake in tests/reject.
- The lines of programs that docs/pytorch.md counts are as many.
- Every relative link of a page leads to a file that is there, and to a heading that it has. Every layer's page is on
  docs/layers/README.md.
"""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LAYERS = sorted(page for page in (DOCS / "layers").glob("*.md") if page.name != "README.md")
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)
#: What a cost is called on a page, and its constant.
COSTS = {
    "forward FLOPs": "forward_flops<{net}, {input}, {batch}>",
    "step FLOPs": "step_flops<{net}, {input}, {batch}>",
    "saved bytes": "saved_bytes<{net}, {input}, {batch}>",
    "training scratch bytes": "scratch_bytes<{net}, {input}, {batch}>",
    "evaluation scratch bytes": "sizeof(float) * JointOf<{net}, {input}>::evaluation_scratch({batch}::size)",
}


def name_of(page):
    return str(page.relative_to(ROOT))


def line_of(text, position):
    return text.count("\n", 0, position) + 1


@dataclass
class Claim:
    """Something that a page says of a net, and the expression that tells whether it is so."""
    page: Path
    line: int
    expression: str
    said: str


def codes(cell):
    """What stands between backquotes in a cell."""
    return re.findall(r"`([^`]*)`", cell)


def tables(page):
    """The cells of every table's head, and (number of the line, cells) of its rows."""
    table = []
    for number, line in enumerate([*page.read_text().splitlines(), ""], 1):
        if line.startswith("|"):
            table.append((number, [cell.strip() for cell in line.strip("|").split(" | ")]))
        elif table:
            yield table[0][1], table[2:]
            table = []


def claim(head, cells):
    """What a row claims, as an expression and what the page says of it; None where its table claims nothing."""
    if head == ["written", "takes", "gives"]:
        (net,), (taken,), (given,) = map(codes, cells)
        return f"spelling<Output<{net}, {taken}>>().view()", given
    if head == ["written", "on", "sentence"]:
        (net,), (taken, *batch), (said,) = map(codes, cells)
        if batch:
            return f"sentence<TrainingVerdict<{net}, {taken}, {batch[0]}::size, CrossEntropy>>.view()", said
        return f"sentence<Verdict<{net}, {taken}>>.view()", said
    if head[1:2] == ["in general"]:
        net, taken, batch = codes(head[2])
        constant = COSTS[cells[0]].format(net=net, input=taken, batch=batch)
        return f"std::size_t({constant})", cells[2].replace(",", "")
    return None


def claims(page):
    """The claims of a layer's page. A row that is not of its table's form raises ValueError."""
    for head, table in tables(page):
        for number, cells in table:
            try:
                found = claim(head, cells)
            except (KeyError, ValueError, IndexError):
                raise ValueError(f"{name_of(page)}:{number}: not a row of its table") from None
            if found:
                yield Claim(page, number, *found)


@dataclass
class Program:
    """A block of C++ that compiles by itself, and what it prints; None where the page does not tell."""
    page: Path
    line: int
    text: str
    prints: str | None


def programs(page):
    text = page.read_text()
    blocks = list(FENCE.finditer(text))
    for block, behind in zip(blocks, blocks[1:] + [None]):
        if block[1] != "cpp" or not block[2].startswith("#include"):
            continue
        told = behind and behind[1] == "text" and not text[block.end():behind.start()].strip()
        yield Program(page, line_of(text, block.start(2)), block[2], behind[2] if told else None)


class Build:
    """Compiles sources in a folder of its own."""

    def __init__(self, compiler, includes, folder):
        self.command = [compiler, "-std=c++20", "-O0", "-Wall", "-Wextra", "-Werror"]
        self.command += [f"-I{Path(include).resolve()}" for include in includes]
        self.folder = Path(folder)

    def run(self, name, source):
        """What the program prints, and complaints."""
        file, program = self.folder / f"{name}.cpp", self.folder / name
        file.write_text(source)
        compiled = subprocess.run([*self.command, file, "-o", program], capture_output=True, text=True)
        if compiled.returncode != 0:
            return "", [compiled.stderr]
        ran = subprocess.run([program], capture_output=True, text=True)
        return ran.stdout, [] if ran.returncode == 0 else [f"{name} fails: {ran.stderr}"]


def answers(build, all_claims):
    """What the language answers to each claim, and complaints."""
    source = ["#include <tenon/dsl.hpp>", "#include <tenon/loss/cross_entropy.hpp>", "#include <iostream>",
              "using namespace tenon;", "int main() {"]
    for claim in all_claims:
        source += [f'#line {claim.line} "{name_of(claim.page)}"', f"std::cout << {claim.expression} << '\\n';"]
    printed, complaints = build.run("claims", "\n".join([*source, "}"]))
    return printed.splitlines(), complaints


def written(line, answer):
    """A row of a table with an answer in its last cell."""
    cells, _, last = line.removesuffix(" |").rpartition(" | ")
    return f"{cells} | {f'`{answer}`' if last.startswith('`') else f'{int(answer):,}'} |"


def check_claims(build, write):
    try:
        all_claims = [claim for page in LAYERS for claim in claims(page)]
    except ValueError as error:
        return [str(error)]
    answered, complaints = answers(build, all_claims)
    for claim, answer in zip(all_claims, answered):
        if claim.said == answer:
            continue
        if write:
            lines = claim.page.read_text().splitlines()
            lines[claim.line - 1] = written(lines[claim.line - 1], answer)
            claim.page.write_text("\n".join(lines) + "\n")
        else:
            complaints.append(f"{name_of(claim.page)}:{claim.line}: says {claim.said!r}, the compiler {answer!r}")
    for page in LAYERS:
        said = [claim.expression for claim in all_claims if claim.page == page]
        for kind in ["spelling<", "sentence<", "forward_flops<"]:
            if not any(expression.removeprefix("std::size_t(").startswith(kind) for expression in said):
                complaints.append(f"{name_of(page)}: has no table of {kind}…>")
    return complaints


def as_one(all_programs):
    """One source of many programs, each in a namespace of its own unless it opens tenon's."""
    includes, bodies, calls = {}, [], []
    for index, program in enumerate(all_programs):
        body = re.sub(r"^#include.*$", lambda found: includes.setdefault(found[0]) or "", program.text, flags=re.M)
        body = re.sub(r"^int main\(", f"void run_{index}(", body, flags=re.M)
        body = f'#line {program.line} "{name_of(program.page)}"\n{body}'
        opens_tenon = "struct tenon::" in body
        bodies.append(body if opens_tenon else f"namespace program_{index} {{\n{body}\n}}")
        if program.prints is not None:
            calls.append(f'std::printf("\\x1e"); {"" if opens_tenon else f"program_{index}"}::run_{index}();')
    return "\n".join([*includes, "#include <cstdio>", *bodies, "int main() {", *calls, "}"])


def check_programs(build, write):
    pages = [*LAYERS, DOCS / "own-layer.md", DOCS / "memory.md", DOCS / "training.md", DOCS / "data.md",
             DOCS / "streaming.md"]
    all_programs = [program for page in pages for program in programs(page)]
    printed, complaints = build.run("programs", as_one(all_programs))
    told = [program for program in all_programs if program.prints is not None]
    for program, output in zip(told, printed.split("\x1e")[1:]):
        output = "".join(f"{line.rstrip()}\n" for line in output.splitlines())
        if output == program.prints:
            continue
        if write:
            before, after = program.page.read_text().split(program.text)
            after = after.replace(f"```text\n{program.prints}", f"```text\n{output}", 1)
            program.page.write_text(before + program.text + after)
        else:
            complaints.append(f"{name_of(program.page)}:{program.line}: prints\n{output}")
    return complaints


def check_pieces(page, sources):
    """Complaints about blocks of a page that are no programs and do not stand in one of the sources."""
    known = ["\n".join(line.strip() for line in source.read_text().splitlines()) for source in sources]
    text = page.read_text()
    for block in FENCE.finditer(text):
        if block[1] != "cpp" or block[2].startswith("#include"):
            continue
        piece = "\n".join(line.strip() for line in block[2].strip().splitlines())
        if not any(piece in source for source in known):
            yield f"{name_of(page)}:{line_of(text, block.start(2))}: stands in none of the sources"


def check_refusals(page):
    """Complaints about sentences of a page that no mistake has."""
    known = {line.removeprefix("// says: ") for mistake in (ROOT / "tests" / "reject").rglob("*.cpp")
             for line in mistake.read_text().splitlines()}
    refusals = [table for head, table in tables(page) if head[-1] == "sentence"]
    told = [(number, codes(cells[-1])) for table in refusals for number, cells in table]
    for number, sentences in told:
        if sentences[:1] == [] or sentences[0] not in known:
            yield f"{name_of(page)}:{number}: no mistake in tests/reject says {' '.join(sentences)!r}"
    if not told:
        yield f"{name_of(page)}: has no sentences"


def anchors(page):
    """What links to headings of a page are called."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", page.read_text()), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def check_lines():
    """The lines that docs/pytorch.md counts, of programs and of scripts."""
    page = DOCS / "pytorch.md"
    for said, link in re.findall(r"\[(\d+)\]\(([^)]+\.(?:cpp|py))\)", page.read_text()):
        lines = (page.parent / link).read_text().splitlines()
        counted = sum(not re.fullmatch(r"\s*((//|#(?!include)).*)?", line) for line in lines)
        if counted != int(said):
            yield f"{name_of(page)}: {link} has {said} lines, expected {counted}"


def check_links(page):
    text = FENCE.sub(lambda block: re.sub(r"[^\n]", "", block[0]), page.read_text())
    text = re.sub(r"`[^`\n]*`", "code", text)
    for link in re.finditer(r"\[[^\]]*\]\(([^)\s]*)\)", text):
        target, _, anchor = link[1].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        there = (page.parent / target).resolve() if target else page
        if not there.exists() or anchor and anchor not in anchors(there):
            yield f"{name_of(page)}:{line_of(text, link.start())}: leads nowhere: {link[1]}"


def main():
    write = sys.argv[1] == "--write"
    compiler, *includes = sys.argv[2 if write else 1:]
    example = ROOT / "examples" / "own_layer"
    with tempfile.TemporaryDirectory() as folder:
        build = Build(compiler, includes, folder)
        complaints = [*check_claims(build, write), *check_programs(build, write)]
    complaints += check_pieces(DOCS / "own-layer.md", [*example.iterdir(), ROOT / "tests" / "own_layer.cpp"])
    complaints += check_pieces(DOCS / "dispatch.md", (ROOT / "examples" / "names").glob("*.cpp"))
    complaints += check_refusals(DOCS / "memory.md")
    complaints += check_refusals(DOCS / "training.md")
    complaints += check_refusals(DOCS / "data.md")
    complaints += check_lines()
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        complaints += check_links(page)
    layers = (DOCS / "layers" / "README.md").read_text()
    unlisted = [page for page in LAYERS if f"({page.name})" not in layers]
    complaints += [f"{name_of(page)}: is not in docs/layers/README.md" for page in unlisted]
    if complaints:
        sys.exit("\n".join(complaints))


if __name__ == "__main__":
    main()
