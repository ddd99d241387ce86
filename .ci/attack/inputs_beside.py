"""Hostile files beside a good inventory: configuration, matrix, products, logo, templates, earlier reports, packets."""

import json
import os
import struct
import zlib

import tables
from case import AS_OF, SYSTEMS, Case, report
from inventories import CONTROLS, HEAD, SIZE, sparse

CASES = []
GOOD = ["s.csv"]


def case(name, place, argv, ends="well", large=False):
    def make(folder):
        (folder / "s.csv").write_text(SYSTEMS)
        place(folder)

    CASES.append(Case(name, make, argv, ends, large))


def holds(name, content):
    def place(folder):
        made = content() if callable(content) else content
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.encode() if isinstance(made, str) else made)

    return place


# What is no file, at every place where a file is named.
NO_FILES = {
    "zero": lambda path: path.symlink_to("/dev/zero"),
    "fifo": lambda path: os.mkfifo(path),
    "sparse": lambda path: sparse(path, 20 << 30),
    "folder": lambda path: path.mkdir(),
    "loop": lambda path: path.symlink_to(path.name),
}
PLACES = {
    "configuration": ("my.toml", ["--config", "my.toml"]),
    "matrix": ("m.csv", ["--matrix", "m.csv"]),
    "products": ("p.csv", ["--products", "p.csv"]),
    "earlier": ("e.pdf", ["--since", "e.pdf"]),
    "templates": ("look", ["--template", "look"]),
}
for place, (name, more) in PLACES.items():
    for kind, make in NO_FILES.items():
        case(f"{place}/{kind}", lambda folder, make=make, name=name: make(folder / name), report("s.csv", more=more), "refused")
for kind, make in NO_FILES.items():
    case(
        f"logo/{kind}",
        lambda folder, make=make: (make(folder / "l.png"), (folder / "unowned.toml").write_text("[report]\nlogo = 'l.png'\n")),
        report("s.csv"),
        "refused",
    )
    # What merely lies there stops nobody.
    case(f"beside/{kind}", lambda folder, make=make: make(folder / "q2-gap-report.pdf"), report("s.csv"), "reads")
    case(f"beside/{kind}.toml", lambda folder, make=make: make(folder / "unowned.toml"), report("s.csv"))
    case(f"templates/{kind}-in-the-folder", lambda folder, make=make: ((folder / "look").mkdir(), (folder / "look/theme.typ").write_text(""), make(folder / "look/logo.png")), report("s.csv", more=["--template", "look"]))

# Configuration.
TOML = {
    "arrays-deep": lambda: "a = " + "[" * 200_000,
    "tables-deep": lambda: "[" + ".".join(["a"] * 100_000) + "]\n",
    "inline-deep": lambda: "a = " + "{a=" * 100_000,
    "keys-million": lambda: "".join(f"k{n} = 1\n" for n in range(90_000)),
    "renamed-many": lambda: "[renamed]\n" + "".join(f"'a{n}' = 'b{n}'\n" for n in range(50_000)),
    "renamed-in-a-circle": lambda: "[renamed]\n'AI-001' = 'b'\nb = 'AI-001'\n",
    "values-many": lambda: "[reading.values.status]\n" + "".join(f"'word {n}' = 'implemented'\n" for n in range(30_000)),
    "values-evidence-many": lambda: "[reading.values.evidence]\n" + "".join(f"'word {n}' = 'certificate'\n" for n in range(30_000)),
    "text-of-1m": lambda: "organisation = '" + "x" * 1_000_000 + "'\n",
    "label-of-900k": lambda: "[report]\nlabel = '" + "x" * 900_000 + "'\n",
    "numbers-beyond": lambda: "[rules.due_days]\ncritical = 9223372036854775807\n",
    "numbers-below": lambda: "[rules.weights]\nunowned = -9223372036854775808\n",
    "pages-beyond": lambda: "[report]\nsystem_pages = 9223372036854775807\n",
    "shares-odd": lambda: "[targets]\nownership = nan\nin_place = inf\n",
    "day-odd": lambda: "next_meeting = 9999-12-31\n",
    "month-odd": lambda: "fiscal_year_start = 4294967296\n",
    "bytes": lambda: bytes(range(256)) * 100,
    "escapes-in-keys": lambda: '"\\u001b]0;x\\u0007\\u202e" = 1\n',
    "columns-many": lambda: "[reading.columns]\n" + "".join(f"'f{n}' = 'x'\n" for n in range(40_000)),
    "applies-many": lambda: "[reading.applies_to]\n" + "".join(f"'s{n}' = '*'\n" for n in range(40_000)),
}
for name, content in TOML.items():
    case(f"configuration/{name}", holds("unowned.toml", content), report("s.csv"))

# Matrix and products.
MATRIX = "domain_id,domain,kind,saas,paas,iaas,on-premises,embedded,agentic,coding,mcp\n"
for name, content in {
    "commas": lambda: "," * (16 << 20),
    "rows-many": lambda: MATRIX + "data-privacy,Data Privacy,traditional" + ",Customer" * 8 + "\n" + "x,y,z,,,,,,,,\n" * 400_000,
    "one-field": lambda: MATRIX + "x" * (16 << 20),
    "quote": lambda: MATRIX + '"' + "a\n" * 1_000_000,
    "odd": lambda: MATRIX + "data-privacy,Data Privacy,x,\x1b[31m,=1,,,,,,\n",
}.items():
    case(f"matrix/{name}", holds("m.csv", content), report("s.csv", more=["--matrix", "m.csv"]), "refused")
for name, content in {
    "commas": lambda: "," * (16 << 20),
    "rows-many": lambda: "product,vendor,model_id,aliases,alone\n" + "".join(f"Product {n},Acme,saas,{'alias; ' * 20},\n" for n in range(60_000)),
    "one-field": lambda: "product,vendor,model_id,aliases,alone\n" + "x" * (16 << 20),
    "aliases-many": lambda: "product,vendor,model_id,aliases,alone\nP,A,saas," + "; ".join(f"a{n}" for n in range(400_000)) + ",\n",
    "all-the-same": lambda: "product,vendor,model_id,aliases,alone\n" + "P,A,saas,,\n" * 400_000,
}.items():
    case(f"products/{name}", holds("p.csv", content), report("s.csv", more=["--products", "p.csv"]))

# Pictures.


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth=8, colour=2, rows=b"", more=b"", interlace=0):
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def deflated(size):
    packer = zlib.compressobj(9)
    made = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join(made) + packer.flush()


def profile(size):
    return chunk(b"iCCP", b"x\0\0" + deflated(size))


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20">{}</svg>'


def svg(inside):
    return lambda: SVG.format(inside() if callable(inside) else inside)


def uses(levels, width, wrap="g"):
    made = '<defs><rect id="a0" width="1" height="1"/>'
    for level in range(1, levels):
        made += f'<{wrap} id="a{level}">' + f'<use xlink:href="#a{level - 1}"/>' * width + f"</{wrap}>"
    return made + f'</defs><use xlink:href="#a{levels - 1}"/>'


def masks(number, kind, attribute):
    made = "<defs>"
    for n in range(number):
        inner = f' {attribute}="url(#m{n - 1})"' if n else ""
        made += f'<{kind} id="m{n}" width="40" height="20"{" patternUnits=" + chr(34) + "userSpaceOnUse" + chr(34) if kind == "pattern" else ""}><rect width="40" height="20" fill="#fff"{inner}/><rect width="9" height="9"{inner}/></{kind}>'
    return made + f'</defs><rect width="40" height="20" {attribute}="url(#m{number - 1})"/>'


RED = zlib.compress(b"\0" + b"\xff\0\0" * 4)
PICTURES = {
    "claims-65535.png": lambda: png(65_535, 65_535),
    "claims-4g.png": lambda: png(0xFFFFFFFF, 0xFFFFFFFF),
    "claims-4096.png": lambda: png(4_096, 4_096, rows=zlib.compress(b"\0")),
    "holds-4096.png": lambda: png(4_096, 4_096, 16, 6, deflated((4_096 * 8 + 1) * 4_096)),
    "holds-more-than-it-says.png": lambda: png(4, 4, rows=deflated(1 << 30)),
    "profile-1g.png": lambda: png(4, 1, rows=RED, more=profile(1 << 30)),
    "profile-200m.png": lambda: png(4, 1, rows=RED, more=profile(200 << 20)),
    "text-1g.png": lambda: png(4, 1, rows=RED, more=chunk(b"zTXt", b"x\0\0" + deflated(1 << 30))),
    "interlaced.png": lambda: png(4_096, 4_096, 16, 6, deflated(256 << 20), interlace=1),
    "chunk-of-4g.png": lambda: b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR",
    "chunks-many.png": lambda: png(4, 1, rows=RED, more=chunk(b"tEXt", b"a\0b") * 100_000),
    "palette-none.png": lambda: png(4, 1, 8, 3, RED),
    "no-picture.png": lambda: b"\x89PNG\r\n\x1a\n" + bytes(1_000_000),
    "jpeg.png": lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08\xff\xff\xff\xff\3\1\x22\0\2\x11\1\3\x11\1\xff\xd9",
    "masks.svg": svg(lambda: masks(24, "mask", "mask")),
    "masks-few.svg": svg(lambda: masks(12, "mask", "mask")),
    "clips.svg": svg(lambda: masks(24, "clipPath", "clip-path")),
    "patterns.svg": svg(lambda: masks(24, "pattern", "fill")),
    "patterns-few.svg": svg(lambda: masks(10, "pattern", "fill")),
    "pattern-tiny.svg": svg('<defs><pattern id="p" width=".0001" height=".0001" patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern></defs><rect width="40" height="20" fill="url(#p)"/>'),
    "filter-blur.svg": svg('<filter id="f"><feGaussianBlur stdDeviation="10000"/></filter><rect width="40" height="20" filter="url(#f)"/>'),
    "filter-morphology.svg": svg('<filter id="f"><feMorphology operator="dilate" radius="9999"/></filter><rect width="40" height="20" filter="url(#f)"/>'),
    "filter-turbulence.svg": svg('<filter id="f" x="-99999" y="-99999" width="999999" height="999999"><feTurbulence baseFrequency="9" numOctaves="9999999"/></filter><rect width="40" height="20" filter="url(#f)"/>'),
    "filters-many.svg": svg('<filter id="f">' + '<feGaussianBlur stdDeviation="50"/>' * 5_000 + '</filter><rect width="40" height="20" filter="url(#f)"/>'),
    "rules-many.svg": svg(lambda: "<style>" + "".join(f".a{n} .b g rect:first-child{{fill:#123}}" for n in range(9_000)) + "</style>" + "<g class='a1 b'><rect width='1' height='1'/></g>" * 9_000),
    "uses-10-10.svg": svg(lambda: uses(10, 10)),
    "uses-5-20.svg": svg(lambda: uses(5, 20)),
    "uses-symbols.svg": svg(lambda: uses(12, 8, "symbol")),
    "use-of-itself.svg": svg('<g id="a"><use xlink:href="#a"/></g>'),
    "deep.svg": svg(lambda: "<g>" * 100_000 + "</g>" * 100_000),
    "deep-few.svg": svg(lambda: "<g opacity='.9'>" * 900 + "<rect width='9' height='9'/>" + "</g>" * 900),
    "path-long.svg": svg(lambda: '<path d="M0 0' + "L1 1L0 1" * 200_000 + '"/>'),
    "path-dashed.svg": svg('<path d="M0 0L1e9 1e9" stroke="#000" stroke-dasharray=".000001"/>'),
    "size-1e30.svg": lambda: SVG.format('<rect width="9" height="9"/>').replace('width="40"', 'width="1e30"'),
    "size-0.svg": lambda: SVG.format("").replace('width="40"', 'width="0"'),
    "size-none.svg": lambda: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "script.svg": svg("<script>alert(1)</script>"),
    "handler.svg": svg('<rect width="9" height="9" onload="alert(1)"/>'),
    "link-out.svg": svg('<a xlink:href="https://e.example/"><rect width="9" height="9"/></a>'),
    "picture-out.svg": svg('<image xlink:href="/etc/passwd" width="9" height="9"/>'),
    "picture-in.svg": lambda: SVG.format('<image width="9" height="9" xlink:href="data:image/png;base64,' + __import__("base64").b64encode(png(4_096, 4_096, 16, 6, deflated(134 << 20))).decode() + '"/>'),
    "picture-in-picture.svg": lambda: SVG.format('<image width="9" height="9" xlink:href="data:image/svg+xml;base64,' + __import__("base64").b64encode(SVG.format("<script/>").encode()).decode() + '"/>'),
    "foreign.svg": svg('<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml"><script/></body></foreignObject>'),
    "entities.svg": lambda: '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + SVG.format("&b;"),
    "style-out.svg": lambda: '<?xml-stylesheet href="https://e.example/x.css"?>' + SVG.format(""),
    "rectangles-60000.svg": svg(lambda: '<rect width="9" height="9"/>' * 60_000),
    "gradients.svg": svg(lambda: "<linearGradient id='g'>" + "<stop offset='.5' stop-color='#000'/>" * 40_000 + "</linearGradient><rect width='9' height='9' fill='url(#g)'/>"),
    "packed.svg": lambda: __import__("gzip").compress(SVG.format(" " * (300 << 20)).encode()),
    "named.gif": lambda: b"GIF89a" + bytes(100),
}
for name, content in PICTURES.items():
    case(
        f"logo/{name}",
        lambda folder, name=name, content=content: (holds(name, content)(folder), (folder / "unowned.toml").write_text(f"[report]\nlogo = '{name}'\n")),
        report("s.csv"),
        large="1g" in name or name in ("picture-in.svg", "packed.svg"),
    )

# Templates of one's own.
TEMPLATES = {
    "loop": "#while true {}",
    "loop-that-grows": "#let a = ()\n#while true { a.push(1) }",
    "loop-of-text": "#let a = \"x\"\n#for n in range(60) { a = a + a }\n#a",
    "recursion": "#let f(n) = f(n + 1)\n#f(0)",
    "recursion-of-content": "#let f(n) = if n > 0 [#f(n - 1) #f(n - 1)]\n#f(40)",
    "range": "#let a = range(2000000000)\n#a.len()",
    "pages": "#for n in range(1000000) [#pagebreak() x]",
    "state": "#let c = counter(\"a\")\n#context { for n in range(100000) { c.step() } }",
    "read-out": "#read(\"/etc/passwd\")",
    "read-up": "#read(\"../s.csv\")",
    "package": "#import \"@preview/cetz:0.3.0\"",
    "picture-none": "#image(\"/dev/zero\")",
    "wasm": "#plugin(\"x.wasm\")",
    "eval": "#eval(\"while true {}\")",
    "regex": "#\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\".match(regex(\"(a+)+$\"))",
    "font-size": "#text(size: 1000000000000pt)[x]",
    "page-size": "#page(width: 1e30pt, height: 1e30pt)[x]",
    "grid-wide": "#table(columns: 100000, ..range(100000).map(str))",
    "link": "#link(\"javascript:alert(1)\")[x]",
    "link-file": "#link(\"file:///etc/passwd\")[x]",
    "attach": "#pdf.attach(\"/x.exe\", bytes(range(255)))",
    "syntax": "#{{{{((((",
    "syntax-deep": "#" + "(" * 50_000,
    "text-long": "x" * 7_000_000,
}
for name, text in TEMPLATES.items():
    case(
        f"templates/{name}",
        lambda folder, text=text: ((folder / "look/sections").mkdir(parents=True), (folder / "look/sections/summary.typ").write_text("#let summary(..all) = []\n" + text + "\n")),
        report("s.csv", more=["--template", "look"]),
        large=name in ("loop", "loop-that-grows", "pages", "text-long", "recursion-of-content", "loop-of-text", "range", "grid-wide", "state"),
    )
case("templates/fonts-huge", lambda f: ((f / "look").mkdir(), (f / "look/theme.typ").write_text(""), sparse(f / "look/a.ttf", 1 << 30)), report("s.csv", more=["--template", "look"]))
case("templates/files-many", lambda f: ((f / "look").mkdir(), [(f / f"look/t{n}.typ").write_text("x") for n in range(20_000)]), report("s.csv", more=["--template", "look"]), large=True)
case("templates/pictures-large", lambda f: ((f / "look").mkdir(), (f / "look/theme.typ").write_text(""), [(f / f"look/p{n}.png").write_bytes(bytes(8 << 20)) for n in range(100)]), report("s.csv", more=["--template", "look"]), large=True)
case("templates/folders-deep", lambda f: ((f / ("look/" + "a/" * 200)).mkdir(parents=True),), report("s.csv", more=["--template", "look"]), "refused")
case("templates/link-out", lambda f: ((f / "look").mkdir(), (f / "look/theme.typ").symlink_to("/etc/passwd")), report("s.csv", more=["--template", "look"]), "refused")
case("templates/link-up", lambda f: ((f / "look").mkdir(), (f / "look/theme.typ").write_text(""), (f / "look/round").symlink_to("..")), report("s.csv", more=["--template", "look"]))

# Earlier reports.


def pdf(stream, filters="/FlateDecode", more=b"", kind="/EmbeddedFile"):
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Creator(unowned)>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        f"<</Type{kind}/Filter[{filters}]/Length {len(stream)}>>stream\n".encode() + stream + b"\nendstream",
    ]
    made, places = b"%PDF-1.7\n%unowned/snapshot/\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    at = len(made)
    made += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{p:010} 00000 n \n".encode() for p in places)
    return made + more + f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n".encode()


MARK = b'{"schema":"unowned/snapshot/2",'


def bomb(size, twice=False):
    packer = zlib.compressobj(9)
    made = packer.compress(MARK) + b"".join(packer.compress(b" " * (1 << 20)) for _ in range(size >> 20)) + packer.flush()
    return zlib.compress(made, 9) if twice else made


def looping_xref():
    return b"%PDF-1.7\nunowned\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 17>>\nstartxref\n17\n%%EOF\n"


def deep_pdf():
    return pdf(zlib.compress(MARK)).replace(b"/Creator(unowned)", b"/Creator(unowned)/A" + b"[" * 500_000 + b"]" * 500_000)


EARLIER = {
    "bomb-1g.pdf": lambda: pdf(bomb(1 << 30)),
    "bomb-250m.pdf": lambda: pdf(bomb(250 << 20)),
    "bomb-packed-twice.pdf": lambda: pdf(bomb(1 << 30, True), "/FlateDecode/FlateDecode"),
    "filters-many.pdf": lambda: pdf(bomb(1 << 20), "/FlateDecode" * 100_000),
    "xref-in-a-circle.pdf": looping_xref,
    "arrays-deep.pdf": deep_pdf,
    "no-end.pdf": lambda: b"%PDF-1.7\nunowned" + b"1 0 obj<<" * 500_000,
    "objects-many.pdf": lambda: b"%PDF-1.7\nunowned\n" + b"".join(b"%d 0 obj<<>>endobj\n" % n for n in range(500_000)) + b"trailer<</Size 2>>\nstartxref\n0\n%%EOF\n",
    "size-claimed.pdf": lambda: b"%PDF-1.7\nunowned\nxref\n0 99999999999\n0000000000 65535 f \ntrailer<</Size 99999999999/Root 1 0 R>>\nstartxref\n17\n%%EOF\n",
    "length-claimed.pdf": lambda: pdf(zlib.compress(MARK)).replace(b"/Length", b"/Length 99999999999999 /L"),
    "predictor.pdf": lambda: pdf(bomb(1 << 20)).replace(b"/Length", b"/DecodeParms<</Predictor 15/Columns 2147483647/Colors 2147483647/BitsPerComponent 2147483647>>/Length"),
    "lzw.pdf": lambda: pdf(bytes(range(256)) * 4_000, "/LZWDecode"),
    "ascii85.pdf": lambda: pdf(b"z" * 8_000_000, "/ASCII85Decode"),
    "zeros.pdf": lambda: b"%PDF-1.7\n" + bytes(50 << 20),
    "deep.json": lambda: MARK + b'"a":' + b"[" * 5_000_000,
    "deep-objects.json": lambda: MARK + b'"a":' + b'{"a":' * 2_000_000,
    "wide.json": lambda: MARK + b'"a":[' + b"{}," * 8_000_000 + b"{}]}",
    "wide-arrays.json": lambda: MARK + b'"a":[' + b"[]," * 60_000_000 + b"[]]}",
    "keys-many.json": lambda: MARK + b",".join(b'"k%d":0' % n for n in range(3_000_000)) + b"}",
    "text-of-200m.json": lambda: MARK + b'"a":"' + b"x" * (200 << 20) + b'"}',
    "numbers.json": lambda: MARK + b'"a":' + b"9" * 50_000_000 + b"}",
    "escapes.json": lambda: MARK + b'"a":"' + b"\\u001b" * 5_000_000 + b'"}',
    "history-million.json": lambda: MARK + b'"history":[' + b",".join([b'{"as_of":"2026-01-01","snapshot_sha256":"x"}'] * 1_000_000) + b"]}",
    "sparse-500m.json": lambda: MARK,
    "empty.json": lambda: b"",
    "utf16.json": lambda: MARK.decode().encode("utf-16"),
}
for name, content in EARLIER.items():
    large = any(word in name for word in ("1g", "250m", "wide", "million", "200m", "many", "deep", "50m", "numbers", "escapes"))
    case(f"earlier/{name}", holds(name, content), report("s.csv", more=["--since", name]), "refused", large)
for name in ("bomb-250m.pdf", "xref-in-a-circle.pdf", "arrays-deep.pdf", "wide-arrays.json", "keys-many.json", "objects-many.pdf"):
    case(f"beside/{name}", holds("q2-gap-report" + name, EARLIER[name]), report("s.csv"), "well", True)
case("beside/60-bombs", lambda f: [holds(f"q{n}-gap-report.pdf", EARLIER["bomb-250m.pdf"])(f) for n in range(60)], report("s.csv"), "reads", True)
case("beside/60-wide", lambda f: [holds(f"q{n}-gap-report.json", lambda n=n: MARK + b'"a":[' + b"{}," * (400_000 + n) + b"{}]}")(f) for n in range(60)], report("s.csv"), "reads", True)
case("beside/5000-files", lambda f: [(f / f"q{n}-gap-report.pdf").write_bytes(b"%PDF-1.7 unowned") for n in range(5_000)], report("s.csv"), "reads")
case("beside/60-of-200m-other-people's", lambda f: [sparse(f / f"other{n}.pdf", 200 << 20) for n in range(60)], report("s.csv"), "reads", True)
case("beside/60-of-500m-ours", lambda f: [(sparse(f / f"q{n}-gap-report.pdf", 500 << 20)) for n in range(20)], report("s.csv"), "reads", True)
case("beside/big-json", lambda f: (holds("q1-gap-report.json", MARK)(f), os.truncate(f / "q1-gap-report.json", 500 << 20)), report("s.csv"), "reads", True)
for verb in ("extract", "explain", "diff"):
    argv = {"extract": ["extract", "b.pdf"], "explain": ["explain", "critical", "b.pdf"], "diff": ["diff", "b.pdf", "b.pdf"]}[verb]
    case(f"{verb}/bomb", holds("b.pdf", EARLIER["bomb-250m.pdf"]), argv, "refused", True)
    case(f"{verb}/zero", lambda f: (f / "b.pdf").symlink_to("/dev/zero"), argv, "refused")
    case(f"{verb}/fifo", lambda f: os.mkfifo(f / "b.pdf"), argv, "refused")

# Packets that come back.
PACKET = ["System", "Domain", "What is missing", "First step", "Due", "So far", "Owner", "Status", "Evidence", "Date", "Note", "Gap", "Known"]


def packet(rows, name="Your AI security duties"):
    return tables.xlsx([(name, [["A packet"], ["fill in"], [], PACKET, *rows])])


PACKETS = {
    "rows-many": lambda: packet([["AI-001", "Data Privacy", "", "", "", "", "Ann", "Implemented", "x", "", "", "ai-001/data-privacy", ""]] * 20_000),
    "of-unknown-systems": lambda: packet([[f"ZZ-{n}", "Data Privacy", "", "", "", "", "Ann", "Implemented", "x", "", "", f"zz-{n}/data-privacy", ""] for n in range(2_000)]),
    "ids-that-climb": lambda: packet([["../../x", "=1", "", "", "", "", "@x", "-1", "+1", "", "", "../../x/data-privacy", "\x1b"]]),
    "texts-long": lambda: packet([["AI-001", "Data Privacy", "", "", "", "", "A" * 32_000, "B" * 32_000, "C" * 32_000, "", "D" * 32_000, "ai-001/data-privacy", "E" * 32_000]]),
    "dates-odd": lambda: packet([["AI-001", "Data Privacy", "", "", "", "", "Ann", "Implemented", "x", "9999-99-99", "", "ai-001/data-privacy", ""]]),
}
for name, content in PACKETS.items():
    case(f"packets/{name}", holds("back.xlsx", content), report("s.csv", "back.xlsx"))
case("packets/made-by-us-and-twice", lambda f: [holds(f"b{n}.xlsx", lambda n=n: packet([["AI-001", "Data Privacy", "", "", "", "", f"Ann {n}", "Implemented", "x", "", "", "ai-001/data-privacy", ""]]))(f) for n in range(60)], report("s.csv", *[f"b{n}.xlsx" for n in range(60)]))

# Options.
case("options/org-of-100000-letters", lambda f: None, report("s.csv", more=["--org", "x" * 100_000]))
case("options/org-of-all-controls", lambda f: None, report("s.csv", more=["--org", "".join(map(chr, range(1, 32))) + "\u202e\u2066"]), "reads")
case("options/map-many", lambda f: None, report("s.csv", more=[x for n in range(2_000) for x in ("--map", f"vendor=x{n}")]))
case("options/as-of-end", lambda f: None, ["check", "s.csv", "--as-of", "+262142-12-31"], "refused")
case("options/detail-end", lambda f: None, report("s.csv", more=["--detail", "18446744073709551615"]))
case("options/explain-long", lambda f: None, ["explain", "x" * 100_000, "s.csv"], "refused")
case("options/starter-from-itself", lambda f: None, ["init", "s.csv", "--from", "s.csv", "--force"], "refused")
