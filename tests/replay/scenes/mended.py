"""Mended: the remedy is for this hypervisor and names the board's value; booted with it, the session continues."""

import re
import shlex

from line import squeezed

# The command up to the number of the next step.
COMMAND = re.compile(r"-smbios \S.*?(?= \d\. )")


def play(stage):
    machine = stage.case
    with machine.boot() as guest:
        line = guest.wizard()
        line.wait(f"A session for {stage.number} was kept at 3 FIX.")
        line.send("\r")
        line.wait("3 FIX", "MODEL-BLANK", "SERIAL-PLACEHOLDER")
        line.send(entry(line, "Have the values set on the host"))
        line.wait("Model: B450M Pro4 (the board model of this machine)")
        line.wait("Serial: BR80G1234567 (the board serial of this machine)", "On the host of this virtual machine:")
        option = line.until("the command and the next step", lambda: COMMAND.search(squeezed(line.text())))
        machine.more += shlex.split(option[0])
        line.send("q")
        line.wait_out("machine# ")
    with machine.boot() as guest:
        line = guest.wizard()
        line.wait(f"A session for {stage.number} was kept at 3 FIX.")
        line.send("\r")
        line.wait("3 FIX", "Model, before (empty)", "MODEL-BLANK", "Model, now B450M Pro4")
        line.wait("Serial, before To Be Filled By O.E.M.", "SERIAL-PLACEHOLDER", "Serial, now BR80G1234567")
        line.wait("The desk will accept this machine.")
        line.send("\r")
        line.wait("4 ROUTE", "The desk will accept these values.")
        line.send("q")
        line.wait_out("machine# ")
    return "with " + " ".join(shlex.quote(word) for word in machine.more)


def entry(line, value):
    """The key of the list's entry with that value, once it is on the screen."""
    pattern = re.compile(r"^[>*\s]*(\d)\.?\s+" + re.escape(value), re.M)
    return line.until(value, lambda: pattern.search(line.text()))[1]
