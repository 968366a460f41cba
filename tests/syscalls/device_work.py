"""Tries the faults of one scene of the device program."""

import shutil

from places import ENVIRONMENT, TEMPORARY, assert_reported
from strace import file_size_limit, traced
from work import Work, language


class DeviceWork(Work):
    """One scene on one kind of machine."""

    whole = True
    # Limits within a line of a record, within a record, and beyond each record.
    sizes = (0, 1, 32, 61, 100, 195, 400, 800, 1000, 1132, 2000, 2145, 4096)

    def __init__(self, scene, devices, templates, sound):
        super().__init__(devices)
        self.name, self.scene, self.template, self.sound = scene.name, scene, templates / scene.begins, sound

    def log(self, device):
        return device.folder / "log"

    def words(self):
        return [str(self.sound.code) if word == "CODE" else word for word in self.scene.words]

    def prepare(self, device):
        device.restore(self.template)
        for name in ("run", "motd"):
            shutil.rmtree(device.folder / name, ignore_errors=True)
        for left in device.folder.glob(TEMPORARY + "*"):
            left.unlink()
        (device.folder / "saved.txt").write_text("before\n")

    def run(self, device, fault):
        """Runs the command with that fault, or without one to record it."""
        lang, stdin = language(fault), self.sound.code if self.scene.stdin else None
        if fault and fault.call == "file size":
            return device.run(*self.words(), lang=lang, preexec=file_size_limit(fault.number), stdin=stdin)
        options = [f"trace={fault.call},statfs" if fault else "trace=all"]
        # strace takes one injection for `statfs`: the type of the file system, or the fault.
        options += device.options if not fault or fault.call != "statfs" else []
        options += [fault.option] if fault else []
        return traced(device.command(*self.words(), lang=lang), self.log(device), options=options, cwd=device.folder, env=ENVIRONMENT, stdin=stdin)

    def judge(self, device, fault, ran):
        device.make_writable()
        assert_reported(ran, language(fault), self.scene.codes, fault)
        self.scene.check(device, ran, self.sound)
