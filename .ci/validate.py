#!/usr/bin/env python3
"""Checks that reports keep their promises: PDF/A-3a, PDF/UA-1, a sound file structure, metadata that is XML.

    .ci/validate.py REPORT.pdf... | FOLDER...

Needs `pip install page-validation==0.11.0` and qpdf. With --second-opinion also `pip install outloud`, which is slow.
Exit status 1 if any report fails.
"""

import pathlib
import subprocess
import sys
import xml.etree.ElementTree

import page


def standards(pdf):
    for profile in ("3a", "ua1"):
        verdict = page.validate_pdf(str(pdf), profile=profile)
        if not verdict.is_compliant:
            rules = sorted({failure.rule_id for failure in verdict.failures})
            yield f"{profile}: {', '.join(rules)}"


def structure(pdf):
    ran = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, text=True)
    if ran.returncode != 0:
        yield f"qpdf: {(ran.stdout + ran.stderr).strip().splitlines()[-1]}"


def metadata(pdf):
    """The standards do not look at whether the metadata is well formed; an archive does."""
    shown = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", str(pdf), "-"], capture_output=True).stdout
    start, end = shown.find(b"<x:xmpmeta"), shown.find(b"</x:xmpmeta>")
    try:
        xml.etree.ElementTree.fromstring(shown[start : end + len(b"</x:xmpmeta>")])
    except xml.etree.ElementTree.ParseError as error:
        yield f"metadata: {error}"


def second_opinion(pdf):
    ran = subprocess.run(["outloud", "-q", "--fail-on", "error", str(pdf)], capture_output=True, text=True)
    if ran.returncode != 0:
        yield f"outloud: {(ran.stdout + ran.stderr).strip()[:2000]}"


def main(arguments):
    checks = [standards, structure, metadata]
    if "--second-opinion" in arguments:
        checks.append(second_opinion)
    named = [pathlib.Path(name) for name in arguments if not name.startswith("--")]
    reports = [pdf for path in named for pdf in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    if not reports:
        sys.exit("no report to validate")
    failed = 0
    for pdf in reports:
        found = [line for check in checks for line in check(pdf)]
        failed += bool(found)
        print(f"{pdf.name}: {'conforms' if not found else ''}")
        for line in found:
            print(f"  {line}")
    sys.exit(1 if failed else 0)


main(sys.argv[1:])
