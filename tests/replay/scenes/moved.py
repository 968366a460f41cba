"""Moved: the same disk and store in another machine: `changed`; the desk refuses until an operator moves the number."""

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
        line.wait("What differs now:", "Serial")
        to_request(line, number, "The desk will accept this machine.")
        line.wait("The desk will accept this request.")
        line.send("q")
        line.wait_out("machine# ")
        code, asked = guest.json("countersign request --json")
        refused = stage.desk.answer(asked["url"])
        assert (refused["decision"], refused["reason"]) == ("refused", "DEVICE-DIFFERS"), refused
        assert "serial" in refused["differs"], refused
        stage.desk.run("licenses", "move", number, "--to", asked["url"], "--reason", "board replaced")
        lines = stage.desk.issue(asked["url"])
        guest.type_file("/tmp/code", "\n".join(lines))
        code, text = guest.run("countersign enter --file /tmp/code")
        assert code == 0, text
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["kept"]) == (0, "activated", {"file": "whole", "efi": "whole"}), said
