"""Older binding: refused under scheme 3, activated by the older binding, mended, bound under scheme 3; no operator."""

import re
import shutil

import image
from desk import Desk, certificate
from guest import BLANK, SOUND, Machine

NETWORK = ["-netdev", "user,id=net", "-device", "e1000,netdev=net,mac=52:54:00:12:34:56,romfile="]
UP = "ifconfig eth0 10.0.2.15 && route add default gw 10.0.2.2"


def play(stage):
    folder = stage.folder / "older-desk"
    folder.mkdir()
    key, cert = certificate(folder)
    desk = Desk(stage.program, folder, ["--tls-cert", cert, "--tls-key", key])
    try:
        play_online(stage, desk, cert)
    finally:
        desk.close()


def play_online(stage, desk, cert):
    number, port = desk.number(), desk.url.rpartition(":")[2]
    profile = stage.folder / "older-profile.toml"
    shutil.copy(desk.profile, profile)
    text = profile.read_text().replace("desk = ", f'online = "https://desk.example:{port}"\ndesk = ', 1)
    profile.write_text(text)
    # The administrator's files: the trusted certificate, and the desk's address.
    system = image.build(stage.online, profile, stage.folder / "older.gz", [
        ("etc/ssl/certs/ca-certificates.crt", cert.read_text()),
        ("etc/hosts", "127.0.0.1 localhost\n10.0.2.2 desk.example\n"),
    ])
    machine = Machine(stage, "older", BLANK)
    with machine.boot(system=system, options=NETWORK) as guest:
        guest.run(UP)
        line = guest.wizard()
        line.wait("1 WELCOME")
        line.send(f"{number}\r")
        line.wait("2 INSPECT", "MODEL-BLANK", "SERIAL-PLACEHOLDER")
        line.send("\r")
        line.wait("3 FIX", "Last resort: the older binding")
        line.send("a")
        line.wait("4 ROUTE")
        line.send(way(line, "By this machine's own network"))
        line.wait("MACHINE-REFUSED: ", "MODEL-BLANK, SERIAL-PLACEHOLDER", "CAS-")
        assert desk.license(number)["state"] == "unused", "a refusal doesn't change the number"
        line.send("\x1b")
        line.wait("4 ROUTE", "The older binding", "lost at a reinstall")
        line.send(way(line, "The older binding"))
        line.wait("5 REQUEST", "Enter asks the desk for it.")
        line.send("\r")
        kept(line)
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["scheme"]) == (0, "activated", 2), said
        assert said["kept"]["file"] == "whole" and said["kept"]["efi"] != "whole", said
    bound = desk.license(number)
    assert (bound["state"], bound["bindings"][0]["scheme"]) == ("bound", 2), bound

    machine.fields = dict(SOUND)
    with machine.boot(system=system, options=NETWORK) as guest:
        guest.run(UP)
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["scheme"]) == (0, "activated", 2), said
        line = guest.wizard()
        line.wait("8 DONE", f"Activated: {number}")
        line.send("n")
        line.wait("1 WELCOME")
        line.send(f"{number}\r")
        line.wait("2 INSPECT", "The desk will accept this machine.")
        line.send("\r")
        line.wait("4 ROUTE")
        key = way(line, "By this machine's own network")
        assert "The older binding" not in line.text(), "a good machine is not offered the older binding"
        line.send(key)
        kept(line)
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["scheme"]) == (0, "activated", 3), said
        assert said["kept"] == {"file": "whole", "efi": "whole"}, said
    bound = desk.license(number)
    assert (bound["state"], len(bound["bindings"]), bound["bindings"][0]["scheme"]) == ("bound", 1, 3), bound
    assert bound["audit"] == [], bound


def way(line, name):
    """The key of that way to the desk, once it is on the screen."""
    pattern = re.compile(r"^[>*\s]*(\d)\s+" + re.escape(name), re.M)
    return line.until(name, lambda: pattern.search(line.text()))[1]


def kept(line):
    line.wait("7 KEEP", "The code is genuine and was kept.")
    line.send("\r")
    line.wait("8 DONE")
    line.send("\r")
    line.wait_out("machine# ")
