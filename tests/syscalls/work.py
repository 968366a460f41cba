"""The common part of all scenes: record a command's system calls, then run it once with each fault."""

import contextlib
import subprocess

from strace import Fault, faults
from suite import Wrong


def language(fault):
    """Half of the faults are tried in Chinese."""
    return "zh" if fault and fault.number % 2 else "en"


class Work:
    """One scene, for any number of threads. `places` is a queue of folders or devices; each run takes one of them.

    A subclass has `prepare(place)`, `run(place, fault)`, which returns a `Ran`, and `judge(place, fault, ran)`, which raises `Wrong`.
    """

    name = None
    # The log has the loader's calls too.
    whole = False
    # Limits in bytes on the size of a file.
    sizes = ()

    def __init__(self, places):
        self.places = places

    @contextlib.contextmanager
    def place(self):
        place = self.places.get()
        try:
            yield place
        finally:
            self.places.put(place)

    def log(self, place):
        return place / "log"

    def record(self):
        """Runs the scene without a fault. Returns the faults to try."""
        with self.place() as place:
            self.prepare(place)
            ran = self.run(place, None)
            assert ran.exit == 0, (self.name, ran)
            return faults(self.log(place), whole=self.whole) + [Fault("file size", size, "SHORT") for size in self.sizes]

    def check(self, fault):
        """Tries a fault. Returns how the command ended, and what is wrong; each may be None."""
        ran = None
        with self.place() as place:
            try:
                self.prepare(place)
                ran = self.run(place, fault)
                self.judge(place, fault, ran)
                return ran, None
            except (Wrong, OSError, ValueError, KeyError, subprocess.TimeoutExpired) as wrong:
                return ran, f"{type(wrong).__name__}: {wrong}\n    the command ended with {ran}"
