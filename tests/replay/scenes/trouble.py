"""Faults: full UEFI store, disk read-only after an error, clock in 1970, a changed UEFI variable."""

from guest import Machine
from wizard import to_request, type_code

EFIVARS = "/sys/firmware/efi/efivars"
FILL = f"""i=0; size=16384
while [ $size -gt 15 ]; do
  (printf '\\007\\000\\000\\000'; head -c $size /dev/zero) > /tmp/fill
  until ! dd if=/tmp/fill of={EFIVARS}/Fill$i-a5c0f3d2-7e61-4b0e-9d57-3f1f4f0f2b11 bs=65536 2>/dev/null; do i=$((i+1)); done
  chattr -i {EFIVARS}/Fill$i-*; rm -f {EFIVARS}/Fill$i-*; size=$((size/4))
done; echo filled $i"""
UNFILL = f"for v in {EFIVARS}/Fill*; do chattr -i $v; rm $v; done"
# Inverts one byte of the record, and writes it back in one piece, as efivarfs requires.
TAMPER = f"""v=$(echo {EFIVARS}/CountersignActivation-*); chattr -i $v; size=$(stat -c %s $v); cp $v /tmp/was
cp /tmp/was /tmp/var; printf '\\132' | dd of=/tmp/var bs=1 seek=$((size/2)) conv=notrunc 2>/dev/null
cmp -s /tmp/was /tmp/var && printf '\\133' | dd of=/tmp/var bs=1 seek=$((size/2)) conv=notrunc 2>/dev/null
dd if=/tmp/var of=$v bs=65536 2>/dev/null; ! cmp -s $v /tmp/was"""


def play(stage):
    keeping(stage)
    tampering(stage)


def keeping(stage):
    """A clock in 1970, a disk that is read-only when the code comes, and no room in UEFI."""
    machine, number = Machine(stage, "keeping"), stage.desk.number()
    with machine.boot(options=["-rtc", "base=1970-01-01T00:10:00"]) as guest:
        for mode, way in {"ro": "echo u > /proc/sysrq-trigger", "rw": "mount -o remount,rw /var/lib"}.items():
            look = f"until grep -q 'ext4 {mode}' /proc/mounts; do usleep 50000; done; echo now {mode} > /dev/ttyS0"
            guest.type_file(f"/tmp/{mode}", f"{way}\n{look}")
        code, said = guest.run(FILL, within=240)
        assert code == 0 and "filled" in said, said
        line = guest.wizard()
        to_request(line, number, "The desk will accept this machine.", "CLOCK-WRONG: this machine's clock shows 1970-01-01",
                   "EFI-FULL: The firmware's storage is full")
        line.send("q")
        line.wait_out("machine# ")
        lines = stage.desk.issue(guest.json("countersign request --json")[1]["url"])
        line = guest.wizard()
        line.wait("was kept at 5 REQUEST")
        line.send("\r")
        line.wait("5 REQUEST")
        line.send("\r")
        type_code(line, lines)
        # On the other console, somebody mounts the disk read-only.
        remount(guest, line, "ro")
        line.send("\r")
        line.wait("7 KEEP", "KEEP-READ-ONLY", "nothing is lost or half-written")
        remount(guest, line, "rw")
        line.send("r")
        line.wait("The code is genuine and was kept.", "CLOCK-BEHIND", "EFI-FULL", "not kept here")
        line.send("\r")
        line.wait("8 DONE")
        line.send("\r")
        line.wait_out("machine# ")
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["kept"]["file"]) == (0, "activated", "whole"), said
        assert "CLOCK-BEHIND" in said["notes"], said
        # Read-only all the time: the same answer, and no fault.
        guest.run("mount -o remount,ro /var/lib")
        code, said = guest.json("countersign status --json")
        assert (code, said["state"]) == (0, "activated"), said
        guest.run("mount -o remount,rw /var/lib")
        code, said = guest.run(UNFILL, within=240)
        assert code == 0, said
    # The firmware cleans up its store at its start; then there is room.
    with machine.boot() as guest:
        code, said = guest.json("countersign status --json")
        assert (said["state"], said["kept"]) == ("activated", {"file": "whole", "efi": "whole"}), said


def remount(guest, line, mode):
    """The kernel gives the disk up, as after an error, or takes it up again: done on the other console, which says
    so on this line. Drawn over the page; drawn anew, as a person would."""
    guest.keys(f"sh /tmp/{mode}\n")
    line.wait_out(f"now {mode}")
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
