#!/usr/bin/python3
"""The links of a register after its tables were sorted in LibreOffice: each still leads to the row that it names.

    sorted.py REGISTER.xlsx...        (LibreOffice and its python3-uno)

The sheets Controls, Systems and Gaps are sorted by several columns, down and up; then every link that a formula finds (the column "Fill in"
of the gaps) is followed. It must lead to the same row of text as before, and that row must speak of the gap's system and domain."""

import contextlib
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import TableSortField

LINK = re.compile(r'=HYPERLINK\((".*?"&MATCH\(.*?\));".*"\)', re.IGNORECASE)


def named(name, value):
    return PropertyValue(Name=name, Value=value)


@contextlib.contextmanager
def office():
    """A LibreOffice of our own."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"unowned{time.monotonic_ns()}"
        accept = f"--accept=pipe,name={pipe};urp;"
        run = subprocess.Popen(["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}", accept])
        resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        for _ in range(120):
            with contextlib.suppress(NoConnectException):
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            time.sleep(0.5)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        yield desktop
        with contextlib.suppress(Exception):
            desktop.terminate()
        run.wait(30)


def used(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow


def texts(sheet, row):
    last, _ = used(sheet)
    return tuple(sheet.getCellByPosition(column, row).String for column in range(last + 1))


def heads(sheet):
    """The row of the headings: the first with several texts."""
    return next(row for row in range(6) if sum(map(bool, texts(sheet, row))) > 3)


def sort(sheet, column, ascending):
    head, (last, end) = heads(sheet), used(sheet)
    if end <= head:
        return
    area = sheet.getCellRangeByPosition(0, head, last, end)
    field = TableSortField(Field=column, IsAscending=ascending)
    area.sort((named("ContainsHeader", True), named("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (field,)))))


def followed(book, scratch):
    """For each gap the row that its link leads to."""
    gaps = book.Sheets.getByIndex(2)
    last, end = used(gaps)
    led = {}
    for row in range(heads(gaps) + 1, end + 1):
        cells = [gaps.getCellByPosition(column, row) for column in range(last + 1)]
        links = [found for found in (LINK.match(cell.Formula.replace(",0)", ";0)").replace(',"', ';"')) for cell in cells) if found]
        for link in links:
            scratch.Formula = "=" + link.group(1)
            where = re.fullmatch(r"#(\w+)!([A-Z]+)(\d+)", scratch.String)
            assert where, f"{cells[0].String}: {scratch.Formula} is {scratch.String}"
            sheet = book.Sheets.getByName(where.group(1))
            led[cells[0].String] = (where.group(1), where.group(2), texts(sheet, int(where.group(3)) - 1))
        assert links or not cells[0].String, f"{cells[0].String} has no link"
    return led


def speaks(gap, cells):
    """Whether a row of controls, or of systems, is about a gap."""
    system, _, domain = gap.partition("/")
    whole = " ".join(cells).lower()
    words = domain.partition("@")[0].split("-")
    wide = re.search(r"\b(all|unit:|model:)", whole)
    named = all(word in whole or "all" in cells for word in words)
    return (system.lower() in whole or wide) and (named or domain == "unclassified")


def look(desktop, path):
    book = desktop.loadComponentFromURL(Path(path).resolve().as_uri(), "_blank", 0, (named("Hidden", True),))
    book.calculateAll()
    scratch = book.Sheets.getByName("Lists").getCellByPosition(20, 0)
    before, wrong = followed(book, scratch), 0
    for gap, (_, _, cells) in before.items():
        if not speaks(gap, cells):
            print(f"{path}: {gap} leads to {cells[:6]}")
            wrong += 1
    names = [name for name in ("Controls", "Systems") if book.Sheets.hasByName(name)]
    for column, ascending in ((0, False), (1, True), (4, False)):
        for sheet in [book.Sheets.getByName(name) for name in names] + [book.Sheets.getByIndex(2)]:
            sort(sheet, column, ascending)
        book.calculateAll()
        after = followed(book, scratch)
        for gap in before.keys() | after.keys():
            if before.get(gap) != after.get(gap):
                print(f"{path}: sorted by column {column}, {gap} leads to {after.get(gap)}, not to {before.get(gap)}")
                wrong += 1
    book.close(True)
    print(f"{path}: {len(before)} links followed, each after three sorts; {wrong} lead elsewhere")
    return wrong


def main(paths):
    with office() as desktop:
        return sum(look(desktop, path) for path in paths) != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
