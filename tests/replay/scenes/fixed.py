"""Read-only root: reported before the request; no partial files; a writable mount solves it."""

import image
from guest import Machine
from wizard import to_request, type_code


def play(stage):
    root = image.fixed_root(stage.device, stage.desk.profile, stage.folder / "root.img")
    machine, number = Machine(stage, "fixed"), stage.desk.number()
    with machine.boot(root=root) as guest:
        code, said = guest.run("grep ' / ' /proc/mounts; touch /var/lib/x")
        assert code != 0 and "/dev/vdb / ext4 ro" in said and "Read-only file system" in said, said
        code, said = guest.json("cat /run/countersign/example-os.json")
        assert said["state"] == "not-activated", said
        guest.type_file("/tmp/mount", "mount /dev/vda /var/lib && echo mounted now > /dev/ttyS0")
        line = guest.wizard()
        to_request(line, number, "The desk will accept this machine.", "KEEP-READ-ONLY")
        line.send("t")
        lines = stage.desk.issue(line.request())
        line.send("\r")
        type_code(line, lines)
        line.send("\r")
        line.wait("7 KEEP", "KEEP-READ-ONLY", "nothing is lost or half-written")
        # A writable file system is mounted on the other console, and the same page tries again.
        guest.keys("sh /tmp/mount\n")
        line.wait_out("mounted now")
        line.send("\x0c")
        line.wait("KEEP-READ-ONLY")
        line.send("r")
        line.wait("The code is genuine and was kept.")
        line.send("\r")
        line.wait("8 DONE")
        line.send("\r")
        line.wait_out("machine# ")
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["kept"]) == (0, "activated", {"file": "whole", "efi": "whole"}), said
    # Without that file system only the record in UEFI is readable; it is enough.
    with machine.boot(root=root) as guest:
        code, told = guest.json("cat /run/countersign/example-os.json")
        assert told["state"] == "activated", told
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["number"], said["kept"]["efi"]) == (0, "activated", number, "whole"), said
        line = guest.wizard()
        line.wait("8 DONE", f"Activated: {number}")
        line.send("q")
        line.wait_out("machine# ")
    return f"the file then: {said['kept']['file']}; notes: {said['notes']}"
