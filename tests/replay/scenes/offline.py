"""Offline activation: the QR in the console's picture, the phone page, the code typed with errors, kept in both places."""

from desk import phone, read_qr, slips
from guest import Machine


def play(stage):
    machine = stage.case or Machine(stage, "offline")
    number = stage.number or stage.desk.number()
    # The wizard runs on the VGA console; the serial line only tells this script what is shown.
    with machine.boot(vga="std") as guest:
        guest.keys("countersign\n")
        if machine is stage.case:
            guest.wait_shown("was kept at 4 ROUTE")
            guest.picture(stage.picture("offline-1-go-on"))
            guest.keys("\n")
        else:
            guest.wait_shown("1 WELCOME")
            guest.keys(f"{number}\n")
            guest.wait_shown("2 INSPECT")
            guest.keys("\n")
        guest.wait_shown("4 ROUTE")
        guest.picture(stage.picture("offline-2-route"))
        guest.keys("\n")
        guest.wait_shown("5 REQUEST")
        url = read_qr(guest.picture(stage.picture("offline-3-request")))
        assert url and url.startswith("HTTPS://DESK.EXAMPLE/R/"), f"no QR in the picture: {url}"

        lines = on_the_phone(stage, url, number)
        guest.keys("\n")
        guest.wait_shown("6 CODE")
        for at, typed in enumerate(slips(lines)):
            guest.keys(typed.lower())
            if typed == lines[at]:
                guest.wait_shown(f"Lines left: {6 - at} of 7" if at < 6 else "All seven lines are complete")
            else:
                guest.wait_shown(f"^ *{at + 1} .*corrected:")
                guest.picture(stage.picture(f"offline-4-slip-{at + 1}"))
                guest.keys("\n")
        guest.wait_shown("All seven lines are complete")
        guest.picture(stage.picture("offline-5-code"))
        guest.keys("\n")
        guest.wait_shown("7 KEEP")
        guest.wait_shown("The code is genuine and was kept")
        guest.picture(stage.picture("offline-6-kept"))
        guest.keys("\n")
        guest.wait_shown("8 DONE")
        guest.picture(stage.picture("offline-7-done"))
        guest.keys("\n")
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["number"]) == (0, "activated", number), said
        assert (said["kept"]["file"], said["kept"]["efi"]) == ("whole", "whole"), said
        code, names = guest.run("ls /sys/firmware/efi/efivars /var/lib/countersign")
        assert "CountersignActivation-" in names and "activation-" in names, names
        assert "session-" not in names, names
    stage.activated, stage.number = machine, number
    assert stage.desk.license(number)["state"] == "bound"


def on_the_phone(stage, url, number):
    """Opens the QR's address in Chromium as a phone, and reads the code from the page."""
    with phone() as opened:
        opened.open(stage.desk.page(url))
        seen = opened.text()
        assert number in seen and "All three values can be used." in seen, seen
        opened.submit("form[method=post] .main")
        opened.picture(stage.picture("offline-phone"))
        lines = opened.script("return Array.from(document.querySelectorAll('#code li'), l => l.textContent.trim())")
    assert len(lines) == 7, lines
    return [line.replace(" ", "") for line in lines]
