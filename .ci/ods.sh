#!/usr/bin/env bash
# The register through LibreOffice and back: saved as .ods it must count what the inventory counted. Needs LibreOffice; by hand.
set -euo pipefail
cd "$(dirname "$0")/.."
unowned=${CARGO_TARGET_DIR:-target}/release/unowned
inventory=${1:-samples/tarnbrook-inventory-2026-09-30.xlsx}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count() { "$unowned" report "$1" --as-of 2026-09-30 --since none --config samples/unowned.toml -q "${@:2}" >/dev/null; }
count "$inventory" -o "$work/1.pdf" --json "$work/1.json" --xlsx "$work/register.xlsx"
soffice --headless --convert-to ods --outdir "$work" "$work/register.xlsx" >/dev/null 2>&1
count "$work/register.ods" -o "$work/2.pdf" --json "$work/2.json"
python3 - "$work/1.json" "$work/2.json" <<'PY'
import json, sys
one, two = (json.load(open(name))["snapshot"] for name in sys.argv[1:])
apart = {"source", "rows"}
gaps = lambda record: {g["id"]: {k: v for k, v in g.items() if k not in apart} for g in record["gaps"]}
assert one["headline"] == two["headline"], (one["headline"], two["headline"])
assert gaps(one) == gaps(two)
print(f"{len(one['gaps'])} gaps, the same through LibreOffice")
PY
