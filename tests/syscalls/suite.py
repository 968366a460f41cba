"""Shared by the suites in tests/syscalls and tests/surroundings: their command line, threads, temporary folder, and checks."""

import argparse
import concurrent.futures
import contextlib
import pathlib
import re
import signal
import sys
import tempfile

NUMBER = "AA03220123951"
INIT = ("init", "--product", "example-os", "--name", "Example OS 10", "--mask", "AA99999999999", "--host", "activate.example.org")
# A stable code, such as KEEP-FULL.
CODED = re.compile(r"\b[A-Z][A-Z0-9]*(-[A-Z0-9]+)+\b|\bFAULT\b")


class Wrong(Exception):
    """A property that must hold doesn't hold."""


def must(holds, what):
    if not holds:
        raise Wrong(what)


def parser(sampled):
    """Returns the parser of the options that both suites have. `sampled` names what --sample counts."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("programs", type=pathlib.Path, help="the folder with both programs")
    arguments.add_argument("--sample", type=int, help=f"run N {sampled}, chosen by the seed; by default all")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--jobs", type=int, default=2)
    return arguments


@contextlib.contextmanager
def workspace(jobs, clean_up=lambda: None):
    """Yields a temporary folder and a thread pool. At the end, also after SIGTERM, it stops the threads, calls `clean_up`, and removes the folder."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with (tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(jobs) as pool, contextlib.ExitStack() as ending):
        ending.callback(clean_up)
        ending.callback(pool.shutdown, cancel_futures=True)
        yield pathlib.Path(folder), pool


def sample(size, chance, items):
    """Returns `size` of the items, or all of them if `size` is None or there are no more."""
    return chance.sample(items, size) if size and size < len(items) else items


def finish(tried, failed):
    """Prints the last line and ends the program. It fails too if nothing was tried."""
    print(f"{tried - failed} passed, {failed} failed")
    sys.exit(1 if failed or not tried else 0)
