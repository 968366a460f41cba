"""Writes the FRU of a server whose product serial was never filled in (IPMI FRU information storage, 10 to 12)."""

import sys


def text(value):
    return bytes([0xC0 | len(value)]) + value.encode()


def area(head, values):
    body = b"\x01\x00" + head + b"".join(map(text, values)) + b"\xc1"
    body += b"\x00" * (-(len(body) + 1) % 8)
    body = bytearray(body)
    body[1] = (len(body) + 1) // 8
    return bytes(body) + bytes([-sum(body) & 255])


chassis = area(b"\x17", ["CH-PART", "CH0001"])
board = area(b"\x19\x00\x00\x00", ["Hailan", "HB-4", "HB40017", "HB-PART", ""])
product = area(b"\x19", ["Hailan", "HL-5280", "HL-PART", "1.0", "Default string", "TAG", ""])
first = 1 + len(chassis) // 8
header = bytes([1, 0, 1, first, first + len(board) // 8, 0, 0])
image = header + bytes([-sum(header) & 255]) + chassis + board + product
with open(sys.argv[1], "wb") as file:
    file.write(image.ljust(256, b"\x00"))
