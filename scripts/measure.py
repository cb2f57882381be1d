#!/usr/bin/env python3
"""Times programs for scripts/show.sh; prints figures only, in seconds and MB.

    measure.py run N -- COMMAND…        median time from start to exit of N runs, and the largest resident size
    measure.py ended -- COMMAND…         time from start to exit of one run, the largest resident size of it and the processes
                                        that it started, its exit code
    measure.py visible N CLASS -- COMMAND…
                                        median time from start until the X server shows a window of that class
    measure.py kept N PROGRAM PAGE      median time from start of `PROGRAM PAGE` in an empty home until the dataset holds
                                        the page with its proposals, which the desk shows in its next frame
The X server is polled every 10 ms with xdotool, the dataset every 10 ms through SQLite, reading only.
"""
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

PATIENCE, PAUSE = 30.0, 0.01


def ended(command):
    """Seconds to the exit, the largest resident size in MB, the exit code."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, usage.ru_maxrss / 1024, child.returncode


def run(command):
    """Seconds to the exit, and the largest resident size in MB."""
    seconds, size, code = ended(command)
    if code:
        sys.exit(f"{command[0]}: exit code {code}")
    return seconds, size


def until(command, home, there):
    """Seconds until `there()` holds after the command is started in a home of its own; the command is then ended."""
    environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home + "/.config", "USER": "林"}
    start = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not there():
            if child.poll() is not None or time.perf_counter() - start > PATIENCE:
                sys.exit(f"{command[0]}: nothing to be seen")
            time.sleep(PAUSE)
        return time.perf_counter() - start
    finally:
        child.kill()
        child.wait()


def is_visible(name):
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", name], capture_output=True)
    return bool(found.stdout.strip())


def is_kept(home):
    for dataset in pathlib.Path(home).rglob("*.zhupi"):
        try:
            with sqlite3.connect(f"file:{dataset}?mode=ro", uri=True) as db:
                return db.execute("SELECT count(*) FROM issue").fetchone()[0] > 0
        except sqlite3.Error:
            return False  # not made yet
    return False


def in_home(command, there):
    with tempfile.TemporaryDirectory() as home:
        return until(command, home, lambda: there(home))


def main():
    verb, count, *rest = sys.argv[1:]
    if verb == "ended":
        seconds, size, code = ended(rest)
        return print(f"{seconds:.3f} {size:.0f} {code}")
    times, sizes = [], []
    for _ in range(int(count)):
        if verb == "run":
            seconds, size = run(rest[1:])
            sizes.append(size)
        elif verb == "visible":
            seconds = in_home(rest[2:], lambda _: is_visible(rest[0]))
        else:
            seconds = in_home(rest, is_kept)
        times.append(seconds)
    print(f"{statistics.median(times):.3f}", *([f"{max(sizes):.1f}"] if sizes else []))


main()
