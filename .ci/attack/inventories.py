"""Hostile inventories."""

import os
import struct
import zipfile
import zlib

import tables
from case import AS_OF, SYSTEMS, Case, report
from tables import MAIN, book_parts, cell, ods, ods_content, ods_row, pack, sheet_rows, worksheet, xlsx

HEAD = ["System ID", "Name", "Deployment model", "Vendor", "Owner", "Business unit", "Criticality"]
CONTROLS = ["System", "Security domain", "Control", "Owner", "Status", "Evidence"]
DOMAINS = [
    "Application Security", "AI Ethics and Safety", "Model Security", "User Access Control", "Data Privacy", "Data Security",
    "Monitoring and Logging", "Compliance and Governance", "Supply Chain Security", "Network Security", "Infrastructure Security",
    "Incident Response", "Agent Governance", "Multi-system Integration Security", "Context and Memory Security", "Prompt Security",
]
MODELS = ["SaaS", "PaaS", "On-premises", "Agentic"]
CASES = []


def of(name, content, ends="well", large=False, more=()):
    """A case of one file."""

    def make(folder):
        made = content() if callable(content) else content
        (folder / name).write_bytes(made.encode() if isinstance(made, str) else made)

    CASES.append(Case(f"inventory/{name}", make, report(name, more=more), ends, large))


def files(name, made, argv, ends="well", large=False):
    """A case of several files: names and contents."""

    def make(folder):
        for file, content in (made() if callable(made) else made).items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content.encode() if isinstance(content, str) else content)

    CASES.append(Case(f"inventory/{name}", make, argv, ends, large))


def placed(name, place, argv, ends="refused"):
    """A case that is more than files."""
    CASES.append(Case(f"inventory/{name}", place, argv, ends))


GOOD = sheet_rows([HEAD, ["AI-1", "Chat", "SaaS", "Acme", "Ann Lee", "Finance", "High"]])


def one_sheet(data, before="", after="", **more):
    return pack(book_parts([("Systems", worksheet(data, before, after))], **more))


# Packages that unpack to much.
SIZE = 1 << 30
of("spaces-1g.xlsx", lambda: one_sheet(GOOD + " " * SIZE), "refused", True)
of("cells-1g.xlsx", lambda: one_sheet(GOOD + "<row r='3'><c r='A3'><v>1</v></c></row>" * (SIZE // 40)), "refused", True)
of("strings-1g.xlsx", lambda: one_sheet(GOOD, strings=f'<sst xmlns="{MAIN}">' + "<si><t>aaaaaaaaaa</t></si>" * (SIZE // 26) + "</sst>"), "refused", True)
of("attribute-256m.xlsx", lambda: one_sheet(f"<row r='1' x='{'a' * (SIZE // 4 - 4000)}'/>" + GOOD), "well", True)
of("comment-250m.xlsx", lambda: one_sheet("<!--" + "a" * 250_000_000 + "-->" + GOOD), "well", True)
of("styles-250m.xlsx", lambda: one_sheet(GOOD, styles=f'<styleSheet xmlns="{MAIN}"><cellXfs>' + "<xf numFmtId='14'/>" * 12_000_000 + "</cellXfs></styleSheet>"), "well", True)
of("formats.xlsx", lambda: one_sheet(GOOD, styles=f'<styleSheet xmlns="{MAIN}"><numFmts>' + "".join(f"<numFmt numFmtId='{n}' formatCode='{'y' * 500}'/>" for n in range(200, 60_000)) + "</numFmts></styleSheet>"))
of("small-bomb.xlsx", lambda: one_sheet(GOOD + " " * 60_000_000), "refused")
of("one-string-131072-times.xlsx", lambda: one_sheet("".join(f"<row r='{r}'><c r='A{r}' t='s'><v>0</v></c></row>" for r in range(1, 131_073)), strings=f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si></sst>'), "refused")
of("nested-tags.xlsx", lambda: one_sheet("<a>" * 5_000_000 + "</a>" * 5_000_000), "refused", True)
of("nested-in-a-cell.xlsx", lambda: one_sheet("<row r='1'><c r='A1' t='inlineStr'>" + "<is>" * 300_000 + "<t>x</t>" + "</is>" * 300_000 + "</c></row>"))
of("unique-count-1e11.xlsx", lambda: one_sheet(GOOD, strings=f'<sst xmlns="{MAIN}" uniqueCount="100000000000"/>'), "well")
of("unique-count-2e64.xlsx", lambda: one_sheet(GOOD, strings=f'<sst xmlns="{MAIN}" uniqueCount="18446744073709551615"/>'), "well")
of("unique-count-1e8.xlsx", lambda: one_sheet(GOOD, strings=f'<sst xmlns="{MAIN}" uniqueCount="100000000"><si><t>a</t></si></sst>'), "well")
of("parts-100000.xlsx", lambda: pack(list(book_parts([("Systems", worksheet(GOOD))]).items()) + [(f"x/{n}.xml", "<a/>") for n in range(100_000)]), "refused", True)
of("parts-2500.xlsx", lambda: pack(list(book_parts([("Systems", worksheet(GOOD))]).items()) + [(f"x/{n}.xml", "<a/>") for n in range(2_500)]), "refused")
of("laughs.xlsx", lambda: pack(book_parts([("Systems", '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY a{n} "{"&a" + str(n - 1 if n > 1 else "") + ";"}{"&a;" * 9}">' for n in range(1, 10)) + "]>" + worksheet(GOOD + "&a9;"))])), "refused")
of("outside-entity.xlsx", lambda: pack(book_parts([("Systems", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + worksheet(sheet_rows([HEAD, ["AI-1", "&x;", "SaaS"]])))])), "refused")


# Places, claims, repeats.
of("two-corners.xlsx", lambda: one_sheet("<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"))
of("two-corners-with-list.xlsx", lambda: one_sheet(GOOD + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"))
of("dimension-claims-all.xlsx", lambda: one_sheet(GOOD, "<dimension ref='A1:XFD1048576'/>"), "reads")
of("row-4294967295.xlsx", lambda: one_sheet(GOOD + "<row r='4294967295'><c r='A4294967295'><v>1</v></c></row>"), "refused")
of("column-zzzzzzzz.xlsx", lambda: one_sheet(GOOD + "<row r='3'><c r='ZZZZZZZZ3'><v>1</v></c></row>"), "refused")
of("date-1e300.xlsx", lambda: one_sheet(GOOD + "<row r='3'><c r='A3' s='1'><v>1e300</v></c></row>", styles=f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'))
of("numbers-odd.xlsx", lambda: one_sheet(GOOD + "".join(f"<row r='{r}'><c r='A{r}'><v>{v}</v></c></row>" for r, v in enumerate(["NaN", "inf", "-inf", "1e999", "-0", "0x10", "9" * 400, "1e-999"], 3))))
of("shared-formula-200000.xlsx", lambda: one_sheet(GOOD + "<row r='3'><c r='A3'><f t='shared' ref='A3:A200003' si='0'>B3</f><v>1</v></c></row>" + "".join(f"<row r='{r}'><c r='A{r}'><f t='shared' si='0'/><v>1</v></c></row>" for r in range(4, 200_004))))
of("array-formula-all.xlsx", lambda: one_sheet(GOOD + "<row r='3'><c r='A3'><f t='array' ref='A1:XFD1048576'>1</f><v>1</v></c></row>"))


def sheets_on_one_part(number, rows):
    parts = book_parts([("Systems", worksheet(sheet_rows([HEAD] + [[f"AI-{r}", f"Chat {r}", "SaaS"] for r in range(rows)])))])
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, number + 1))
    parts["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}" xmlns:r="{tables.OFFICE}"><sheets>{listed}</sheets></workbook>'
    return pack(parts)


of("sheets-255-on-one-part.xlsx", lambda: sheets_on_one_part(255, 3_500), "refused")
of("sheets-255-on-one-small-part.xlsx", lambda: sheets_on_one_part(255, 3))
of("sheets-20000-on-one-part.xlsx", lambda: sheets_on_one_part(20_000, 1), "refused")
of("sheets-256-copies.xlsx", lambda: xlsx([(f"S{n}", [HEAD] + [[f"AI-{n}-{r}", f"Chat {n} {r}", "SaaS"] for r in range(4)]) for n in range(256)]))
of("sheets-of-long-names.xlsx", lambda: xlsx([("N" * 30_000, [HEAD, ["AI-1", "Chat", "SaaS"]])]))
of("hidden-columns-all.xlsx", lambda: one_sheet(GOOD, "<cols>" + "<col min='1' max='16384' hidden='1'/>" * 5_000 + "</cols>"))
of("hidden-columns-claimed.xlsx", lambda: one_sheet(GOOD, "<cols>" + "<col min='1' max='4294967295' hidden='1'/>" * 5_000 + "</cols>"))
of("hidden-rows-million.xlsx", lambda: one_sheet(GOOD + "".join(f"<row r='{r}' hidden='1'/>" for r in range(3, 1_000_000))), "well", True)
of("merges-100000.xlsx", lambda: one_sheet(GOOD, after="<mergeCells>" + "<mergeCell ref='A1:XFD1048576'/>" * 100_000 + "</mergeCells>"))
of("merges-in-a-list.xlsx", lambda: one_sheet(sheet_rows([HEAD] + [[f"AI-{r}", f"Chat {r}", "SaaS"] for r in range(2_000)]), after="<mergeCells>" + "".join(f"<mergeCell ref='A{r}:XFD{r + 1000}'/>" for r in range(2, 5_000)) + "</mergeCells>"))
of("links-and-rules.xlsx", lambda: one_sheet(GOOD, after="<hyperlinks>" + "<hyperlink ref='A1:XFD1048576' location='x'/>" * 60_000 + "</hyperlinks>"))

# Packages that lie.


def lying(change):
    whole = bytearray(one_sheet(GOOD))
    change(whole)
    return bytes(whole)


def wrong_sum(whole):
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 16 : at + 20] = b"\0\0\0\0"


def stated_size(size):
    def change(whole):
        at = 0
        while (at := whole.find(b"PK\x01\x02", at)) >= 0:
            whole[at + 24 : at + 28] = struct.pack("<I", size)
            at += 4

    return change


of("sum-wrong.xlsx", lambda: lying(wrong_sum), "refused")
of("size-stated-0.xlsx", lambda: lying(stated_size(0)))
of("size-stated-4g.xlsx", lambda: lying(stated_size(0xFFFFFFFE)))
of("cut-in-half.xlsx", lambda: one_sheet(GOOD)[:700], "refused")
of("names-twice.xlsx", lambda: pack(list(book_parts([("Systems", worksheet(GOOD))]).items()) + [("xl/worksheets/sheet1.xml", worksheet(""))]), "refused")
of("names-out.xlsx", lambda: pack(list(book_parts([("Systems", worksheet(GOOD))]).items()) + [("../../../../tmp/evil", "x"), ("/etc/x", "y"), ("a\\..\\b", "z")]))
of("no-sheets.xlsx", lambda: pack(book_parts([])))
of("stored-zip-in-zip.xlsx", lambda: pack({"a.xlsx": pack({"b.xlsx": one_sheet(GOOD)})}), "refused")
of("end-record-lies.xlsx", lambda: one_sheet(GOOD)[:-22] + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 0xFFFFFFFF, 0xFFFFFFFF, 0), "refused")
of("relation-to-itself.xlsx", lambda: pack({**book_parts([("Systems", worksheet(GOOD))]), "xl/_rels/workbook.xml.rels": tables.relations([("worksheet", "workbook.xml")])}))

# OpenDocument.
HEADS = ods_row(HEAD)
of("repeat-a-row.ods", lambda: ods([("Systems", HEADS + ods_row(["AI-1", "Chat", "SaaS"], 'table:number-rows-repeated="1000000"'))]))
of("repeat-a-row-4294967295.ods", lambda: ods([("Systems", HEADS + ods_row(["AI-1", "Chat", "SaaS"], 'table:number-rows-repeated="4294967295"'))]))
of("repeat-rows-of-text.ods", lambda: ods([("Systems", HEADS + ods_row(["AI-1", "x" * 30_000, "SaaS"], 'table:number-rows-repeated="60000"'))]))
of("repeat-rows-and-columns.ods", lambda: ods([("Systems", HEADS + '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>')]))
of("repeat-90m-in-tables.ods", lambda: ods([(f"T{n}", HEADS + ods_row(["AI-1", "Chat", "SaaS"], 'table:number-rows-repeated="300000"')) for n in range(100)]))
of("repeat-spaces.ods", lambda: ods([("Systems", HEADS + '<table:table-row><table:table-cell office:value-type="string"><text:p>a<text:s text:c="4294967295"/>b</text:p></table:table-cell></table:table-row>')]))
of("repeat-spaces-often.ods", lambda: ods([("Systems", HEADS + "<table:table-row>" + '<table:table-cell office:value-type="string"><text:p>' + '<text:s text:c="32000"/>b' * 40_000 + "</text:p></table:table-cell></table:table-row>")]))
of("ends-in-a-table.ods", lambda: ods_content('<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="a">'), "refused")
of("ends-in-an-annotation.ods", lambda: ods([("S", '<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>')])[:], "refused")
of("nested-tables.ods", lambda: ods([("S", '<table:table-row><table:table-cell><table:table>' * 100_000)]), "refused")
of("nested-groups.ods", lambda: ods([("Systems", "<table:table-row-group>" * 200_000 + HEADS + ods_row(["AI-1", "Chat", "SaaS"]) + "</table:table-row-group>" * 200_000)]))
of("nested-spans.ods", lambda: ods([("Systems", HEADS + '<table:table-row><table:table-cell office:value-type="string"><text:p>' + "<text:span>" * 200_000 + "x" + "</text:span>" * 200_000 + "</text:p></table:table-cell></table:table-row>")]))


# Old containers: a compound file whose table of sectors runs in a circle, and one with a password.


def compound(stream, loop=False):
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIII", head, 44, 1, 1, 0, 4096)
    struct.pack_into("<IIIII", head, 60, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    for at in range(77, 512, 4):
        struct.pack_into("<I", head, at - 1, 0xFFFFFFFF)
    struct.pack_into("<I", head, 76, 0)
    fat = [0xFFFFFFFD, 0xFFFFFFFE] + [2 if loop else 0xFFFFFFFE] + [0xFFFFFFFF] * 125

    def entry(name, kind, child, start, size):
        made = bytearray(128)
        wide = name.encode("utf-16-le")
        made[: len(wide)] = wide
        struct.pack_into("<H", made, 64, len(wide) + 2)
        made[66], made[67] = kind, 1
        struct.pack_into("<III", made, 68, 0xFFFFFFFF, 0xFFFFFFFF, child)
        struct.pack_into("<IQ", made, 116, start, size)
        return bytes(made)

    listed = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(stream, 2, 0xFFFFFFFF, 2, 0x7FFFFFFF if loop else 4096) + bytes(256)
    return bytes(head) + struct.pack("<128I", *fat) + listed + bytes(512)


of("loop.xls", lambda: compound("Workbook", loop=True), "refused")
of("no-loop.xls", lambda: compound("Workbook"), "refused")
of("password.xlsx", lambda: compound("EncryptedPackage"), "refused")

# Text tables.
of("commas-32m.csv", lambda: "," * (32 << 20), "refused")
of("commas-in-rows-32m.csv", lambda: "a,b,c\n" + ("," * 1000 + "\n") * 33_000)
of("one-field-32m.csv", lambda: "x" * (32 << 20), "refused")
of("breaks-32m.csv", lambda: "System,Owner\n" + "\n" * (31 << 20))
of("quotes-32m.csv", lambda: '"' * (32 << 20), "refused")
of("open-quote.csv", lambda: 'System,Owner\n"Chat,Ann\n' + "Robot,Bob\n" * 1_000_000, "refused")
of("zeros-32m.csv", lambda: bytes(32 << 20), "refused")
of("larger-than-32m.csv", lambda: b"a" * ((32 << 20) + 1), "refused")
of("wide-16384.csv", lambda: ",".join(f"h{n}" for n in range(16_384)) + "\n" + ",".join("x" for n in range(16_384)) + "\n")
of("wide-20000.csv", lambda: "," * 20_000, "refused")
of("semicolons-tabs-pipes.csv", lambda: "a;b\tc|d,e\n" * 200_000)
of("utf16-cut.csv", lambda: ("System,Owner\nChat,Ann\n" * 1000).encode("utf-16")[:-1])
of("utf32.csv", lambda: ("System,Owner\nChat,Ann\n" * 1000).encode("utf-32"))
of("bytes-all.csv", lambda: bytes(range(256)) * 4_000)
of("one-name-330000-times.csv", lambda: "Name,Deployment model\n" + "Chat,SaaS\n" * 330_000)
of("one-name-20000-times.csv", lambda: "Name,Deployment model\n" + "Chat,SaaS\n" * 20_000, large=True)
of("one-id-15000-times.csv", lambda: "System ID,Name,Deployment model\n" + "".join(f"AI-1,Chat {n},SaaS\n" for n in range(15_000)), large=True)
of("names-alike-5000.csv", lambda: "Name,Deployment model\n" + "".join(f"Chat{' ' * (n % 7)}{'!' * (n % 50)}{n // 350},SaaS\n" for n in range(5_000)))

# Honest, and large.


def systems(number, units=10, vendors=10, owners=10, name=lambda n: f"System {n}", models=MODELS):
    return tables.csv([HEAD] + [[f"AI-{n:06}", name(n), models[n % len(models)], f"Vendor {n % vendors}", f"Owner{n % owners} Lee{n % owners}", f"Unit {n % units}", "High"] for n in range(number)])


def controls(rows):
    return tables.csv([CONTROLS] + rows)


files("100000-systems", lambda: {"s.csv": systems(100_000)}, report("s.csv"), "refused", True)
files("20000-systems", lambda: {"s.csv": systems(20_000)}, report("s.csv"), "well", True)
files("5000-systems-16-rows", lambda: {"s.csv": systems(5_000), "c.csv": controls([[f"AI-{n:06}", d, f"Control {n}", f"Owner{n % 9} Lee", "Implemented", "https://e.example/x"] for n in range(5_000) for d in DOMAINS])}, report("s.csv", "c.csv"), "well", True)
files("million-control-rows", lambda: {"s.csv": systems(200), "c.csv": "System,Security domain\n" + "AI-000001,Data Privacy\n" * 1_000_000}, report("s.csv", "c.csv"), "well", True)
files("600000-control-rows", lambda: {"s.csv": systems(200), "c.csv": "System,Security domain\n" + "AI-000001,Data Privacy\n" * 450_000}, report("s.csv", "c.csv"), "well", True)
files("10000-units", lambda: {"s.csv": systems(10_000, units=10_000)}, report("s.csv"), "well", True)
files("5000-units", lambda: {"s.csv": systems(5_000, units=5_000)}, report("s.csv"), "well", True)
files("5000-vendors", lambda: {"s.csv": systems(5_000, vendors=5_000)}, report("s.csv"), "well", True)
files("5000-sign-off-sheets", lambda: {"s.csv": systems(5_000, owners=5_000), "c.csv": controls([[f"AI-{n:06}", "Data Privacy", "c", f"Person{n} Lee{n}", "Planned", ""] for n in range(5_000)])}, report("s.csv", "c.csv", more=["--sign-off"]), "well", True)
files("1000-sign-off-sheets", lambda: {"s.csv": systems(1_000, owners=1_000), "c.csv": controls([[f"AI-{n:06}", "Data Privacy", "c", f"Person{n} Lee{n}", "Planned", ""] for n in range(1_000)])}, report("s.csv", "c.csv", more=["--sign-off"]), "well", True)
files("5000-stars-5000-systems", lambda: {"s.csv": systems(5_000), "c.csv": controls([["*", DOMAINS[n % 16], f"c{n}", f"Owner{n} Lee", "Planned", ""] for n in range(5_000)])}, report("s.csv", "c.csv"), "refused")
files("detail-all-2000", lambda: {"s.csv": systems(2_000)}, report("s.csv", more=["--detail", "all"]), "well", True)
files("all-outputs-2000", lambda: {"s.csv": systems(2_000, vendors=500)}, report("s.csv", more=["--xlsx", "r.xlsx", "--json", "r.json", "--html", "r.html", "--tables", "t", "--packets", "p", "--mail", "m", "--jira", "j.csv"]), "well", True)
files("1000-files", lambda: {f"s{n:04}.csv": f"System ID,Name,Deployment model\nAI-{n},Chat {n},SaaS\n" for n in range(1_000)}, report(*[f"s{n:04}.csv" for n in range(1_000)]))

# Long texts.
LONG = 30_000
for field in range(len(HEAD)):
    row = ["AI-1", "Chat", "SaaS", "Acme", "Ann Lee", "Finance", "High"]
    row[field] = "Wörd " * (LONG // 5)
    files(f"long-words-{HEAD[field]}", lambda row=row: {"s.xlsx": xlsx([("Systems", [HEAD, row])])}, report("s.xlsx"))
    row = list(row)
    row[field] = "W" * LONG
    files(f"long-letters-{HEAD[field]}", lambda row=row: {"s.xlsx": xlsx([("Systems", [HEAD, row])])}, report("s.xlsx"))
files("long-cells-everywhere", lambda: {"s.xlsx": xlsx([("Systems", [HEAD] + [[f"A{r}" + "x" * LONG] + [f"{r}" + "word " * (LONG // 5)] * 6 for r in range(40)])])}, report("s.xlsx"), large=True)
for field in range(1, len(CONTROLS)):
    row = ["AI-001", "Data Privacy", "c", "Ann Lee", "Implemented", "x"]
    row[field] = "; ".join(["SOC 2 report", "Bo Kim", "planned"] * (LONG // 35))
    files(f"parts-{CONTROLS[field]}", lambda row=row: {"s.csv": SYSTEMS, "c.xlsx": xlsx([("Controls", [CONTROLS, row])])}, report("s.csv", "c.xlsx"))
files("breaks-in-a-cell", lambda: {"s.xlsx": xlsx([("Systems", [HEAD, ["AI-1", "a\n" * 16_000, "SaaS"]])])}, report("s.xlsx"))
files("references-5000", lambda: {"s.csv": systems(5_000), "c.csv": controls([["; ".join(f"AI-{n:06}" for n in range(k, k + 2_700)), "Data Privacy", "c", "Ann Lee", "Planned", ""] for k in range(0, 200)])}, report("s.csv", "c.csv"), "well", True)
files("headings-long", lambda: {"s.xlsx": xlsx([("Systems", [[h + " x" * 10_000 for h in HEAD], ["AI-1", "Chat", "SaaS"]])])}, report("s.xlsx"))
files("decisions-20000", lambda: {"s.csv": SYSTEMS, "d.csv": "Decision,What is asked for,Decided on,By,Outcome,Until,Note\n" + "".join(f"D{n},Name an owner,2026-09-01,Bo,accepted,,\n" for n in range(20_000))}, report("s.csv", "d.csv"))
files("people-100000", lambda: {"s.csv": SYSTEMS, "p.csv": "Name,E-mail,Left on\n" + "".join(f"Ann{n} Lee,a{n}@e.example,2026-01-01\n" for n in range(100_000))}, report("s.csv", "p.csv"), large=True)
files("grid-3000-people", lambda: {"s.csv": tables.csv([["System", *DOMAINS]] + [[f"Sys {r}"] + [f"P{r}x{d} Lee; planned" for d in range(16)] for r in range(1_000)])}, report("s.csv"), large=True)
files("settings-hostile", lambda: {"s.xlsx": xlsx([("Systems", [HEAD, ["AI-1", "Chat", "SaaS"]]), ("Settings", [["Setting", "Value"], ["organisation", "x" * 30_000], ["rules.due_days.critical", "99999999999999999999"], ["report.logo", "/dev/zero"], ["report.accent", "#" + "f" * 3000]])])}, report("s.xlsx"))

# Two large numbers of one thing and another: what grows as their product is found here.
NAMES = ["System ID", "Name", "Deployment model"]


def many_sheets(number, rows, same):
    """Lists of systems that hold the same systems, or systems of their own."""
    one = lambda sheet, row: [f"AI-{row}" if same else f"AI-{sheet}-{row}", f"Chat {row}" if same else f"Chat {sheet} {row}", "SaaS"]
    return xlsx([(f"List {n}", [NAMES] + [one(n, r) for r in range(rows)]) for n in range(number)])


of("tables-3000-on-a-sheet.csv", lambda: "".join(f"System ID,Name,Deployment model\nAI-{n},Chat {n},SaaS\n\n" for n in range(3_000)))
of("tables-of-controls-20000-on-a-sheet.csv", lambda: "".join(f"System,Security domain,Owner\nAI-{n},Data Privacy,Ann Lee\n\n" for n in range(20_000)))
of("headings-3000-repeated.csv", lambda: "System ID,Name,Deployment model\n" + "".join(f"System ID,Name,Deployment model\nAI-{n},Chat {n},SaaS\n" for n in range(3_000)))
of("tables-3000-of-two-sorts-on-a-sheet.csv", lambda: "".join(f"System ID,Name,Deployment model\nAI-{n},Chat {n},SaaS\n\nSystem,Security domain,Owner\nAI-{n},Data Privacy,Ann Lee\n\n" for n in range(1_500)))
of("sheets-250-of-the-same-systems.xlsx", lambda: many_sheets(250, 300, True))
of("sheets-250-of-other-systems.xlsx", lambda: many_sheets(250, 10, False))
of("merges-100000-and-one-tall.xlsx", lambda: one_sheet(sheet_rows([HEAD] + [[f"AI-{r}", f"Chat {r}", "SaaS"] for r in range(60_000)]), after="<mergeCells><mergeCell ref='J2:J100001'/>" + "".join(f"<mergeCell ref='H{r}:I{r}'/>" for r in range(2, 90_000)) + "</mergeCells>"))
of("one-column-of-a-million.csv", lambda: "Name\n" + "".join(f"Chat {n}\n" for n in range(900_000)))
of("columns-16000-of-60-rows.csv", lambda: ",".join(["Name", "Deployment model"] + [f"Column {n}" for n in range(16_000)]) + "\n" + "".join(",".join([f"Chat {r}", "SaaS"] + [f"{r}x{n}" for n in range(16_000)]) + "\n" for r in range(60)))
of("columns-16000-headed-alike.csv", lambda: ",".join(["Name"] + ["Owner"] * 16_000) + "\n" + ",".join(["Chat"] + ["Ann Lee"] * 16_000) + "\n")
of("comments-90000.ods", lambda: ods([("Systems", HEADS + "".join('<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>' + f"not {n} " * 40 + f"</text:p></office:annotation><text:p>AI-{n}</text:p></table:table-cell></table:table-row>" for n in range(90_000)))]), large=True)
files("owners-of-5000-names-in-a-cell", lambda: {"s.csv": SYSTEMS, "c.xlsx": xlsx([("Controls", [CONTROLS] + [["AI-001", "Data Privacy", f"c{r}", "; ".join(f"Ann{n} Lee{r}" for n in range(2_000)), "Planned", ""] for r in range(100)])])}, report("s.csv", "c.xlsx"))
files("owners-60000", lambda: {"s.csv": systems(200), "c.csv": controls([[f"AI-{n % 200:06}", DOMAINS[n % 16], f"c{n}", f"Ann{n} Lee{n}", "Planned", ""] for n in range(60_000)])}, report("s.csv", "c.csv"), large=True)
files("owners-60000-and-people-60000", lambda: {"s.csv": systems(200), "c.csv": controls([[f"AI-{n % 200:06}", DOMAINS[n % 16], f"c{n}", f"Ann{n} Lee{n}", "Planned", ""] for n in range(60_000)]), "p.csv": "Name,E-mail,Left on\n" + "".join(f"Ann{n} Lee{n},a{n}@e.example,2026-01-01\n" for n in range(60_000))}, report("s.csv", "c.csv", "p.csv"), large=True)
files("products-of-4000-systems", lambda: {"s.csv": tables.csv([["System ID", "Name", "Product", "Vendor"]] + [[f"AI-{n}", f"Microsoft Copilot {n} for Azure OpenAI", f"ChatGPT {n} on AWS Bedrock with Claude", f"Vendor {n}"] for n in range(4_000)])}, report("s.csv"), large=True)
files("domains-unknown-60000", lambda: {"s.csv": systems(200), "c.csv": controls([[f"AI-{n % 200:06}", f"Odd domain {n}", f"c{n}", "Ann Lee", "Planned", ""] for n in range(60_000)])}, report("s.csv", "c.csv"), large=True)
files("systems-unknown-60000", lambda: {"s.csv": systems(5_000), "c.csv": controls([[f"System {n}x", DOMAINS[n % 16], f"c{n}", "Ann Lee", "Planned", ""] for n in range(60_000)])}, report("s.csv", "c.csv"), large=True)
files("units-2000-rows-for-units-20000", lambda: {"s.csv": systems(4_000, units=2_000), "c.csv": controls([[f"unit:Unit {n % 2000}", DOMAINS[n % 16], f"c{n}", "Ann Lee", "Planned", ""] for n in range(20_000)])}, report("s.csv", "c.csv"), large=True)
files("evidence-60000", lambda: {"s.csv": systems(200), "c.csv": controls([[f"AI-{n % 200:06}", DOMAINS[n % 16], f"c{n}", "Ann Lee", "Implemented", f"SOC 2 report {n} of 12 March 2026, valid until 31/12/2027; ISO 27001 certificate {n}; ticket SEC-{n}"] for n in range(60_000)])}, report("s.csv", "c.csv"), large=True)
files("exceptions-20000", lambda: {"s.csv": systems(2_000), "c.csv": tables.csv([["System", "Security domain", "Owner", "Status", "Exception reason", "Exception approver", "Exception expires"]] + [[f"AI-{n % 2000:06}", DOMAINS[n // 2000 % 16], "Ann Lee", "Not implemented", f"reason {n}", f"Bo Kim{n}", "2027-01-01"] for n in range(20_000)])}, report("s.csv", "c.csv"), large=True)
files("settings-20000-rows", lambda: {"s.xlsx": xlsx([("Systems", [HEAD, ["AI-1", "Chat", "SaaS"]]), ("Settings", [["Setting", "Value"]] + [[f"renamed.old{n}", f"new{n}"] for n in range(20_000)])])}, report("s.xlsx"))
files("settings-20000-rows-and-one-that-is-wrong", lambda: {"s.xlsx": xlsx([("Systems", [HEAD, ["AI-1", "Chat", "SaaS"]]), ("Settings", [["Setting", "Value"]] + [[f"renamed.old{n}", f"new{n}"] for n in range(20_000)] + [["fiscal_year_start", "13"]])])}, report("s.xlsx"), "refused")
files("settings-20000-columns", lambda: {"s.xlsx": xlsx([("Systems", [HEAD, ["AI-1", "Chat", "SaaS"]]), ("Settings", [["Setting", "Value"]] + [["reading.columns.owner", f"new{n}"] for n in range(20_000)])])}, report("s.xlsx"))
files("settings-20000-words", lambda: {"s.xlsx": xlsx([("Systems", [HEAD, ["AI-1", "Chat", "SaaS"]]), ("Settings", [["Setting", "Value"]] + [[f"reading.values.status.word {n}", "implemented"] for n in range(20_000)])])}, report("s.xlsx"))
files("sheets-named-300000-times", lambda: {"s.csv": SYSTEMS, "unowned.toml": "[reading.sheets]\nsystems = '" + "s;" * 300_000 + "'\n"}, report("s.csv"))
files("files-2000-of-the-same-rows", lambda: {f"s{n:04}.csv": "System ID,Name,Deployment model\n" + "".join(f"AI-{n if r > 78 else ''}-{r},Chat,SaaS\n" for r in range(100)) for n in range(1_500)}, report(*[f"s{n:04}.csv" for n in range(1_500)]), large=True)
files("files-40-of-32m", lambda: {f"s{n:02}.csv": f"System ID,Name,Deployment model,Notes\nAI-{n},Chat {n},SaaS," + "\n,,,".join("x" * 30_000 for _ in range(900)) + "\n" for n in range(40)}, report(*[f"s{n:02}.csv" for n in range(40)]), large=True)
files("packets-800", lambda: {"s.csv": systems(800), **{f"p{n}.xlsx": xlsx([("Your AI security duties", [["A packet"], ["fill in"], [], ["System", "Domain", "What is missing", "First step", "Due", "So far", "Owner", "Status", "Evidence", "Date", "Note", "Gap", "Known"], [f"AI-{n:06}", "Data Privacy", "", "", "", "", "Ann", "Implemented", "x", "", "", f"ai-{n:06}/data-privacy", ""]])]) for n in range(800)}}, report("s.csv", *[f"p{n}.xlsx" for n in range(800)]), large=True)

# Places that are no files.
placed("dev-zero", lambda f: None, report("/dev/zero"))
placed("dev-full", lambda f: None, report("/dev/full"))
placed("dev-null", lambda f: None, report("/dev/null"))
placed("fifo", lambda f: os.mkfifo(f / "a.csv"), report("a.csv"))
placed("folder", lambda f: (f / "a.xlsx").mkdir(), report("a.xlsx"))
placed("link-loop", lambda f: (f / "a.csv").symlink_to("a.csv"), report("a.csv"))
placed("link-to-zero", lambda f: (f / "a.csv").symlink_to("/dev/zero"), report("a.csv"))
placed("missing", lambda f: None, report("none.csv"))
placed("proc-mem", lambda f: None, report("/proc/self/mem"))
placed("proc-maps", lambda f: None, report("/proc/self/environ"))


def sparse(path, size=10 << 30):
    with open(path, "wb") as file:
        file.truncate(size)


placed("sparse-10g", lambda f: sparse(f / "a.xlsx"), report("a.xlsx"))
placed("name-of-300-letters", lambda f: None, report("n" * 300 + ".csv"))
placed("name-with-zero-width", lambda f: (f / "a\u202e\u200bv\x1b[31m.csv").write_text(SYSTEMS), report("a\u202e\u200bv\x1b[31m.csv"), "reads")
