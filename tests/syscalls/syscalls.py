"""Lets each system call of a command fail in turn: syscalls.py PROGRAMS [--sample N] [--seed N] [--jobs N] [SCENE…].

Run by tests/syscalls/run. The last line is "N passed, N failed".
"""

import collections
import pathlib
import queue
import random
import shutil
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

import desk_scenes  # noqa: E402
import device_scenes  # noqa: E402
import suite  # noqa: E402
from desk_scenes import DeskWork  # noqa: E402
from device_work import DeviceWork  # noqa: E402
from places import KINDS, Desk, Device, unmount  # noqa: E402
from served import ServedWork  # noqa: E402


class Tally:
    """Counts of the faults of each scene, of how commands ended, and the failures."""

    def __init__(self):
        self.tried, self.failed, self.ended = collections.Counter(), [], collections.Counter()

    def add(self, scene, fault, ran, wrong):
        self.tried[scene, fault.how] += 1
        if ran is not None:
            self.ended[fault.how, "went on" if ran.exit == 0 else "killed" if ran.exit < 0 else "reported"] += 1
        if wrong:
            self.failed.append(f"{scene}: {fault}: {wrong}")
            print(f"FAILED {self.failed[-1]}", flush=True)

    def print(self):
        kinds = sorted({how for _, how in self.tried})
        print("".join(f"{kind:>9}" for kind in ["", *kinds]).rjust(9 * len(kinds) + 42))
        for scene in dict.fromkeys(scene for scene, _ in self.tried):
            print(f"{scene:42}" + "".join(f"{self.tried[scene, kind] or '-':>9}" for kind in kinds))
        for kind in kinds:
            ends = ", ".join(f"{count} {end}" for (how, end), count in sorted(self.ended.items()) if how == kind)
            print(f"{kind}: {ends}")


def kinds_of_devices(programs, desk, folder, jobs):
    """Yields for each kind of machine: its name, a queue of devices, the templates, and the results of the course without faults."""
    for kind in KINDS:
        devices = queue.Queue()
        for number in range(jobs):
            devices.put(Device(programs / "countersign", folder / f"{kind.replace(' ', '-')}-{number}", desk.folder / "profile.toml", kind))
        # The kinds "UEFI full" and "UEFI immutable" start from the templates of "UEFI".
        if kind in ("file", "UEFI"):
            first = devices.get()
            templates = folder / f"{kind}-templates"
            sound = device_scenes.templates(first, desk, templates)
            devices.put(first)
        yield kind, devices, templates, sound


def works(programs, folder, jobs):
    """Yields each scene on each kind of machine, with its name."""
    desk = Desk(programs / "countersign-desk", folder / "desk")
    desk.init()
    templates, folders = folder / "desk-templates", queue.Queue()
    templates.mkdir()
    shutil.copytree(desk.folder, templates / "new")
    for number in range(jobs):
        (folder / f"desk-{number}").mkdir()
        folders.put(folder / f"desk-{number}")
    for name, devices, states, sound in kinds_of_devices(programs, desk, folder, jobs):
        for scene in device_scenes.SCENES:
            if name in scene.machines:
                yield f"{scene.name} ({name})", DeviceWork(scene, devices, states, sound)
        asked = states / "request.txt"
    shutil.copytree(desk.folder, templates / "answered")
    for scene in desk_scenes.SCENES:
        yield scene.name, DeskWork(scene, folders, programs / "countersign-desk", templates, asked)
    yield ServedWork.name, ServedWork(folders, programs / "countersign-desk", templates, asked)


def main():
    arguments = suite.parser("faults of each scene")
    arguments.add_argument("scenes", nargs="*", help="parts of names; by default all")
    given = arguments.parse_intermixed_args()
    unmatched = set(given.scenes)
    tally, begun, chance = Tally(), time.monotonic(), random.Random(given.seed)
    with suite.workspace(given.jobs, unmount) as (folder, pool):
        for name, work in works(given.programs.resolve(), folder, given.jobs):
            matching = {part for part in given.scenes if part in name}
            unmatched -= matching
            if given.scenes and not matching:
                continue
            faults = suite.sample(given.sample, chance, work.record())
            for fault, (ran, wrong) in zip(faults, pool.map(work.check, faults), strict=True):
                tally.add(name, fault, ran, wrong)
    tally.print()
    if unmatched:
        sys.exit(f"no name of a scene contains: {', '.join(sorted(unmatched))}")
    print(f"{time.monotonic() - begun:.0f} s")
    suite.finish(tally.tried.total(), len(tally.failed))


if __name__ == "__main__":
    main()
