"""Unattended: set up by cloud-init; the request on the console and in a file; the answer on the medium, activated at the next start."""

import json

import cloud
from desk import read_qr
from guest import SOUND

STATUS = "countersign status --json"


def play(stage):
    number = stage.desk.number()
    machine = cloud.CloudMachine(stage, "unattended", SOUND, number)
    with machine.start() as guest:
        found = guest.line.wait_out(r"Its request ([0-9A-Z-]+) is in (\S+):\r\n(HTTPS://\S+)\r\n", within=600)
        name, path, address = (part.decode() for part in found.groups())
        guest.line.wait_out("or run countersign here")
        shown = bytes(guest.line.raw).decode(errors="replace")
        assert read_qr(drawn(shown, machine.folder / "console.pgm")) == address, f"the QR on the console doesn't hold the address:\n{shown}"
        code, text = guest.run(f"cat {path}")
        assert code == 0 and name in text, text
        code, said = guest.json(STATUS)
        assert (code, said["state"]) == (3, "not-activated"), said
        code, said = guest.run("cloud-init schema --config-file /var/lib/cloud/instance/user-data.txt")
        assert code == 0 and "Valid" in said, said
        # Another start asks the same.
        code, said = guest.run("systemctl start countersign-unattended.service")
        assert code == 0 and f"Its request {name} is in" in said, said
    machine.put("answer.txt", stage.desk.run("answer", text.strip()))

    # A clock that has stopped is told, and takes nothing from the activation.
    with machine.start("-rtc", "base=1990-01-01T00:00:00") as guest:
        guest.line.wait_out(f"Activated: {number}.*CLOCK-BEHIND: ", within=600)
        code, said = guest.run("countersign status")
        assert code == 0 and f"Activated: {number}" in said, said
        code, said = guest.json(STATUS)
        assert (code, said["kept"]) == (0, {"file": "whole", "efi": "whole"}), said
        code, said = guest.run(f"ls {path}; grep -c CIDATA /etc/fstab")
        assert "No such file" in said and said.splitlines()[-1] == "1", said
        # On an activated machine it says and changes nothing.
        look = "cd /var/lib/countersign && sha256sum *"
        code, before = guest.run(look)
        code, said = guest.run("systemctl start countersign-unattended.service")
        assert (code, said) == (0, ""), said
        assert guest.run(look) == (0, before)
        code, told = guest.run("cat /run/countersign/example-os.json")
        assert json.loads(told)["state"] == "activated", told
    return f"{name}, read from the console"


def drawn(shown, to):
    """The QR among the lines of a console, as a picture: half blocks are lit on a dark ground."""
    rows, best = [], []
    for line in [*shown.replace("\r", "").split("\n"), ""]:
        rows = [*rows, line] if line and set(line) <= set(" ▀▄█") else []
        best = max(best, rows, key=len)
    assert best, f"no QR on the console:\n{shown}"
    lit = []
    for row in best:
        lit.append([character in "▀█" for character in row])
        lit.append([character in "▄█" for character in row])
    scale = 4
    pixels = b"".join(bytes(255 * one for one in row for _ in range(scale)) * scale for row in lit)
    to.write_bytes(b"P5 %d %d 255\n" % (len(lit[0]) * scale, len(lit) * scale) + pixels)
    return to
