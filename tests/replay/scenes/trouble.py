"""8b Things go wrong: store full, read-only disk, clock in 1970, a variable tampered with, damaged tables."""

import struct

from guest import SOUND, Machine

EFIVARS = "/sys/firmware/efi/efivars"
FILL = f"""i=0; size=16384
while [ $size -gt 15 ]; do
  (printf '\\007\\000\\000\\000'; head -c $size /dev/zero) > /tmp/fill
  until ! dd if=/tmp/fill of={EFIVARS}/Fill$i-8be4df61-93ca-11d2-aa0d-00e098032b8c bs=65536 2>/dev/null; do i=$((i+1)); done
  rm -f {EFIVARS}/Fill$i-*; size=$((size/4))
done; echo filled $i"""
UNFILL = f"for v in {EFIVARS}/Fill*; do chattr -i $v; rm $v; done"
# One byte of the record, turned round; written back as efivarfs wants it, in one piece.
TAMPER = f"""v=$(echo {EFIVARS}/CountersignActivation-*); chattr -i $v; size=$(stat -c %s $v); cp $v /tmp/was
cp /tmp/was /tmp/var; printf '\\132' | dd of=/tmp/var bs=1 seek=$((size/2)) conv=notrunc 2>/dev/null
cmp -s /tmp/was /tmp/var && printf '\\133' | dd of=/tmp/var bs=1 seek=$((size/2)) conv=notrunc 2>/dev/null
dd if=/tmp/var of=$v bs=65536 2>/dev/null; ! cmp -s $v /tmp/was"""
TABLE = "/sys/firmware/dmi/tables/DMI"


def play(stage):
    keeping(stage)
    tampering(stage)
    tables(stage)


def keeping(stage):
    """A clock in 1970, a disk that is read-only when the code comes, and no room in UEFI."""
    machine, number = Machine(stage, "keeping"), stage.desk.number()
    with machine.boot(options=["-rtc", "base=1970-01-01T00:10:00"]) as guest:
        code, said = guest.run(FILL, within=240)
        assert code == 0 and "filled" in said, said
        line = guest.wizard()
        line.wait("1 WELCOME")
        line.send(f"{number}\r")
        line.wait("2 INSPECT", "The desk will accept this machine.", "CLOCK-WRONG: this machine's clock says 1970-01-01")
        line.send("\r")
        line.wait("4 ROUTE")
        line.send("\r")
        line.wait("5 REQUEST")
        line.send("q")
        line.wait_out("machine# ")
        lines = stage.desk.issue(guest.json("countersign request --json")[1]["url"])
        line = guest.wizard()
        line.wait("It stands at 5 REQUEST")
        line.send("\r")
        line.wait("5 REQUEST")
        line.send("\r")
        line.wait("6 CODE")
        for at, typed in enumerate(lines):
            line.send(typed)
            line.wait(f"Lines left: {6 - at} of 7." if at < 6 else "All seven lines read.")
        # On the other console, somebody mounts the disk read-only.
        guest.keys("mount -o remount,ro /var/lib\n")
        settle(guest, line, "ro")
        line.send("\r")
        line.wait("7 KEEP", "KEEP-READ-ONLY", "nothing is lost or half-written")
        guest.keys("mount -o remount,rw /var/lib\n")
        settle(guest, line, "rw")
        line.send("r")
        line.wait("The code is genuine and was kept.", "CLOCK-BEHIND", "EFI-FULL", "not kept here")
        line.send("\r")
        line.wait("8 DONE")
        line.send("\r")
        line.wait_out("machine# ")
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["kept"]["file"]) == (0, "activated", "whole"), said
        assert "CLOCK-BEHIND" in said["notes"], said
        # Read-only all the time: the answer is the same, and nothing is said to be wrong.
        guest.run("mount -o remount,ro /var/lib")
        code, said = guest.json("countersign status --json")
        assert (code, said["state"]) == (0, "activated"), said
        code, said = guest.run("countersign enter XXXXX")
        guest.run("mount -o remount,rw /var/lib")
        code, said = guest.run(UNFILL, within=240)
        assert code == 0, said
    # The firmware tidies its store up when it starts, and then there is room.
    with machine.boot() as guest:
        code, said = guest.json("countersign status --json")
        assert (said["state"], said["kept"]) == ("activated", {"file": "whole", "efi": "whole"}), said


def settle(guest, line, mode):
    """Waits until the other console's shell has done it: it says so on this line."""
    guest.keys("grep vda /proc/mounts /dev/null")
    guest.key("shift", "dot")
    guest.key("shift", "dot")
    guest.keys("/dev/ttyS0\n")
    line.wait_out(rf"/dev/vda /var/lib ext4 {mode}")
    # Drawn over the page; drawn anew, as a person would.
    line.send("\x0c")


def tampering(stage):
    machine = stage.sound("tampered")
    with machine.boot() as guest:
        code, said = guest.run(TAMPER)
        assert code == 0, said
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["kept"]) == (0, "activated", {"file": "whole", "efi": "whole"}), said
        code, said = guest.run(TAMPER + "; rm /var/lib/countersign/activation-*; sync")
        assert code == 0, said
        code, said = guest.json("countersign status --json")
        assert (code, said["state"]) == (3, "not-activated"), said
        assert said["kept"]["efi"] == "corrupt" and "EFI-CORRUPT" in said["notes"], said
        line = guest.wizard()
        line.wait("1 WELCOME")
        line.send("\x03")
        line.wait_out("machine# ")


def tables(stage):
    """Tables that are cut, empty or rubbish; then a system structure that points to texts it hasn't got."""
    machine = stage.sound("tables")
    with machine.boot() as guest:
        damages = {
            "cut": f"head -c 200 {TABLE}", "within the first structure": f"head -c 3 {TABLE}", "empty": "true",
            "rubbish": "head -c 482 /dev/urandom", "zeros": "head -c 482 /dev/zero",
        }
        for what, command in damages.items():
            code, said = guest.run(f"{command} > /tmp/DMI && mount --bind /tmp/DMI {TABLE}")
            assert code == 0, said
            looked(guest, what)
            code, said = guest.run(f"umount {TABLE}")
            assert code == 0, said
        code, said = guest.json("countersign status --json")
        assert (code, said["state"]) == (0, "activated"), f"and all is well again: {said}"
    # Manufacturer is text 9 of two, product is no text at all, serial has a control character.
    head = struct.pack("<BBH", 1, 27, 0x100)
    table = machine.folder / "type1.bin"
    table.write_bytes(head + bytes([9, 1, 0, 2]) + bytes(16) + bytes([6, 0, 0]) + b"\xff\xfe\0\x1b[2J1234567\0\0")
    machine.fields, machine.more = None, ["-smbios", f"file={table}"]
    with machine.boot() as guest:
        looked(guest, "texts that aren't there")


def looked(guest, what):
    """Whatever the tables say, the program ends well, keeps the license, and never calls such a machine sound."""
    code, said = guest.json("countersign inspect --json")
    assert code in (1, 3) and said["acceptable"] is not True, f"{what}: {code} {said}"
    code, said = guest.json("countersign status --json")
    assert said["state"] in ("changed", "unverified"), f"{what}: {said}"
    assert said["kept"] == {"file": "whole", "efi": "whole"}, f"{what}: {said}"
