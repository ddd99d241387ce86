#!/usr/bin/env python3
"""Asks openpyxl, xlrd and LibreOffice what stands in the files of conformance.rs, and writes conformance.csv anew.

    UNOWNED_CONFORMANCE=/tmp/odd cargo test --release --test read odd_files; python3 tests/read/conformance.py /tmp/odd

A cell is shown with its place: 'text', number, true, 2026-09-30; a moment by its day alone, since no more is read.
"""

import csv
import datetime
import math
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import xlrd
from openpyxl.utils import get_column_letter

HERE = Path(__file__).resolve().parent
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def number(value):
    if not math.isfinite(value):
        return str(value)
    return str(int(value)) if value == int(value) else repr(value)


def shown(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return f"no day: {value}"
    text = str(value)
    if text.startswith("#") and text.rstrip("!?").isupper():
        return f"error: {text}"
    return f"'{len(text)} letters'" if len(text) > 100 else "'" + " ".join(text.split()) + "'"


def said(cells):
    told = (f"{get_column_letter(column)}{row} {text}" for row, column, text in sorted(cells) if text not in ("", "''"))
    return " | ".join(told) or "nothing"


def by_openpyxl(path):
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    return said((c.row, c.column, shown(c.value)) for row in sheet.iter_rows() for c in row if c.value is not None)


def by_xlrd(path):
    book = xlrd.open_workbook(path)
    sheet, cells = book.sheet_by_index(0), []
    for row in range(sheet.nrows):
        for column in range(sheet.ncols):
            cell = sheet.cell(row, column)
            if cell.ctype == xlrd.XL_CELL_DATE:
                told = xlrd.xldate_as_datetime(cell.value, book.datemode).date().isoformat()
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                told = str(bool(cell.value)).lower()
            elif cell.ctype == xlrd.XL_CELL_ERROR:
                told = "error: " + xlrd.error_text_from_code[cell.value]
            else:
                told = shown(cell.value) if cell.value != "" else ""
            cells.append((row + 1, column + 1, told))
    return said(cells)


def by_libre_office(path):
    cells, row = [], 0
    table = ElementTree.parse(path).getroot().find(f".//{TABLE}table")
    for line in table.iter(f"{TABLE}table-row"):
        repeated, column = int(line.get(f"{TABLE}number-rows-repeated", 1)), 0
        for cell in line:
            times = int(cell.get(f"{TABLE}number-columns-repeated", 1))
            told = of_office(cell) if cell.tag == f"{TABLE}table-cell" else ""
            if told:
                cells += [(row + r + 1, column + c + 1, told) for r in range(repeated) for c in range(times)]
            column += times
        row += repeated
    return said(cells)


def paragraph(element):
    text = element.text or ""
    for inner in element:
        if inner.tag == f"{TEXT}s":
            text += " " * int(inner.get(f"{TEXT}c", 1))
        elif inner.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            text += " "
        else:
            text += paragraph(inner)
        text += inner.tail or ""
    return text


def of_office(cell):
    kind = cell.get(f"{OFFICE}value-type")
    text = "\n".join(paragraph(p) for p in cell.findall(f"{TEXT}p"))
    if cell.get(f"{CALC}value-type") == "error":
        return f"error: {text}"
    if kind in ("float", "percentage", "currency"):
        return number(float(cell.get(f"{OFFICE}value")))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value")
    if kind == "date":
        return cell.get(f"{OFFICE}date-value")[:10]
    if kind == "time":
        return f"no day: {text}"
    return shown(text) if kind == "string" and text.strip() else ""


def asked(ask, path):
    try:
        return ask(path)
    except Exception as error:
        return f"refused: {type(error).__name__}"


def main(folder):
    with tempfile.TemporaryDirectory() as work:
        files = sorted(p for p in folder.iterdir() if p.suffix in (".xlsx", ".xls", ".ods", ".xlsb"))
        for kind in (".xlsx", ".xls", ".ods", ".xlsb"):
            out = Path(work, kind[1:])
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{work}/lo", "--convert-to", "fods", "--outdir", out]
            subprocess.run([*command, *(p for p in files if p.suffix == kind)], check=True, capture_output=True)
        kept = HERE / "conformance.csv"
        reasons = {line["file"]: line["because"] for line in csv.DictReader(kept.open())} if kept.exists() else {}
        with kept.open("w", newline="") as table:
            lines = csv.writer(table, lineterminator="\n")
            lines.writerow(["file", "openpyxl", "xlrd", "libreoffice", "unowned", "because"])
            for name, ours in csv.reader((folder / "unowned.csv").open()):
                path = folder / name
                office = Path(work, path.suffix[1:], path.stem + ".fods")
                lines.writerow([
                    name,
                    asked(by_openpyxl, path) if path.suffix == ".xlsx" else "",
                    asked(by_xlrd, path) if path.suffix == ".xls" else "",
                    by_libre_office(office) if office.exists() else "refused",
                    ours,
                    reasons.get(name, ""),
                ])


main(Path(sys.argv[1]))
