#!/usr/bin/env python3
"""Times the whole program on inventories of growing size: CPU seconds, wall seconds and peak memory, medians of several runs.

    cargo build --release && python3 benches/measure.py [RUNS] [SIZE ...]

Each inventory is a workbook with N systems and 16 control rows for each, made here, the same every time. Compare figures
within one run of this script only: machines differ, and so do their neighbours.
"""

import os
import random
import statistics
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/unowned"
MODELS = ["saas", "paas", "iaas", "on-premises", "embedded", "agentic", "coding", "mcp"]
DOMAINS = [line.split(",")[1] for line in (ROOT / "src/framework/matrix.csv").read_text().splitlines()[1:]]
OWNERS = [f"Owner {n}" for n in range(40)] + ["TBD", "", "", "SOC team"]
STATUSES = ["Implemented", "Implemented", "Planned", "Partial", ""]
SYSTEMS = ["ID", "Name", "Deployment model", "Vendor", "Business unit", "Criticality", "Data classification"]
CONTROLS = ["System", "Domain", "Control", "Owner", "Status", "Provider evidence", "Last reviewed"]


def inventory(count):
    draw = random.Random(count)
    systems, controls = [SYSTEMS], [CONTROLS]
    for n in range(count):
        systems.append([f"AI-{n:05}", f"System number {n} of the register", draw.choice(MODELS), f"Vendor {n % 60}",
                        f"Unit {n % 12}", draw.choice(["Low", "Medium", "High", "Critical"]), draw.choice(["Internal", "Confidential"])])
        for domain in DOMAINS:
            evidence = "SOC 2 report" if draw.random() < 0.3 else ""
            controls.append([f"AI-{n:05}", domain, f"Control for {domain}", draw.choice(OWNERS), draw.choice(STATUSES),
                             evidence, draw.choice(["2026-05-01", "2025-01-15", ""])])
    return {"Systems": systems, "Controls": controls}


def sheet(rows):
    def cell(value):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else "<c/>"
    body = "".join("<row>" + "".join(map(cell, row)) + "</row>" for row in rows)
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'


def workbook(path, tables):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    names = list(tables)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        kinds = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' for n in range(1, len(names) + 1))
        out.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{kinds}</Types>')
        out.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
        out.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rels}"><sheets>{sheets}</sheets></workbook>')
        links = "".join(f'<Relationship Id="rId{n}" Type="{rels}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(names) + 1))
        out.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{links}</Relationships>')
        for n, name in enumerate(names, 1):
            out.writestr(f"xl/worksheets/sheet{n}.xml", sheet(tables[name]))


def measure(arguments, folder):
    pid = os.posix_spawn(PROGRAM, [str(PROGRAM), *arguments], {**os.environ, "NO_COLOR": "1"}, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, str(folder / "stderr"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)])
    begin = os.times().elapsed
    _, status, used = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"{arguments} ended with {status}: {(folder / 'stderr').read_text()[:2000]}")
    return used.ru_utime + used.ru_stime, os.times().elapsed - begin, used.ru_maxrss / 1024


def median(arguments, folder, runs):
    return [statistics.median(figures) for figures in zip(*(measure(arguments, folder) for _ in range(runs)))]


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    sizes = [int(size) for size in sys.argv[2:]] or [1, 25, 250, 1000, 10000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'what':34}{'cpu s':>9}{'wall s':>9}{'peak MiB':>10}{'file kB':>10}")
        jobs = [("--help", ["--help"], None), ("matrix", ["matrix"], None)]
        for size in sizes:
            source, pdf = folder / f"{size}.xlsx", folder / f"{size}.pdf"
            workbook(source, inventory(size))
            common = ["--as-of", "2026-09-30"]
            jobs.append((f"check, {size} systems", ["check", str(source), *common], None))
            report = ["report", str(source), *common, "--since", "none", "--force", "-o", str(pdf)]
            jobs.append((f"report, {size} systems", report, pdf))
            if size <= 1000:
                jobs.append((f"report --detail all, {size} systems", [*report, "--detail", "all"], pdf))
        for label, arguments, output in jobs:
            times = runs if "10000" not in label else min(runs, 3)
            cpu, wall, peak = median(arguments, folder, times)
            written = f"{output.stat().st_size / 1000:>10.0f}" if output else ""
            print(f"{label:34}{cpu:>9.3f}{wall:>9.3f}{peak:>10.0f}{written}", flush=True)


if __name__ == "__main__":
    main()
