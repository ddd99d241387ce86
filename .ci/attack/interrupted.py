"""Runs that are killed, interrupted, or find no room, over all outputs at once: each file is the old one or the new one, whole; a
run that could not write says so in one sentence with status 2 and changes nothing; what a killed run left over, the next clears.

    python3 .ci/attack/interrupted.py PROGRAM [--quick] [--points N]

Needs strace. Some points: the n-th call of each kind that touches files fails, or is the last; killed and interrupted at moments
spread over the run; files that may not grow beyond a size; few open files; with rights to mount, disks that are too small.
"""

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

FOLDERS = ["tables", "packets", "mail", "ciso"]
OUTPUTS = [
    "--xlsx", "register.xlsx", "--json", "record.json", "--csv", "gaps.csv", "--markdown", "wiki.md", "--html", "page.html", "--tables", "tables",
    "--packets", "packets", "--mail", "mail", "--calendar", "days.ics", "--jira", "jira.csv", "--github", "issues.jsonl", "--oscal", "oscal.json",
    "--defectdojo", "dojo.json", "--ciso-assistant", "ciso", "--page-data", "pages.json",
]
SYSTEMS = """System ID,Name,Deployment model,Vendor,Owner,Criticality
AI-001,Helpdesk chat,SaaS,Acme,Ann Lee,High
AI-002,Claims agent,Agentic,Umbra,Bo Kim,Critical
"""
CONTROLS = """System,Domain,Owner,Status,Due date
AI-001,Data Privacy,Ann Lee,Planned,2026-12-01
*,Monitoring and Logging,Bo Kim,Implemented,
"""


class Place:
    """A folder with inputs and an old set of outputs, and what the new set is."""

    def __init__(self, program, root):
        self.program, self.root, self.count = program, Path(root), 0
        inputs = self.root / "inputs"
        inputs.mkdir()
        (inputs / "s.csv").write_text(SYSTEMS)
        (inputs / "c.csv").write_text(CONTROLS)
        self.inputs = inputs
        self.old = self.made("old", "Before Ltd")
        self.new = self.made("new", "After Ltd")
        assert self.old.keys() == self.new.keys()

    def argv(self, org="After Ltd", force=True):
        inputs = [str(self.inputs / name) for name in ("s.csv", "c.csv")]
        rest = ["--as-of", "2026-09-30", "--org", org, "-o", "out.pdf", "--embedded-fonts", "--since", "none", *OUTPUTS]
        return [self.program, "report", *inputs, *rest, *(["--force"] if force else [])]

    def made(self, name, org):
        folder = self.root / name
        folder.mkdir()
        done = subprocess.run(self.argv(org), cwd=folder, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        return self.seen(folder)

    @staticmethod
    def seen(folder):
        return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}

    def fresh(self, filled):
        self.count += 1
        folder = self.root / f"run{self.count}"
        shutil.copytree(self.root / "old", folder) if filled else folder.mkdir()
        return folder


class Tally:
    def __init__(self):
        self.points, self.bad, self.kinds = 0, 0, Counter()

    def note(self, where, found):
        self.points += 1
        self.kinds[where.split(" ")[0]] += 1
        if found:
            self.bad += 1
            print(f"{where}: {'; '.join(found)}", flush=True)


def look(place, folder, filled, status, err, killed):
    """What is wrong after a run that came to grief."""
    found, seen = [], place.seen(folder)
    left = [name for name in seen if Path(name).name.startswith(".unowned-")]
    whole = {name: sum for name, sum in seen.items() if name not in left}
    torn = [name for name, sum in whole.items() if sum not in (place.new.get(name), place.old.get(name))]
    if torn:
        found.append(f"torn: {torn[:3]}")
    if filled and (lost := [name for name in place.old if name not in whole]):
        found.append(f"lost: {lost[:3]}")
    is_new, is_old = whole == place.new, whole == (place.old if filled else {})
    if not killed:
        if left:
            found.append(f"{len(left)} left over by a run that ended by itself")
        if status == 0 and not is_new:
            found.append("status 0, and not the new set")
        if status == 2 and not is_old:
            changed = [name for name, sum in whole.items() if sum != place.old.get(name)]
            found.append(f"status 2, and not the old set: {changed[:3]}")
        if status == 2 and not filled and any(folder.iterdir()):
            found.append(f"status 2, and folders stay: {[p.name for p in folder.iterdir()][:3]}")
        if status not in (0, 2):
            found.append(f"status {status}")
        if status == 2 and err.count(b"error:") != 1:
            found.append(f"{err.count(b'error:')} sentences: {err[-200:]!r}")
    elif whole.get("out.pdf") == place.new["out.pdf"] and not is_new:
        found.append("the new report, and not the new set")
    return found, left


def next_run(place, folder, left, force=True):
    """The run after it: the new set, nothing left over, and what was is named."""
    done = subprocess.run(place.argv(force=force), cwd=folder, capture_output=True)
    found = []
    if done.returncode != 0:
        found.append(f"the next run: status {done.returncode}: {done.stderr[:200]!r}")
    elif place.seen(folder) != place.new:
        found.append(f"the next run: not the new set: {set(place.seen(folder)) ^ set(place.new)}")
    unnamed = [name for name in left if Path(name).name.encode() not in done.stderr]
    if unnamed and done.returncode == 0:
        found.append(f"the next run names {len(left) - len(unnamed)} of {len(left)} left-overs")
    return found


def calls(place, kinds):
    """How often the process that writes makes each kind of call."""
    folder = place.fresh(True)
    log = place.root / "strace.log"
    subprocess.run(["strace", "-f", "-qq", "-o", log, "-e", "trace=" + ",".join(kinds), *place.argv()], cwd=folder, capture_output=True)
    shutil.rmtree(folder)
    lines = log.read_text(errors="replace").splitlines()
    writes = Counter(line.split()[0] for line in lines if "fsync(" in line)
    main = writes.most_common(1)[0][0]
    named = (line.split()[1].split("(")[0] for line in lines if line.startswith(main + " "))
    return Counter(kind for kind in named if kind in kinds)


KINDS = ["write", "fsync", "rename", "renameat", "renameat2", "link", "linkat", "openat", "flock", "fchmod", "unlink", "mkdir", "statx", "getdents64", "close"]
FAILS = {
    "write": ["ENOSPC", "EIO", "EDQUOT", "EFBIG"], "fsync": ["EIO", "ENOSPC"], "rename": ["EIO", "EACCES", "ENOSPC"], "renameat": ["EIO"],
    "renameat2": ["EIO", "ENOSPC"], "link": ["EIO", "EPERM"], "linkat": ["EIO", "EPERM"], "openat": ["EMFILE", "ENOSPC", "EACCES"], "flock": ["ENOLCK"], "fchmod": ["EPERM"],
    "unlink": ["EIO"], "mkdir": ["ENOSPC"], "statx": ["EIO"], "getdents64": ["EIO"], "close": ["EIO"],
}
ENDS = {"write", "fsync", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "mkdir", "openat"}


def injections(place, chance, most):
    """The n-th call of a kind that fails, or that is the last."""
    counted = calls(place, KINDS)
    print(f"calls of one run: {dict(counted)}", flush=True)
    points = [(kind, f"error={fault}", n) for kind, number in counted.items() for fault in FAILS[kind] for n in range(1, number + 1)]
    points += [(kind, "signal=KILL", n) for kind, number in counted.items() if kind in ENDS for n in range(1, number + 1)]
    points += [(kind, "signal=TERM", n) for kind, number in counted.items() if kind in ENDS for n in range(1, number + 1)]
    # What opens and writes files is what matters; the many reads before are sampled like the rest.
    return chance.sample(points, min(most, len(points)))


def inject(place, tally, point):
    kind, what, n = point
    filled = n % 3 != 0
    folder = place.fresh(filled)
    line = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={kind}", "-e", f"inject={kind}:{what}:when={n}", *place.argv(force=filled)]
    done = subprocess.run(line, cwd=folder, capture_output=True)
    # What may not remove its own files cannot clear them: that is left to the next run, as after a killed one.
    killed, kept = what == "signal=KILL", kind == "unlink" and what.startswith("error")
    # A signal may come so early that nothing minds it yet, and nothing is written.
    early = what == "signal=TERM" and done.returncode == -signal.SIGTERM
    status, err = (2, b"error:") if early else (done.returncode, done.stderr)
    found, left = look(place, folder, filled, status, err, killed or kept)
    if killed or kept:
        found += next_run(place, folder, left)
    tally.note(f"{what.replace('=', ':')} {kind} {n}{'' if filled else ' into an empty folder'}", found)
    shutil.rmtree(folder)


def moments(place, tally, chance, number):
    """Killed and interrupted at moments spread over the run, most of them while files are written."""
    folder = place.fresh(True)
    began = time.monotonic()
    subprocess.run(place.argv(), cwd=folder, capture_output=True)
    long = time.monotonic() - began
    shutil.rmtree(folder)
    for n in range(number):
        kind = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP][n % 4]
        filled = n % 3 != 0
        folder = place.fresh(filled)
        child = subprocess.Popen(place.argv(force=filled), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(long * (chance.random() if n % 2 else 0.8 + 0.2 * chance.random()))
        child.send_signal(kind)
        err = child.stderr.read()
        status = child.wait()
        killed = kind == signal.SIGKILL
        if status == -kind and not killed:
            # So early that nothing minds interruptions yet, and nothing is written.
            found, left = look(place, folder, filled, 2, b"error:", False)
        else:
            # An interruption that was asked for needs no sentence.
            found, left = look(place, folder, filled, status, err if err.count(b"error:") > 1 else b"error:", killed and status != 0)
        if killed:
            found += next_run(place, folder, left)
        tally.note(f"{kind.name} at a moment", found)
        shutil.rmtree(folder)


def limited(place, tally, sizes, what, name):
    for size in sizes:
        for filled in (True, False):
            folder = place.fresh(filled)
            limit = lambda: resource.setrlimit(what, (size, size))
            done = subprocess.run(place.argv(force=filled), cwd=folder, capture_output=True, preexec_fn=limit)
            found, _ = look(place, folder, filled, done.returncode, done.stderr, False)
            tally.note(f"{name} {size}", found)
            shutil.rmtree(folder)


def small_disks(place, tally, sizes):
    for size in sizes:
        for filled in (True, False):
            disk = place.root / "disk"
            disk.mkdir()
            if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk], capture_output=True).returncode:
                print("no rights to mount: small disks are left out")
                disk.rmdir()
                return
            try:
                if filled:
                    try:
                        shutil.copytree(place.root / "old", disk, dirs_exist_ok=True)
                    except (OSError, shutil.Error):
                        continue
                done = subprocess.run(place.argv(force=filled), cwd=disk, capture_output=True)
                found, _ = look(place, disk, filled, done.returncode, done.stderr, False)
                tally.note(f"disk {size} KiB", found)
            finally:
                subprocess.run(["umount", disk])
                disk.rmdir()


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("program")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--points", type=int)
    asked.add_argument("--seed", type=int, default=14)
    asked = asked.parse_args()
    chance, tally = random.Random(asked.seed), Tally()
    with tempfile.TemporaryDirectory(prefix="interrupted-") as root:
        place = Place(os.path.abspath(asked.program), root)
        whole = sum(path.stat().st_size for path in (place.root / "new").rglob("*") if path.is_file()) // 1024
        print(f"{len(place.new)} files, {whole} KiB")
        for point in injections(place, chance, asked.points or (25 if asked.quick else 560)):
            inject(place, tally, point)
        moments(place, tally, chance, 8 if asked.quick else 160)
        sizes = [4096, 16384] if asked.quick else [0, 1, 512, 1024, *range(2048, 160_000, 6_000)]
        limited(place, tally, sizes, resource.RLIMIT_FSIZE, "size")
        limited(place, tally, [24] if asked.quick else [12, 16, 20, 24, 32, 40, 48, 64], resource.RLIMIT_NOFILE, "open")
        small_disks(place, tally, [whole // 2] if asked.quick else [whole * n // 16 for n in range(1, 40)])
    print(f"{tally.points} points ({dict(tally.kinds)}), {tally.bad} ended badly")
    return 1 if tally.bad else 0


if __name__ == "__main__":
    sys.exit(main())
