"""Hostile files through the real program, over every input: inventories, configuration, matrix, products, logo, templates, earlier
reports, packets. Each run ends in a report or in one sentence: status 0, 1 or 2, no signal, no trace, within time and memory.

    python3 .ci/attack/hostile.py PROGRAM [--quick] [--only WORD] [--table FILE]

--quick leaves out the large ones, for a run of about a minute. Prints one line for what ended badly, and the worst of each measure.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import inputs_beside
import inventories
from measured import run

# What no run may go beyond: seconds, and MiB in any process, and in the program itself where it refuses.
LONGEST, MOST, MOST_REFUSED = 11.0, 600.0, 300.0
TRACES = (b"panicked", b"RUST_BACKTRACE", b"defect of this program", b"memory allocation of", b"overflowed its stack")


def faults(case, ended, folder):
    found = []
    if ended.signal is not None:
        found.append(f"signal {ended.signal}")
    elif ended.status not in (0, 1, 2):
        found.append(f"status {ended.status}")
    if any(trace in ended.err for trace in TRACES):
        found.append("a trace")
    # On a computer that does other work as well, the clock says nothing; on an idle one, several processors count more than it.
    if min(ended.wall, ended.cpu) > LONGEST:
        found.append(f"{ended.wall:.1f} s, {ended.cpu:.1f} s of the processor")
    if ended.any > MOST:
        found.append(f"{ended.any:.0f} MiB")
    if ended.status == 2:
        if ended.parent > MOST_REFUSED:
            found.append(f"{ended.parent:.0f} MiB to refuse")
        if ended.err.count(b"error:") != 1:
            found.append(f"{ended.err.count(b'error:')} sentences")
        if list(folder.glob("**/out.pdf")):
            found.append("a report although it was refused")
    if ended.status == 0 and case.ends == "refused":
        found.append("not refused")
    if ended.status == 2 and case.ends == "reads":
        found.append("refused")
    if ended.status in (0, 1) and "out.pdf" in case.argv and "--template" not in case.argv and not page_one_is_one_page(folder / "out.pdf"):
        found.append("page one is not one page")
    if list(folder.glob("**/.unowned-*.tmp")):
        found.append("left-overs")
    return found


def make(case, folder):
    """In a process of its own: what making the files takes would count as the program's."""
    maker = os.fork()
    if maker == 0:
        case.make(folder)
        os._exit(0)
    assert os.waitpid(maker, 0)[1] == 0, case.name


WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
LAST = "Board paper:"


def page_one_is_one_page(pdf):
    """All of page one stands above its foot and within the paper, down to its last line; the second page has none of it."""
    if not pdf.is_file():
        return False
    read = lambda *more: subprocess.run(["pdftotext", *more, str(pdf), "-"], capture_output=True, text=True).stdout
    first = read("-bbox", "-f", "1", "-l", "1")
    width, height = map(float, re.search(r'<page width="([\d.]+)" height="([\d.]+)"', first).groups())
    words = [(*map(float, found[:4]), found[4]) for found in WORD.findall(first)]
    foot = max(bottom for _, _, _, bottom, _ in words) - 3
    above = [word for word in words if word[3] <= foot]
    lines = {round(top) for _, top, _, bottom, _ in words if bottom > foot}
    inside = all(0 <= left and right <= width and 0 <= top and bottom <= height for left, top, right, bottom, _ in words)
    apart = max(bottom for _, _, _, bottom, _ in above) <= min(lines) + 1
    whole = " ".join(read("-f", "1", "-l", "1").split()), " ".join(read("-f", "2", "-l", "2").split())
    return inside and apart and LAST in whole[0] and LAST not in whole[1]


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("program")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--only", default="")
    asked.add_argument("--table")
    asked = asked.parse_args()
    program = os.path.abspath(asked.program)
    cases = [c for c in inventories.CASES + inputs_beside.CASES if asked.only in c.name and not (asked.quick and c.large)]
    bad, lines = 0, []
    for case in cases:
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            folder = Path(folder)
            try:
                make(case, folder)
                ended = run([program, *case.argv], folder)
                found = faults(case, ended, folder)
            finally:
                for left in folder.rglob("*"):
                    if not left.is_symlink() and left.is_dir():
                        left.chmod(0o755)
        said = ended.err.decode("utf8", "replace").strip().replace("\n", " ")
        measures = f"{case.name}\t{ended.status}\t{ended.signal or ''}\t{ended.wall:.2f}\t{ended.cpu:.2f}\t{ended.parent:.0f}\t{ended.any:.0f}"
        lines.append(f"{measures}\t{'; '.join(found)}\t{said[:300]}")
        if asked.table:
            Path(asked.table).write_text("\n".join(lines) + "\n")
        if found:
            bad += 1
            print(f"{case.name}: {'; '.join(found)}: {said[:400]}", flush=True)
    times = [min(map(float, line.split("\t")[3:5])) for line in lines]
    most = [float(line.split("\t")[6]) for line in lines]
    refused = [float(line.split("\t")[5]) for line in lines if line.split("\t")[1] == "2"]
    print(
        f"{len(cases)} hostile cases, {bad} ended badly; at most {max(times):.1f} s, {max(most):.0f} MiB in any process, "
        f"{max(refused, default=0):.0f} MiB to refuse"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
