"""Tables as files: text, workbooks and packages made by hand, so that they can be wrong in every way."""

import io
import json
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def csv(rows):
    def field(text):
        text = str(text)
        quoted = any(sign in text for sign in ',"\r\n')
        return '"' + text.replace('"', '""') + '"' if quoted else text

    return "".join(",".join(field(cell) for cell in row) + "\n" for row in rows)


def toml(text):
    """A text as a string of TOML: letters beyond the first plane as they are, since it knows no pairs of halves."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def column(number):
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(text))}</t></is></c>'


def sheet_rows(rows):
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(cell(f"{column(at)}{number}", text) for at, text in enumerate(row) if text != "")
        lines.append(f'<row r="{number}">{cells}</row>')
    return "".join(lines)


def worksheet(data, before="", after=""):
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def relations(pairs):
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(pairs, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def book_parts(sheets, strings=None, styles=None):
    """A workbook's parts. `sheets`: pairs of a name and the text of the sheet's part."""
    listed = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>' for n, (name, _) in enumerate(sheets, 1)
    )
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
    }
    if strings is not None:
        targets.append(("sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = strings
    if styles is not None:
        targets.append(("styles", "styles.xml"))
        parts["xl/styles.xml"] = styles
    parts["xl/_rels/workbook.xml.rels"] = relations(targets)
    for n, (_, text) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = text
    return parts


def pack(parts, method=zipfile.ZIP_DEFLATED):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as package:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            package.writestr(name, content)
    return whole.getvalue()


def xlsx(sheets):
    """A sound workbook: pairs of a sheet's name and its rows."""
    return pack(book_parts([(name, worksheet(sheet_rows(rows))) for name, rows in sheets]))


def ods(tables):
    """Pairs of a table's name and the text of its rows."""
    inner = "".join(f'<table:table table:name="{escape(name)}">{rows}</table:table>' for name, rows in tables)
    return ods_content(
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:spreadsheet>{inner}</office:spreadsheet></office:body></office:document-content>"
    )


def ods_content(content):
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return pack({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_row(cells, more=""):
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>' for text in cells
    )
    return f"<table:table-row {more}>{inner}</table:table-row>"
