"""Reflashed: a BIOS update blanks the serial: activated within the grace period, then `changed`; the value is put back."""

import datetime
import re
import shlex

from guest import SOUND, Machine
from line import squeezed
from scenes.mended import COMMAND, entry

# No other field of the machine has this value.
SERIAL = "AR5X2004711"
GRACE = datetime.timedelta(days=14)


def play(stage):
    machine = Machine(stage, "reflashed", dict(SOUND, serial=SERIAL))
    with machine.boot() as guest:
        number = stage.activate(guest)
    bound = stage.desk.license(number)
    machine.fields = dict(SOUND, serial="")
    with machine.boot() as guest:
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["changed"], said["notes"]) == (0, "activated", [], ["VALUES-LOST"]), said
        today, until = guest.run("date -u +%F")[1].strip(), datetime.date.fromisoformat(said["grace-until"])
        assert until == datetime.date.fromisoformat(today) + GRACE, said
        line = guest.wizard()
        line.wait("8 DONE", f"Serial: lost. Before: {SERIAL}.", f"stays activated until {until}")
        line.send("q")
        line.wait_out("machine# ")
    later = ["-rtc", f"base={until + datetime.timedelta(days=1)}T12:00:00"]
    with machine.boot(options=later) as guest:
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["changed"]) == (4, "changed", ["serial"]), said
        line = guest.wizard()
        line.wait("1 WELCOME", f"they were not put back until {until}: Serial")
        line.send(f"{number}\r")
        line.wait("2 INSPECT", "SERIAL-BLANK")
        line.send("\r")
        line.wait("3 FIX", "SERIAL-BLANK")
        line.send(entry(line, "Have the values set on the host"))
        line.wait(f"Serial, or: {SERIAL} (an earlier record of this machine)", "-smbios")
        option = line.until("the command and the next step", lambda: COMMAND.search(squeezed(line.text())))
        line.send("q")
        line.wait_out("machine# ")
    # The command names the board's serial first. The person puts back what the license is bound to.
    machine.more += shlex.split(re.sub(r"serial=[^,' ]+", f"serial={SERIAL}", option[0]))
    with machine.boot(options=later) as guest:
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["number"], said["notes"]) == (0, "activated", number, []), said
        line = guest.wizard()
        line.wait("8 DONE", f"Activated: {number}", "Kept: file yes, UEFI yes")
        line.send("q")
        line.wait_out("machine# ")
    assert stage.desk.license(number) == bound, "the license at the desk is unchanged"
