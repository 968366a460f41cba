"""What the desk's program is asked under faults, and what must hold afterwards.

The ledger is whole, a code that was printed is given again, and a number counts one change whatever happened.
"""

import dataclasses
import json
import subprocess
from collections.abc import Callable

from places import NUMBER, Desk, Wrong, assert_told, must, renew
from strace import Fault, faults, file_size_limit, run, traced

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "USER": "vendor"}
FILES = ("", "ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db-journal")
# A file of the database can't grow beyond so many bytes: within a page, within the log, and none.
SIZES = (0, 1, 100, 4096, 5000, 9000, 20_000)


@dataclasses.dataclass(frozen=True)
class Scene:
    name: str
    begins: str
    words: tuple
    check: Callable


def is_whole(desk):
    """The ledger's own check and the audit's find nothing."""
    desk.run("database", "check")
    desk.run("audit", "verify")


def answered(desk, asked):
    return json.loads(desk.run("answer", str(asked), "--json").out)


def after_answer(desk, ran, asked):
    is_whole(desk)
    printed = json.loads(ran.out) if ran.out.endswith("}\n") else {}
    if ran.exit == 0:
        must(printed.get("decision") == "issued", f"another answer: {ran.out}")
    again = answered(desk, asked)
    must(again["decision"] == "issued", f"afterwards {again}")
    if printed.get("code"):
        must(again["code"] == printed["code"] and again["how"] == "again", f"another code: {printed}, {again}")
    must(answered(desk, asked)["code"] == again["code"], "another code each time")
    number = json.loads(desk.run("licenses", "show", NUMBER, "--json").out)
    must(len(number["bindings"]) == 1, f"{number}")
    ends_clean(desk)


def after_release(desk, ran, asked):
    is_whole(desk)
    number = json.loads(desk.run("licenses", "show", NUMBER, "--json").out)
    must(ran.exit != 0 or not number["bindings"], f"freed was said, and {number}")
    if number["bindings"]:
        desk.run("licenses", "release", NUMBER, "--yes", "--reason", "again")
    is_whole(desk)
    ends_clean(desk)


def ends_clean(desk):
    left = {at.name for at in desk.folder.iterdir()}
    must(left == {"ledger.db", "profile.toml"}, f"left behind: {sorted(left)}")


SCENES = [
    Scene("desk: answer", "new", ("answer", "ASKED", "--json"), after_answer),
    Scene("desk: answer again", "answered", ("answer", "ASKED", "--json"), after_answer),
    Scene("desk: release", "answered", ("licenses", "release", NUMBER, "--yes", "--reason", "moved"), after_release),
]


class DeskWork:
    """One scene for any number of workers. A worker is a folder."""

    def __init__(self, scene, folders, program, templates, asked):
        self.scene, self.folders, self.program = scene, folders, program
        self.template, self.asked = templates / scene.begins, asked

    def run(self, folder, fault, lang):
        desk = Desk(self.program, folder / "desk")
        words = [str(self.asked) if word == "ASKED" else word for word in self.scene.words]
        command = [self.program, "--data", str(desk.folder), "--lang", lang, *words]
        more = {"env": ENVIRONMENT, "out": folder / "out"}
        if fault and fault.call == "file size":
            return run(command, preexec=file_size_limit(fault.number), env=ENVIRONMENT)
        # The paths leave the loader and the runtime's threads out.
        paths = [desk.folder / name for name in FILES] + [self.asked, folder / "out"]
        options = [f"trace={fault.call}", fault.option] if fault else ["trace=all"]
        return traced(command, folder / "log", paths=paths, options=options, **more)

    def record(self):
        folder = self.folders.get()
        try:
            renew(folder / "desk", self.template)
            ran = self.run(folder, None, "en")
            assert ran.exit == 0, (self.scene.name, ran)
            return faults(folder / "log", whole=False) + [Fault("file size", size, "SHORT") for size in SIZES]
        finally:
            self.folders.put(folder)

    def check(self, fault):
        """Tries a fault; answers how the command ended and what is wrong."""
        folder = self.folders.get()
        ran, lang = None, "zh" if fault.number % 2 else "en"
        try:
            renew(folder / "desk", self.template)
            ran = self.run(folder, fault, lang)
            assert_told(ran, lang, (0, 1), fault)
            self.scene.check(Desk(self.program, folder / "desk"), ran, self.asked)
            return ran, None
        except Wrong as wrong:
            return ran, f"{wrong}\n    it had ended with {ran.exit if ran else None}: {ran.err if ran else ''}"
        except (OSError, ValueError, KeyError, subprocess.TimeoutExpired) as error:
            return ran, f"{type(error).__name__}: {error}\n    {ran}"
        finally:
            self.folders.put(folder)
