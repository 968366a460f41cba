"""Legacy BIOS without efivarfs, on the Linux console of 80 by 25: reported before the request; kept on disk."""

from desk import read_qr
from guest import Machine


def play(stage):
    machine, number = Machine(stage, "legacy"), stage.desk.number()
    shots = iter(range(1, 20))

    def picture(name):
        return guest.picture(stage.picture(f"console-{next(shots)}-{name}"))

    with machine.boot(uefi=False, vga="std") as guest:
        guest.keys("countersign\n")
        guest.wait_shown("1 WELCOME")
        # A key too many, and the one that takes it away again, as this keyboard sends it.
        guest.keys(f"{number}9\x7f")
        guest.wait_shown(f"{number}[^9]")
        picture("welcome")
        guest.keys("\n")
        guest.wait_shown("2 INSPECT")
        guest.wait_shown("EFI-ABSENT: no UEFI variables here")
        picture("inspect")
        guest.keys("?")
        guest.wait_shown("Help: 2 INSPECT|Help: ")
        picture("help")
        guest.keys("\x1b")
        guest.wait_shown("copy report.*Esc back")
        guest.keys("\n")
        guest.wait_shown("4 ROUTE")
        guest.key("down")
        guest.key("down")
        guest.key("up")
        guest.key("up")
        picture("route")
        guest.keys("\n")
        guest.wait_shown("5 REQUEST")
        url = read_qr(picture("request"))
        assert url and url.startswith("HTTPS://DESK.EXAMPLE/R/"), f"no QR in the picture: {url}"
        lines = stage.desk.issue(url)
        guest.keys("\n")
        guest.wait_shown("6 CODE")
        guest.key("f1")
        guest.wait_shown("Help: ")
        guest.keys("\x1b")
        guest.wait_shown("Lines left: 7 of 7")
        for at, typed in enumerate(lines):
            guest.keys(typed.lower())
            guest.wait_shown(f"Lines left: {6 - at} of 7" if at < 6 else "All seven lines are complete")
        picture("code")
        guest.keys("\n")
        guest.wait_shown("The code is genuine and was kept")
        guest.wait_shown("EFI-ABSENT")
        picture("kept")
        guest.keys("\n")
        guest.wait_shown("8 DONE")
        picture("done")
        guest.keys("\n")
        guest.wait_shown("^machine# ")
        picture("after")
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["kept"]) == (0, "activated", {"file": "whole", "efi": "absent"}), said
    with machine.boot(uefi=False) as guest:
        code, said = guest.json("cat /run/countersign/example-os.json")
        assert said["state"] == "activated", said
