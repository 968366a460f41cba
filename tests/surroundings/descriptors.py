"""Standard input, output or error is closed or full, or a pipe without a reader. No message may go into a file that gets their descriptor."""

import contextlib
import itertools
import json
import os
import tomllib

from environment import COMMANDS, words_of
from stage import assert_harmless, run
from suite import must

CLOSED = [f"closed {' '.join(map(str, which))}" for count in (1, 2, 3) for which in itertools.combinations((0, 1, 2), count)]
WAYS = [*CLOSED, "output is full", "error is full", "both are full", "no reader", "input is a folder", "input is endless"]
# Commands that write files.
WRITING = {
    "enter": ("device", "enter", "--file", "code.txt"), "release": ("device", "release", "--yes"), "refused enter": ("device", "enter", "nonsense"),
    "request --out": ("device", "request", "--number", "AA03220123952", "--out", "written"),
    "status --write-run": ("device", "status", "--write-run", "written"), "inspect --html": ("device", "inspect", "--html", "written", "sys"),
    "desk import": ("desk", "licenses", "import", "numbers.csv"), "desk backup": ("desk", "backup", "copy"),
    "desk bundle": ("desk", "answer", "bundle.jsonl", "--out", "written"),
}


def assert_sound(at):
    """The file is whole: an object, lines of objects, a request, a page or a profile."""
    text = at.read_bytes()
    if at.suffix == ".toml":
        tomllib.loads(text.decode())
    elif text.startswith(b"{"):
        with contextlib.suppress(ValueError):
            json.loads(text)
            return
        for line in text.splitlines():
            json.loads(line)
    else:
        kinds = ((b"[COUNTERSIGN REQUEST", b"[END]\n"), (b"<!", b"</html>"))
        must(any(text.startswith(first) and text.rstrip(b"\n").endswith(last.rstrip(b"\n")) for first, last in kinds), f"{at.name}: {text[:200]!r} to {text[-100:]!r}")


def cases():
    for number, way in enumerate(WAYS):
        for command in [*COMMANDS, *WRITING]:
            # A session reads until its input ends.
            if way == "input is endless" and command in ("plain", "practice"):
                continue
            yield f"{way}: {command}", number, (way, command)


def closing(numbers):
    def close():
        for number in numbers:
            os.close(number)

    return close


def words(stage, command):
    if command not in WRITING:
        return words_of(stage, command)
    who, *given = WRITING[command]
    if who == "desk":
        return [stage.desk, "--data", "desk", *given], (0, 1, 2, 5)
    machine = ("--profile", "profile.toml", "--state", "state", "--lang", "en")
    return [stage.device, *given, *machine, *(() if "--html" in given else ("--hardware", "sys"))], (0, 1, 2, 3, 4, 5)


def check(stage, case, values):
    way, command = values
    place = stage.copy(case) / "place"
    command_words, exits = words(stage, command)
    usual = run(command_words, cwd=place)
    place = stage.copy(case) / "place"
    more = {}
    if way in CLOSED:
        more["preexec"] = closing(map(int, way.split()[1:]))
    with open("/dev/full", "wb") as full, open("/dev/zero", "rb") as zero:
        folder = os.open(place, os.O_RDONLY)
        reader, writer = os.pipe()
        os.close(reader)
        if way in ("output is full", "both are full"):
            more["stdout"] = full
        if way in ("error is full", "both are full"):
            more["stderr"] = full
        if way == "no reader":
            more["stdout"] = more["stderr"] = writer
        if way == "input is a folder":
            more["stdin"] = folder
        if way == "input is endless":
            more["stdin"] = zero
        try:
            ran = run(command_words, cwd=place, **more)
        finally:
            os.close(folder)
            os.close(writer)
    assert_harmless(ran, exits)
    if way in CLOSED:
        must(ran.exit in (usual.exit, 1), f"exit {ran.exit}, usually {usual.exit}: {ran.text[:1000]}")
    # Files have their own content, and no message of the program.
    for at in [*(place / "state").glob("*.json"), place / "written", place / "profile.toml", place / "desk/profile.toml"]:
        if at.is_file():
            assert_sound(at)
    status = run(stage.asking("status", "--json"), cwd=place)
    must(status.exit == (3 if command == "release" else 0), f"the status afterwards: {status.text}")
    checked = run([stage.desk, "--data", "desk", "database", "check"], cwd=place)
    must(checked.exit == 0, f"the ledger afterwards: {checked.text}")
