"""Too few descriptors, too little memory, no space for a file, no process: the command ends, and state and ledger remain whole."""

import json
import os

from environment import COMMANDS, words_of
from stage import assert_coded, assert_harmless, limits, run
from suite import must
from things import STRANGER

MB = 1 << 20
LIMITS = {
    **{f"{count} descriptors": {"NOFILE": count} for count in (3, 4, 5, 6, 7, 8, 10, 12, 16)},
    **{f"{size} MB of memory": {"AS": size * MB} for size in (4, 16, 48, 96, 192)},
    **{f"a file of {size} bytes": {"FSIZE": size} for size in (0, 100)},
    **{f"a stack of {size} KB": {"STACK": size << 10} for size in (64, 256)},
    "no locked memory": {"MEMLOCK": 0},
    "a core of 0": {"CORE": 0},
    "one process": {"NPROC": 1},
}
# With so little memory or so small a stack the system ends a program by a signal, or can't start it.
ENDED = (-11, -6, -9, -25, 127)


def cases():
    for number, limit in enumerate(LIMITS):
        for command in [*COMMANDS, "enter", "release"]:
            yield f"{limit}: {command}", number, (limit, command)


def check(stage, case, values):
    name, command = values
    place = stage.copy(case) / "place"
    if command in ("enter", "release"):
        # Both commands write.
        words, exits = stage.asking(command, *(("--file", "code.txt") if command == "enter" else ("--yes",))), (0, 1, 2, 3, 4, 5)
    else:
        words, exits = words_of(stage, command)
    preexec = limits(**LIMITS[name])
    if "NPROC" in LIMITS[name]:
        # The limit doesn't apply to root.
        for folder, _, names in os.walk(place):
            for one in [folder, *(os.path.join(folder, name) for name in names)]:
                os.chown(one, STRANGER, STRANGER)
        limit = preexec

        def preexec():
            os.setgid(STRANGER)
            os.setuid(STRANGER)
            limit()

    ran = run(words, cwd=place, preexec=preexec)
    little = "AS" in LIMITS[name] or "STACK" in LIMITS[name] or "FSIZE" in LIMITS[name]
    if not (ran.exit in ENDED and (little or b"shared libraries" in ran.err)):
        assert_harmless(ran, exits)
        assert_coded(ran)
    if "NPROC" in LIMITS[name]:
        return
    # State and ledger are whole.
    status = run([*stage.asking("status", "--json")], cwd=place)
    state = json.loads(status.out)["state"]
    must(state == "activated" or command == "release" and state == "not-activated", f"the status afterwards: {status.text}")
    checked = run([stage.desk, "--data", "desk", "database", "check"], cwd=place)
    must(checked.exit == 0, f"the ledger afterwards: {checked.text}")
