"""Moved: the same disk and store in another machine: `changed`, moved by an operator; then given back by the receipt."""

from guest import SOUND
from wizard import to_request

OTHER = "BR80G7654321"


def play(stage):
    machine = stage.sound("moved")
    machine.more = []
    machine.fields = dict(SOUND, serial=OTHER)
    machine.board = dict(machine.board, serial=OTHER)
    machine.uuid = "0c2f9d11-58a4-4a53-9d53-7f2f1c1a9e02"
    number = stage.number
    with machine.boot() as guest:
        code, said = guest.json("countersign status --json")
        assert (code, said["state"]) == (4, "changed") and "serial" in said["changed"], said
        line = guest.wizard()
        line.wait("Different now:", "Serial")
        to_request(line, number, "the desk decides whether it is")
        line.wait("the desk decides whether it is")
        line.send("q")
        line.wait_out("machine# ")
        code, asked = guest.json("countersign request --json")
        refused = stage.desk.answer(asked["url"])
        assert (refused["decision"], refused["reason"]) == ("refused", "DEVICE-DIFFERS"), refused
        assert "serial" in refused["differs"], refused
        stage.desk.run("licenses", "move", number, "--to", asked["url"], "--reason", "board replaced")
        guest.enter(stage.desk.issue(asked["url"]))
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["kept"]) == (0, "activated", {"file": "whole", "efi": "whole"}), said
        given_back(stage, guest, number)


def given_back(stage, guest, number):
    """Releases the license by its receipt. A state folder from before doesn't bring it back."""
    guest.run("cp -a /var/lib/countersign /var/lib/before")
    code, said = guest.json("countersign release --json --yes")
    assert (code, said["state"], said["number"]) == (0, "released", number), said
    stage.desk.run("licenses", "release", number, "--receipt", said["receipt"])
    assert stage.desk.license(number)["state"] == "unused"
    code, text = guest.run("rm -r /var/lib/countersign && mv /var/lib/before /var/lib/countersign")
    assert code == 0, text
    code, said = guest.json("countersign status --json")
    assert (code, said["state"], said["kept"]["file"]) == (3, "not-activated", "released"), said
