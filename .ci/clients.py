"""The outputs of two quarters, read by the programs that they are for: DuckDB and pandas join the tables and give the bridge of page
one, `icalendar` and `email` read the calendar and the drafts, openpyxl fills packets in and the next report takes them, the README's
loop makes an issue of every line, trestle reads the OSCAL plan where it is installed.

    pip install duckdb pandas icalendar openpyxl compliance-trestle
    python3 .ci/clients.py target/release/unowned
"""

import csv
import datetime
import email
import email.policy
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import duckdb
import icalendar
import openpyxl
import pandas

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "samples"
OLD, NEW = "2026-06-30", "2026-09-30"
BRIDGE = ["open_before", "new", "reopened", "resolved", "accepted", "out_of_scope", "open_now"]
SQL = """
with gaps as (from read_csv('tables/*/gaps.csv' {how})), closed as (from read_csv('tables/*/closed.csv' {how}))
select (select count(*) from gaps where as_of = $old),
  (select count(*) from gaps where as_of = $new and change = 'new'),
  (select count(*) from gaps where as_of = $new and change = 'reopened'),
  (select count(*) from closed where as_of = $new and how = 'resolved'),
  (select count(*) from closed where as_of = $new and how = 'accepted'),
  (select count(*) from closed where as_of = $new and how not in ('resolved', 'accepted')),
  (select count(*) from gaps where as_of = $new)
"""


def report(folder, inventory, as_of, *more):
    command = [PROGRAM, "report", *map(str, inventory), "--as-of", as_of, "-q", *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def quarters(folder, language):
    for kind in ["tables", "mail", "packets"]:
        (folder / kind).mkdir()
    for day in [OLD, NEW]:
        outputs = ["--tables", f"tables/{day}", "--mail", f"mail/{day}", "--packets", f"packets/{day}", "--calendar", f"{day}.ics"]
        outputs += ["--json", f"{day}.json", "--oscal", f"{day}-oscal.json", "--github", f"{day}.jsonl", "--jira", f"{day}-jira.csv"]
        inventory = SAMPLES / f"tarnbrook-inventory-{day}.xlsx"
        report(folder, [inventory], day, "-o", f"{day}.pdf", "--lang", language, *outputs)


def bridge(folder, language):
    told = json.loads((folder / f"{NEW}.json").read_text())["changes"]["bridge"]
    told = [told[key] for key in BRIDGE]
    days = {"old": OLD, "new": NEW}
    here = duckdb.connect()
    here.execute(f"set file_search_path = '{folder}'")
    how = "" if language == "en" else ", decimal_separator = ','"
    counted = list(here.execute(SQL.format(how=how), days).fetchone())
    assert counted == told, (counted, told)
    read = {"sep": ",", "decimal": "."} if language == "en" else {"sep": ";", "decimal": ","}
    table = lambda name: pandas.concat(pandas.read_csv(folder / "tables" / day / f"{name}.csv", **read) for day in [OLD, NEW])
    gaps, closed = table("gaps"), table("closed")
    ids = {day: set(gaps[gaps.as_of == day].gap_id) for day in [OLD, NEW]}
    assert len(ids[NEW] - ids[OLD]) == told[1] + told[2] and len(ids[OLD] - ids[NEW]) == sum(told[3:6])
    assert set(closed[closed.as_of == NEW].gap_id) == ids[OLD] - ids[NEW]
    share = table("history").query("report == @NEW").ownership_rate.iloc[-1]
    assert 0 < share < 1, share
    dictionary = pandas.read_csv(folder / "tables" / NEW / "dictionary.csv", sep=read["sep"])
    for file in sorted((folder / "tables" / NEW).glob("*.csv")):
        if file.stem != "dictionary":
            columns = list(pandas.read_csv(file, sep=read["sep"]).columns)
            assert columns == list(dictionary[dictionary.table == file.stem].column), file
    return told


def calendar(folder):
    raw = (folder / f"{NEW}.ics").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") and max(map(len, raw.split(b"\r\n"))) <= 75
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert len({str(event["UID"]) for event in events}) == len(events) > 10
    for event in events:
        first, end = event["DTSTART"].dt, event["DTEND"].dt
        assert type(first) is datetime.date and end - first == datetime.timedelta(days=1), event
        assert not event.errors and event["SUMMARY"]
    return len(events)


def mail(folder):
    drafts = sorted((folder / "mail" / NEW).glob("*.eml"))
    for file in drafts:
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        body, (attached,) = message.get_body(("plain",)), message.iter_attachments()
        assert not message.defects and not body.defects and message["subject"] and message["x-unsent"] == "1", file
        assert body.get_content().strip() and attached.get_filename() == file.stem + ".xlsx"
        assert openpyxl.load_workbook(io.BytesIO(attached.get_content())).active.max_row > 4
    return len(drafts)


def answered(file, answers):
    """Fills a packet in by its English headings: heading and answer for every row."""
    book = openpyxl.load_workbook(file)
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if any(cell.value == "unowned packet" for cell in row))
    columns = {cell.value: cell.column for cell in head}
    rows = range(head[0].row + 1, sheet.max_row + 1)
    for row in rows:
        for heading, answer in answers.items():
            sheet.cell(row, columns[heading]).value = answer
    book.save(file)
    return {sheet.cell(row, columns["Gap ID"]).value for row in rows}


def packets(folder):
    inventory = SAMPLES / f"tarnbrook-inventory-{NEW}.xlsx"
    owner = folder / "packets" / NEW / "owner-marcus-ferreira.xlsx"
    provider = folder / "packets" / NEW / "provider-openai.xlsx"
    done = answered(owner, {"Your answer: status": "Implemented", "Your answer: evidence": "Supplier review of 2026-09-20, minutes"})
    done |= answered(provider, {"Your answer: evidence": "SOC 2 Type II report 2026", "Your answer: valid until": datetime.date(2027, 6, 30)})
    before = json.loads((folder / f"{NEW}.json").read_text())["snapshot"]
    back = ["--since", f"{OLD}.pdf", "--json", "back.json", "--xlsx", "register.xlsx", "-o", "back.pdf"]
    report(folder, [inventory, owner, provider], NEW, *back)
    after = json.loads((folder / "back.json").read_text())["snapshot"]
    ids = lambda snapshot: {gap["id"] for gap in snapshot["gaps"]}
    assert ids(before) - ids(after) == done and not ids(after) - ids(before), (ids(before) - ids(after)) ^ done
    report(folder, ["register.xlsx"], NEW, "--since", f"{OLD}.pdf", "--json", "next.json", "-o", "next.pdf")
    after_that = json.loads((folder / "next.json").read_text())["snapshot"]
    assert ids(after_that) == ids(after), "the next report confirms it"
    return len(done)


def tickets(folder):
    for line in (folder / f"{NEW}.jsonl").read_text().splitlines():
        issue = json.loads(line)
        assert len(issue["title"]) <= 256 and len(issue["body"]) <= 65_536
    with open(folder / f"{NEW}-jira.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            assert len(row["Summary"]) <= 255 and len(row["Description"]) <= 32_767
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["Due date"])


FAKE_GH = """#!/usr/bin/env python3
import json, os, sys
with open(os.environ["GH_CALLS"], "a") as calls:
    calls.write(json.dumps([sys.argv[1:], sys.stdin.read() if "-" in sys.argv else ""]) + "\\n")
"""


def issues(folder):
    """The README's loop, with a `gh` that only writes down what it is called with: an issue a line, its title and text as they are."""
    (loop,) = re.findall(r"```sh\n(gh label create.*?)```", (SAMPLES.parent / "README.md").read_text(), re.DOTALL)
    tools, calls = folder / "tools", folder / "calls.jsonl"
    tools.mkdir()
    (tools / "gh").write_text(FAKE_GH)
    (tools / "gh").chmod(0o755)
    lines = (folder / f"{NEW}.jsonl").read_text()
    (folder / "issues.jsonl").write_text(lines)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "GH_CALLS": str(calls)}
    subprocess.run(["bash", "-euo", "pipefail", "-c", loop], cwd=folder, env=environment, check=True)
    wanted = [json.loads(line) for line in lines.splitlines()]
    label, *made = [json.loads(line) for line in calls.read_text().splitlines()]
    assert label[0][:2] == ["label", "create"] and len(made) == len(wanted), (label, len(made))
    for (words, body), issue in zip(made, wanted):
        assert words[:4] == ["issue", "create", "--title", issue["title"]], words
        assert body.rstrip("\n") == issue["body"].rstrip("\n"), issue["title"]
    return len(made)


def plan(folder):
    try:
        from trestle.oscal.poam import PlanOfActionAndMilestones
    except ImportError:
        return "no trestle"
    return f"{len(PlanOfActionAndMilestones.oscal_read(folder / f'{NEW}-oscal.json').poam_items)} items in trestle"


for language in ["en", "de"]:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        quarters(folder, language)
        print(language, dict(zip(BRIDGE, bridge(folder, language))), f"{calendar(folder)} events, {mail(folder)} drafts, {issues(folder)} issues, {plan(folder)}")
        tickets(folder)
        if language == "en":
            print(packets(folder), "answers in packets, confirmed by the next report")
