#!/usr/bin/env python3
"""Times the program and two scripts that do the same job, in turn, from the same workbooks, and prints the ratios of this one run.

    pip install -r benches/peers/requirements.txt && cargo build --release && python3 benches/peers/compare.py [RUNS] [SIZE ...]

CPU seconds of the whole process, medians. Only ratios of one run mean something: machines differ, and so do their neighbours.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from measure import PROGRAM, inventory, workbook  # noqa: E402


def used(command):
    before = os.times()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    after = os.times()
    if done.returncode:
        sys.exit(f"{command}: {done.stderr[-2000:]}")
    return after.children_user + after.children_system - before.children_user - before.children_system


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    sizes = [int(size) for size in sys.argv[2:]] or [25, 250, 1000]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for size in sizes:
            book, pdf = folder / f"{size}.xlsx", folder / "report.pdf"
            workbook(book, inventory(size))
            ways = {
                "unowned": [PROGRAM, "report", book, "--as-of", "2026-09-30", "-o", pdf, "--force", "--since", "none", "-q"],
                "reportlab": [sys.executable, HERE / "with_reportlab.py", book, pdf],
                "weasyprint": [sys.executable, HERE / "with_weasyprint.py", book, pdf],
            }
            times = {name: [] for name in ways}
            for _ in range(runs):
                for name, command in ways.items():
                    times[name].append(used(list(map(str, command))))
            middle = {name: statistics.median(found) for name, found in times.items()}
            ours = middle["unowned"]
            ratios = ", ".join(f"{name} {time:.2f} s = {time / ours:.1f}x" for name, time in middle.items() if name != "unowned")
            print(f"{size:>6} systems: unowned {ours:.2f} s; {ratios}")


if __name__ == "__main__":
    main()
