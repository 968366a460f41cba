"""Recovered: refused, then activated by the board's values in the same boot; the firmware's fields stay as they are."""

from guest import BLANK, BOARD, Machine

FIRMWARE = "cd /sys/firmware; sha256sum dmi/tables/* $(ls -d efi/efivars/* | grep -v /Countersign)"


def play(stage):
    machine, number = Machine(stage, "recovered", BLANK), stage.desk.number()
    with machine.boot() as guest:
        firmware = looked(guest)
        code, asked = guest.json(f"countersign request --json --number {number}")
        assert (code, asked["predicted"], asked["way"]) == (3, "refused", "firmware"), asked
        code, help_ = guest.run("countersign request")
        assert code == 3 and "--recover" in help_, help_
        refused = stage.desk.answer(asked["url"])
        assert (refused["decision"], refused["reason"]) == ("refused", "MACHINE-REFUSED"), refused

        code, asked = guest.json("countersign request --json --recover")
        assert (code, asked["predicted"], asked["way"]) == (0, "accepted", "recover"), asked
        values = [one["value"] for one in asked["fields"]]
        assert values == [BLANK["manufacturer"], BOARD["product"], BOARD["serial"]], asked
        guest.enter(stage.desk.issue(asked["url"]))
        activated(guest, number)
        assert looked(guest) == firmware, "the firmware is unchanged"
    with machine.boot() as guest:
        code, told = guest.json("cat /run/countersign/example-os.json")
        assert told["state"] == "activated", told
        activated(guest, number)
        code, said = guest.run("rm -r /var/lib/countersign; sync")
        assert code == 0, said
    with machine.boot() as guest:
        code, said = guest.run("cat /run/records")
        assert "efivars" in said and "/var/lib" not in said, f"the folder was deleted: {said}"
        activated(guest, number)
    return "bound: " + ", ".join(values)


def looked(guest):
    """The digests of the SMBIOS tables and of each UEFI variable but the program's own."""
    code, said = guest.run(f"({FIRMWARE})")
    assert code == 0 and "dmi/tables/DMI" in said and "efi/efivars/" in said, said
    return said


def activated(guest, number):
    """Activated by recovered values, kept in both places."""
    code, said = guest.json("countersign status --json")
    assert (code, said["state"], said["number"], said["notes"]) == (0, "activated", number, []), said
    assert said["kept"] == {"file": "whole", "efi": "whole"}, said
    origins = [(one["origin"], one["state"]) for one in said["fields"]]
    assert origins == [("firmware", "same"), ("recovered", "same"), ("recovered", "same")], said
