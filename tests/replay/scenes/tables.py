"""Damaged tables: in the firmware, as far as QEMU allows, and mounted over the kernel's copy."""

import struct

from guest import SOUND

TABLE = "/sys/firmware/dmi/tables/DMI"
OVERLAID = {
    "cut late": f"head -c 200 {TABLE}", "cut early": f"head -c 40 {TABLE}", "cut at once": f"head -c 3 {TABLE}",
    "empty": "true", "rubbish": "head -c 482 /dev/urandom", "zeros": "head -c 482 /dev/zero",
}
BLANK = ["MANUFACTURER-BLANK", "MODEL-BLANK", "SERIAL-BLANK"]
FINE = [None, None, None]
# State and notes. Values are lost where the board's structure, which is the anchor, can still be read.
SAME, LOST, CHANGED = ("activated", []), ("activated", ["VALUES-LOST"]), ("changed", [])
TEXTS = b"ASRock\0B450M Pro4\0BR80G1234567\0\0"


def system(texts, indexes=(1, 2, 3), length=27):
    """A system structure (type 1): the length in its header, the string number of each field, and the strings."""
    maker, model, serial = indexes
    return struct.pack("<BBH", 1, length, 0x100) + bytes([maker, model, 0, serial]) + bytes(16) + bytes([6, 0, 0]) + texts


# What QEMU hands to the firmware ahead of its own structures, what the three values then are, and the status. OVMF takes
# the table apart and builds another; SeaBIOS hands it on as it is.
END = struct.pack("<BBH", 127, 4, 0x7f00) + b"\0\0"
FIRMWARE = [
    ("texts that aren't there, or aren't text", True, system(b"\xff\xfe\0\x1b[2J1234567\0\0", (9, 1, 2)),
     ["MANUFACTURER-MALFORMED", "MODEL-MALFORMED", "SERIAL-MALFORMED"], LOST),
    ("no system structure", True, END, BLANK, CHANGED),
    ("a length that can't be", True, system(TEXTS, length=2), BLANK, CHANGED),
    ("a system structure without fields", False, struct.pack("<BBH", 1, 4, 0x100) + b"\0\0", BLANK, LOST),
    ("a length beyond its end", False, system(TEXTS, length=200), ["MANUFACTURER-MALFORMED", "MODEL-MALFORMED", None],
     CHANGED),
    ("texts without an end", False, system(TEXTS.rstrip(b"\0")), [None, None, "SERIAL-MALFORMED"], CHANGED),
    # The kernel goes by the number of structures and reads on, so its values count.
    ("an end before all", False, END, FINE, SAME),
]


def play(stage):
    machine = stage.sound("tables")
    told = [firmware(machine, *damage) for damage in FIRMWARE]
    with machine.boot() as guest:
        for what, command in OVERLAID.items():
            code, said = guest.run(f"{command} > /tmp/DMI && mount --bind /tmp/DMI {TABLE}")
            assert code == 0, said
            # The kernel read the tables before that, and still knows the values.
            told.append(looked(guest, f"laid over, {what}", FINE, SAME))
            code, said = guest.run(f"umount {TABLE}")
            assert code == 0, said
        code, said = guest.json("countersign status --json")
        assert (code, said["state"]) == (0, "activated"), f"the machine is not activated again: {said}"
    return "\n".join(told)


def firmware(machine, what, uefi, structure, codes, status):
    """Boots the machine with a structure in its firmware."""
    damaged = machine.copy(what.replace(" ", "-").replace("'", "").replace(",", ""))
    blob = damaged.folder / "structure.bin"
    blob.write_bytes(structure)
    damaged.more = ["-smbios", f"file={blob}"]
    if structure[0] == 1:
        damaged.fields = None
    with damaged.boot(uefi=uefi) as guest:
        told = looked(guest, f"{'OVMF' if uefi else 'SeaBIOS'}, {what}", codes, status, "whole" if uefi else "absent")
        line = guest.wizard()
        line.wait("1 WELCOME" if status == CHANGED else "8 DONE")
        line.send("\x03")
        line.wait_out("machine# ")
    return told


def looked(guest, what, codes, status, efi="whole"):
    """Whatever the tables say, the program ends well, keeps the license, and calls the machine the same only where all
    three values, or at least the board's, could still be read."""
    code, said = guest.json("countersign inspect --json")
    found = [one["code"] for one in said["fields"][:3]]
    assert (code, found) == (0 if codes == FINE else 3, codes), f"{what}: {code} {found}"
    values = [one["value"] for one in said["fields"][:3]]
    sound = [SOUND["manufacturer"], SOUND["product"], SOUND["serial"]]
    assert all(one.isprintable() for one in values), f"{what}: {values}"
    assert codes != FINE or values == sound, f"{what}: {values}"
    code, said = guest.json("countersign status --json")
    assert (said["state"], said["notes"]) == status, f"{what}: {said}"
    assert said["kept"] == {"file": "whole", "efi": efi}, f"{what}: {said}"
    return f"{what}: {', '.join(one or 'accepted' for one in found)}; {said['state']}"
