"""A terminal line: output is drawn on a screen of 80 by 24, and texts are waited for. Nothing sleeps."""

import os
import re
import select
import time

import pyte

# Seconds. Long, because two emulated machines may share two cores with a compiler; only a failure waits so long.
LONG = 180


def squeezed(text):
    """Every run of blanks and line breaks as one blank."""
    return " ".join(text.split())


class Line:
    """Bytes in and out of a file descriptor."""

    def __init__(self, fd, columns=80, rows=24):
        self.fd, self.columns, self.rows = fd, columns, rows
        self.raw, self.mark = bytearray(), 0
        self.tee = None
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)

    def send(self, keys):
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            # Output is read too, or both sides wait for each other.
            readable, writable, _ = select.select([self.fd], [self.fd], [], LONG)
            if readable:
                self.take()
            if writable:
                data = data[os.write(self.fd, data):]
            elif not readable:
                raise AssertionError("the line takes no keys")

    def take(self):
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        if not data:
            raise AssertionError(f"the line was closed; on the screen:\n{self.text()}")
        self.raw += data
        if self.tee:
            self.tee(data)
        # A VT100 knows neither of these; the firmware's own greeting has the second.
        self.stream.feed(re.sub(rb"\x1b\[=\d*h|\x1b\[\?2026[hl]", b"", data))

    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display).strip("\n")

    def until(self, what, wanted, within=LONG):
        """Waits until `wanted()` gives something, and gives it."""
        deadline = time.monotonic() + within
        while True:
            found = wanted()
            if found:
                return found
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise AssertionError(f"no {what!r} within {within} s; on the screen:\n{self.text()}")
            self.take()

    def settle(self):
        """Takes in what comes until nothing has come for a while: the page is drawn to its end."""
        while select.select([self.fd], [], [], 0.4)[0]:
            self.take()

    def wait(self, *texts, within=LONG):
        """Waits until each of these texts is on the screen, breaks of lines taken for blanks."""
        for text in texts:
            self.until(text, lambda: text in squeezed(self.text()), within)

    def wait_gone(self, text, within=LONG):
        self.until(f"screen without {text}", lambda: text not in squeezed(self.text()), within)

    def wait_beside(self, text):
        """Waits until that text is right of the QR, which has 45 columns at 80 by 24."""
        beside = lambda: squeezed("\n".join(line[45:] for line in self.screen.display))
        self.until(text, lambda: text in beside())

    def request(self):
        """The request as text, once it is on the screen."""
        shown = lambda: re.search(r"\[COUNTERSIGN REQUEST.*\[END\]", self.text(), re.S)
        return self.until("the request as text", shown)[0]

    def wait_out(self, pattern, within=LONG):
        """Waits for a pattern among the bytes that came since the last one that was waited for."""
        matcher = re.compile(pattern.encode(), re.S)

        def look():
            found = matcher.search(self.raw, self.mark)
            if found:
                self.mark = found.end()
            return found

        return self.until(pattern, look, within)
