#!/usr/bin/env bash
# Registers, starters and checked workbooks of made-up inventories through LibreOffice and back, as .ods and as .xlsx: what they count must
# stay the same, and so must every text and remark. Needs LibreOffice; by hand: .ci/generated.sh [HOW MANY, 300] [KINDS, all]
set -euo pipefail
cd "$(dirname "$0")/.."
unowned=$PWD/${CARGO_TARGET_DIR:-target}/release/unowned
many=${1:-300}
kinds=${2:-register register-worked starter starter-worked checked checked-worked}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/made" "$work/ods" "$work/xlsx"
GENERATED=$many GENERATED_TO=$work/made cargo test --release --locked --test export generated
convert() { # format, files: many at once, since LibreOffice takes longest to start
  find "$work/pick" -name '*.xlsx' | xargs -n 100 soffice --headless "-env:UserInstallation=file://$work/profile" --convert-to "$1" --outdir "$2" >/dev/null 2>&1
}
mkdir "$work/pick"
for kind in $kinds; do cp "$work"/made/*-"$kind".xlsx "$work/pick"; done
convert ods "$work/ods"
convert "xlsx:Calc MS Excel 2007 XML" "$work/xlsx"
python3 - "$unowned" "$work" <<'PY'
import json, pathlib, subprocess, sys

unowned, work = sys.argv[1], pathlib.Path(sys.argv[2])
apart = {"source", "provider_source", "rows"}
bare = lambda items: [{key: value for key, value in item.items() if key not in apart} for item in items]

def counts(path):
    run = subprocess.run([unowned, "check", str(path), "--as-of", "2026-09-30", "--format", "json"], capture_output=True)
    if run.returncode != 0:
        return run.stderr.decode()
    record = json.loads(run.stdout)["snapshot"]
    order = lambda items: sorted(bare(items), key=lambda item: json.dumps(item, sort_keys=True))
    return {"headline": record["headline"], "gaps": order(record["gaps"]), "obligations": order(record["obligations"])}

wrong = looked = 0
for before in sorted((work / "pick").iterdir()):
    expected = counts(before)
    for kind in ("ods", "xlsx"):
        after = work / kind / f"{before.stem}.{kind}"
        looked += 1
        found = counts(after) if after.exists() else "was not converted"
        if found != expected:
            wrong += 1
            if isinstance(found, dict) and isinstance(expected, dict):
                parts = [key for key in found if found[key] != expected[key]]
                first = next((pair for part in parts if part != "headline" for pair in zip(expected[part], found[part]) if pair[0] != pair[1]), parts)
            else:
                first = (str(expected)[:300], str(found)[:300])
            print(f"{before.stem} as .{kind} counts otherwise: {first}")
print(f"{looked} workbooks through LibreOffice, {wrong} count otherwise")
sys.exit(wrong != 0)
PY
