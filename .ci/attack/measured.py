"""One run of the program, measured. In: what is typed, and where. Out: how it ended, how long it took, and how much memory the
program and each process that it started had at most. Linux only: memory is read in /proc."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

MIB = 1 << 20


@dataclass
class Ended:
    status: int | None
    signal: int | None
    wall: float
    cpu: float
    parent: float
    any: float
    out: bytes
    err: bytes


def high_water(pid):
    """The most memory that a process had so far, in MiB."""
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def children(pid):
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
    found = []
    for task in tasks:
        try:
            with open(f"/proc/{pid}/task/{task}/children") as listed:
                found += [int(child) for child in listed.read().split()]
        except OSError:
            pass
    return found


def run(argv, folder, patience=180.0, stdin=None, env=None):
    """Runs a program to its end, or kills it when patience is out (then its signal is 9)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        child = subprocess.Popen(
            argv, cwd=folder, stdin=stdin or subprocess.DEVNULL, stdout=out, stderr=err, env=env, start_new_session=True
        )
        peaks = {"parent": 0.0, "any": 0.0}
        ended = threading.Event()

        def watch():
            while not ended.wait(0.005):
                peaks["parent"] = max(peaks["parent"], high_water(child.pid))
                for one in children(child.pid):
                    peaks["any"] = max(peaks["any"], high_water(one))

        watcher = threading.Thread(target=watch)
        watcher.start()
        killer = threading.Timer(patience, lambda: os.killpg(child.pid, signal.SIGKILL))
        killer.start()
        _, raw, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - began
        killer.cancel()
        ended.set()
        watcher.join()
        child.returncode = 0
        out.seek(0), err.seek(0)
        killed = os.WTERMSIG(raw) if os.WIFSIGNALED(raw) else None
        status = os.WEXITSTATUS(raw) if os.WIFEXITED(raw) else None
        most = max(peaks["any"], peaks["parent"], used.ru_maxrss / 1024)
        return Ended(status, killed, wall, used.ru_utime + used.ru_stime, peaks["parent"], most, out.read(), err.read())
