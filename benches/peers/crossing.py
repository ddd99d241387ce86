"""What both scripts have in common: the workbook in, the duties and gaps out, in time that grows with the rows."""

import csv
import datetime
from collections import defaultdict
from pathlib import Path

import openpyxl

MATRIX = Path(__file__).resolve().parents[2] / "src/framework/matrix.csv"
AS_OF = datetime.date(2026, 9, 30)
IMPACT = {"low": 1, "medium": 2, "high": 3, "critical": 4, "public": 1, "internal": 2, "confidential": 3, "restricted": 4}
NOBODY = {"", "tbd", "tbc", "n/a", "none", "-", "?", "unassigned"}
STATUS = {"implemented": "in place", "partial": "partly in place", "planned": "nothing in place yet"}
WEIGHT = {"no owner": 3, "nothing in place yet": 2, "status not known": 2, "partly in place": 1, "review overdue": 1,
          "provider's part not confirmed": 2, "provider's duty not confirmed": 1}


def rows(book, sheet):
    lines = book[sheet].iter_rows(values_only=True)
    head = [str(cell or "") for cell in next(lines)]
    for number, line in enumerate(lines, 2):
        yield number, {name: str(cell or "").strip() for name, cell in zip(head, line)}


def state(found):
    if not any(row["Owner"].lower() not in NOBODY for _, row in found):
        return "no owner"
    states = {STATUS.get(row["Status"].lower(), "status not known") for _, row in found}
    if states == {"in place"}:
        days = [row["Last reviewed"] for _, row in found if row["Last reviewed"]]
        late = days and (AS_OF - datetime.date.fromisoformat(min(days)[:10])).days > 365
        return "review overdue" if late else "in place"
    return next(iter(states)) if len(states) == 1 else "partly in place"


def severity(score):
    return "critical" if score >= 9 else "high" if score >= 6 else "medium" if score >= 3 else "low"


def read(path):
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    systems = [row for _, row in rows(book, "Systems")]
    controls = defaultdict(list)
    for number, row in rows(book, "Controls"):
        controls[row["System"], row["Domain"]].append((number, row))
    return systems, controls


def cross(systems, controls):
    matrix = list(csv.DictReader(MATRIX.open()))
    duties, gaps = [], []
    for system in systems:
        impact = max(IMPACT.get(system[name].lower(), 0) for name in ("Criticality", "Data classification")) or 2
        for cell in matrix:
            whose = cell[system["Deployment model"]]
            focus, whose = whose.endswith("*"), whose.rstrip("*").strip()
            if whose == "N/A":
                continue
            found = controls.get((system["ID"], cell["domain"]), [])
            sides = []
            if whose in ("Customer", "Shared"):
                sides.append(state(found))
            if whose in ("Provider", "Shared") and not any(row["Provider evidence"] for _, row in found):
                sides.append("provider's part not confirmed" if whose == "Shared" else "provider's duty not confirmed")
            owners = sorted({row["Owner"] for _, row in found if row["Owner"].lower() not in NOBODY})
            cells = ", ".join(f"Controls!A{number}" for number, _ in found)
            duties.append((system, cell["domain"], whose, sides, owners, cells))
            for kind in sides:
                if kind != "in place":
                    score = WEIGHT[kind] * min(4, impact + focus)
                    gaps.append((score, severity(score), system, cell["domain"], kind, ", ".join(owners) or "nobody", cells))
    gaps.sort(key=lambda gap: (-gap[0], gap[2]["ID"], gap[3]))
    return duties, gaps


def figures(systems, duties, gaps):
    ours = [duty for duty in duties if duty[2] in ("Customer", "Shared")]
    owned = sum(1 for duty in ours if duty[4])
    return [("Systems", len(systems)), ("Duties of ours", len(ours)), ("With an owner", f"{owned / max(1, len(ours)):.0%}"),
            ("Gaps", len(gaps)), ("Critical", sum(1 for gap in gaps if gap[1] == "critical")), ("Exposure", sum(gap[0] for gap in gaps))]


def worst(duties, gaps, most=10):
    """The systems with the greatest exposure, with their duties."""
    exposure, of = defaultdict(int), defaultdict(list)
    for gap in gaps:
        exposure[gap[2]["ID"]] += gap[0]
    for duty in duties:
        of[duty[0]["ID"]].append(duty)
    ids = sorted(exposure, key=lambda system: (-exposure[system], system))[:most]
    return [(of[system][0][0], exposure[system], of[system]) for system in ids]


def by_owner(gaps, most=25):
    """Who has what open, the greatest exposure first."""
    lists = defaultdict(list)
    for gap in gaps:
        lists[gap[5]].append(gap)
    return sorted(lists.items(), key=lambda item: (-sum(gap[0] for gap in item[1]), item[0]))[:most]
