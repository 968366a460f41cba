"""Texts that could have an effect where they are shown, and machines and customers made of them by a seed.

The HTML texts have elements or attributes with names that begin with `evil`. The shell commands would make files with such names.
"""

import random
import struct
import sys
import uuid

from stage import HERE

sys.path.insert(0, str(HERE.parent / "packages"))

from machine import entry_point, structure  # noqa: E402

TEXTS = {
    "escapes": ["\x1b[2J\x1b[31mevil", "\x1b]0;evil\x07", "\x1b]52;c;ZXZpbA==\x07", "\x1b[6n\x1b[5i", "\x1bP1$r\x1b\\", "\x1b]8;;http://evil/\x1b\\link",
                "\u009b31m", "\r\x08\x08\x7fevil", "\x0e\x0f\x05evil", "\x1bc", "\x1b[?1049l\x1b[?1000h"],
    "marks": ["\u202eevil\u202c", "\u2066evil\u2069", "\u200bev\u200dil", "\ufeffevil", "\u061cevil", "e\u0301v\u0335i\u20ddl" * 6, "\u3164", "\U000e0065\U000e0076",
              "\u2028evil\u2029", "\ufff9evil\ufffb", "\U0001f468\u200d\U0001f469\u200d\U0001f467"],
    "html": ["<evil evilattr=1>", "<script>evil()</script>", "\"><img src=evil onerror=evil()>", "' onevil='x", "</title><evil>", "<!--evil", "]]><evil/>",
             "&lt;evil&gt;<evil>", "<svg/onload=evil()>", "javascript:evil()", "</textarea><evil>", "{{evil}}${evil}"],
    "formulas": ["=cmd|'/c evil'!A1", "+1+evil()", "-evil()", "@SUM(evil)", "\t=evil()", "=HYPERLINK(\"http://evil\")", "\uff1devil()", "|evil", "%0A=evil()"],
    "lines": ["evil\nSubject: evil", "evil\r\nBcc: evil@evil.example", "\r\n\r\nevil", "evil\u0085evil", "evil\x0bevil\x0c"],
    "shells": ["$(touch evil)", "`touch evil`", "'; touch evil; '", "\" && touch evil #", "|touch evil", "evil\\", "~/evil", "../../evil", "%s%n%x", "*?[evil]"],
    "queries": ["' OR 1=1 --", "'; DROP TABLE requests; --", "evil\" OR \"\"=\"", "%_evil", "evil' UNION SELECT 1,2,3 --", "NEAR(evil", "evil AND OR", "\"evil*"],
    "markdown": ["[evil](javascript:evil())", "![evil](http://evil)", "# evil", "| evil | evil |", "```evil", "<http://evil>", "**evil__"],
    "sizes": ["W" * 4000, "国" * 900, "\u0301" * 500, "evil " * 600, "", " ", ".", "0", "\u00a0evil\u00a0"],
}
KINDS = list(TEXTS)
# Bytes that aren't UTF-8. Firmware can hold them.
BYTES = [b"\xff\xfeevil", b"\xc3\x28evil", b"\xed\xa0\x80evil", b"\x80\x81\x82", b"\xf8\x88\x80\x80\x80", b"ev\xa0il"]
# Genuine values. Beside them, the desk accepts a hostile value, or refuses it for one field alone.
GENUINE = ["Hailan Industrial Computers Ltd.", "HLC-T22", "HLC22K40917263", "HLB22K70918355"]


class Hostile:
    """Draws texts by a seed. Each machine has all kinds of texts, and about half of its texts are of one kind."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.kind = KINDS[seed % len(KINDS)]

    def text(self):
        kind = self.kind if self.chance.random() < 0.5 else self.chance.choice(KINDS)
        text = self.chance.choice(TEXTS[kind])
        return text + self.chance.choice(["", "", self.chance.choice(TEXTS[self.chance.choice(KINDS)])])

    def value(self, genuine):
        """A value of the firmware: bytes, at least one."""
        pick = self.chance.random()
        if pick < 0.15:
            return genuine.encode()
        if pick < 0.3:
            return self.chance.choice(BYTES)
        # A string in a table is not empty, since an empty one would end the list.
        return self.text().encode()[:60_000] or b" "

    def table(self):
        """Firmware tables of a machine. All of their strings are such values."""
        values = [self.value(self.chance.choice(GENUINE)) for _ in range(24)]
        take = iter(values)

        def strings(count):
            return [next(take).replace(b"\0", b"").decode("latin-1") for _ in range(count)]

        machine = uuid.UUID(int=self.chance.getrandbits(128)).bytes_le
        return b"".join([
            made(0, 0, struct.pack("<BBHBBQ", 1, 2, 0xE000, 3, 0xFF, 0x08) + bytes([3, 0x0D, 1, 4, 0xFF, 0xFF]), strings(3)),
            made(1, 1, bytes([1, 2, 3, 4]) + machine + bytes([6, 5, 6]), strings(6)),
            made(2, 2, bytes([1, 2, 3, 4, 5, 0x09, 6]) + struct.pack("<HBB", 3, 0x0A, 0), strings(6)),
            made(3, 3, bytes([1, 3, 2, 3, 4, 3, 3, 3, 2]) + bytes(4) + bytes([0, 1, 0, 0]), strings(4)),
            made(11, 5, bytes([3]), strings(3)),
            structure(127, 4, b"", []),
        ])

    def machine(self, system):
        """Writes the tables below a folder with the layout of /sys."""
        table, tables = self.table(), system / "firmware/dmi/tables"
        (tables / "DMI").write_bytes(table)
        (tables / "smbios_entry_point").write_bytes(entry_point(table))


def made(kind, handle, body, strings):
    """A structure with any bytes as strings. An empty string becomes a blank, since it would end the list."""
    texts = b"".join((text or " ").encode("latin-1") + b"\0" for text in strings)
    return struct.pack("<BBH", kind, 4 + len(body), handle) + body + texts + b"\0"
