# SPDX-License-Identifier: BSL-1.0
"""The program `amp`: it trains a small amp that its own `run` then plays, and says in a sentence what it cannot use.

usage: amp.py PROGRAM FOLDER_OF_MODELS
"""

import math
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sounds import read_floats, write_sound

RATE = 48_000


def plucks(seconds):
    """Decaying notes."""
    random.seed(5)
    samples = []
    while len(samples) < seconds * RATE:
        step = 2 * math.pi * 82.4 * 2 ** (random.randrange(30) / 12) / RATE
        loud = random.uniform(0.1, 0.8)
        samples += [loud * math.exp(-time / 9000) * (math.sin(step * time) + 0.4 * math.sin(3 * step * time)) / 1.4
                    for time in range(random.randrange(4000, 20000))]
    return samples[:int(seconds * RATE)]


def distorted(samples):
    """A soft clip behind which high frequencies are taken away."""
    low, played = 0.0, []
    for sample in samples:
        low += 0.3 * (0.5 * math.tanh(5 * sample) - low)
        played.append(low)
    return played


def main(program, models):
    def call(*arguments):
        return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=300)

    def succeeds(*arguments):
        done = call(*arguments)
        if done.returncode != 0 or done.stderr:
            sys.exit(f"{arguments} ended with {done}")
        return done.stdout

    def refuses(sentence, *arguments, status=1):
        done = call(*arguments)
        if (done.returncode, done.stderr) != (status, f"amp: {sentence}\n"):
            sys.exit(f"expected {sentence!r} of {arguments}, got {done}")

    nano = Path(models, "nano.nam")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clean, loud, amp, played = (folder / file for file in ("clean.wav", "loud.wav", "amp.nam", "played.wav"))
        sound = plucks(2)
        write_sound(clean, sound, RATE)
        write_sound(loud, distorted(sound), RATE)
        printed = succeeds("train", clean, loud, amp, "--arch", "a1-nano", "--steps", 400, "--rate", 0.01)
        errors = [float(error) for error in re.findall(r"error to signal (\d+\.\d+)", printed)]
        if len(errors) != 2 or not min(errors) < 0.1:
            sys.exit(f"expected an error to signal below 0.1, got:\n{printed}")
        printed = succeeds("run", amp, clean, played, "--block", 50)
        if not re.fullmatch(r"2\.00 s of sound in .* times real time; the slowest block of 50 took .*\n", printed):
            sys.exit(f"run printed {printed}")
        given, wanted = read_floats(played)[-9600:], distorted(sound)[-9600:]
        ratio = sum((a - b) ** 2 for a, b in zip(given, wanted)) / sum(b * b for b in wanted)
        if abs(ratio - min(errors)) > 0.05:
            sys.exit(f"trained to {min(errors)}, but plays with an error to signal of {ratio}")
        printed = succeeds("type", Path(models).parent / "rtneural" / "windows.json")
        if printed != ("Model<Sequential<Conv1d<5, 7>, Elu<>, PRelu<>, Conv1d<3, 5, Dilation{2}>, BatchNorm1d<>, "
                       "Linear<2>, Tanh>, Shape<24, 1>>\n"):
            sys.exit(f"type printed {printed}")
        if not succeeds("type", nano).startswith("nam::WaveNet<nam::LayerArray<4, nam::Kernels<3>, "):
            sys.exit("type printed something else")

        wide, slow, short, text = (folder / file for file in ("wide.wav", "slow.wav", "short.wav", "text.wav"))
        write_sound(wide, [0.5, -0.5], RATE, channels=2)
        write_sound(slow, sound[:100], 44_100)
        write_sound(short, sound[:100], RATE)
        write_sound(folder / "none.wav", [], RATE)
        text.write_text("a guitar")
        before = played.read_bytes()
        refuses(f"{wide}: has 2 channels, expected 1", "run", nano, wide, played)
        refuses(f"{slow}: has 44100 samples a second, expected 48000, as nano.nam has", "run", nano, slow, played)
        refuses(f"{folder / 'none.wav'}: holds no samples", "run", nano, folder / "none.wav", played)
        refuses(f"{text}: cannot be read as sound: Format not recognised.", "run", nano, text, played)
        refuses(f"{text}: is not JSON at byte 1", "run", text, short, played)
        refuses(f"{folder / 'no.nam'}: cannot be read: No such file or directory", "type", folder / "no.nam")
        refuses(f"{folder / 'no.json'}: cannot be read: No such file or directory", "type", folder / "no.json")
        shutil.copy(nano, folder / "nano.json")
        refuses(f"{folder / 'nano.json'}: has no \"in_shape\"", "type", folder / "nano.json")
        refuses(f"{short}: holds 100 samples, expected 16374 or more for a1-nano", "train", short, short, amp, "--arch",
                "a1-nano")
        refuses("--arch: a3 given, expected a1-standard, a1-lite, a1-feather or a1-nano", "train", short, short, amp,
                "--arch", "a3")
        if played.read_bytes() != before:
            sys.exit("what was refused has changed the output")


main(*sys.argv[1:])
