#!/bin/sh
# Writes the sample organisation again: the workbooks of four quarters, and the reports on them one after the other, each
# finding the last beside it. The latest report and its record are kept. Run it from the root of the repository.
set -eu

reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT

report() {
    as_of=$1
    shift
    cargo run --quiet --release -- report "samples/tarnbrook-inventory-$as_of.xlsx" --as-of "$as_of" \
        --detail 3 -o "$reports/tarnbrook-gap-report-$as_of.pdf" "$@"
}

cargo run --quiet --release --example sample_organisation
report 2025-12-31 --matrix samples/tarnbrook-matrix-2025.csv
report 2026-03-31 --matrix samples/tarnbrook-matrix-2025.csv
report 2026-06-30
report 2026-09-30

latest=tarnbrook-gap-report-2026-09-30
cp "$reports/$latest.pdf" samples/
cargo run --quiet --release -- extract "samples/$latest.pdf" --force -o "samples/$latest.json"
