# SPDX-License-Identifier: BSL-1.0
"""The report of a training in a browser: it says nothing on its console, shows its title, all its pictures and layers,
and is no wider than its window, be that a desktop's or a phone's.

usage: browser.py PROGRAM

Ends with 77 where there is no Chromium.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MEASURE = "<script>document.body.dataset.wide = document.documentElement.scrollWidth > innerWidth;</script></body>"


def shown(browser, page, width):
    """The page as the browser has it in the end, and what it says."""
    done = subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900",
                           "--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom", page.as_uri()],
                          capture_output=True, text=True, check=True, timeout=120)
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def main(program):
    browser = shutil.which("chromium")
    if not browser:
        print("there is no chromium")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        subprocess.run([program, "train", "--model", "tree-small", "--steps", "300", "--inspect-every", "100",
                        "--validate-every", "100", "--report", page], stdout=subprocess.DEVNULL, check=True)
        page.write_text(page.read_text().replace("</body>", MEASURE))
        for width in (1280, 500):  # Chromium's windows are no narrower
            dom, said = shown(browser, page, width)
            parts = {'<h1 id="title">tree-small</h1>': 1, 'data-wide="false"': 1, "<canvas": 7, '<th scope="row">': 15}
            found = {part: dom.count(part) for part in parts}
            if said or found != parts or re.search(r"<section id=\"inside\"[^>]*hidden", dom):
                sys.exit(f"at a width of {width}: {said}, expected {parts}, found {found}")


main(*sys.argv[1:])
