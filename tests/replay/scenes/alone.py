"""Alone: the case's machine is activated offline in one sitting by the first way, in one boot, with every key counted."""

from desk import read_qr
from guest import BLANK, BOARD, Machine
from scenes.offline import on_the_phone
from scenes.recovered import looked

# Besides the license number and the code. A sound machine needs six.
MOST_KEYS = 8


def play(stage):
    machine, number = Machine(stage, "alone", BLANK), stage.desk.number()
    # The wizard runs on the VGA console; the serial line only tells this script what is shown.
    with machine.boot(vga="std") as guest:
        firmware = looked(guest)
        session = Session(stage, guest)
        guest.keys("countersign\n")
        session.screen("1 WELCOME")
        guest.keys(number)
        session.key("\n")
        session.screen("2 INSPECT", "MODEL-BLANK", "SERIAL-PLACEHOLDER", "The desk will refuse this machine")
        session.key("\n")
        session.screen("3 FIX", "1. Use values from other places on this machine")
        session.key("1")
        session.screen("Model: B450M Pro4", "Serial: BR80G1234567", "The license binds to good values")
        session.key("\n")
        session.screen("4 ROUTE", "The desk will accept these values")
        session.key("\n")
        session.screen("5 REQUEST")
        url = read_qr(session.picture())
        assert url and url.startswith("HTTPS://DESK.EXAMPLE/R/"), f"no QR in the picture: {url}"
        lines = on_the_phone(stage, url, number)
        session.key("\n")
        session.screen("6 CODE")
        for at, typed in enumerate(lines):
            guest.keys(typed.lower())
            guest.wait_shown(f"Lines left: {6 - at} of 7" if at < 6 else "All seven lines are complete")
        session.key("\n")
        session.screen("7 KEEP", "The code is genuine and was kept")
        session.key("\n")
        session.screen("8 DONE")
        assert session.keys <= MOST_KEYS, f"{session.keys} keys besides number and code; at most {MOST_KEYS}"
        guest.keys("\n")
        code, said = guest.json("countersign status --json")
        assert (code, said["state"], said["number"]) == (0, "activated", number), said
        origins = [(one["field"], one["origin"]) for one in said["fields"]]
        assert origins == [("manufacturer", "firmware"), ("model", "recovered"), ("serial", "recovered")], said
        assert looked(guest) == firmware, "the firmware is unchanged"
    bound = f"{BLANK['manufacturer']}, {BOARD['product']}, {BOARD['serial']}"
    whole = len(number) + sum(map(len, lines)) + session.keys
    return f"bound: {bound}\n{session.keys} keys besides number and code, {whole} with them, {session.screens} screens"


class Session:
    """What the person does: the keys besides number and code, and the screens."""

    def __init__(self, stage, guest):
        self.stage, self.guest, self.keys, self.screens = stage, guest, 0, 0

    def key(self, key):
        assert len(key) == 1
        self.guest.keys(key)
        self.keys += 1

    def screen(self, *texts):
        """Waits for the texts of the next screen, and takes its picture."""
        for text in texts:
            self.guest.wait_shown(text)
        self.screens += 1
        self.picture()

    def picture(self):
        return self.guest.picture(self.stage.picture(f"alone-{self.screens}"))
