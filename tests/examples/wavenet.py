# SPDX-License-Identifier: BSL-1.0
"""The program `wavenet`: it learns notes, goes on from one of them at its pitch, goes on with a training that was
killed as if nothing had been, and says in a sentence what it cannot use.

usage: wavenet.py PROGRAM
"""

import cmath
import math
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sounds import read_floats, write_sound

RATE = 8000
NOTES = [220 * 2 ** (step / 12) for step in (0, 4, 7, 12)]


def note(frequency, count, rate=RATE):
    """A note with an overtone and the noise that every microphone has."""
    begin = random.uniform(0, 6)
    angles = (2 * math.pi * frequency * at / rate + begin for at in range(count))
    return [0.5 * math.sin(angle) + 0.15 * math.sin(2 * angle) + random.gauss(0, 0.01) for angle in angles]


def pitch(samples):
    """The frequency from 150 to 600 Hz that a part of them is loudest at, to 2 Hz."""
    part = samples[-2000:]
    size = len(part)
    shaped = [sample * (0.5 - 0.5 * math.cos(2 * math.pi * at / size)) for at, sample in enumerate(part)]

    def loudness(frequency):
        turn = cmath.exp(-2j * math.pi * frequency / RATE)
        angle, total = 1, 0
        for sample in shaped:
            total += sample * angle
            angle *= turn
        return abs(total)

    return max(range(150, 600, 2), key=loudness)


def main(program):
    def call(*arguments):
        return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=900)

    def succeeds(*arguments):
        done = call(*arguments)
        if done.returncode != 0 or done.stderr:
            sys.exit(f"{arguments} ended with {done}")
        return done.stdout

    def refuses(sentence, *arguments, status=1):
        done = call(*arguments)
        if (done.returncode, done.stderr) != (status, f"wavenet: {sentence}\n"):
            sys.exit(f"expected {sentence!r} of {arguments}, got {done}")

    def value(printed, key):
        return [line.split()[-1] for line in printed.splitlines() if line.startswith(key + " ")][-1]

    random.seed(5)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        melody, model, report, played = (folder / file for file in ("m.wav", "m.safetensors", "m.html", "played.wav"))
        write_sound(melody, [sample for _ in range(9) for frequency in random.sample(NOTES, 4)
                             for sample in note(frequency, 4000)], RATE)
        printed = succeeds("train", melody, "--steps", 300, "--save", model, "--report", report)
        bits = [float(line.split()[5]) for line in printed.splitlines() if line.startswith("step ")]
        if len(bits) != 3 or not bits[2] < 0.5 * float(value(printed, "histogram_bits")):
            sys.exit(f"expected far fewer bits than those of the histogram, got:\n{printed}")
        for part in ("data:image/png;base64,iVBOR", "data:audio/wav;base64,UklGR", '"histogram":', "new Chart("):
            if part not in report.read_text():
                sys.exit(f"the report lacks {part}")

        for frequency in NOTES[1], NOTES[2]:
            prime = folder / "prime.wav"
            write_sound(prime, note(frequency, 4000, 2 * RATE), 2 * RATE)  # which is brought to the model's rate
            succeeds("generate", model, played, "--prime", prime, "--seconds", 0.5, "--temperature", 0.6)
            heard = pitch(read_floats(played))
            if len(read_floats(played)) != 4000 or abs(heard - frequency) > 6:
                sys.exit(f"expected half a second of {frequency} Hz, heard {heard} Hz")
        line = succeeds("eval", model, prime).split()
        if line[:2] != ["prime.wav", "bits"] or not float(line[2]) < 0.7 * float(line[4]):
            sys.exit(f"eval printed {line}")

        # A training that is killed behind a checkpoint and one that is not end with the same file.
        keys = ("--steps", 9, "--validate-every", 3, "--threads", 1, "--seed", 7)
        whole, part, state = (folder / file for file in ("whole.safetensors", "part.safetensors", "state"))
        succeeds("train", melody, *keys, "--save", whole)
        killed = subprocess.Popen([program, "train", melody, *map(str, keys), "--save", part, "--checkpoint", state],
                                  stdout=subprocess.DEVNULL)
        while not state.exists() or not state.stat().st_size:
            time.sleep(0.001)
        killed.kill()
        killed.wait()
        printed = succeeds("train", melody, *keys, "--save", part, "--checkpoint", state, "--resume")
        if int(value(printed, "resumed_after")) % 3 or part.read_bytes() != whole.read_bytes():
            sys.exit(f"a training that was killed ended with another file:\n{printed}")
        refuses(f"{state}: is the checkpoint of a training with seed 7, this one has 8", "train", melody, *keys[:-1], 8,
                "--checkpoint", state, "--resume")
        refuses(f"{model}: is no checkpoint of wavenet: has no metadata 'wavenet.setting.held_out'", "train", melody,
                "--checkpoint", model, "--resume")

        wide, short, text, spoilt = (folder / file for file in ("wide.wav", "short.wav", "text.wav", "spoilt"))
        write_sound(wide, [0.5, -0.5], RATE, channels=2)
        write_sound(short, note(440, 2000), RATE)
        text.write_text("a melody")
        spoilt.write_bytes(model.read_bytes()[:-4] + b"\x00\x00\xc0\x7f")
        shutil.copy(played, folder / "kept")
        refuses(f"{wide}: has 2 channels, expected 1", "train", wide)
        refuses(f"{text}: cannot be read as sound: Format not recognised.", "train", text)
        refuses(f"{short}: holds 2000 samples at 8000 a second, expected 2844 or more", "train", melody, short)
        refuses("there is no model 'huge', expected small or deep", "train", melody, "--model", "huge")
        refuses(f"{melody}: given for two purposes, expected a file for each", "train", melody, "--save", melody)
        refuses(f"{folder / 'none'}: cannot be read: No such file or directory", "generate", folder / "none", played)
        refuses(f"{state}: has no metadata 'model', expected a file that wavenet train --save wrote", "generate", state,
                played)
        refuses(f"{spoilt}: the tensor '5.bias' holds nan, expected finite numbers", "generate", spoilt, played)
        refuses(f"{text}: cannot be read as sound: Format not recognised.", "generate", model, played, "--prime", text)
        if played.read_bytes() != (folder / "kept").read_bytes():
            sys.exit("what was refused has changed the output")


main(*sys.argv[1:])
