"""One hostile case."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

AS_OF = ["--as-of", "2026-09-30"]
SYSTEMS = "System ID,Name,Deployment model,Vendor,Owner,Criticality\nAI-001,Helpdesk chat,SaaS,Acme,Ann Lee,High\n"


@dataclass
class Case:
    """`make` writes the files into a folder; `argv` is what is typed there. `ends`: reads, refused, or well (either)."""

    name: str
    make: Callable[[Path], None]
    argv: list
    ends: str = "well"
    large: bool = False


def report(*inventory, more=()):
    return ["report", *inventory, *AS_OF, "-o", "out.pdf", "--embedded-fonts", *more]
