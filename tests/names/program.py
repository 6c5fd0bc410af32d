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
PARAMETERS = {"mlp": 12097, "deep-mlp": 47024, "flat": 22097, "tree-small": 22397,
              "tree-small-position-bn": 22397, "tree": 76579, "tree-position-bn": 76579, "residual": 752427}
SYLLABLES = ["ba", "ka", "lo", "mi", "ne", "ra", "sa", "ti", "vo", "zu", "an", "el"]
PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "names.md"
#: What acts on a terminal instead of being seen, and what is no UTF-8 (as surrogateescape has it).
UNSEEN = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\udc80-\udcff"
NAUGHTY = "a\nb\x1b[2Jc\x7fd\x9be\u202ef\u2028g\udc9bh\udcffi"
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
        """Of one thing, in one line that a screen has room for and a terminal only shows."""
        expect(f"{self.command}: fails by itself, {self.err!r}", True, self.code in (1, 2))
        expect_match(f"{self.command}: one line", rf"names: [^{UNSEEN}]+\n", self.err)
        expect(f"{self.command}: its bytes are at most 510, {self.err!r}", True, len(self.err.encode()) <= 510)
        expect_parts(f"{self.command}: the sentence", parts, self.err)
        return self


def refused(arguments, *parts, code=None):
    """The program complains before it prints or writes anything."""
    before = contents()
    run = Run(*arguments).complains(*parts)
    expect(f"{run.command}: standard output", "", run.out)
    expect(f"{run.command}: files", before, contents())
    if code is not None:
        expect(f"{run.command}: exit code", code, run.code)


def misused(arguments, sentence):
    """The command line is wrong, and this is what is said of it."""
    refused(arguments, code=2)
    expect(f"names {arguments}", f"names: {sentence}\n", Run(*arguments).err)


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
    patterns = ["parameters 22097", r"instructions [\w-]+", "words 400", r"duplicates \d+", "characters 15",
                r"examples \d+", r"part train words 320 examples \d+",
                *(rf"part {name} words 40 examples \d+ also_in_train \d+" for name in ("val", "test")),
                *(f"step {step} loss {number}" for step in (0, 20, 40, 59)), f"train {number}", f"val {number}",
                r"steps_per_second \d+\.\d", *["name [abeiklmnorstuvz]*"] * 3, ""]
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
    first, _, other = ([line for line in printed if re.match("step|train|val|name", line)] for printed, _ in outputs)
    for one, another in zip(first[3:6], other[3:6]):
        expect(f"another seed gives another line than {one!r}", True, one != another)
    expect("the default seed", first, [line for line in train().good().out.splitlines() if line in first])


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
                  ["--model", "mlp"], ["--optimizer", "momentum"], ["--optimizer", "adamw"], ["--decay", "0.1"],
                  ["--optimizer", "adamw", "--decay", "0.5"], ["--clip", "0.01"], ["--schedule", "cosine"],
                  ["--schedule", "cosine", "--warmup", "10"], ["--average", "0.9"], ["--average", "0.99"]):
        losses = str(train(*flags).good().losses())
        expect(f"{flags} gives the losses of", None, seen.get(losses))
        seen[losses] = flags
    expect("names", 5, len(train("--sample", "5").good().record()["name"]))
    expect("names", None, train("--sample", "0").good().record().get("name"))


@law
def validations_are_told_and_the_best_model_can_be_kept():
    write_words()
    arguments = ("--steps", "600", "--every", "1000", "--optimizer", "adamw", "--rate", "0.1",
                 "--validate-every", "20")
    run = train(*arguments, "--log", "log").good()
    told = [(int(step), loss) for step, loss in re.findall(r"^step (\d+) val (.*)$", run.out, re.M)]
    expect("steps of validations", list(range(19, 600, 20)), [step for step, _ in told])
    expect("the last one", told[-1][1], run.record()["val"][0])
    lines = [json.loads(line) for line in pathlib.Path("log").read_text().splitlines()]
    expect("those in the log", told, [(line["step"], f"{line['val']:.4f}") for line in lines if len(line) == 2])
    best = min(told, key=lambda each: float(each[1]))
    expect("the best one is not the last", True, best != told[-1])

    kept = train(*arguments, "--keep-best", "--save", "model").good()
    expect("the best step", [str(best[0])], kept.record()["best_step"])
    expect("its loss", [best[1]], kept.record()["val"])
    expect("losses of the file", kept.losses()["val"],
           Run("eval", "--load", "model", "--data", "words.txt").good().losses()["val"])
    expect("its step in the file", str(best[0]),
           parts_of(pathlib.Path("model").read_bytes())[0]["__metadata__"]["best_step"])

    stopped = train(*arguments, "--early-stop", "3", "--keep-best").good()
    steps = [int(step) for step in re.findall(r"^step (\d+) val ", stopped.out, re.M)]
    expect("where it stops", [str(steps[-1])], stopped.record()["early_stop"])
    expect("three validations behind the best one", 60, steps[-1] - int(stopped.record()["best_step"][0]))


def resumed(*arguments):
    """What a run prints behind what it says of its data and of the step where it goes on, without its speed."""
    out = train(*arguments, "--resume").good().out
    return re.sub(r"^(steps_per_second|resumed_after) .*\n", "", out, flags=re.M)


@law
def a_training_goes_on_from_its_checkpoint_as_if_nothing_had_been():
    write_words()
    draw = random.Random(5)
    arguments = ["--steps", "300", "--every", "50", "--optimizer", "adamw", "--schedule", "cosine", "--warmup", "20",
                 "--clip", "1", "--average", "0.9", "--inspect-every", "40", "--validate-every", "30", "--keep-best",
                 "--checkpoint-every", "7"]
    whole = resumed(*arguments, "--save", "whole", "--log", "whole.log", "--checkpoint", "whole.checkpoint")
    outputs = ("--save", "parts", "--log", "parts.log", "--checkpoint", "parts.checkpoint")
    kills = 0
    while kills < 12:
        names = start(train_arguments(*arguments, *outputs, "--resume"))
        time.sleep(draw.uniform(0.02, 0.12))
        names.kill()
        names.communicate()
        kills += 1
        if os.path.exists("parts"):
            break
    last = resumed(*arguments, *outputs)
    expect("the model's file", pathlib.Path("whole").read_bytes(), pathlib.Path("parts").read_bytes())
    # The speed is that of the machine.
    logs = [re.sub(r'"steps_per_second":.*', "", pathlib.Path(path).read_text()) for path in ("whole.log", "parts.log")]
    expect("the log", *logs)
    expect("the end of what is printed", whole.splitlines()[-6:], last.splitlines()[-6:])
    expect("a finished training, once more", whole.splitlines()[-6:],
           resumed(*arguments, *outputs).splitlines()[-6:])
    expect("what is left beside", [], list(pathlib.Path().glob(".tenon-*")))


@law
def an_interrupted_training_leaves_a_checkpoint():
    write_words()
    started = Started("--checkpoint", "checkpoint")
    code, _, err = started.signal(signal.SIGINT).ends()
    expect("exit code", 0, code)
    steps = int(err.split()[3])
    (metadata, _) = parts_of(pathlib.Path("checkpoint").read_bytes())
    expect("its updates", str(steps), metadata["__metadata__"]["trainer.updates"])


@law
def a_checkpoint_of_another_training_is_refused():
    write_words()
    train("--checkpoint", "checkpoint").good()
    before = pathlib.Path("checkpoint").read_bytes()
    for flags, sentence in [(["--rate", "0.2"], "learning_rate 0.1, this one has 0.2"),
                            (["--steps", "61"], "steps 60, this one has 61"),
                            (["--seed", "43"], "seed 42, this one has 43"),
                            (["--model", "mlp"], "model flat, this one has mlp"),
                            (["--clip", "1"], "clip none, this one has 1"),
                            (["--optimizer", "adamw"], "final_learning_rate 0.01, this one has 0.0002")]:
        refused(train_arguments(*flags, "--checkpoint", "checkpoint", "--resume", "--save", "model"),
                "checkpoint: is the checkpoint of a training with " + sentence, code=1)
    train("--checkpoint", "averaged", "--average", "0.9").good()
    refused(train_arguments("--checkpoint", "averaged", "--resume"),
            "averaged: is the checkpoint of a training with average 0.9, this one has none", code=1)
    train("--save", "model").good()
    refused(train_arguments("--checkpoint", "model", "--resume"),
            "model: is no checkpoint of names: has no metadata 'setting.", code=1)
    pathlib.Path("cut").write_bytes(before[:-1])
    refused(train_arguments("--checkpoint", "cut", "--resume"), "cut: ", code=1)
    expect("the checkpoint", before, pathlib.Path("checkpoint").read_bytes())


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


#: What runs beside a law, so that none outlives it.
RUNNING = []


def start(arguments, **options):
    """The program, running; its output is text."""
    RUNNING.append(subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, text=True, **options))
    return RUNNING[-1]


def log_so_far():
    """What stands in the file that is to become the log."""
    return [text for path in pathlib.Path().glob(".tenon-*") if (text := path.read_text()).startswith('{"step"')]


class Started:
    """A training without an end that writes a model, a log and a report, at its first step."""

    def __init__(self, *arguments, **options):
        defaults = train_arguments("--steps", "100000000", "--every", "1000000000", "--save", "model", "--log", "log",
                                   "--report", "report", *arguments)
        self.names = start(defaults, **options)
        while not self.names.stdout.readline().startswith("step 0 loss"):
            expect("the training runs", None, self.names.poll())

    def signal(self, number):
        self.names.send_signal(number)
        return self

    def ends(self):
        """Exit code, standard output behind the first step, and standard error."""
        out, err = self.names.communicate(timeout=30)
        return self.names.returncode, out, err


@law
def a_signal_ends_the_training_and_costs_nothing():
    write_words()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        started = Started()
        time.sleep(0.1)
        expect("the log so far", 1, len(log_so_far()))
        code, out, err = started.signal(number).ends()
        expect("exit code", 0, code)
        expect_match("standard error", r"names: interrupted after \d+ of 100000000 steps\n", err)
        steps = err.split()[3]
        printed = dict(line.split(" ", 1) for line in out.splitlines() if line.startswith(("train ", "val ")))
        expect("what is left", ["log", "model", "report", "words.txt"], sorted(contents()))
        again = Run("eval", "--load", "model", "--data", "words.txt").good()
        expect("losses of the file", {part: [loss] for part, loss in printed.items()}, again.losses())
        expect("its steps", steps, parts_of(pathlib.Path("model").read_bytes())[0]["__metadata__"]["steps"])
        lines = [json.loads(line) for line in pathlib.Path("log").read_text().splitlines()]
        expect("first and last line of the log", (0, True), (lines[0]["step"], "val" in lines[-1]))
        for path in ("log", "model", "report"):
            os.remove(path)


@law
def a_second_signal_ends_the_program():
    write_words()
    for first in (signal.SIGINT, signal.SIGTERM):
        for second in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            started = Started("--sample", "1000000000")  # goes on for long after the first signal
            started.signal(first)
            while started.names.stdout.readline().startswith("step"):
                pass
            code, _, _ = started.signal(second).ends()
            expect(f"exit code of {second} behind {first}", -second, code)
            expect("losses of the model", 0, Run("eval", "--load", "model", "--data", "words.txt").code)
            os.remove("model")


@law
def a_signal_that_was_ignored_stays_ignored():
    write_words()
    for number in (signal.SIGINT, signal.SIGHUP):
        started = Started(preexec_fn=lambda: signal.signal(number, signal.SIG_IGN))
        started.signal(number)
        time.sleep(0.3)
        expect(f"still there after {number}", None, started.names.poll())
        code, _, err = started.signal(signal.SIGTERM).ends()
        expect("exit code", 0, code)
        expect_parts("standard error", ["interrupted after"], err)


@law
def a_signal_while_names_are_sampled_ends_that_and_costs_nothing():
    write_words()
    names = start(train_arguments("--sample", "1000000000", "--save", "model", "--log", "log"))
    while not names.stdout.readline().startswith("name "):
        expect("the training runs", None, names.poll())
    names.send_signal(signal.SIGTERM)
    _, err = names.communicate(timeout=30)
    expect("exit code and standard error", (0, ""), (names.returncode, err))
    expect("what is left", ["log", "model", "words.txt"], sorted(contents()))


@law
def a_training_that_diverges_says_so_and_replaces_nothing():
    write_words()
    advice = "a lower --rate may help"
    for rate, steps, sentence in [
            ("50", "100000", "the loss is [0-9.]+ at step 999 \\(the mean of 1000 steps; even guesses have 3.2958\\): "
                             "the training has diverged, "),
            ("20", "60", "the loss is [0-9.]+ at step 59 \\(the mean of 60 steps; even guesses have 3.2958\\): "
                         "the training has diverged, "),
            ("1e30", "1000", "training diverged after [0-9]+ examples: the (loss|gradient) .* \\(step [0-9]+\\): ")]:
        for path in ("model", "report"):
            pathlib.Path(path).write_text("before")
        run = train("--rate", rate, "--final-rate", rate, "--steps", steps, "--save", "model", "--log", "log",
                    "--report", "report").complains(advice)
        expect_match("the sentence", f"names: {sentence}{advice}; model: is not written; report: is not written\n",
                     run.err)
        expect("exit code", 1, run.code)
        expect("what is printed afterwards", set(),
               set(run.record()) & {"train", "val", "steps_per_second", "name"})
        expect("what was there", ["before"] * 2, [pathlib.Path(path).read_text() for path in ("model", "report")])
        last = json.loads(pathlib.Path("log").read_text().splitlines()[-1])
        expect("the last line of the log", run.record()["step"][-1].split()[0], str(last["step"]))
        expect("what is left", ["log", "model", "report", "words.txt"], sorted(contents()))
    expect("a rate that is high and learns", 0, train("--rate", "3", "--steps", "2000").code)


# ---- texts


def facts(*arguments):
    """What a training says of its words."""
    record = train("--steps", "1", "--sample", "0", *arguments).good().record()
    return {key: record[key] for key in ("words", "duplicates", "characters", "examples", "part")}


@law
def what_was_read_is_told():
    words = [f"{first}{second}" for first in "abcdefgh" for second in "klmn"] + ["ak", "ak", "bl", "xyz"]
    pathlib.Path("list").write_text("\n".join(words))
    shuffled = list(words)
    random.seed(42)
    random.shuffle(shuffled)
    parts = {"train": shuffled[:28], "val": shuffled[28:32], "test": shuffled[32:]}
    told = []
    for name, part in parts.items():
        told.append(f"{name} words {len(part)} examples {sum(len(word) + 1 for word in part)}")
        if name != "train":
            told[-1] += f" also_in_train {sum(word in parts['train'] for word in part)}"
    expect("facts", {"words": ["36"], "duplicates": ["3"], "characters": ["15"], "examples": [str(35 * 3 + 4)],
                     "part": told}, facts("--data", "list"))
    train("--data", "list", "--report", "report").good()
    page = pathlib.Path("report").read_text()
    settings = dict(json.loads(re.search(r'id="report">(.*?)</script', page, re.S).group(1))["settings"])
    expect("on the page", ("3", told[1]), (settings["duplicates"], f"val {settings['part val']}"))


def mixed_words(characters):
    """Words of two characters in which each of these comes."""
    return "\n".join(f"{one}{other}" for one, other in zip(characters, characters[1:] + characters[:1]))


@law
def more_than_26_characters_and_capitals_are_learned():
    characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzäöüßéèçñøå0123456789'-"
    pathlib.Path("mixed").write_text("\n".join([mixed_words(characters)] * 4))
    for model, size in PARAMETERS.items():
        trained = train("--data", "mixed", "--model", model, "--save", "model", "--steps", "20", "--batch", "64").good()
        expect(f"{model} is larger", True, int(trained.record()["parameters"][0]) > size)
        expect_match("the first loss is near ln 129", r"0 loss 4\.[789]\d+", trained.record()["step"][0])
        expect("losses", trained.losses(), Run("eval", "--load", "model", "--data", "mixed").good().losses())
        sampled = Run("sample", "--load", "model", "--count", "50").good().record()["name"]
        expect("characters of the names", set(), set("".join(sampled)) - set(characters))
    learned = train("--data", "mixed", "--model", "mlp", "--steps", "3000").good()
    expect("what is learned", True, float(learned.record()["train"][0]) < 2)


@law
def words_can_be_taken_in_small_letters():
    write_words("small")
    small = pathlib.Path("small").read_text()
    pathlib.Path("mixed").write_text("\n".join(word.title() for word in small.split()))
    expect("facts", facts("--data", "small"), facts("--data", "mixed", "--lower"))
    trained = train("--data", "mixed", "--lower", "--save", "model").good()
    expect("losses", train("--data", "small").good().losses(), trained.losses())
    expect("losses of the file", trained.losses(), Run("eval", "--load", "model", "--data", "mixed").good().losses())
    train("--data", "small", "--save", "model").good()
    expect("losses with the flag", trained.losses(),
           Run("eval", "--load", "model", "--data", "mixed", "--lower").good().losses())


@law
def as_many_characters_as_are_compiled_are_learned():
    characters = [chr(point) for point in range(0x4e00, 0x4e00 + 129)]
    for count, tokens in (26, 27), (27, 129), (128, 129):
        pathlib.Path("words").write_text(mixed_words("".join(characters[:count])))
        run = train("--data", "words", "--model", "mlp", "--save", "model", "--steps", "2").good()
        expect("characters", [str(count)], run.record()["characters"])
        header, _ = parts_of(pathlib.Path("model").read_bytes())
        expect("the first tensor", [tokens, 10], header["0.weight"]["shape"])
        Run("sample", "--load", "model").good()
    pathlib.Path("words").write_text(mixed_words("".join(characters)) + "\n" + mixed_words("".join(characters[:-1])))
    refused(train_arguments("--data", "words", "--save", "new"),
            "words: holds 129 different characters, expected at most 128; among the rarest are '\u4e80'", code=1)


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
        "seed": "7", "optimizer": "sgd", "learning_rate": "0.1", "final_learning_rate": "0.01",
        "final_learning_rate_from_step": "45",
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
    settings = dict(data["settings"])
    expect("settings", "words.txt", settings["data"])
    expect_match("date", r"20\d\d-\d\d-\d\d \d\d:\d\d UTC", settings["date"])
    expect_match("duration", r"0:\d\d", settings["duration"])
    expect_match("version", r"tenon \d+\.\d+\.\d+", settings["version"])
    expect("the first loss", f"0 loss {data['first']:.4f}", record["step"][0])
    expect("rates", [0.1, 0.01], [round(data["rates"][at]["y"], 6) for at in (0, -1)])
    expect("what was not asked for", ([], {}, None), (data["validations"], data["ratios"], data["pictures"]))


@law
def a_training_can_be_looked_into():
    write_words()
    arguments = ("--steps", "60", "--every", "20", "--model", "tree-small")
    run = train(*arguments, "--inspect-every", "25", "--validate-every", "30", "--log", "log", "--report", "report")
    expect("losses", train(*arguments, "--validate-every", "30").good().losses(), run.good().losses())
    lines = [json.loads(line) for line in pathlib.Path("log").read_text().splitlines()]
    looks = [line for line in lines if "layers" in line]
    expect("steps", [24, 49], [line["step"] for line in looks])
    expect("layers", [str(at) for at in range(14)], list(looks[0]["layers"]))
    tanh = looks[0]["layers"]["4"]
    expect("a layer", "Tanh", tanh["layer"])
    expect("its shares", True, 0 <= tanh["dead"] <= tanh["saturated"] <= 1 and 0 < tanh["deviation"] < 1)
    weight = looks[1]["parameters"]["2.weight"]
    expect("an update", True, -4 < weight["update_to_data"] < -1)
    # With SGD an update is the gradient times the rate, which then is 0.01.
    rate = 10**weight["update_to_data"] / weight["gradient_to_data"]
    expect("the rate", "0.010", f"{rate:.3f}")
    page = pathlib.Path("report").read_text()
    data = json.loads(re.search(r'<script type="application/json" id="report">(.*?)</script', page, re.S).group(1))
    expect("validations", [29, 59], [point["x"] for point in data["validations"]])
    expect("ratios", [{"x": 24, "y": looks[0]["parameters"]["2.weight"]["update_to_data"]},
                      {"x": 49, "y": weight["update_to_data"]}], data["ratios"]["2.weight"])
    pictures = data["pictures"]["layers"]
    expect("pictures", [("4", 272), ("8", 136), ("12", 68)], [(each["name"], each["units"]) for each in pictures])
    expect("a map", 32 * 68, len(pictures[2]["saturated"]))
    expect("its share", f"{looks[1]['layers']['12']['saturated']:.9f}",
           f"{pictures[2]['saturated'].count('1') / (32 * 68):.9f}")
    expect("a histogram", 32 * 272, sum(pictures[0]["outputs"]["counts"]))


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
    listed = dict(re.findall(r"^([\w-]+): context [38]\n(?: .*\n|[\d.]+ +\w.*\n)+"
                             r"(\d+) parameters, \d+ bytes with buffers, .*\n"
                             r"batch 32: \d+ FLOPs forward, \d+ a step; \d+ bytes to train, \d+ to evaluate$",
                             printed, re.M))
    expect_parts("layers", ["\n2  Linear<200, no_bias>   Shape<200>            6000 "], printed)
    expect("models", {name: str(size) for name, size in PARAMETERS.items()}, listed)


@law
def help_is_no_error():
    for command in ([], ["train"], ["eval"], ["sample"], ["models"]):
        for flag in ("--help", "-h"):
            expect_parts(f"{command}", ["Usage: names", "--help"], Run(*command, flag).good().out)


@law
def the_page_has_every_flag_and_what_the_program_says():
    page = PAGE.read_text()
    for command in ("train", "eval", "sample"):
        section = page.split(f"\n## names {command}\n")[1].split("\n## ")[0]
        flags = re.findall(r"^  (?:-h,)?(--[\w-]+)", Run(command, "--help").good().out, re.M)
        told = re.findall(r"^\| `(--[\w-]+)", section, re.M)
        expect(f"flags of {command}", sorted({*flags} - {"--help"}), sorted(told))
    if platform.machine() != "x86_64":
        return
    sessions = [(match[1], match[2]) for block in re.findall(r"^```console\n(.*?)^```$", page, re.M | re.S)
                for match in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)]
    expect("sessions", True, len(sessions) > 8)
    for command, said in sessions:
        done = subprocess.run(["bash", "-c", f'names() {{ "{PROGRAM}" "$@"; }}; {command}'], capture_output=True,
                              text=True, timeout=60)

        def same(text):
            text = re.sub(r"^(instructions|steps_per_second) .*$", r"\1", text, flags=re.M)
            return re.sub(r"expected x86-64-v.*", "expected", text)
        printed = same(done.stdout + done.stderr)
        if "[…]" in said:
            printed, said = printed[:said.index("[…]")], said[:said.index("[…]")]
        expect(command, same(said), printed)


# ---- what cannot be done


@law
def a_number_that_makes_no_sense_is_refused():
    saved_model()
    whole = "expected a whole number from"
    odd = ["x", "+5", " 5", "5 ", "0x10", "1e3", "1.5", "-1", "5\n", "\u0665", "99999999999999999999"]
    for flag, values, expected in [
            ("--steps", [*odd, "0", "1000000001"], whole), ("--every", [*odd, "0"], whole), ("--sample", odd, whole),
            ("--seed", [*odd, "4294967296"], whole), ("--threads", [*odd, "0", "1025"], whole),
            ("--rate", ["0", "-0.1", "+0.1", "nan", "inf", "x", "0x1p3", "0,1", "1e-60", "1e60"],
             "expected a number above 0"),
            ("--final-rate", ["0", "nan"], "expected a number above 0"),
            ("--decay", ["0", "-1", "x"], "expected a number above 0"),
            ("--clip", ["0", "x"], "expected a number above 0"),
            ("--warmup", ["-1", "x"], whole), ("--validate-every", [*odd, "0"], whole),
            ("--early-stop", [*odd, "0"], whole), ("--checkpoint-every", [*odd, "0"], whole),
            ("--optimizer", ["x", "SGD", ""], "expected one of sgd, momentum, adamw"),
            ("--schedule", ["x", ""], "expected one of step, cosine"),
            ("--batch", [*odd, "33", "0", "-32"], "compiled in: 32, 64, 128, 256")]:
        for value in values:
            refused(train_arguments(flag, value, "--save", "new"), flag, value.replace("\n", "\\x0a"), expected, code=2)
    for value in ("0", "-1", "x"):
        refused(["sample", "--load", "model", "--count", value], "--count", value, whole, code=2)
    misused(["train", "--steps", "9" * 5000], f"--steps: {'9' * 100}... given, {whole} 1 to 1000000000")


@law
def zeros_in_front_of_a_number_mean_nothing():
    write_words()
    trained = train("--batch", "032", "--steps", "060", "--every", "020", "--seed", "042", "--sample", "03").good()
    expect("the same training", train("--batch", "32").good().losses(), trained.losses())
    expect("steps", ["0", "20", "40", "59"], [line.split()[0] for line in trained.record()["step"]])


@law
def an_instruction_set_that_there_is_not_is_refused():
    if platform.machine() != "x86_64":
        return
    for name in ("", "x86-64-v2", "x86-64-v33", "avx2", "\n"):
        run = Run("--help", env={**os.environ, "NAMES_INSTRUCTIONS": name})
        shown = name.replace("\n", "\\x0a")
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
def a_command_line_that_is_not_understood_is_refused_in_words_of_its_own():
    saved_model()
    commands = "expected models, train, eval or sample"
    for arguments, sentence in [
            ([], f"no command given, {commands}"), (["nonsense"], f"'nonsense': no command, {commands}"),
            ([""], f"'': no command, {commands}"), (["nonsense", "models"], f"'nonsense': no command, {commands}"),
            (["--nonsense"], f"--nonsense: given before the command, {commands} first"),
            (["--steps", "5"], f"--steps: given before the command, {commands} first"),
            (["models", "flat"], "'flat': belongs to no flag, expected flags behind models"),
            (["train", "words.txt"], "'words.txt': belongs to no flag, expected flags behind train"),
            (["train", "--data", "words.txt", "more"], "'more': belongs to no flag, expected flags behind train"),
            (["train", "--", "--save"],
             "--: no flag of names train, expected one of those that names train --help lists"),
            (["train", "--nonsense"],
             "--nonsense: no flag of names train, expected one of those that names train --help lists"),
            (["train", "--step", "5"], "--step: no flag of names train, expected --steps"),
            (["train", "--Steps", "5"], "--Steps: no flag of names train, expected --steps"),
            (["train", "-steps", "5"], "-steps: no flag of names train, expected --steps"),
            (["train", "--final_rate=1"], "--final_rate: no flag of names train, expected --final-rate"),
            (["train", "--final"], "--final: no flag of names train, expected --final-rate"),
            (["train", "--load", "m"], "--load: a flag of names eval or names sample, not of names train"),
            (["models", "--save", "m"], "--save: a flag of names train, not of names models"),
            (["train", "--steps"], "--steps: nothing given, expected a whole number from 1 to 1000000000"),
            (["train", "--steps="], "--steps: nothing given, expected a whole number from 1 to 1000000000"),
            (["train", "--save", "--log", "l"], "--save: nothing given, expected a path"),
            (["train", "--rate", "--log", "l"], "--rate: nothing given, expected a number above 0"),
            (["train", "--batch", ""],
             "--batch: nothing given, expected a batch size that is compiled in: 32, 64, 128, 256"),
            (["train", "--steps", "3", "--steps=4"], "--steps: given twice, expected once"),
            (["sample", "--load", "model", "--greedy", "--greedy"], "--greedy: given twice, expected once"),
            (["sample", "--load", "model", "--greedy=2"], "--greedy: '2' given, expected no value"),
            (["sample", "--load", "model", "--greedy="], "--greedy: '' given, expected no value"),
            (["sample", "--load", "model", "--greedy", "true"],
             "'true': belongs to no flag, expected flags behind sample"),
            (["train", "--help=2"], "--help: '2' given, expected no value"),
            (["train", "--keep-best"], "--keep-best: given without --validate-every, expected both"),
            (["train", "--early-stop", "3"], "--early-stop: given without --validate-every, expected both"),
            (["train", "--checkpoint-every", "3"], "--checkpoint-every: given without --checkpoint, expected both"),
            (["train", "--resume"], "--resume: given without --checkpoint, expected both"),
            (["train", "--warmup", "3"], "--warmup: given without --schedule cosine, expected both"),
            (["train", "--schedule", "cosine", "--warmup", "30", "--steps", "20"],
             "--warmup: 30 given, expected at most --steps, 20"),
            (["eval"], "--load: not given, names eval needs it"),
            (["sample"], "--load: not given, names sample needs it")]:
        misused(arguments, sentence)
    for flag in ("--data", "--save", "--log", "--report", "--checkpoint"):
        misused(train_arguments(flag, ""), f"{flag}: nothing given, expected a path")
    misused(["eval", "--load", ""], "--load: nothing given, expected a path")
    for command in (["train"], ["eval", "--load", "model"]):
        misused([*command, "--model", ""], "--model: nothing given, expected a model that names models lists")


@law
def what_acts_on_a_terminal_is_only_shown():
    write_words()
    shown = r"a\x0ab\x1b[2Jc\x7fd\u009be\u202ef\u2028g\x9bh\xffi"
    for arguments in ([NAUGHTY], [f"--{NAUGHTY}"], ["train", NAUGHTY], ["train", f"--{NAUGHTY}"],
                      ["train", "--steps", NAUGHTY], ["train", "--model", NAUGHTY], ["train", "--data", NAUGHTY],
                      ["sample", "--load", NAUGHTY], ["sample", "--load", "words.txt", f"--greedy={NAUGHTY}"],
                      train_arguments("--save", f"none/{NAUGHTY}")):
        refused(arguments, shown)
    pathlib.Path(NAUGHTY).write_text("anna\n" * 5)
    refused(train_arguments("--data", NAUGHTY), shown, "holds 5 words")


@law
def a_message_has_room_on_a_screen():
    write_words()
    long = "ä" * 3000
    for arguments in ([long], [f"--{long}"], ["train", long], ["train", "--steps", long], ["train", "--model", long],
                      ["train", "--data", long], ["sample", "--load", long], train_arguments("--save", long),
                      train_arguments("--save", "/".join(["d" * 200] * 18)),
                      train_arguments("--save", "model", "--log", "./model" + "/../model" * 400)):
        refused(arguments)


@law
def the_version_is_that_of_the_project():
    (version,) = re.findall(r"^project\(tenon VERSION (\S+)", (PAGE.parents[1] / "CMakeLists.txt").read_text(), re.M)
    expect("--version", f"names {version}\n", Run("--version").good().out)


@law
def a_model_that_is_not_there_is_refused():
    saved_model()
    known = ", ".join(PARAMETERS)
    refused(train_arguments("--model", "nonsense", "--save", "new"), "nonsense", f"expected one of {known}")
    refused(train_arguments("--model", "two\nlines\x1b[2J"), r"two\x0alines\x1b[2J", "expected one of")
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
            ("binary", bytes(range(1, 256)) * 20, "line 1", "control character U+0001"),
            ("dots", b"st.john\n" * 10, "'.'", "marks the end of a word"),
            ("many", "\n".join(map(chr, range(0x4e00, 0x4f00))).encode(),
             "256 different characters, expected at most 128; among the rarest are '\u4e00', "),
            ("commas", b"anna,berta,cleo\n" * 10, "line 1", "','"), ("blanks", b"anna berta\n" * 10, "line 1", "blank"),
            ("parts", "e\u0301va\n".encode() * 10, "line 1", "a letter in parts (U+0301 after 'e')"),
            ("mark", "an\ufeffna\n".encode() * 10, "line 1", "byte order mark"),
            ("escape", b"anna\n" * 10 + b"\x1b[2J\n", "line 11", "control character U+001B"),
            ("long", b"a" * 100_000 + b"\n", "line 1", "100000 characters, expected at most 1000")]:
        if data is not None:
            pathlib.Path(name).write_bytes(data)
        refused(train_arguments("--data", name, "--save", "new", "--log", "log"), name, *sentence)
    refused(train_arguments("--data", "directory"), "directory: cannot be read: Is a directory")
    refused(train_arguments("--data", "few/below"), "few/below: cannot be read: Not a directory")
    pathlib.Path("enough").write_text("\r".join(f" {letter}\t" for letter in letters))
    expect("words between blanks, at ends of lines of old", ["26"],
           train("--data", "enough").good().record()["words"])


@law
def words_outside_the_vocabulary_of_a_model_are_refused():
    saved_model()
    for words, character in [(["anna", "quentin"], "q"), (["zoë"], "ë"), (["Anna"], "A")]:
        pathlib.Path("others").write_text("\n".join(words * 20))
        refused(["eval", "--load", "model", "--data", "others"], "others", f"'{character}'", "'.abeiklmnorstuvz'",
                "which model has learned, expected --data words.txt", code=1)


@law
def data_that_a_model_has_not_learned_from_is_named():
    saved_model()
    refused(["eval", "--load", "model"], "model: has not learned from the embedded names, expected --data words.txt",
            code=1)
    Run("train", "--steps", "2", "--model", "flat", "--save", "model").good()
    Run("eval", "--load", "model").good()
    Run("eval", "--load", "model", "--data", "words.txt").good()
    pathlib.Path("others").write_text("zoë\n" * 20)
    refused(["eval", "--load", "model", "--data", "others"], "expected no --data", code=1)


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


@law
def one_file_for_two_purposes_is_refused_whatever_it_is_called():
    write_words()
    os.mkdir("folder")
    os.symlink("words.txt", "to-words")
    os.symlink("../words.txt", "folder/to-words")
    os.link("words.txt", "same-as-words")
    os.symlink("new", "to-new")
    os.symlink("folder", "to-folder")
    for one, path, other, same in [
            ("--save", "new", "--log", "./new"), ("--save", "new", "--log", "folder/../new"),
            ("--save", "to-new", "--log", "new"), ("--save", "new", "--report", "to-new"),
            ("--save", "folder/new", "--report", "to-folder/new"), ("--data", "words.txt", "--report", "words.txt"),
            ("--data", "words.txt", "--save", "to-words"), ("--data", "to-words", "--save", "words.txt"),
            ("--data", "to-words", "--log", "folder/to-words"), ("--data", "words.txt", "--save", "same-as-words"),
            ("--log", os.path.abspath("new"), "--report", "new"), ("--save", "new", "--checkpoint", "./new")]:
        refused(train_arguments(other, same, one, path), f"{one} and {other}", "expected a file for each", code=1)


@law
def runs_with_one_target_do_not_disturb_each_other():
    write_words()
    short = ["--steps", "300", "--sample", "0", "--save", "model"]
    names = start(train_arguments("--model", "mlp", "--save", "model", "--steps", "100000000", "--every", "100000000"))
    while not names.stdout.readline().startswith("step"):
        expect("the training runs", None, names.poll())
    train("--model", "tree-small", *short).good()
    refused(train_arguments("--save", "model", "--report", "none/report"), "none/report: cannot be written")
    Run("sample", "--load", "model", "--model", "tree-small").good()
    names.send_signal(signal.SIGTERM)
    names.communicate(timeout=30)
    expect("exit code of the first one, which ends last", 0, names.returncode)
    Run("sample", "--load", "model", "--model", "mlp").good()
    expect("what is left", ["model", "words.txt"], sorted(contents()))


@law
def nothing_beside_a_target_is_touched():
    write_words()
    pathlib.Path("victim").write_text("precious")
    os.symlink("victim", "model.partial")
    os.mkdir("log.partial")
    os.mkfifo("report.partial")
    before = contents()
    train("--save", "model", "--log", "log", "--report", "report").good()
    expect("new files", {"model", "log", "report"}, set(contents()) - set(before))
    expect("what was there", before, {path: content for path, content in contents().items() if path in before})
    expect("the model is no link", False, pathlib.Path("model").is_symlink())


@law
def permissions_of_a_target_are_kept():
    write_words()
    for mode in (0o600, 0o640, 0o664):
        for path in ("model", "log", "report"):
            pathlib.Path(path).write_text("before")
            os.chmod(path, mode)
        train("--save", "model", "--log", "log", "--report", "report").good()
        expect("permissions", [oct(mode)] * 3,
               [oct(stat.S_IMODE(os.stat(path).st_mode)) for path in ("model", "log", "report")])
    os.chmod("model", 0o444)
    refused(train_arguments("--save", "model"), "model: cannot be written: is read-only", code=1)


@law
def a_name_of_any_length_can_be_a_target():
    write_words()
    for length in (200, 247, 248, 255):
        train("--save", "m" * length).good()
        Run("sample", "--load", "m" * length).good()


@law
def numbers_of_a_model_that_are_not_finite_are_told():
    header, data = parts_of(saved_model())
    for tensor, shown in [("0.weight", "nan"), ("3.running_var", "inf"), ("5.bias", "-inf")]:
        _, end = header[tensor]["data_offsets"]
        wrong = data[:end - 4] + struct.pack("<f", float(shown)) + data[end:]
        write_safetensors("wrong", header, wrong)
        for arguments in (["sample", "--load", "wrong"], ["sample", "--load", "wrong", "--greedy"],
                          ["eval", "--load", "wrong", "--data", "words.txt"]):
            refused(arguments, f"wrong: the tensor '{tensor}' holds {shown}, expected finite numbers", code=1)


@law
def logits_that_are_not_finite_are_told():
    header, data = parts_of(saved_model())
    begin, end = header["5.weight"]["data_offsets"]
    for number, logit in (3e38, "-?(inf|nan)"), (-3e38, "-?(inf|nan)"):
        write_safetensors("huge", header, data[:begin] + struct.pack("<f", number) * ((end - begin) // 4) + data[end:])
        for flags in ([], ["--greedy"]):
            run = Run("sample", "--load", "huge", *flags).complains("huge: ")
            expect_match("the sentence", f"names: huge: the model gives the logit {logit}, expected finite numbers\n",
                         run.err)
            expect("exit code", 1, run.code)
        refused(["eval", "--load", "huge", "--data", "words.txt"], "huge: its loss is not finite on words.txt", code=1)


@law
def names_show_nothing_that_acts_on_a_terminal():
    header, data = parts_of(saved_model())
    # As many characters as before, all of which act.
    acting = "\x01\x1b\x7f\x9b\u061c\u200e\u2028\u202e\u2066\ufeff\ufff9" + "\U000e0041\U000e0042\U000e0043"
    header["__metadata__"]["vocabulary"] = "." + acting
    write_safetensors("acting", header, data)
    run = Run("sample", "--load", "acting").good()
    expect("control characters", [], re.findall(rf"[{UNSEEN}]", run.out.replace("\n", "")))


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
        refused(["sample", "--load", name], f"{name}: ")


@law
def a_model_file_that_was_altered_is_refused():
    header, data = parts_of(saved_model())
    metadata = header["__metadata__"]
    weight = header["0.weight"]
    many = "." + "".join(map(chr, range(65, 92)))
    more = "." + "".join(map(chr, range(0x4e00, 0x4e81)))
    for change, *sentence in [
            ({"__metadata__": {}}, "has no metadata 'model'", "expected a file that names train --save wrote"),
            ({"__metadata__": {"model": "flat"}}, "has no metadata 'vocabulary'"),
            ({"__metadata__": {**metadata, "model": "nonsense"}}, "'nonsense'", "expected one of mlp, "),
            ({"__metadata__": {**metadata, "model": "tree"}}, "does not fit", "0.weight", "(27, 10)", "(27, 24)"),
            ({"__metadata__": {**metadata, "model": 3}}, "metadata 'model' is not a string"),
            ({"__metadata__": {**metadata, "vocabulary": "abc"}}, "'abc'", "expected '.', then sorted characters"),
            ({"__metadata__": {**metadata, "vocabulary": ".cab"}}, "'.cab'", "expected '.', then sorted characters"),
            ({"__metadata__": {**metadata, "vocabulary": many}}, "does not fit", "0.weight", "(27, 10)", "(129, 10)"),
            ({"__metadata__": {**metadata, "vocabulary": more}}, "129 different", "at most 128"),
            ({"0.weight": {**weight, "shape": [10, 27]}}, "does not fit", "0.weight", "(10, 27)", "(27, 10)"),
            ({"0.weight": {**weight, "dtype": "I32"}}, "does not fit", "0.weight", "I32", "F32"),
            ({"0.weight": {**weight, "dtype": "F64"}}, "0.weight", "1080 bytes"),
            ({"0.weight": {**weight, "dtype": "F31"}}, "0.weight", "F31"),
            ({"0.weight": {**weight, "data_offsets": [0, 4]}}, "0.weight", "4 bytes"),
            ({"new\n\x1b[2J": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}},
             r"new\x0a\x1b[2J", "does not fit"),
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
        expect("the lines that are printed", 19, len(run.out.splitlines()))
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
    expect("the lines that are printed", 19, len(run.out.splitlines()))
    expect("lines of the log", 5, len([json.loads(line) for line in open("log")]))
    os.remove("log")
    expect("what is left", before, contents())


@law
def a_line_of_the_log_that_cannot_be_written_costs_no_other():
    write_words()

    def room_for_100_bytes():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    run = train("--log", "log", preexec_fn=room_for_100_bytes)
    run.complains("names: log: cannot be written: File too large\n")
    expect("the lines that are printed", 19, len(run.out.splitlines()))
    expect("the log", [0], [json.loads(line)["step"] for line in pathlib.Path("log").read_text().splitlines()])
    expect("what is left", ["log", "words.txt"], sorted(contents()))


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
        while RUNNING:
            with RUNNING.pop() as started:
                started.kill()
        os.chdir("/")
        shutil.rmtree(directory)


def main():
    chosen = [check for check in LAWS if check.__name__ in sys.argv[2:] or not sys.argv[2:]]
    broken = [check for check in chosen if not keeps(check)]
    print(f"{len(chosen) - len(broken)} of {len(chosen)} laws hold")
    return 1 if broken or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
