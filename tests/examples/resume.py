# SPDX-License-Identifier: BSL-1.0
"""The program `resume`, killed at random moments until it ends by itself: its last checkpoint and what it prints are
those of a run that nobody killed, byte for byte. It trains with Dropout, AdamW, a cosine and a moving average.

usage: resume.py PROGRAM [KILLS]
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run(program, checkpoint, seconds=None):
    """What it printed; nothing if it was killed after some seconds."""
    process = subprocess.Popen([program, checkpoint], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        printed, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None
    if process.returncode != 0:
        sys.exit(f"{program} ended with {process.returncode}")
    return printed


def main(program, kills="10"):
    seed = random.randrange(1 << 30)
    moments = random.Random(seed)
    killed = runs = 0
    with tempfile.TemporaryDirectory() as folder:
        whole, cut = Path(folder, "whole"), Path(folder, "cut")
        begin = time.monotonic()
        expected = run(program, whole), whole.read_bytes()
        seconds = time.monotonic() - begin
        while killed < int(kills):
            cut.unlink(missing_ok=True)
            while (printed := run(program, cut, moments.uniform(0, seconds / 2))) is None:
                killed += 1
            runs += 1
            if (printed, cut.read_bytes()) != expected:
                sys.exit(f"after {killed} kills (seed {seed}) it ends with another checkpoint, and printed {printed}")
            if len(list(Path(folder).iterdir())) != 2:
                sys.exit(f"files are left behind: {sorted(Path(folder).iterdir())}")
    print(f"{killed} kills in {runs} runs: the same checkpoint and loss each time")


main(*sys.argv[1:])
