# SPDX-License-Identifier: BSL-1.0
"""The program `names` from outside: what it prints and writes, that the same seed gives the same run, that an interrupt
costs nothing, and that whatever cannot be done ends in one sentence, with nothing written or all that could be.

usage: program.py PROGRAM [LAW...]

Every function under @law is one law. It runs in an empty directory, as does the program.
"""

import hashlib
import json
import os
import pathlib
import platform
import pty
import random
import re
import resource
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1])
PARAMETERS = {"mlp": 12097, "deep-mlp": 47024, "flat": 22097, "tree-small": 22397, "tree": 76579,
              "tree-position-bn": 76579}
SYLLABLES = ["ba", "ka", "lo", "mi", "ne", "ra", "sa", "ti", "vo", "zu", "an", "el"]
LAWS = []


def law(function):
    LAWS.append(function)
    return function


class Broken(Exception):
    pass


def expect(what, expected, got):
    if expected != got:
        raise Broken(f"{what}\n    expected {expected!r}\n    got      {got!r}")


def expect_match(what, pattern, got):
    if not re.fullmatch(pattern, got):
        raise Broken(f"{what}\n    expected {pattern}\n    got      {got!r}")


def expect_parts(what, parts, got):
    missing = [part for part in parts if part not in got]
    if missing:
        raise Broken(f"{what}\n    expected {missing!r} in it\n    got      {got!r}")


class Run:
    """The program, run to its end."""

    def __init__(self, *arguments, **options):
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        done = subprocess.run([PROGRAM, *arguments], timeout=60, **options)
        self.command = f"names {arguments}"
        self.code = done.returncode
        self.out = (done.stdout or b"").decode(errors="surrogateescape")
        self.err = (done.stderr or b"").decode(errors="surrogateescape")

    def good(self):
        expect(f"{self.command}: exit code and standard error", (0, ""), (self.code, self.err))
        return self

    def record(self):
        """What stands behind the first word of the lines, by that word."""
        record = {}
        for line in self.out.splitlines():
            word, _, rest = line.partition(" ")
            record.setdefault(word, []).append(rest)
        return record

    def losses(self):
        return {part: self.record().get(part) for part in ("train", "val")}

    def complains(self, *parts):
        """Of one thing, in one line."""
        expect(f"{self.command}: fails by itself, {self.err!r}", True, self.code in (1, 2))
        expect_match(f"{self.command}: one line", r"names: [^\x00-\x1f\x7f]+\n", self.err)
        expect_parts(f"{self.command}: the sentence", parts, self.err)
        return self


def refused(arguments, *parts):
    """The program complains before it prints or writes anything."""
    before = contents()
    run = Run(*arguments).complains(*parts)
    expect(f"{run.command}: standard output", "", run.out)
    expect(f"{run.command}: files", before, contents())


def train_arguments(*arguments):
    """With what a short training needs, where the arguments do not say otherwise."""
    defaults = {"--data": "words.txt", "--model": "flat", "--steps": "60", "--every": "20", "--sample": "3"}
    return ["train", *arguments,
            *(text for pair in defaults.items() if pair[0] not in arguments for text in pair)]


def train(*arguments, **options):
    return Run(*train_arguments(*arguments), **options)


def contents():
    """All files by what is in them, and links by what they say."""
    def content(path):
        return os.readlink(path) if path.is_symlink() else path.is_file() and hashlib.sha256(path.read_bytes()).digest()
    return {str(path): content(path) for path in pathlib.Path().rglob("*")}


def write_words(path="words.txt", end="\n"):
    draw = random.Random(7)
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(400)]
    pathlib.Path(path).write_bytes(end.join(words).encode())


def saved_model(*arguments):
    """The bytes of a trained model in the file `model`."""
    write_words()
    train("--save", "model", *arguments).good()
    return pathlib.Path("model").read_bytes()


def parts_of(model):
    (length,) = struct.unpack("<Q", model[:8])
    return json.loads(model[8:8 + length]), model[8 + length:]


def write_safetensors(path, header, data):
    text = json.dumps(header).encode() if isinstance(header, dict) else header
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def full_device():
    """A device that is always full. Root gets one of its own, for a wrong program might put a file in its place."""
    if os.geteuid() != 0:
        return "/dev/full"
    try:
        os.mknod("full", 0o666 | stat.S_IFCHR, os.makedev(1, 7))
        return "full"
    except PermissionError:
        return "/dev/full"


def read_terminal(master):
    """All that was shown on it; where nobody holds its other side any more, its end is an error."""
    shown = b""
    with open(master, "rb", buffering=0) as terminal:
        try:
            while piece := terminal.read(65536):
                shown += piece
        except OSError:
            pass
    return shown.decode()


# ---- training


@law
def training_prints_its_record_and_nothing_else():
    write_words()
    lines = train().good().out.split("\n")
    number = r"\d+\.\d{4}"
    patterns = ["parameters 22097", r"instructions [\w-]+", *(f"step {step} loss {number}" for step in (0, 20, 40, 59)), f"train {number}",
                f"val {number}", r"steps_per_second \d+\.\d", *["name [abeiklmnorstuvz]*"] * 3, ""]
    for pattern, line in zip(patterns, lines):
        expect_match("a line", pattern, line)
    expect("the number of lines", len(patterns), len(lines))


@law
def training_learns():
    write_words()
    record = train("--steps", "600", "--every", "1000").good().record()
    steps = [line.split(" loss ") for line in record["step"]]
    expect("steps that are printed", ["0", "599"], [step for step, _ in steps])
    expect("the first loss is near ln 27", True, 3.25 < float(steps[0][1]) < 3.4)
    expect("what is lost in the end, on all examples, is little", True,
           float(record["train"][0]) < 1.5 and float(record["val"][0]) < 1.7)


@law
def the_same_seed_gives_the_same_run_and_another_seed_another():
    write_words()
    outputs = []
    for seed in ("42", "42", "43"):
        run = train("--seed", seed, "--save", "model").good()
        printed = [line for line in run.out.splitlines() if not line.startswith("steps_per_second ")]
        outputs.append((printed, pathlib.Path("model").read_bytes()))
    expect("a second run", outputs[0], outputs[1])
    for one, other in zip(outputs[0][0][5:8], outputs[2][0][5:8]):
        expect(f"another seed gives another line than {one!r}", True, one != other)
    expect("the default seed", outputs[0][0][:8], train().good().out.splitlines()[:8])


@law
def line_ends_and_a_byte_order_mark_of_other_systems_change_nothing():
    write_words("unix")
    write_words("other", "\r\n\r\n")
    other = pathlib.Path("other")
    other.write_bytes(b"\xef\xbb\xbf" + other.read_bytes())
    expect("losses", train("--data", "unix").good().losses(), train("--data", "other").good().losses())


@law
def every_flag_of_the_training_changes_it():
    write_words()
    seen = {}
    for flags in ([], ["--batch", "64"], ["--rate", "0.2"], ["--final-rate", "0.02"], ["--steps", "61"],
                  ["--model", "mlp"]):
        losses = str(train(*flags).good().losses())
        expect(f"{flags} gives the losses of", None, seen.get(losses))
        seen[losses] = flags
    expect("names", 5, len(train("--sample", "5").good().record()["name"]))
    expect("names", None, train("--sample", "0").good().record().get("name"))


@law
def threads_change_no_bit():
    write_words()
    outputs = []
    for threads in ([], ["--threads", "1"], ["--threads", "3"]):
        run = train("--model", "tree", "--batch", "256", "--steps", "20", "--save", "model", *threads).good()
        outputs.append((run.losses(), pathlib.Path("model").read_bytes()))
    for more in outputs[1:]:
        expect("with threads of another number", outputs[0], more)


@law
def a_pipe_is_free_of_control_characters():
    write_words()
    run = train("--steps", "3000").good()
    expect("control characters", [], re.findall(r"[\x00-\x09\x0b-\x1f\x7f]", run.out + run.err))


@law
def a_terminal_shows_a_line_of_progress_and_takes_it_away():
    write_words()
    master, slave = pty.openpty()
    run = train(stderr=slave)
    os.close(slave)
    shown = read_terminal(master)
    expect("exit code", 0, run.code)
    bar = r"\r\x1b\[K\[#*\.*\] +\d+ %  \d+ steps/s  \d+:\d\d left  loss \d+\.\d{4}"
    expect_match("standard error on a terminal", rf"({bar}|\r\x1b\[K)*\r\x1b\[K", shown)
    expect_parts("standard error on a terminal", ["[##############################] 100 %"], shown)
    expect("control characters on standard output", [], re.findall(r"[\x00-\x09\x0b-\x1f\x7f]", run.out))


@law
def an_interrupt_ends_the_training_and_costs_nothing():
    write_words()
    arguments = train_arguments("--steps", "100000000", "--every", "1000000000", "--save", "model", "--log", "log",
                                "--report", "report")
    names = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)
    started = [names.stdout.readline() for _ in range(3)]
    expect("the third line", "step 0 loss", started[2][:11])
    time.sleep(0.2)
    expect("the log so far", 0, json.loads(pathlib.Path("log.partial").read_text())["step"])
    names.send_signal(signal.SIGINT)
    out, err = names.communicate(timeout=30)
    expect("exit code", 0, names.returncode)
    expect_match("standard error", r"names: interrupted after \d+ of 100000000 steps\n", err)
    steps = err.split()[3]
    printed = dict(line.split(" ", 1) for line in out.splitlines() if line.startswith(("train ", "val ")))
    expect("what is left", ["log", "model", "report", "words.txt"], sorted(contents()))
    again = Run("eval", "--load", "model", "--data", "words.txt").good()
    expect("losses of the file", {part: [loss] for part, loss in printed.items()}, again.losses())
    expect("its steps", steps, parts_of(pathlib.Path("model").read_bytes())[0]["__metadata__"]["steps"])
    expect("lines of the log are JSON", True,
           all(json.loads(line) for line in pathlib.Path("log").read_text().splitlines()))


@law
def a_training_that_diverges_ends():
    write_words()
    for seed in ("1", "2", "3"):
        names = train("--rate", "20", "--final-rate", "20", "--seed", seed, "--sample", "20").good().record()["name"]
        expect("names that go on for ever", [], [name for name in names if len(name) > 1000])


# ---- what is written


@law
def a_saved_model_has_the_losses_that_were_printed():
    write_words()
    for model in PARAMETERS:
        trained = train("--model", model, "--steps", "3", "--save", "model").good()
        expect("parameters", [str(PARAMETERS[model])], trained.record()["parameters"])
        for flags in ([], ["--model", model]):
            evaluated = Run("eval", "--load", "model", "--data", "words.txt", *flags).good()
            expect(f"losses of {model}", trained.losses(), evaluated.losses())
            expect_match("its lines", r"train \d+\.\d{4}\nval \d+\.\d{4}\ntest \d+\.\d{4}\n", evaluated.out)
            expect("losses of three parts", 3, len(set(evaluated.out.split()[1::2])))


@law
def a_saved_model_says_what_it_is():
    header, _ = parts_of(saved_model("--seed", "7", "--batch", "64"))
    expect("metadata", {
        "model": "flat", "vocabulary": ".abeiklmnorstuvz", "data": "words.txt", "steps": "60", "batch": "64",
        "seed": "7", "learning_rate": "0.1", "final_learning_rate": "0.01", "final_learning_rate_from_step": "45",
    }, header["__metadata__"])


@law
def names_come_from_a_saved_model():
    saved_model()

    def names(*flags):
        return Run("sample", "--load", "model", *flags).good().out.splitlines()
    expect("names by default", 20, len(names()))
    expect("the same seed", names("--seed", "5"), names("--seed", "5"))
    expect("another seed gives other names", True, names("--seed", "5") != names("--seed", "6"))
    expect("fewer names", names()[:3], names("--count", "3"))
    greedy = names("--greedy", "--count", "4")
    expect("greedy names", [greedy[0]] * 4, greedy)
    expect("greedy names of another seed", greedy[:1], names("--greedy", "--count", "1", "--seed", "6"))
    for name in names() + greedy:
        expect_match("a name", "name [abeiklmnorstuvz]*", name)


@law
def a_model_of_one_word_says_it():
    pathlib.Path("words.txt").write_text("anna\n" * 20)
    train("--steps", "300", "--save", "model").good()
    expect("the greedy name", "name anna\n", Run("sample", "--load", "model", "--greedy", "--count", "1").good().out)


@law
def the_log_is_lines_of_json():
    write_words()
    record = train("--log", "log").good().record()
    *steps, last = [json.loads(line) for line in pathlib.Path("log").read_text().splitlines()]
    expect("printed steps", record["step"], [f"{line['step']} loss {line['loss']:.4f}" for line in steps])
    expect("rates", [0.1, 0.1, 0.1, 0.01], [round(line["rate"], 6) for line in steps])
    expect("fields", ["step", "loss", "rate"], list(steps[0]))
    expect("the last line", {"train": record["train"], "val": record["val"],
                             "steps_per_second": record["steps_per_second"]},
           {"train": [f"{last['train']:.4f}"], "val": [f"{last['val']:.4f}"],
            "steps_per_second": [f"{last['steps_per_second']:.1f}"]})


@law
def the_report_says_all_and_needs_nothing_else():
    write_words()
    record = train("--report", "report").good().record()
    page = pathlib.Path("report").read_text()
    expect("what would be loaded", [], re.findall(r"\bsrc\s*=|\bhref\s*=|<link\b|@import|\burl\s*\(", page))
    expect_parts("the page", ["<!doctype html>", "</html>\n"], page)
    data = json.loads(re.search(r'<script type="application/json" id="report">(.*?)</script', page, re.S).group(1))
    expect("title, steps, parameters and points", ("flat", 60, 22097, 60),
           (data["title"], data["steps"], data["parameters"], len(data["curve"])))
    expect("losses", [record["train"][0], record["val"][0]], [f"{data[key]:.4f}" for key in ("train", "validation")])
    expect("names", record["name"], data["names"])
    expect("settings", "words.txt", dict(data["settings"])["data"])


@law
def a_path_that_is_not_utf8_costs_nothing():
    write_words(b"w\xe9.txt".decode(errors="surrogateescape"))
    train("--data", b"w\xe9.txt", "--save", "model", "--report", b"r\xe9").good()
    header, _ = parts_of(pathlib.Path("model").read_bytes())
    expect("metadata", "w\ufffd.txt", header["__metadata__"]["data"])
    Run("eval", "--load", "model", "--data", b"w\xe9.txt").good()


@law
def a_link_to_an_output_stays_a_link():
    write_words()
    os.mkdir("there")
    os.symlink("there/model", "link")
    for _ in range(2):
        train("--save", "link").good()
        expect("the link", "there/model", os.readlink("link"))
    Run("sample", "--load", "there/model").good()
    expect("what is left", ["link", "there", "there/model", "words.txt"], sorted(contents()))


@law
def models_are_listed_with_their_sizes():
    printed = Run("models").good().out
    listed = dict(re.findall(r"^([\w-]+): context [38]\n(?: .*\n|\d+ +\w.*\n)+(\d+) parameters, \d+ bytes with buffers, .*\n"
                             r"batch 32: \d+ FLOPs forward, \d+ a step; \d+ bytes to train, \d+ to evaluate$",
                             printed, re.M))
    expect_parts("layers", ["\n2  Linear<200, no_bias>   Shape<200>            6000 "], printed)
    expect("models", {name: str(size) for name, size in PARAMETERS.items()}, listed)


@law
def help_is_no_error():
    for command in ([], ["train"], ["eval"], ["sample"], ["models"]):
        expect_parts(f"{command}", ["Usage: names", "--help"], Run(*command, "--help").good().out)


# ---- what cannot be done


@law
def a_number_that_makes_no_sense_is_refused():
    saved_model()
    whole = "expected a whole number from"
    for flag, values, expected in [
            ("--steps", ["0", "-5", "abc", "1e3", "1.5", "0x10", " 5", "1000000001", "99999999999999999999"], whole),
            ("--every", ["0", "-1", "x"], whole), ("--sample", ["-1", "x"], whole),
            ("--seed", ["-1", "4294967296", "x"], whole), ("--threads", ["0", "-1", "1025", "x"], whole),
            ("--rate", ["0", "-0.1", "nan", "inf", "x", "1e-60", "1e60"], "expected a number above 0"),
            ("--final-rate", ["0", "nan"], "expected a number above 0"),
            ("--batch", ["33", "0", "-32", "x"], "compiled in: 32, 64, 128, 256")]:
        for value in values:
            refused(train_arguments(flag, value, "--save", "new"), flag, value, expected)
    for value in ("0", "-1", "x"):
        refused(["sample", "--load", "model", "--count", value], "--count", value, whole)


@law
def an_instruction_set_that_there_is_not_is_refused():
    if platform.machine() != "x86_64":
        return
    for name in ("", "x86-64-v2", "x86-64-v33", "avx2", "\n"):
        run = Run("--help", env={**os.environ, "NAMES_INSTRUCTIONS": name})
        shown = name.replace("\n", "?")
        run.complains(f"names: NAMES_INSTRUCTIONS: '{shown}' given, expected ", "x86-64-v3")
        expect("exit code and standard output", (2, ""), (run.code, run.out))


@law
def an_instruction_set_can_be_chosen():
    if platform.machine() != "x86_64":
        return
    write_words()
    chosen = train(env={**os.environ, "NAMES_INSTRUCTIONS": "x86-64-v3"}).good()
    expect("instructions", ["x86-64-v3"], chosen.record()["instructions"])


@law
def a_command_that_is_not_understood_is_refused():
    saved_model()
    commands = "expected models, train, eval or sample"
    refused([], "command", commands)
    refused(["nonsense"], "nonsense", commands)
    refused(["--nonsense"], "--nonsense", commands)
    refused(["--steps", "5"], "--steps", commands)
    refused(["nonsense", "models"], "nonsense")
    refused(train_arguments("--nonsense", "--save", "new"), "--nonsense")
    refused(train_arguments("nonsense", "--save", "new"), "nonsense")
    refused(["models", "flat"], "flat")
    refused(["models", "sample", "--load", "model"], "sample")
    refused(["train", "--steps"], "--steps")
    refused(["train", "--steps", "3", "--steps", "4"], "--steps")
    refused(["eval"], "--load")
    refused(["sample"], "--load")
    for flag in ("--data", "--save", "--log", "--report"):
        refused(train_arguments(flag, ""), flag, "nothing given, expected a path")
    refused(["eval", "--load", ""], "--load", "nothing given, expected a path")


@law
def a_model_that_is_not_there_is_refused():
    saved_model()
    known = ", ".join(PARAMETERS)
    refused(train_arguments("--model", "nonsense", "--save", "new"), "nonsense", f"expected one of {known}")
    refused(train_arguments("--model", ""), "expected one of")
    refused(train_arguments("--model", "two\nlines\x1b[2J"), "two?lines?[2J", "expected one of")
    for command in ("eval", "sample"):
        refused([command, "--load", "model", "--model", "tree"], "model: holds the model 'flat', expected 'tree'")


@law
def data_that_is_no_list_of_words_is_refused():
    letters = "abcdefghijklmnopqrstuvwxyz"
    os.mkdir("directory")
    for name, data, *sentence in [
            ("none", None, "cannot be read: No such file or directory"), ("empty", b"", "holds no words"),
            ("blank", b"\n\r\n\n", "holds no words, expected one a line"),
            ("few", b"anna\nberta\n", "holds 2 words, expected at least 10"),
            ("latin1", b"anna\nzo\xeb\n" * 10, "line 2", "not UTF-8, expected one word a line in UTF-8"),
            ("binary", bytes(range(256)) * 20, "not UTF-8"),
            ("dots", b"st.john\n" * 10, "'.'", "marks the end of a word"),
            ("many", "\n".join([*letters, "ä"]).encode(), "27 different characters, expected at most 26", "flat")]:
        if data is not None:
            pathlib.Path(name).write_bytes(data)
        refused(train_arguments("--data", name, "--save", "new", "--log", "log"), name, *sentence)
    refused(train_arguments("--data", "directory"), "directory: cannot be read: Is a directory")
    refused(train_arguments("--data", "few/below"), "few/below: cannot be read: Not a directory")
    pathlib.Path("enough").write_text("\n".join(letters))
    train("--data", "enough").good()


@law
def words_outside_the_vocabulary_of_a_model_are_refused():
    saved_model()
    for words, character in [(["anna", "quentin"], "q"), (["zoë"], "ë"), (["Anna"], "A")]:
        pathlib.Path("others").write_text("\n".join(words * 20))
        refused(["eval", "--load", "model", "--data", "others"], "others", f"'{character}'", "'.abeiklmnorstuvz'")


@law
def a_path_that_cannot_be_written_is_refused_before_the_work():
    saved_model()
    os.symlink("circle", "circle")
    flags = ("--save", "--log", "--report")
    for flag in flags:
        others = [text for other in flags if other != flag for text in (other, f"model{other}")]
        others[1] = "model"  # which is there and has to survive
        for path, reason in [("words.txt/below", "Not a directory"), ("none/below", "No such file or directory"),
                             (".", "is a directory, expected a file"), ("circle", "Too many levels of symbolic links"),
                             ("a" * 300, "File name too long")]:
            refused(train_arguments(flag, path, *others), f"{path}: cannot be written: {reason}")
    refused(train_arguments("--save", "new", "--log", "./new"), "./new", "--save and --log", "expected a file for each")
    refused(train_arguments("--report", "words.txt"), "words.txt", "--data and --report", "expected a file for each")


@law
def a_file_that_holds_no_model_is_refused():
    model = saved_model()
    header, data = parts_of(model)
    for command in ("eval", "sample"):
        refused([command, "--load", "none"], "none: cannot be read: No such file or directory")
        refused([command, "--load", "."], ".: cannot be read: Is a directory")
        refused([command, "--load", "words.txt"], "words.txt", "not a safetensors file")
    start = len(model) - len(data)
    for size in (0, 1, 7, 8, 9, 100, start - 1, start, start + 1, len(model) - 1000, len(model) - 1):
        pathlib.Path("cut").write_bytes(model[:size])
        refused(["eval", "--load", "cut", "--data", "words.txt"], "cut: ")
    pathlib.Path("long").write_bytes(model + b"x")
    refused(["sample", "--load", "long"], "long: ", "bytes of data, expected")
    nested = b'{"a":{"data_offsets":[0,0],"dtype":"F32","shape":' + b"[" * 200_000 + b"]" * 200_000 + b"}}"
    for name, text in [("list", b"[]"), ("json", b'{"a":'), ("nested", nested),
                       ("twice", b'{"__metadata__":{},"__metadata__":{}}')]:
        write_safetensors(name, text, b"")
        refused(["sample", "--load", name], f"{name}: ", "header")


@law
def a_model_file_that_was_altered_is_refused():
    header, data = parts_of(saved_model())
    metadata = header["__metadata__"]
    weight = header["0.weight"]
    many = "." + "".join(map(chr, range(65, 92)))
    for change, *sentence in [
            ({"__metadata__": {}}, "has no metadata 'model'", "expected a file that names train --save wrote"),
            ({"__metadata__": {"model": "flat"}}, "has no metadata 'vocabulary'"),
            ({"__metadata__": {**metadata, "model": "nonsense"}}, "'nonsense'", "expected one of mlp, "),
            ({"__metadata__": {**metadata, "model": "tree"}}, "does not fit", "0.weight", "(27, 10)", "(27, 24)"),
            ({"__metadata__": {**metadata, "model": 3}}, "metadata 'model' is not a string"),
            ({"__metadata__": {**metadata, "vocabulary": "abc"}}, "'abc'", "expected '.', then sorted characters"),
            ({"__metadata__": {**metadata, "vocabulary": ".cab"}}, "'.cab'", "expected '.', then sorted characters"),
            ({"__metadata__": {**metadata, "vocabulary": many}}, "27 different", "at most 26"),
            ({"0.weight": {**weight, "shape": [10, 27]}}, "does not fit", "0.weight", "(10, 27)", "(27, 10)"),
            ({"0.weight": {**weight, "dtype": "I32"}}, "does not fit", "0.weight", "I32", "F32"),
            ({"0.weight": {**weight, "dtype": "F64"}}, "0.weight", "1080 bytes"),
            ({"0.weight": {**weight, "dtype": "F31"}}, "0.weight", "F31"),
            ({"0.weight": {**weight, "data_offsets": [0, 4]}}, "0.weight", "4 bytes"),
            ({"new\n\x1b[2J": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}}, "new??[2J", "does not fit"),
            ({"0.weight": None, "9.weight": weight}, "misses '0.weight'", "'9.weight'")]:
        altered = {name: entry for name, entry in {**header, **change}.items() if entry is not None}
        write_safetensors("altered", altered, data)
        refused(["sample", "--load", "altered"], *sentence)
        expect("the name of the file", 1, Run("sample", "--load", "altered").err.count("altered"))


@law
def an_output_that_fails_costs_no_other():
    write_words()
    full = full_device()
    whole = {"--save": "model", "--log": "log", "--report": "report"}
    for failing in whole:
        paths = {**whole, failing: full}
        run = train(*(text for pair in paths.items() for text in pair))
        run.complains(f"names: {full}: cannot be written: No space left on device\n")
        expect("the lines that are printed", 12, len(run.out.splitlines()))
        expect("what is left", sorted({"words.txt", full, *paths.values()} - {"/dev/full"}), sorted(contents()))
        expect("a device is still a device", True, pathlib.Path(full).is_char_device())
        if failing != "--save":
            expect("losses", run.losses(), Run("eval", "--load", "model", "--data", "words.txt").good().losses())
        if failing != "--log":
            expect("lines of the log", 5, len([json.loads(line) for line in open("log")]))
        if failing != "--report":
            expect_parts("the report", ["</html>\n"], pathlib.Path("report").read_text())
        for path in set(whole.values()) & set(contents()):
            os.remove(path)


@law
def a_disk_that_runs_full_costs_what_does_not_fit_and_leaves_what_was_there():
    write_words()
    for path in ("model", "report"):
        pathlib.Path(path).write_text("before")
    before = contents()

    def room_for_1000_bytes():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    run = train("--save", "model", "--log", "log", "--report", "report", preexec_fn=room_for_1000_bytes)
    run.complains("names: model: cannot be written: File too large; report: cannot be written: File too large\n")
    expect("the lines that are printed", 12, len(run.out.splitlines()))
    expect("lines of the log", 5, len([json.loads(line) for line in open("log")]))
    os.remove("log")
    expect("what is left", before, contents())


@law
def standard_output_that_fails_is_noticed_and_costs_no_file():
    write_words()
    with open("/dev/full", "wb") as full:
        sentence = "names: standard output: cannot be written\n"
        train("--save", "model", stdout=full).complains(sentence)
        Run("eval", "--load", "model", "--data", "words.txt").good()
        for arguments in ("eval --load model --data words.txt", "sample --load model", "models"):
            Run(*arguments.split(), stdout=full).complains(sentence)


@law
def standard_output_that_is_closed_is_noticed_and_costs_no_file():
    write_words()
    for streams in ([1], [0, 1]):
        run = train("--save", "model", stdout=None, preexec_fn=lambda: [os.close(stream) for stream in streams])
        run.complains("names: standard output: cannot be written\n")
        Run("eval", "--load", "model", "--data", "words.txt").good()
    train("--save", "model", stdout=None, stderr=None, preexec_fn=lambda: os.closerange(0, 3))
    Run("eval", "--load", "model", "--data", "words.txt").good()


@law
def a_reader_that_goes_away_costs_no_file_and_ends_a_run_that_writes_none():
    write_words()
    reader, writer = os.pipe()
    os.close(reader)
    train("--save", "model", stdout=writer).complains("names: standard output: cannot be written\n")
    Run("eval", "--load", "model", "--data", "words.txt").good()
    expect("exit code without a file", -signal.SIGPIPE, train(stdout=writer).code)
    os.close(writer)


def keeps(check):
    """Whether a law holds, in a directory of its own; prints why it does not."""
    directory = tempfile.mkdtemp(prefix="names-")
    os.chdir(directory)
    try:
        check()
        return True
    except Exception as error:
        print(f"{check.__name__}: {error if isinstance(error, Broken) else repr(error)}", flush=True)
        return False
    finally:
        os.chdir("/")
        shutil.rmtree(directory)


def main():
    chosen = [check for check in LAWS if check.__name__ in sys.argv[2:] or not sys.argv[2:]]
    broken = [check for check in chosen if not keeps(check)]
    print(f"{len(chosen) - len(broken)} of {len(chosen)} laws hold")
    return 1 if broken or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
