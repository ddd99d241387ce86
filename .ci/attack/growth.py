"""How time and memory grow with each thing alone: systems, rows of controls, units, vendors, owners, rows for many systems.

    python3 .ci/attack/growth.py PROGRAM [--steps 1000,3000,10000] [--command check] [--only WORD]

Prints seconds of the processor and MiB at each size, and the exponent between the two largest: 1 is twice the work for twice the size.
"""

import argparse
import math
import os
import sys
import tempfile
from pathlib import Path

import tables
from case import AS_OF
from inventories import CONTROLS, DOMAINS, HEAD, controls, systems
from measured import run

ROWS = [["AI-{:06}", d, "Control", "Ann Lee", "Implemented", "https://e.example/x"] for d in DOMAINS]


def rows(number, over):
    return controls([[f"AI-{n % over:06}", DOMAINS[n // over % 16], f"Control {n}", "Ann Lee", "Planned", ""] for n in range(number)])


SHAPES = {
    "systems": lambda n: {"s.csv": systems(n)},
    "systems with 4 rows each": lambda n: {"s.csv": systems(n), "c.csv": rows(4 * n, n)},
    "rows": lambda n: {"s.csv": systems(200), "c.csv": rows(10 * n, 200)},
    "units": lambda n: {"s.csv": systems(10_000, units=n)},
    "vendors": lambda n: {"s.csv": systems(10_000, vendors=n)},
    "owners": lambda n: {"s.csv": systems(10_000, owners=n)},
    "rows for all, on 100 systems": lambda n: {"s.csv": systems(100), "c.csv": controls([["*", DOMAINS[i % 16], f"c{i}", "Ann Lee", "Planned", ""] for i in range(n)])},
    "rows for a unit": lambda n: {"s.csv": systems(1_000, units=100), "c.csv": controls([[f"unit:Unit {i % 100}", DOMAINS[i % 16], f"c{i}", "Ann Lee", "Planned", ""] for i in range(n)])},
    "names without ids": lambda n: {"s.csv": tables.csv([["Name", "Deployment model"]] + [[f"System number {i}", "SaaS"] for i in range(n)])},
    "names that are alike": lambda n: {"s.csv": tables.csv([["Name", "Deployment model"]] + [[f"Chat {'!' * (i % 3)}", "SaaS"] for i in range(n)])},
    "products": lambda n: {"s.csv": tables.csv([["System ID", "Name", "Product"]] + [[f"AI-{i}", f"Assistant {i}", f"Copilot {i} for things"] for i in range(n)])},
    "people of many names": lambda n: {"s.csv": systems(100), "p.csv": tables.csv([["Name", "E-mail", "Left on"]] + [[f"Ann{i} Lee{i}", f"a{i}@e.example", "2026-01-01"] for i in range(n)])},
    "decisions": lambda n: {"s.csv": systems(100), "d.csv": tables.csv([["Decision", "What is asked for", "Decided on", "By", "Outcome", "Until", "Note"]] + [[f"D{i}", "Name an owner", "2026-09-01", "Bo", "accepted", "", ""] for i in range(n)])},
    "references in one cell": lambda n: {"s.csv": systems(3_000), "c.csv": controls([["; ".join(f"AI-{i % 3000:06}" for i in range(k, k + 1000)), DOMAINS[k % 16], "c", "Ann Lee", "Planned", ""] for k in range(n // 100)])},
    "systems that are not there": lambda n: {"s.csv": systems(1_000), "c.csv": controls([[f"Unknown thing {i}", DOMAINS[i % 16], f"c{i}", "Ann Lee", "Planned", ""] for i in range(n)])},
    "statuses that are not known": lambda n: {"s.csv": systems(100), "c.csv": controls([[f"AI-{i % 100:06}", DOMAINS[i % 16], f"c{i}", "Ann Lee", f"odd word {i}", ""] for i in range(n)])},
    "evidence": lambda n: {"s.csv": systems(100), "c.csv": controls([[f"AI-{i % 100:06}", DOMAINS[i % 16], f"c{i}", "Ann Lee", "Implemented", f"SOC 2 report {i}, valid until 2027-01-01; ticket SEC-{i}"] for i in range(n)])},
}


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("program")
    asked.add_argument("--steps", default="1000,3000,10000")
    asked.add_argument("--command", choices=["check", "report"], default="check")
    asked.add_argument("--only", default="")
    asked = asked.parse_args()
    program, steps, worst = os.path.abspath(asked.program), [int(n) for n in asked.steps.split(",")], 0.0
    for shape, files in SHAPES.items():
        if asked.only not in shape:
            continue
        seconds, sizes = [], []
        for n in steps:
            with tempfile.TemporaryDirectory() as folder:
                made = files(n)
                for name, text in made.items():
                    (Path(folder) / name).write_text(text)
                argv = [program, asked.command, *made, *AS_OF]
                if asked.command == "report":
                    argv += ["-o", "out.pdf", "--embedded-fonts"]
                ended = run(argv, folder, patience=600)
            if ended.status != 0:
                print(f"{shape} {n}: status {ended.status}: {ended.err[:200]!r}", flush=True)
                break
            seconds.append(ended.cpu)
            sizes.append(ended.parent)
        if len(seconds) < 2:
            continue
        exponent = math.log(seconds[-1] / seconds[-2]) / math.log(steps[len(seconds) - 1] / steps[len(seconds) - 2])
        worst = max(worst, exponent)
        told = ", ".join(f"{n}: {s:.2f} s {m:.0f} MiB" for n, s, m in zip(steps, seconds, sizes))
        print(f"{shape}: exponent {exponent:.2f} ({told})", flush=True)
    print(f"largest exponent {worst:.2f}")
    return 1 if worst > 1.1 else 0


if __name__ == "__main__":
    sys.exit(main())
