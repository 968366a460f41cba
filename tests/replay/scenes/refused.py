"""1 Refused beforehand: the wizard names both fields and foretells the refusal; the desk says the same."""

import re

from guest import BLANK, Machine


def play(stage):
    machine = Machine(stage, "case", BLANK)
    stage.case, stage.case_number = machine, stage.desk.number()
    with machine.boot() as guest:
        line = guest.wizard()
        line.wait("1 WELCOME")
        line.send(stage.case_number)
        line.wait(stage.case_number)
        line.send("\r")
        line.wait("2 INSPECT", "ASRock", "MODEL-BLANK", "To Be Filled By O.E.M.", "SERIAL-PLACEHOLDER")
        line.wait("The desk will refuse this machine: 2 of 3 binding fields can't be used.")
        line.wait("The board serial of this machine, BR80G1234567, looks genuine")
        line.wait("can be kept here: in UEFI and in a file")
        line.send("\r")
        line.wait("3 FIX", "MODEL-BLANK:", "SERIAL-PLACEHOLDER:")

        # Asked all the same: the request as text, read off the screen.
        line.send("a")
        line.wait("4 ROUTE", "The desk will refuse this request")
        line.send("\r")
        line.wait("5 REQUEST")
        line.send("t")
        line.wait("[COUNTERSIGN REQUEST", "[END]", "The desk will refuse this request")
        request = re.search(r"\[COUNTERSIGN REQUEST.*\[END\]", line.text(), re.S)[0]
        said = stage.desk.answer(request)
        assert (said["decision"], said["reason"]) == ("refused", "MACHINE-REFUSED"), said
        found = {one["code"]: one["why"] for one in said["findings"] if one["code"]}
        assert set(found) == {"MODEL-BLANK", "SERIAL-PLACEHOLDER"}, found
        assert stage.desk.license(stage.case_number)["state"] == "unused", "a refusal changes no number"

        # Back to Fix, where the next boot goes on.
        line.send("\x1b")
        line.wait("4 ROUTE")
        line.send("\x1b")
        line.wait("2 INSPECT")
        line.send("\r")
        line.wait("3 FIX", *(f"{code}: {why}" for code, why in found.items()))
        line.send("q")
        line.wait_out("machine# ")
