"""Reflashed: a BIOS update blanks the serial: `changed`; Fix offers the earlier value; written back without the desk."""

import re
import shlex

from guest import SOUND
from line import squeezed
from scenes.mended import entry


def play(stage):
    machine = stage.sound("reflashed")
    machine.fields, machine.more = dict(SOUND, serial=""), []
    serial = SOUND["serial"]
    bound = stage.desk.license(stage.number)
    with machine.boot() as guest:
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["changed"]) == (4, "changed", ["serial"]), said
        line = guest.wizard()
        line.wait("1 WELCOME", "What differs now: Serial")
        line.send(f"{stage.number}\r")
        line.wait("2 INSPECT", "SERIAL-BLANK", f"This machine's serial was {serial} before")
        line.send("\r")
        line.wait("3 FIX", "SERIAL-BLANK")
        line.send(entry(line, "Have the values set on the host"))
        line.wait(f"Serial: {serial} (an earlier record of this machine)", "-smbios")
        option = re.search(r"-smbios \S.*?(?= 1\. )", squeezed(line.text()))
        assert option, line.text()
        line.send("q")
        line.wait_out("machine# ")
    machine.more += shlex.split(option[0])
    with machine.boot() as guest:
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["number"]) == (0, "activated", stage.number), said
        line = guest.wizard()
        line.wait("8 DONE", f"Activated: {stage.number}", "Kept: file yes, UEFI yes")
        line.send("q")
        line.wait_out("machine# ")
    assert stage.desk.license(stage.number) == bound, "the desk was not asked"
