#!/usr/bin/env python3
"""Workbooks as a spreadsheet program takes them: 0 findings, or the exit status is 1.

    workbooks.py FILE.xlsx...        (pip install openxml-audit==0.8.0 openpyxl)

Each is put through an OOXML validator (schemas and the rules beside them), and looked through for what makes Excel offer a repair and no
schema says: tables whose headings differ from their cells, names and links that lead nowhere, drop-downs that are too long. Where
LibreOffice is at hand, all are saved by it once more, and every cell must still say the same."""

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

import openpyxl
from lxml import etree
from openpyxl.utils import range_boundaries

MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def package(path):
    """Content types, relationships and ids: every part is described, everything that is pointed at is there."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        extensions = {t.get("Extension").lower() for t in types if t.tag.endswith("Default")}
        parts = [t.get("PartName") for t in types if t.tag.endswith("Override")]
        for name in names - {"[Content_Types].xml"}:
            if "/" + name not in parts and name.rsplit(".", 1)[-1].lower() not in extensions:
                yield f"{name}: no content type"
        yield from (f"{part}: content type of a part that is not there" for part in parts if part[1:] not in names)
        for name in sorted(n for n in names if n.endswith(".rels")):
            folder = PurePosixPath(name).parent.parent
            seen = set()
            for relation in etree.fromstring(archive.read(name)):
                if relation.get("Id") in seen:
                    yield f"{name}: {relation.get('Id')} twice"
                seen.add(relation.get("Id"))
                target = relation.get("Target")
                whole = target[1:] if target.startswith("/") else str(folder / target)
                steps = []
                for step in whole.split("/"):
                    steps = steps[:-1] if step == ".." else steps + [step] * (step not in ("", "."))
                if relation.get("TargetMode") != "External" and "/".join(steps) not in names:
                    yield f"{name}: {target} is not there"
                if relation.get("TargetMode") == "External" and not target.startswith("#"):
                    yield f"{name}: leads out of the file: {target}"


def sheets(path):
    """Names, tables, drop-downs, links."""
    book = openpyxl.load_workbook(path)
    titles = [sheet.title for sheet in book]
    if len({title.lower() for title in titles}) < len(titles):
        yield "two sheets of one name"
    yield from (f"{t!r}: no name for a sheet" for t in titles if len(t) > 31 or re.search(r"[\[\]:*?/\\]", t) or t.strip("'") != t)
    known = lambda formula: all(
        (quoted or plain).replace("''", "'") in titles for quoted, plain in re.findall(r"(?:'((?:[^']|'')+)'|([A-Za-z0-9_.]+))!", formula)
    )
    for name, defined in book.defined_names.items():
        if not known(defined.attr_text):
            yield f"{name} = {defined.attr_text}: leads nowhere"
    tables = set()
    for sheet in book:
        areas = []
        for table in sheet.tables.values():
            where = f"{sheet.title}, table {table.displayName}"
            if table.displayName.lower() in tables:
                yield f"{where}: its name is taken"
            tables.add(table.displayName.lower())
            left, top, right, bottom = range_boundaries(table.ref)
            heads = [str(sheet.cell(top, column).value) for column in range(left, right + 1)]
            if heads != [column.name for column in table.tableColumns]:
                yield f"{where}: headings differ: {heads} {[c.name for c in table.tableColumns]}"
            if len({head.lower() for head in heads}) < len(heads) or bottom <= top:
                yield f"{where}: two headings are one, or no row"
            if table.autoFilter is not None and table.autoFilter.ref != table.ref:
                yield f"{where}: its filter has other cells"
            if any(l <= right and left <= r and t <= bottom and top <= b for l, t, r, b in areas):
                yield f"{where}: lies over another"
            areas.append((left, top, right, bottom))
        for rule in sheet.data_validations.dataValidation:
            for formula in filter(None, [rule.formula1, rule.formula2]):
                if len(formula) > 255 or not known(formula):
                    yield f"{sheet.title}!{rule.sqref}: drop-down {formula[:60]}"
        for row in sheet.iter_rows():
            for cell in row:
                at = f"{sheet.title}!{cell.coordinate}"
                if isinstance(cell.value, str) and len(cell.value.encode("utf-16-le")) > 2 * 32767:
                    yield f"{at}: too long"
                if cell.data_type == "f" and (len(cell.value) > 8192 or not known(cell.value)):
                    yield f"{at}: {cell.value[:80]}"
                if cell.hyperlink is not None and cell.hyperlink.location and not known(cell.hyperlink.location):
                    yield f"{at}: leads to {cell.hyperlink.location}"
                if cell.comment is not None and len(cell.comment.text) > 32767:
                    yield f"{at}: remark too long"


def values(path):
    book = openpyxl.load_workbook(path, data_only=True)
    cells = {}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    cells[sheet.title, cell.coordinate] = cell.value
    return cells


def saved_again(paths):
    """What LibreOffice makes of them: the same values in the same cells."""
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "in"
        inside.mkdir()
        copies = [shutil.copy(path, inside / f"{number}.xlsx") for number, path in enumerate(paths)]
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, *copies],
            check=True, capture_output=True, timeout=1800,
        )
        for number, path in enumerate(paths):
            before, after = values(path), values(Path(folder) / f"{number}.xlsx")
            for at in sorted(before.keys() | after.keys()):
                one, other = before.get(at), after.get(at)
                same = abs(one - other) < 1e-9 if isinstance(one, float) and isinstance(other, (int, float)) else one == other
                if not same:
                    yield path, f"{at[0]}!{at[1]}: {one!r} became {other!r}"


def main(paths):
    found = 0
    validator = [shutil.which("openxml-audit") or str(Path(sys.executable).parent / "openxml-audit"), "--policy", "strict", "-m", "0", "-q"]
    for path in paths:
        told = [*package(path), *sheets(path)]
        run = subprocess.run([*validator, path], capture_output=True, text=True)
        if run.returncode != 0:
            told += run.stdout.splitlines() or run.stderr.splitlines()
        for line in told:
            print(f"{path}: {line}")
        found += len(told)
    if shutil.which("soffice"):
        for path, line in saved_again(paths):
            print(f"{path}: through LibreOffice: {line}")
            found += 1
    print(f"{len(paths)} workbooks, {found} findings")
    return found != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
