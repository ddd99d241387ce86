#!/usr/bin/env python3
"""Counts the instructions of three fixed jobs, and fails where one has risen by more than 5 % over what the repository holds.

    python3 .ci/instructions.py PROGRAM            compares with benches/instructions.csv
    python3 .ci/instructions.py PROGRAM --keep     writes it anew: after a change that is meant to cost more, or one that saves

Instructions do not depend on how busy the machine is; they do depend on the compiler, so a new compiler means --keep.
"""

import csv
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "benches/instructions.csv"
SAMPLE = "samples/tarnbrook-inventory-2026-09-30.xlsx"
DAY = ["--as-of", "2026-09-30", "--config", "samples/unowned.toml"]
MOST = 1.05


def jobs(folder):
    return {
        "matrix": ["matrix"],
        "check the sample": ["check", SAMPLE, *DAY],
        "report on the sample": ["report", SAMPLE, *DAY, "--since", "none", "--embedded-fonts", "-q", "-o", f"{folder}/r.pdf"],
    }


def count(program, arguments):
    environment = {"PATH": os.environ["PATH"], "RAYON_NUM_THREADS": "1", "NO_COLOR": "1"}
    # The process that does the work; the one that watches it does next to nothing.
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "__work", str(os.getpid()), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit(f"{arguments}: {done.stderr[-2000:]}")
    return int(found[1])


def main():
    program, keep = str(Path(sys.argv[1]).resolve()), "--keep" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        now = {name: count(program, arguments) for name, arguments in jobs(folder).items()}
    if keep:
        KEPT.write_text("job,instructions\n" + "".join(f"{name},{number}\n" for name, number in now.items()))
    before = {line["job"]: int(line["instructions"]) for line in csv.DictReader(KEPT.open())}
    for name, number in now.items():
        print(f"{name}: {number:,} instructions, {number / before[name]:.3f} of what is kept")
    risen = [name for name, number in now.items() if number > before[name] * MOST]
    if risen:
        sys.exit(f"risen by more than {MOST - 1:.0%}: {', '.join(risen)}")


main()
