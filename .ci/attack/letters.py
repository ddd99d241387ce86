"""Every assigned code point through every field of text to a PDF that conforms; what the fonts lack stands as its code, and is
reported, wherever it stands: cells, the organisation, words of the configuration, names of files and sheets.

    python3 .ci/attack/letters.py PROGRAM [--quick] [--machine-fonts] [--validate]

--validate asks .ci/validate.py about every PDF. --quick takes one batch of letters from all planes.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

import tables
from case import AS_OF
from inventories import DOMAINS
from payloads import forbidden, safe_xml

HEAD = ["System ID", "Name", "Deployment model", "Product", "Vendor", "Business unit", "Owner", "Criticality", "Notes", "My own column"]
CONTROLS = ["System", "Domain", "Control", "Owner", "Status", "Evidence", "Provider evidence", "Exception reason", "Exception approver", "Exception expires"]


def assigned():
    """All of them; of those for private use, which nobody assigns, a sample."""
    kind = unicodedata.category
    return [c for c in map(chr, range(1, 0x110000)) if kind(c) not in ("Cn", "Cs", "Co") or kind(c) == "Co" and ord(c) % 97 == 0]


def book(letters, a_system):
    systems, controls = [HEAD], [CONTROLS]
    for n, at in enumerate(range(0, len(letters), a_system)):
        text = " ".join(safe_xml(c) for c in letters[at : at + a_system])
        systems.append([f"S{n}-{text}", f"Sys{n} {text}", "SaaS" if n % 3 else text, text, text, text, f"Ann {text}" if n % 2 else text, "High", text, text])
        controls.append([f"S{n}-{text}", DOMAINS[n % 16], text, text, "Implemented" if n % 2 else text, f"SOC 2 report {text}", text, text, text, "2027-01-01"])
    name = re.sub(r"[\[\]:*?/\\]", "", "".join(safe_xml(c) for c in letters[:8]))
    return tables.xlsx([(f"Systems {name}"[:31], systems), ("Controls", controls)])


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("program")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--machine-fonts", action="store_true")
    asked.add_argument("--validate", action="store_true")
    asked.add_argument("--from", type=int, default=0, dest="start")
    asked = asked.parse_args()
    program, letters = os.path.abspath(asked.program), assigned()
    if asked.quick:
        letters = letters[::97]
    size, a_system, bad, done = 3_000, 20, 0, 0
    folder = Path(tempfile.mkdtemp(prefix="letters-"))
    for number, at in enumerate(range(0, len(letters), size)):
        if number < asked.start:
            continue
        batch = letters[at : at + size]
        few = "".join(c for c in batch[:: max(1, len(batch) // 12)] if c != "\0")
        name = "".join(c for c in few if c not in "/\0") + ".xlsx"
        while len(name.encode()) > 200:
            name = name[1:]
        (folder / name).write_bytes(book(batch, a_system))
        quoted = tables.toml(few)
        (folder / "unowned.toml").write_text(f"[report]\nlabel = {quoted}\nprepared_by = {quoted}\nreviewed_by = {quoted}\n[reading.values.status]\n{tables.toml(few[:3])} = 'implemented'\n")
        fonts = [] if asked.machine_fonts else ["--embedded-fonts"]
        argv = [program, "report", name, *AS_OF, "--config", "unowned.toml", "--org", few, "-o", "out.pdf", "--json", "out.json", "--force", "--since", "none", "--detail", "all", "-v", *fonts]
        ended = subprocess.run(argv, cwd=folder, capture_output=True)
        found = []
        if ended.returncode != 0:
            found.append(f"status {ended.returncode}: {ended.stderr[-300:].decode('utf8', 'replace')}")
        else:
            found += look(folder, batch, few, ended.stderr.decode("utf8", "replace"), not asked.machine_fonts, asked.validate)
        done += len(batch)
        if found:
            bad += 1
            print(f"U+{ord(batch[0]):04X} to U+{ord(batch[-1]):04X}: {'; '.join(found)}", flush=True)
        (folder / name).unlink()
    shutil.rmtree(folder)
    print(f"{done} code points in {-(-len(letters) // size) - asked.start} reports: {bad} ended badly")
    return 1 if bad else 0


def shown(text):
    """Every letter of a text, however it is broken into lines."""
    return set(unicodedata.normalize("NFC", text)) | set(unicodedata.normalize("NFD", text)) | set(unicodedata.normalize("NFKC", text))


def look(folder, batch, few, told, embedded, validate):
    found = []
    text = subprocess.run(["pdftotext", "out.pdf", "-"], cwd=folder, capture_output=True).stdout.decode("utf8", "replace")
    if letters := [one for one in forbidden(text, "\n\f\t") if one not in ("U+202A", "U+202B", "U+202C")]:
        found.append(f"in the PDF: {letters}")
    record = json.loads((folder / "out.json").read_text())
    said = json.dumps(record, ensure_ascii=False)
    if letters := forbidden(said, "\n"):
        found.append(f"in the record: {letters}")
    codes = set(re.findall(r"U\+([0-9A-F]{4,6})", re.sub(r"\s", "", text)))
    there = shown(text)
    visible = lambda c: unicodedata.category(c)[0] in "LNPS" and unicodedata.normalize("NFC", c) == c and unicodedata.normalize("NFKC", c) == c
    lost = [c for c in batch if visible(c) and c not in there and f"{ord(c):04X}" not in codes and not ignorable(c)]
    if lost:
        found.append(f"{len(lost)} neither shown nor named: {[f'U+{ord(c):04X}' for c in lost[:8]]}")
    replaced = codes & {f"{ord(c):04X}" for c in few if visible(c)}
    # On the pages and on the terminal; the record has the text itself.
    reported = all("fontsofthereportdonothold" in re.sub(r"[\s\u00ad-]", "", where) for where in (text, told))
    if embedded and replaced and not reported:
        found.append(f"codes on the pages and no finding: {sorted(replaced)[:5]}")
    if validate:
        script = Path(__file__).parent.parent / "validate.py"
        ran = subprocess.run([sys.executable, str(script), "out.pdf"], cwd=folder, capture_output=True, text=True)
        if ran.returncode:
            found.append(ran.stdout.strip().replace("\n", " "))
    return found


def ignorable(letter):
    """Letters without a shape of their own that Unicode counts as letters."""
    return letter in "\u115f\u1160\u3164\uffa0\u17b4\u17b5"


if __name__ == "__main__":
    sys.exit(main())
