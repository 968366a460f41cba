"""Assigned: fillers in every field but the UUID; after the loss of disk and UEFI store, the same serial is assigned again."""

import re
import shutil

import image
from guest import OVMF, Machine

FILLER = "To Be Filled By O.E.M."
SYSTEM = {field: FILLER for field in ["manufacturer", "product", "version", "serial", "sku", "family"]}
BOARD = {field: FILLER for field in ["manufacturer", "product", "version", "serial", "asset"]}
CHASSIS = {field: FILLER for field in ["manufacturer", "version", "serial", "asset", "sku"]}
# Nothing tells of QEMU: a virtual machine's UUID is a serial that can be recovered. QEMU's own BIOS structure has the bit "is a
# virtual machine", so this is one without it (SMBIOS 7.1): UEFI is supported. HIDE covers what ACPI tells.
BIOS = bytes([0, 24, 0, 0, 1, 2, 0, 0, 3, 0, *[0] * 8, 0, 8, 5, 17, 255, 255]) \
    + b"American Megatrends Inc.\0P3.60\0" + b"03/14/2019\0\0"
HIDE = "mount -t tmpfs none /sys/bus/acpi/devices"


def play(stage):
    machine, number = Machine(stage, "assigned", SYSTEM), stage.desk.number()
    machine.board = BOARD
    blob = stage.folder / "physical-bios.bin"
    blob.write_bytes(BIOS)
    chassis = "type=3," + ",".join(f"{field}={value}" for field, value in CHASSIS.items())
    machine.more = ["-smbios", chassis, "-cpu", "max,-hypervisor", "-smbios", f"file={blob}"]
    serial, how = activated(stage, machine, number)
    assert how == "first", how
    with machine.boot() as guest:
        guest.run(HIDE)
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["number"]) == (0, "activated", number), said
    # A new disk and a new firmware store: nothing of the activation is left.
    image.blank_disk(machine.disk)
    shutil.copy(OVMF / "OVMF_VARS_4M.fd", machine.vars)
    assert activated(stage, machine, number) == (serial, "same-device")
    bound = stage.desk.license(number)
    assert (bound["state"], len(bound["bindings"]), bound["audit"]) == ("bound", 1, []), bound
    return f"{serial}, and again"


def activated(stage, machine, number):
    """Activates a machine that isn't. Gives the assigned serial and how the desk granted the request."""
    with machine.boot() as guest:
        guest.run(HIDE)
        code, said = guest.run("cat /run/records")
        assert said == "", said
        code, said = guest.json("countersign status --json")
        assert (code, said["state"]) == (3, "not-activated"), said
        code, said = guest.json(f"countersign request --json --number {number} --recover")
        assert (code, said["predicted"]) == (3, "refused"), said
        code, asked = guest.json(f"countersign request --json --number {number} --assign")
        assert (code, asked["predicted"], asked["way"]) == (0, "accepted", "assign"), asked
        assert [one["origin"] for one in asked["fields"]] == ["assigned"] * 3, asked
        maker, model, serial = [one["value"] for one in asked["fields"]]
        assert (maker, model) == ("unnamed", "unnamed") and re.fullmatch(r"CS(-[0-9A-Z]{5}){2}", serial), asked
        answer = stage.desk.answer(asked["url"])
        assert answer["decision"] == "issued", answer
        guest.enter(answer["lines"])
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["number"], said["notes"]) == (0, "activated", number, []), said
        assert said["kept"] == {"file": "whole", "efi": "whole"}, said
        assert [(one["origin"], one["state"]) for one in said["fields"]] == [("assigned", "same")] * 3, said
    return serial, answer["how"]
