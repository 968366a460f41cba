"""Power cuts while the wizard or the command stores a license: no broken record, and a second try succeeds."""

import random
import time

from guest import Machine
from wizard import to_request, type_code

REMOVE_VARIABLES = "for v in /sys/firmware/efi/efivars/CountersignActivation-*; do [ -e $v ] && chattr -i $v && rm $v; done"
RESET = f"rm -rf /var/lib/countersign && cp -a /var/lib/before /var/lib/countersign && {{ {REMOVE_VARIABLES}; sync; }}"


def play(stage):
    seed = random.randrange(1 << 32)
    try:
        return rounds(stage, random.Random(seed), f"seed {seed}")
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error}") from error


def rounds(stage, dice, said):
    machine, number = Machine(stage, "cut"), stage.desk.number()
    guest = machine.boot()
    try:
        at_the_code(stage, guest, number)
        found = {Wizard: [], Command: []}
        took = {way: way(guest).measure() for way in found}
        for at in range(stage.cuts):
            way = [Wizard, Command][at % 2]
            code, text = guest.run(RESET)
            assert code == 0, text
            assert guest.json("countersign status --json")[1]["state"] == "not-activated"
            way(guest).begin()
            # The moment of the cut is random; this is not a wait.
            time.sleep(dice.uniform(0, took[way] * 1.4))
            guest.cut()
            guest = machine.boot()
            found[way].append(after(guest))
            way(guest).second_go(number)
            code, status = guest.json("countersign status --json")
            assert (code, status["state"], status["kept"]) == (0, "activated", {"file": "whole", "efi": "whole"}), status
            assert (status["number"], status["notes"]) == (number, []), status
    finally:
        guest.cut()
    for way, states in found.items():
        counts = ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states)))
        said += f"\n{way.__name__.lower()}, {took[way]:.1f} s: found after the cut {counts}"
    return said


def at_the_code(stage, guest, number):
    """Types the code into the wizard up to its last line: the state that each round begins with."""
    line = guest.wizard()
    to_request(line, number, "The desk will accept this machine.")
    line.send("t")
    lines = stage.desk.issue(line.request())
    line.send("\r")
    type_code(line, lines)
    line.send("\x03")
    line.wait_out("machine# ")
    guest.type_file("/var/lib/code", "\n".join(lines))
    guest.run("cp -a /var/lib/countersign /var/lib/before; sync")


def after(guest):
    """The records that the boot found in the two places, after its unit restored what it could."""
    code, told = guest.json("cat /run/countersign/example-os.json")
    assert told["state"] in ("activated", "not-activated"), told
    kept = "whole" if told["state"] == "activated" else "none"
    assert told["kept"] == {"file": kept, "efi": kept} and told["notes"] == [], told
    code, there = guest.run("cat /run/records; ls /var/lib/countersign")
    assert "broken" not in there, there
    places = [name for name, mark in {"on disk": "/var/lib/countersign/activation-", "in UEFI": "Activation-"}.items()
               if mark in there]
    assert bool(places) == (kept == "whole"), f"{told['state']} with {there}"
    return " and ".join(places) or "nowhere"


class Command:
    """`countersign enter --file`."""

    ENTER = "countersign enter --file /var/lib/code"

    def __init__(self, guest):
        self.guest = guest

    def measure(self):
        began = time.monotonic()
        self.second_go(None)
        return time.monotonic() - began

    def begin(self):
        self.guest.line.send(f"r '{self.ENTER}'\r")
        self.guest.line.wait_out("BEGIN:")

    def second_go(self, _):
        code, text = self.guest.run(self.ENTER)
        assert code == 0, text


class Wizard:
    """The wizard, started again with the whole code typed: Enter checks it and keeps."""

    def __init__(self, guest):
        self.guest = guest

    def measure(self):
        self.begin()
        began = time.monotonic()
        self.guest.line.wait("The code is genuine and was kept.")
        took = time.monotonic() - began
        self.end()
        return took

    def begin(self):
        line = self.guest.wizard()
        line.wait("was kept at 6 CODE")
        line.send("\r")
        line.wait("6 CODE", "All seven lines are complete.")
        line.send("\r")

    def end(self):
        line = self.guest.line
        line.wait("The code is genuine and was kept.")
        line.send("\r")
        line.wait("8 DONE")
        line.send("\r")
        line.wait_out("machine# ")

    def second_go(self, number):
        """A new start reports the activation, or continues the session."""
        line = self.guest.wizard()
        line.until("the wizard", lambda: "8 DONE" in line.text() or "was kept at 6 CODE" in line.text())
        if "8 DONE" in line.text():
            line.wait(f"Activated: {number}")
            line.send("q")
            line.wait_out("machine# ")
            return
        line.send("\r")
        line.wait("6 CODE", "All seven lines are complete.")
        line.send("\r")
        self.end()
