"""A recorded machine with its state, and a desk. Each is made once and copied for each fault."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import strace
from suite import CODED, INIT, NUMBER, must

HERE = pathlib.Path(__file__).resolve().parent
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "TERM": "xterm", "LANG": "C.UTF-8"}
# The names of temporary files that the programs write beside a file which they replace begin so.
TEMPORARY = ".countersign-"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def renew(folder, template):
    """Replaces the folder with a copy of the template."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)


class Desk:
    """Runs the desk's program on a folder."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def command(self, *words):
        return [self.program, "--data", str(self.folder), "--lang", "en", *words]

    def run(self, *words, exits=(0,)):
        ran = strace.run(self.command(*words), env=ENVIRONMENT)
        must(ran.exit in exits, f"desk {words}: exit {ran.exit}: {ran.out}{ran.err}")
        return ran

    def init(self):
        self.run(*INIT)
        self.folder.chmod(0o755)
        self.run("licenses", "add", NUMBER)


# Where UEFI variables are: nowhere, in a folder, on a full file system, and on one with immutable files, as efivarfs has them.
KINDS = ("file", "UEFI", "UEFI full", "UEFI immutable")
# Lets `statfs` return the type of efivarfs.
EFIVARFS = "inject=statfs:poke_exit=@arg2=e4815ede00000000"


# The devices with a mounted folder of variables.
MOUNTED = []


def unmount():
    """Unmounts all folders of variables."""
    for device in MOUNTED:
        device.make_writable()
        subprocess.run(["umount", "--lazy", device.variables], check=True)


class Device:
    """Runs the device program on a recorded machine of one of the kinds."""

    def __init__(self, program, folder, profile, kind):
        self.program, self.folder, self.profile, self.kind = program, folder, profile, kind
        self.state, self.system = folder / "state", folder / "sys"
        self.variables = self.system / "firmware/efi/efivars"
        self.efi = kind != "file"
        folder.mkdir(parents=True)
        subprocess.run([sys.executable, HERE.parent / "packages/machine.py", self.system], check=True)
        if self.efi:
            self.variables.mkdir(parents=True)
        if kind == "UEFI full":
            self.mount("-t", "tmpfs", "-o", "size=64k,mode=755", "tmpfs")
        if kind == "UEFI immutable":
            image = folder / "image"
            with open(image, "wb") as file:
                file.truncate(4 << 20)
            subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True)
            self.mount("-o", "loop", image)
            (self.variables / "lost+found").rmdir()

    def mount(self, *words):
        subprocess.run(["mount", *words, self.variables], check=True)
        MOUNTED.append(self)

    @property
    def options(self):
        """strace's options for each run."""
        return [EFIVARFS] if self.kind == "UEFI immutable" else []

    def make_writable(self):
        """Frees space in the folder of variables, and lets its files be changed."""
        if self.kind == "UEFI immutable":
            subprocess.run(["chattr", "-R", "-i", self.variables], check=True)
        (self.variables / "ballast").unlink(missing_ok=True)

    def command(self, *words, lang="en"):
        return [self.program, *words, "--hardware", str(self.system), "--profile", str(self.profile), "--state", str(self.state), "--lang", lang]

    def run(self, *words, lang="en", **more):
        return strace.run(self.command(*words, lang=lang), cwd=self.folder, env=ENVIRONMENT, **more)

    def expect(self, *words, exits=(0,)):
        ran = self.run(*words)
        must(ran.exit in exits, f"{words} afterwards: exit {ran.exit}: {ran.out}{ran.err}")
        return ran

    def object(self, *words, exits=(0,)):
        return json.loads(self.expect(*words, "--json", exits=exits).out)

    def restore(self, template):
        """Copies state and variables from the template, a folder with `state` and `efivars`. Each may be missing."""
        shutil.rmtree(self.state, ignore_errors=True)
        if (template / "state").is_dir():
            shutil.copytree(template / "state", self.state)
        if not self.efi:
            return
        self.make_writable()
        for at in self.variables.iterdir():
            at.unlink()
        if (template / "efivars").is_dir():
            shutil.copytree(template / "efivars", self.variables, dirs_exist_ok=True)
        if self.kind == "UEFI immutable":
            subprocess.run(["chattr", "-R", "+i", *self.variables.iterdir()], check=True)
        if self.kind == "UEFI full":
            with contextlib.suppress(OSError), open(self.variables / "ballast", "wb", buffering=0) as ballast:
                while True:
                    ballast.write(bytes(4096))

    def save(self, template):
        """Copies state and variables into the template."""
        for at, kept in ((self.state, template / "state"), (self.variables, template / "efivars")):
            if at.is_dir():
                shutil.copytree(at, kept)

    def names(self):
        """The names of all files in the state folder and of all variables."""
        return {name for folder in (self.state, self.variables) if folder.is_dir() for name in os.listdir(folder)}


def assert_reported(ran, lang, codes, fault):
    """The command has one of these exit codes. If it failed, its message has a stable code and is in that language."""
    if fault is not None and fault.how == "KILL":
        return
    must(ran.exit in codes, f"exit {ran.exit}: {ran.out}{ran.err}")
    must("panicked" not in ran.err, f"a panic: {ran.err}")
    for text in (ran.out, ran.err):
        must(not CONTROL.search(text), f"a control character: {text!r}")
    if ran.exit != 0 and not {"1", "2"} & ran.touched:
        must(CODED.search(ran.err + ran.out), f"no code: {ran.out}{ran.err}")
        must(not ran.err or bool(CHINESE.search(ran.err)) == (lang == "zh"), f"the message isn't in {lang}: {ran.err}")
