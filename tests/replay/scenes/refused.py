"""Refused: the wizard names both fields and predicts the refusal; the desk answers with the same words."""

from desk import phone
from guest import BLANK, Machine
from line import squeezed


def play(stage):
    machine = Machine(stage, "case", BLANK)
    stage.case, stage.number = machine, stage.desk.number()
    with machine.boot() as guest:
        line = guest.wizard()
        line.wait("1 WELCOME")
        line.send(stage.number)
        line.wait(stage.number)
        line.send("\r")
        line.wait("2 INSPECT", "ASRock", "MODEL-BLANK", "To Be Filled By O.E.M.", "SERIAL-PLACEHOLDER")
        line.wait("The desk will refuse this machine: 2 of 3 binding fields can't be used.")
        line.wait("The board serial of this machine, BR80G1234567, looks genuine")
        line.wait("can be kept here: in UEFI and in a file")
        line.send("\r")
        line.wait("3 FIX", "MODEL-BLANK:", "SERIAL-PLACEHOLDER:")

        # The request is made anyway and read from the screen as text.
        line.send("a")
        line.wait("4 ROUTE", "The desk will refuse this request")
        line.send("\r")
        line.wait("5 REQUEST")
        line.send("t")
        line.wait("The desk will refuse this request")
        said = stage.desk.answer(line.request())
        assert (said["decision"], said["reason"]) == ("refused", "MACHINE-REFUSED"), said
        found = {one["code"]: one["why"] for one in said["findings"] if one["code"]}
        assert set(found) == {"MODEL-BLANK", "SERIAL-PLACEHOLDER"} and all(found.values()), found
        assert stage.desk.license(stage.number)["state"] == "unused", "a refusal doesn't change the number"

        # Back to Fix, where the next boot continues: the wizard and the desk use the same words.
        line.send("\x1b")
        line.wait("4 ROUTE")
        line.send("\x1b")
        line.wait("3 FIX", *(f"{code}: {why}" for code, why in found.items()))
        line.send("q")
        line.wait_out("machine# ")
        url = guest.json("countersign request --json")[1]["url"]
    with phone() as opened:
        opened.open(stage.desk.page(url))
        opened.submit("form[method=post] .main")
        shown = squeezed(opened.text())
        opened.picture(stage.picture("refused-phone"))
    assert all(code in shown and why in shown for code, why in found.items()), f"{found} on the phone: {shown}"
    assert stage.desk.license(stage.number)["state"] == "unused", "a refusal doesn't change the number"
    return "\n".join(f"{code}: {why}" for code, why in found.items())
