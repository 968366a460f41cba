"""Reinstalled: a new disk and system, the same firmware: activated before any wizard runs; then a new firmware store."""

import shutil

import image
from guest import OVMF


def play(stage):
    machine = stage.sound("reinstalled")
    image.blank_disk(machine.disk)
    system = image.build(stage.device, stage.desk.profile, machine.folder / "system.gz")
    with machine.boot(system=system) as guest:
        # Only the boot unit has run, and has written its answer for products that aren't root.
        code, told = guest.json("cat /run/countersign/example-os.json")
        assert (told["state"], told["changed"]) == ("activated", []), told
        assert told["number"].endswith(stage.number[-3:]) and stage.number not in told["number"], told
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["number"]) == (0, "activated", stage.number), said
        assert said["kept"] == {"file": "whole", "efi": "whole"}, said
        code, kept = guest.json("cat /var/lib/countersign/activation-*.json")
        assert code == 0 and "BR80G1234567" in str(kept), f"the restored file doesn't have its values: {kept}"
        code, said = guest.run("ls /var/lib/countersign; cat /run/records")
        assert "session-" not in said and "/var/lib" not in said, f"files are left on the new disk: {said}"
    # A new firmware store, as after a repair of the board, and the same disk.
    machine = stage.sound("repaired")
    shutil.copy(OVMF / "OVMF_VARS_4M.fd", machine.vars)
    with machine.boot() as guest:
        code, said = guest.run("cat /run/records")
        assert "efivars" not in said, f"the new firmware store has variables: {said}"
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["kept"]) == (0, "activated", {"file": "whole", "efi": "whole"}), said
