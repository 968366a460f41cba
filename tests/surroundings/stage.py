"""A folder with a recorded machine and a desk, the run of a command, and the checks that hold in all surroundings."""

import dataclasses
import json
import os
import pathlib
import re
import resource
import selectors
import shutil
import signal
import stat
import subprocess
import sys
import time

from suite import CODED, INIT, NUMBER, must

HERE = pathlib.Path(__file__).resolve().parent
OTHER = "AA03220123952"
PASSPHRASE = "a passphrase of this test\n"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "TERM": "xterm", "LANG": "C.UTF-8", "USER": "vendor"}
# Characters that control a terminal, change the direction of text, or hide it. The only control character that a command writes is a line feed.
HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
# A row of a QR in a pipe or file. It sets its colours, because nobody knows those of the terminal that shows it.
QR_ROW = re.compile(r"^\x1b\[30;47;107m(?:[ ▀▄█]|\x1b\[2?7m)*\x1b\[m$", re.MULTILINE)
# Limits for each command. Its work takes a few milliseconds.
SECONDS, MEGABYTES = 60, 300
MOST_OUTPUT = 4 << 20
DEVICE_EXITS, DESK_EXITS = (0, 1, 2, 3, 4, 5), (0, 1, 2, 5)


@dataclasses.dataclass
class Ran:
    """How a command ended: its exit code, its output, its memory in megabytes. `exit` is None if it was too slow or wrote too much."""

    exit: int | None
    out: bytes
    err: bytes
    megabytes: float

    @property
    def text(self):
        return (self.out + self.err).decode(errors="replace")


def run(command, *, cwd, env=None, preexec=None, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE):
    """Runs a command and measures its memory. Kills it after SECONDS, or when it has written more than MOST_OUTPUT bytes."""
    child = subprocess.Popen(command, cwd=cwd, env=ENVIRONMENT if env is None else env, stdin=stdin, stdout=stdout, stderr=stderr,
                             preexec_fn=preexec, process_group=0)
    output, begun, late = {"out": b"", "err": b""}, time.monotonic(), False
    with selectors.DefaultSelector() as waiting:
        for name, pipe in (("out", child.stdout), ("err", child.stderr)):
            if pipe is not None:
                waiting.register(pipe, selectors.EVENT_READ, name)
        while waiting.get_map():
            ready = waiting.select(max(0, begun + SECONDS - time.monotonic()))
            if not ready or max(map(len, output.values())) > MOST_OUTPUT:
                late = True
                os.killpg(child.pid, signal.SIGKILL)
                break
            for key, _ in ready:
                piece = os.read(key.fd, 65536)
                output[key.data] += piece
                if not piece:
                    waiting.unregister(key.fileobj)
    while not late:
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() > begun + SECONDS:
            late = True
            os.killpg(child.pid, signal.SIGKILL)
        time.sleep(0.002)
    if late:
        pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    for pipe in (child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()
    return Ran(None if late else child.returncode, output["out"], output["err"], used.ru_maxrss / 1024)


def assert_harmless(ran, exits):
    """The command ended in time, with one of these exit codes, with little memory and without a panic, and wrote no harmful character."""
    must(ran.exit is not None, f"no end within {SECONDS} s, or too much output: {ran.text[:500]}")
    must(ran.exit in exits, f"exit {ran.exit}: {ran.text[:2000]}")
    must(ran.megabytes < MEGABYTES, f"{ran.megabytes:.0f} MB")
    must("panicked" not in ran.text, f"a panic: {ran.text[:2000]}")
    text = QR_ROW.sub("", ran.text)
    found = HARMFUL.search(text)
    must(not found, f"a harmful character {found and found[0]!r}: {text[:2000]!r}")


def assert_coded(ran):
    """A failure has a stable code. Errors of usage (exit 2) have none, and "not activated" (exit 3) is no failure."""
    must(ran.exit in (0, 2, 3) or CODED.search(ran.text), f"exit {ran.exit} without a code: {ran.text[:2000]}")


def snapshot(path):
    """Returns the kind, mode and owner of a path, and the bytes of a small file, the target of a link, or the entries of a folder."""
    about = os.lstat(path)
    what = [stat.S_IFMT(about.st_mode), stat.S_IMODE(about.st_mode), about.st_uid]
    if stat.S_ISLNK(about.st_mode):
        what.append(os.readlink(path))
    elif stat.S_ISREG(about.st_mode):
        what.append(pathlib.Path(os.fsdecode(path)).read_bytes() if about.st_size < 1 << 20 else about.st_size)
    elif stat.S_ISDIR(about.st_mode):
        what += [(name, snapshot(os.path.join(path, name))) for name in sorted(os.listdir(path))]
    return tuple(what)


class Stage:
    """A folder with a desk, an activated machine, and the files that commands read. Each case has a copy."""

    def __init__(self, programs, folder):
        self.device, self.desk, self.folder = str(programs / "countersign"), str(programs / "countersign-desk"), folder
        self.base = folder / "base"

    def make(self):
        """Makes the folder that each case copies. All in it is as it should be."""
        base = self.base
        base.mkdir(parents=True, mode=0o755)
        (base / "sys/firmware/efi/efivars").mkdir(parents=True)
        subprocess.run([sys.executable, HERE.parent / "packages/machine.py", base / "sys"], check=True)
        self.expect(self.desk, "--data", "desk", *INIT)
        (base / "profiles").mkdir(mode=0o755)
        shutil.copy(base / "desk/profile.toml", base / "profile.toml")
        shutil.copy(base / "desk/profile.toml", base / "profiles/example.toml")
        self.expect(self.desk, "--data", "desk", "licenses", "add", NUMBER, OTHER)
        (base / "request.txt").write_bytes(self.expect(*self.asking("request", "--number", NUMBER)).out)
        (base / "code.txt").write_bytes(self.expect(self.desk, "--data", "desk", "answer", "request.txt").out)
        shutil.copytree(base / "state", base / "asked")
        self.expect(*self.asking("enter", "--file", "code.txt"))
        self.expect(self.desk, "--data", "desk", "backup", "backup")
        (base / "head").write_bytes(self.expect(self.desk, "--data", "desk", "audit", "head").out)
        (base / "numbers.csv").write_text("AA03220120001\nAA03220120002,1\n")
        url = json.loads(self.expect(*self.asking("request", "--json")).out)["url"]
        lines = [{"countersign": "requests", "version": 1}, {"host": "web-01", "request": url}, {"host": "web-02", "request": "none"}, {"end": 2}]
        (base / "bundle.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        for name, text in (("passphrase", PASSPHRASE), ("pin", "1234\n"), ("config.toml", 'lang = "en"\n'), ("report.html", "before\n")):
            (base / name).write_text(text)
            (base / name).chmod(0o600)

    def asking(self, *words):
        return [self.device, *words, "--hardware", "sys", "--profile", "profile.toml", "--state", "state", "--lang", "en"]

    def expect(self, *command):
        ran = run(list(command), cwd=self.base)
        must(ran.exit == 0, f"{command}: exit {ran.exit}: {ran.text}")
        return ran

    def copy(self, name):
        """Makes the folder of one case: `place`, a copy of the base, and `victims` with files that no command may change."""
        case = self.folder / name
        shutil.rmtree(case, ignore_errors=True)
        case.mkdir(mode=0o755)
        shutil.copytree(self.base, case / "place", symlinks=True)
        (case / "victims").mkdir(mode=0o755)
        for victim in ("file", "folder/inside"):
            at = case / "victims" / victim
            at.parent.mkdir(exist_ok=True, mode=0o755)
            at.write_text("precious\n")
            at.chmod(0o600)
        return case


def limits(**most):
    """Returns a function for the child that sets limits of resources, by their names without RLIMIT_."""

    def limit():
        for name, value in most.items():
            which = getattr(resource, f"RLIMIT_{name}")
            resource.setrlimit(which, (value, value))

    return limit
