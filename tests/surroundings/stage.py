"""A recorded machine and a desk in a folder, and a command's run with what must hold whatever its surroundings are."""

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

HERE = pathlib.Path(__file__).resolve().parent
NUMBER, OTHER = "AA03220123951", "AA03220123952"
PASSPHRASE = "a passphrase of this test\n"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "TERM": "xterm", "LANG": "C.UTF-8", "USER": "vendor"}
CODED = re.compile(r"\b[A-Z][A-Z0-9]*(-[A-Z0-9]+)+\b|\bFAULT\b")
# What turns a terminal or hides text. A line feed is the only control character that a command writes.
HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
# No command here has more to do than a few milliseconds of work, and none needs more than this.
SECONDS, MEGABYTES = 60, 300
MOST_OUTPUT = 4 << 20
DEVICE_EXITS, DESK_EXITS = (0, 1, 2, 3, 4, 5), (0, 1, 2, 5)


class Wrong(Exception):
    """What must not be."""


def must(holds, what):
    if not holds:
        raise Wrong(what)


@dataclasses.dataclass
class Ran:
    """How a command ended: its exit code, what it said, its memory in megabytes. An exit of None: it was too slow or said too much."""

    exit: int | None
    out: bytes
    err: bytes
    megabytes: float

    @property
    def text(self):
        return (self.out + self.err).decode(errors="replace")


def run(command, *, cwd, env=None, preexec=None, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE):
    """Runs a command and measures it. It is ended when it is late."""
    child = subprocess.Popen(command, cwd=cwd, env=ENVIRONMENT if env is None else env, stdin=stdin, stdout=stdout, stderr=stderr,
                             preexec_fn=preexec, process_group=0)
    said, begun, late = {"out": b"", "err": b""}, time.monotonic(), False
    with selectors.DefaultSelector() as waiting:
        for name, pipe in (("out", child.stdout), ("err", child.stderr)):
            if pipe is not None:
                waiting.register(pipe, selectors.EVENT_READ, name)
        while waiting.get_map():
            ready = waiting.select(max(0, begun + SECONDS - time.monotonic()))
            if not ready or max(map(len, said.values())) > MOST_OUTPUT:
                late = True
                os.killpg(child.pid, signal.SIGKILL)
                break
            for key, _ in ready:
                piece = os.read(key.fd, 65536)
                said[key.data] += piece
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
    return Ran(None if late else child.returncode, said["out"], said["err"], used.ru_maxrss / 1024)


def assert_harmless(ran, exits):
    """It ended in time by an exit code of the contract, told a failure with a code, and wrote no character that a terminal obeys."""
    must(ran.exit is not None, f"no end within {SECONDS} s, or too much said: {ran.text[:500]}")
    must(ran.exit in exits, f"exit {ran.exit}: {ran.text[:2000]}")
    must(ran.megabytes < MEGABYTES, f"{ran.megabytes:.0f} MB")
    must("panicked" not in ran.text, f"a panic: {ran.text[:2000]}")
    found = HARMFUL.search(ran.text)
    must(not found, f"a harmful character {found and found[0]!r}: {ran.text[:2000]!r}")


def assert_told(ran):
    """A failure has a code. What the command line itself complains about has none."""
    must(ran.exit in (0, 2, 3) or CODED.search(ran.text), f"exit {ran.exit} without a code: {ran.text[:2000]}")


def look(path):
    """What a path is: its kind, mode, owner, and the bytes of a small file or the target of a link; a folder's entries too."""
    about = os.lstat(path)
    what = [stat.S_IFMT(about.st_mode), stat.S_IMODE(about.st_mode), about.st_uid]
    if stat.S_ISLNK(about.st_mode):
        what.append(os.readlink(path))
    elif stat.S_ISREG(about.st_mode):
        what.append(pathlib.Path(os.fsdecode(path)).read_bytes() if about.st_size < 1 << 20 else about.st_size)
    elif stat.S_ISDIR(about.st_mode):
        what += [(name, look(os.path.join(path, name))) for name in sorted(os.listdir(path))]
    return tuple(what)


class Stage:
    """A folder with a desk, a machine that is activated, and what a command may need. Each case has a copy."""

    def __init__(self, programs, folder):
        self.device, self.desk, self.folder = str(programs / "countersign"), str(programs / "countersign-desk"), folder
        self.base = folder / "base"

    def make(self):
        """Makes the base: everything is as it should be there."""
        base = self.base
        base.mkdir(parents=True, mode=0o755)
        (base / "sys/firmware/efi/efivars").mkdir(parents=True)
        subprocess.run([sys.executable, HERE.parent / "packages/machine.py", base / "sys"], check=True)
        self.fine(self.desk, "--data", "desk", "init", "--product", "example-os", "--name", "Example OS 10", "--mask", "AA99999999999",
                  "--host", "activate.example.org")
        (base / "profiles").mkdir(mode=0o755)
        shutil.copy(base / "desk/profile.toml", base / "profile.toml")
        shutil.copy(base / "desk/profile.toml", base / "profiles/example.toml")
        self.fine(self.desk, "--data", "desk", "licenses", "add", NUMBER, OTHER)
        (base / "request.txt").write_bytes(self.fine(*self.asking("request", "--number", NUMBER)).out)
        (base / "code.txt").write_bytes(self.fine(self.desk, "--data", "desk", "answer", "request.txt").out)
        shutil.copytree(base / "state", base / "asked")
        self.fine(*self.asking("enter", "--file", "code.txt"))
        self.fine(self.desk, "--data", "desk", "backup", "backup")
        (base / "head").write_bytes(self.fine(self.desk, "--data", "desk", "audit", "head").out)
        (base / "numbers.csv").write_text("AA03220120001\nAA03220120002,1\n")
        url = json.loads(self.fine(*self.asking("request", "--json")).out)["url"]
        lines = [{"countersign": "requests", "version": 1}, {"host": "web-01", "request": url}, {"host": "web-02", "request": "none"}, {"end": 2}]
        (base / "bundle.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        for name, text in (("passphrase", PASSPHRASE), ("pin", "1234\n"), ("config.toml", 'lang = "en"\n'), ("report.html", "before\n")):
            (base / name).write_text(text)
            (base / name).chmod(0o600)

    def asking(self, *words):
        return [self.device, *words, "--hardware", "sys", "--profile", "profile.toml", "--state", "state", "--lang", "en"]

    def fine(self, *command):
        ran = run(list(command), cwd=self.base)
        must(ran.exit == 0, f"{command}: exit {ran.exit}: {ran.text}")
        return ran

    def copy(self, name):
        """A folder of one case: its `place` with everything, and beside it `victims` that nobody may touch."""
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
    """What a child does before it starts: it may have no more than this of each resource, by its name without RLIMIT_."""

    def limit():
        for name, value in most.items():
            which = getattr(resource, f"RLIMIT_{name}")
            resource.setrlimit(which, (value, value))

    return limit
