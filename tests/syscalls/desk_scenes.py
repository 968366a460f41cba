"""The desk's commands that run with faults, and what must hold afterwards.

The ledger passes its own check, the desk gives the same code again, and the number has one binding.
"""

import dataclasses
import json
from collections.abc import Callable

from places import Desk, assert_reported, renew
from strace import file_size_limit, run, traced
from suite import NUMBER, must
from work import Work, language

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "USER": "vendor"}
FILES = ("", "ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db-journal")


@dataclasses.dataclass(frozen=True)
class Scene:
    """A command, the state it starts from (`begins`), and a check that runs afterwards. ASKED in `words` is the file of the request."""

    name: str
    begins: str
    words: tuple
    check: Callable


def assert_whole(desk):
    """The checks of the ledger and of the audit report no fault."""
    desk.run("database", "check")
    desk.run("audit", "verify")


def answered(desk, asked):
    """The desk's answer to the request in that file."""
    return json.loads(desk.run("answer", str(asked), "--json").out)


def after_answer(desk, ran, asked):
    assert_whole(desk)
    printed = json.loads(ran.out) if ran.out.endswith("}\n") else {}
    if ran.exit == 0:
        must(printed.get("decision") == "issued", f"the answer isn't issued: {ran.out}")
    again = answered(desk, asked)
    must(again["decision"] == "issued", f"the next answer isn't issued: {again}")
    if printed.get("code"):
        must(again["code"] == printed["code"] and again["how"] == "again", f"the next answer has another code: {printed}, {again}")
    must(answered(desk, asked)["code"] == again["code"], "the third answer has another code")
    number = json.loads(desk.run("licenses", "show", NUMBER, "--json").out)
    must(len(number["bindings"]) == 1, f"not one binding: {number}")
    assert_clean(desk)


def after_release(desk, ran, asked):
    assert_whole(desk)
    number = json.loads(desk.run("licenses", "show", NUMBER, "--json").out)
    must(ran.exit != 0 or not number["bindings"], f"the command released the number, but a binding is left: {number}")
    if number["bindings"]:
        desk.run("licenses", "release", NUMBER, "--yes", "--reason", "again")
    assert_whole(desk)
    assert_clean(desk)


def assert_clean(desk):
    """The folder has no temporary file."""
    left = {at.name for at in desk.folder.iterdir()}
    must(left == {"ledger.db", "profile.toml"}, f"temporary files are left: {sorted(left)}")


SCENES = [
    Scene("desk: answer", "new", ("answer", "ASKED", "--json"), after_answer),
    Scene("desk: answer again", "answered", ("answer", "ASKED", "--json"), after_answer),
    Scene("desk: release", "answered", ("licenses", "release", NUMBER, "--yes", "--reason", "moved"), after_release),
]


class DeskWork(Work):
    """One scene. Its places are folders."""

    # Limits within a page of the database, within the write-ahead log, and none.
    sizes = (0, 1, 100, 4096, 5000, 9000, 20_000)

    def __init__(self, scene, folders, program, templates, asked):
        super().__init__(folders)
        self.name, self.scene, self.program = scene.name, scene, program
        self.template, self.asked = templates / scene.begins, asked

    def prepare(self, folder):
        renew(folder / "desk", self.template)

    def run(self, folder, fault):
        desk = Desk(self.program, folder / "desk")
        words = [str(self.asked) if word == "ASKED" else word for word in self.scene.words]
        command = [self.program, "--data", str(desk.folder), "--lang", language(fault), *words]
        if fault and fault.call == "file size":
            return run(command, preexec=file_size_limit(fault.number), env=ENVIRONMENT)
        # With these paths strace leaves out the calls of the loader and of the runtime's threads.
        paths = [desk.folder / name for name in FILES] + [self.asked, folder / "out"]
        options = [f"trace={fault.call}", fault.option] if fault else ["trace=all"]
        return traced(command, self.log(folder), paths=paths, options=options, env=ENVIRONMENT, out=folder / "out")

    def judge(self, folder, fault, ran):
        assert_reported(ran, language(fault), (0, 1), fault)
        self.scene.check(Desk(self.program, folder / "desk"), ran, self.asked)
