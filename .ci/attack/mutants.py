"""Good files of every kind with a few bytes changed, given to the limited processes that read them: each ends in an answer. A process that
gives up, runs out of time or memory costs its file one sentence and is counted; none may hang, and none may answer with what is no answer.

    python3 .ci/attack/mutants.py PROGRAM [--number N] [--seed N] [--only JOB]

Parts of packages are changed and packed anew, so that what lies behind their checksums is reached.
"""

import argparse
import io
import json
import os
import random
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import tables
from case import AS_OF, SYSTEMS
from inputs_beside import SVG, png
from inventories import CONTROLS, DOMAINS, HEAD, HEADS, ods, ods_row

MEMORY = {"record": 1 << 30, "attachment": 1 << 30}
PATIENCE = 25.0
ROOT = Path(__file__).parent.parent.parent


def seeds(program):
    rows = [HEAD, ["AI-1", "Chat", "SaaS", "Acme", "Ann Lee", "Finance", "High"], ["AI-2", "Böt", "Agentic", "", "TBD", "", ""]]
    controls = [CONTROLS, ["AI-1", DOMAINS[4], "c", "Ann Lee", "Implemented", "SOC 2 report, valid until 2027-01-01"], ["*", DOMAINS[6], "d", "R: Bo; A: Ann", "Planned", ""]]
    book = tables.xlsx([("Systems", rows), ("Controls", controls)])
    strings = tables.pack(tables.book_parts([("Systems", tables.worksheet("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' s='1'><v>46295</v></c><c r='C1'><f>1+1</f><v>2</v></c></row>", "<cols><col min='1' max='2' hidden='1'/></cols>", "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>"))], f'<sst xmlns="{tables.MAIN}"><si><t>Name</t></si></sst>', f'<styleSheet xmlns="{tables.MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'))
    sheet = ods([("Systems", HEADS + ods_row(["AI-1", "Chat", "SaaS"], 'table:number-rows-repeated="2"'))])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "s.csv").write_text(SYSTEMS)
        run = lambda *argv: subprocess.run([program, *argv], cwd=folder, capture_output=True, check=True).stdout
        run("report", "s.csv", *AS_OF, "-o", "r.pdf", "--json", "r.json", "--embedded-fonts")
        run("init", "--config", "u.toml")
        matrix = run("matrix", "--format", "csv")
        made = {name: (Path(folder) / name).read_bytes() for name in ("r.pdf", "r.json", "u.toml")}
    logo = SVG.format('<defs><linearGradient id="g"><stop offset="0" stop-color="#246"/></linearGradient><mask id="m"><rect width="9" height="9" fill="#fff"/></mask></defs><g transform="rotate(5)"><rect width="40" height="20" fill="url(#g)" mask="url(#m)"/><path d="M1 1 L9 9 A3 3 0 0 1 5 5z"/></g>')
    products = "product,model_id,vendor,aliases,alone\nAcme Chat,saas,Acme,Acme Bot; \"Bot, the\",no\nLens,embedded,,,\n"
    return {
        "workbook": [book, strings, sheet],
        "table": [tables.csv(rows).encode(), tables.csv(controls).replace(",", ";").encode("utf-16")],
        "settings": [made["u.toml"], (ROOT / "samples/unowned.toml").read_bytes(), b"[reading.values.status]\n'up' = 'implemented'\n[renamed]\na = 'b'\n[rules.weights]\nunowned = 2\n[targets]\nownership = '90 %'\n"],
        "matrix": [matrix],
        "products": [products.encode()],
        "picture": [logo.encode(), png(4, 1, rows=__import__("zlib").compress(b"\0" + b"\xff\0\0" * 4))],
        "record": [made["r.json"], made["r.pdf"]],
        "attachment": [made["r.pdf"]],
    }


ODD = [b"\0", b"\xff", b"\x7f", b"<", b'"', b"9", b"99999999999", b"-1", b"[", b"{", b"\\u0000", b"&#x110000;", b"1e308", b"NaN"]


def changed(chance, whole):
    made = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(made) or 1)
        kind = chance.randrange(7)
        if kind == 0 and made:
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            made[at : at + 1] = chance.choice(ODD)
        elif kind == 2:
            del made[at : at + chance.randrange(16)]
        elif kind == 3:
            del made[max(at, 1) :]
        elif kind == 4:
            made[at:at] = made[at : at + chance.randrange(200)] * chance.randrange(1, 9)
        elif kind == 5:
            made[at : at + 4] = b"\xff" * 4
        else:
            other = chance.randrange(len(made) or 1)
            made[at:at] = made[other : other + 24]
    return bytes(made)


def mutant(chance, seed):
    """Of a package mostly one of its parts, packed anew."""
    if not seed.startswith(b"PK") or chance.random() < 0.2:
        return changed(chance, seed)
    with zipfile.ZipFile(io.BytesIO(seed)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    victim = chance.randrange(len(parts))
    parts[victim] = (parts[victim][0], changed(chance, parts[victim][1]))
    return tables.pack(parts, zipfile.ZIP_STORED)


class Reader:
    """A limited process."""

    def __init__(self, program, job):
        self.job, self.taken, self.began = job, 0, time.monotonic()
        memory = str(MEMORY.get(job, 512 << 20))
        self.child = subprocess.Popen([program, "__read", job, memory], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        self.held = b""

    def more(self, until):
        left = until - time.monotonic()
        if left <= 0 or not select.select([self.child.stdout], [], [], left)[0]:
            raise TimeoutError
        got = os.read(self.child.stdout.fileno(), 1 << 20)
        if not got:
            raise EOFError
        self.held += got

    def exactly(self, number, until):
        while len(self.held) < number:
            self.more(until)
        taken, self.held = self.held[:number], self.held[number:]
        return taken

    def ask(self, file):
        """What is answered, in a word."""
        until = time.monotonic() + PATIENCE
        self.taken += 1
        try:
            self.child.stdin.write(struct.pack("<Q", len(file)) + file)
            if self.job == "workbook":
                while True:
                    while b"\n" not in self.held:
                        self.more(until)
                    line, self.held = self.held.split(b"\n", 1)
                    said = json.loads(line)
                    if said == "Done" or isinstance(said, dict) and "Refused" in said:
                        return "read" if said == "Done" else "refused"
            if self.job in ("record", "attachment"):
                kind = self.exactly(1, until)
                self.exactly(struct.unpack("<Q", self.exactly(8, until))[0], until)
                return {b"+": "read", b"-": "refused"}.get(kind, "NO ANSWER")
            return "come through" if self.exactly(1, until) == b"." else "NO ANSWER"
        except TimeoutError:
            return "HANGS"
        except (EOFError, BrokenPipeError):
            self.child.wait()
            killed = -self.child.returncode if self.child.returncode < 0 else None
            return f"gave up ({signal.Signals(killed).name})" if killed else "gave up"
        except json.JSONDecodeError:
            return "NO ANSWER"

    def end(self):
        self.child.kill()
        self.child.wait()
        self.child.stdin.close(), self.child.stdout.close()


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("program")
    asked.add_argument("--number", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=14)
    asked.add_argument("--only", default="")
    asked.add_argument("--keep", default="mutants-kept")
    asked = asked.parse_args()
    program, bad = os.path.abspath(asked.program), 0
    kinds = {job: made for job, made in seeds(program).items() if asked.only in job}
    for job, made in kinds.items():
        chance, counts, longest = random.Random(f"{asked.seed} {job}"), Counter(), 0.0
        reader = Reader(program, job)
        for number in range(asked.number):
            file = mutant(chance, made[number % len(made)])
            if reader.taken >= 500 or time.monotonic() - reader.began > 2:
                reader.end()
                reader = Reader(program, job)
            began = time.monotonic()
            ended = reader.ask(file)
            longest = max(longest, time.monotonic() - began)
            counts[ended] += 1
            if ended not in ("read", "refused", "come through"):
                reader.end()
                reader = Reader(program, job)
                Path(asked.keep).mkdir(exist_ok=True)
                (Path(asked.keep) / f"{job}-{asked.seed}-{number}").write_bytes(file)
            bad += ended.isupper()
        reader.end()
        print(f"{job}: {asked.number} mutants, {dict(counts)}, longest {longest:.1f} s", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
