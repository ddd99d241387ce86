"""The same job by way of HTML: openpyxl in, WeasyPrint out. Prints the CPU seconds of reading, crossing and the PDF."""

import sys
import time
from html import escape

from weasyprint import HTML

from crossing import by_owner, cross, figures, read, worst

LOOK = "<style>@page{size:A4;margin:18mm}body{font:8pt sans-serif}table{width:100%;border-collapse:collapse}td,th{border-bottom:.3pt solid #ccc;text-align:left;vertical-align:top;padding:1pt 3pt}</style>"


def table(head, lines):
    row = lambda tag, line: "<tr>" + "".join(f"<{tag}>{escape(str(text))}</{tag}>" for text in line) + "</tr>"
    return f"<table><thead>{row('th', head)}</thead><tbody>{''.join(row('td', line) for line in lines)}</tbody></table>"


def main(source, target):
    start = time.process_time()
    systems, controls = read(source)
    read_at = time.process_time()
    duties, gaps = cross(systems, controls)
    crossed = time.process_time()
    parts = [LOOK, "<h1>AI security gap report</h1>", table(["Figure", "Value"], figures(systems, duties, gaps)), "<h2>Worst gaps</h2>",
             table(["Score", "Severity", "System", "Domain", "Gap", "Owner"], [(g[0], g[1], g[2]["Name"], g[3], g[4], g[5]) for g in gaps[:40]])]
    for owner, open_gaps in by_owner(gaps):
        parts += [f"<h3>{escape(owner)}: {len(open_gaps)} gaps</h3>",
                  table(["System", "Domain", "Gap", "Cell"], [(g[2]["Name"], g[3], g[4], g[6]) for g in open_gaps[:12]])]
    for system, exposure, owed in worst(duties, gaps):
        parts += [f"<h3>{escape(system['Name'])}: exposure {exposure}</h3>",
                  table(["Domain", "Whose", "State", "Owner", "Cell"], [(d[1], d[2], "; ".join(d[3]), ", ".join(d[4]), d[5]) for d in owed])]
    HTML(string="".join(parts)).write_pdf(target)
    done = time.process_time()
    print(f"read {read_at - start:.2f} cross {crossed - read_at:.2f} pdf {done - crossed:.2f}")


main(*sys.argv[1:3])
