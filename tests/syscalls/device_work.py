"""Tries the faults of one scene of the device program."""

import shutil
import subprocess

from places import ENVIRONMENT, Wrong, assert_told
from strace import Fault, faults, file_size_limit, traced

# Sizes that a file can't grow beyond: within a line of a record, within a record, beyond each.
SIZES = (0, 1, 32, 61, 100, 195, 400, 800, 1000, 1132, 2000, 2145, 4096)


class DeviceWork:
    """One scene on one kind of machine, for any number of workers."""

    def __init__(self, scene, devices, templates, sound):
        self.scene, self.devices, self.template, self.sound = scene, devices, templates / scene.begins, sound

    def words(self):
        return [str(self.sound.code) if word == "CODE" else word for word in self.scene.words]

    def prepare(self, device):
        device.restore(self.template)
        for name in ("run", "motd"):
            shutil.rmtree(device.folder / name, ignore_errors=True)
        (device.folder / "saved.txt").write_text("before\n")

    def run(self, device, log, fault, lang):
        """Runs the command with that fault, or records it without one."""
        more = {"cwd": device.folder, "env": ENVIRONMENT, "stdin": self.sound.code if self.scene.stdin else None}
        options = [f"trace={fault.call},statfs" if fault else "trace=all"]
        if fault and fault.call == "file size":
            return device.run(*self.words(), lang=lang, preexec=file_size_limit(fault.number), stdin=more["stdin"])
        # `statfs` is injected once: what it says of the kind of the file system, or the fault.
        options += device.options if not fault or fault.call != "statfs" else []
        return traced(device.command(*self.words(), lang=lang), log, options=options + ([fault.option] if fault else []), **more)

    def record(self):
        device = self.devices.get()
        try:
            self.prepare(device)
            log = device.folder / "log"
            ran = self.run(device, log, None, "en")
            assert ran.exit == 0, (self.scene.name, ran)
            return faults(log) + [Fault("file size", size, "SHORT") for size in SIZES]
        finally:
            self.devices.put(device)

    def check(self, fault):
        """Tries a fault; answers how the command ended and what is wrong."""
        device = self.devices.get()
        ran, lang = None, "zh" if fault.number % 2 else "en"
        try:
            self.prepare(device)
            ran = self.run(device, device.folder / "log", fault, lang)
            device.relent()
            assert_told(ran, lang, self.scene.codes, fault)
            self.scene.check(device, ran, self.sound)
            return ran, None
        except Wrong as wrong:
            return ran, f"{wrong}\n    it had ended with {ran.exit if ran else None}: {ran.err if ran else ''}"
        except (OSError, ValueError, KeyError, subprocess.TimeoutExpired) as error:
            return ran, f"{type(error).__name__}: {error}\n    {ran}"
        finally:
            self.devices.put(device)
