"""The same job by a script of the usual kind: openpyxl in, ReportLab out. Prints the CPU seconds of reading, crossing and the PDF."""

import sys
import time

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from crossing import by_owner, cross, figures, read, worst

STYLES = getSampleStyleSheet()
SMALL = STYLES["BodyText"].clone("small", fontSize=7.5, leading=9)
LOOK = TableStyle([("FONTSIZE", (0, 0), (-1, -1), 7.5), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                   ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.lightgrey), ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)])


def table(head, lines, widths):
    body = [[Paragraph(str(text), SMALL) for text in line] for line in lines]
    return Table([head, *body], colWidths=widths, repeatRows=1, style=LOOK)


def main(source, target):
    start = time.process_time()
    systems, controls = read(source)
    read_at = time.process_time()
    duties, gaps = cross(systems, controls)
    crossed = time.process_time()
    story = [Paragraph("AI security gap report", STYLES["Title"]), table(["Figure", "Value"], figures(systems, duties, gaps), [200, 100]), Spacer(1, 12),
             Paragraph("Worst gaps", STYLES["Heading2"]),
             table(["Score", "Severity", "System", "Domain", "Gap", "Owner"],
                   [(g[0], g[1], g[2]["Name"], g[3], g[4], g[5]) for g in gaps[:40]], [30, 45, 130, 110, 110, 90]), PageBreak()]
    for owner, open_gaps in by_owner(gaps):
        story += [Paragraph(f"{owner}: {len(open_gaps)} gaps", STYLES["Heading3"]),
                  table(["System", "Domain", "Gap", "Cell"], [(g[2]["Name"], g[3], g[4], g[6]) for g in open_gaps[:12]], [150, 130, 130, 100])]
    for system, exposure, owed in worst(duties, gaps):
        story += [Paragraph(f"{system['Name']}: exposure {exposure}", STYLES["Heading3"]),
                  table(["Domain", "Whose", "State", "Owner", "Cell"],
                        [(d[1], d[2], "; ".join(d[3]), ", ".join(d[4]), d[5]) for d in owed], [120, 55, 150, 100, 90])]
    SimpleDocTemplate(target, pagesize=A4).build(story)
    done = time.process_time()
    print(f"read {read_at - start:.2f} cross {crossed - read_at:.2f} pdf {done - crossed:.2f}")


main(*sys.argv[1:3])
