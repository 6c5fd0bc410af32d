# SPDX-License-Identifier: BSL-1.0
"""Sound files for the tests of programs."""

import struct
import wave
from pathlib import Path


def write_sound(path, samples, rate, channels=1):
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *(round(32767 * sample) for sample in samples)))


def read_floats(path):
    """The samples of a WAV file of floats with one channel."""
    data = Path(path).read_bytes()
    begin = data.index(b"data") + 8
    return struct.unpack(f"<{(len(data) - begin) // 4}f", data[begin:])
