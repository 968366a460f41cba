"""Unattended, other outcomes: a refusal by field, with no files left; and an activation at the first start by a desk on the network."""

import cloud
from guest import BLANK
from scenes.assigned import BOARD, CHASSIS, SYSTEM
from scenes.older import NETWORK

FILLED = "03000200-0400-0500-0006-000700080009"
KEPT = "ls -A /var/lib/countersign /sys/firmware/efi/efivars | grep -E 'requests|activation|Countersign'"


def play(stage):
    refused(stage)
    online(stage)


def refused(stage):
    """Fillers in every field, also in the UUID: no way is open."""
    machine = cloud.CloudMachine(stage, "unattended-refused", SYSTEM, stage.desk.number())
    machine.board, machine.uuid = BOARD, FILLED
    machine.more = ["-smbios", "type=3," + ",".join(f"{field}={value}" for field, value in CHASSIS.items())]
    with machine.start() as guest:
        guest.line.wait_out("No request was made", within=600)
        shown = bytes(guest.line.raw).decode(errors="replace")
        for field in ["MANUFACTURER", "MODEL", "SERIAL"]:
            assert f"{field}-PLACEHOLDER: " in shown, f"no {field} on the console:\n{shown}"
        assert "isn't activated. Its request" not in shown, shown
        code, said = guest.run("systemctl is-failed countersign-unattended.service")
        assert said.strip().endswith("failed"), said
        code, said = guest.run(KEPT)
        assert (code, said) == (1, ""), f"files are left: {said}"
        code, said = guest.json("countersign status --json")
        assert (code, said["state"]) == (3, "not-activated"), said


def online(stage):
    """The values of the board, and a desk on the network."""
    number = stage.desk.number()
    desk = f"COUNTERSIGN_DESK=http://10.0.2.2:{stage.desk.url.rpartition(':')[2]}"
    machine = cloud.CloudMachine(stage, "unattended-online", BLANK, number,
                                 [("# COUNTERSIGN_DESK=https://desk.example.com", desk)])
    with machine.start(*NETWORK) as guest:
        guest.line.wait_out(f"Activated: {number}", within=600)
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["number"]) == (0, "activated", number), said
        assert [one["origin"] for one in said["fields"]] == ["firmware", "recovered", "recovered"], said
    assert stage.desk.license(number)["state"] == "bound"
