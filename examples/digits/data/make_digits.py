# SPDX-License-Identifier: BSL-1.0
"""Writes images.npy and labels.npy beside this script: the digits of Debian's python3-sklearn, as bytes.

usage: make_digits.py [path/to/digits.csv.gz]
"""

import pathlib
import sys

import numpy

FOLDER = pathlib.Path(__file__).resolve().parent
SOURCE = "/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz"


def main():
    table = numpy.loadtxt(sys.argv[1] if len(sys.argv) > 1 else SOURCE, delimiter=",")
    if table.shape != (1797, 65) or table[:, :64].max() != 16 or set(table[:, 64]) != set(range(10)):
        sys.exit("the source has another shape than (1797, 65), or other pixels or digits")
    numpy.save(FOLDER / "images.npy", table[:, :64].reshape(-1, 8, 8).astype("u1"))
    numpy.save(FOLDER / "labels.npy", table[:, 64].astype("u1"))


main()
