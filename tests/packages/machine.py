"""Writes the firmware tables of a made-up machine as /sys has them: machine.py FOLDER [MODEL SERIAL]."""

import struct
import sys
import uuid
from pathlib import Path


def structure(kind: int, handle: int, body: bytes, strings: list[str]) -> bytes:
    """One SMBIOS structure: its header, its formatted part, its strings."""
    texts = b"".join(text.encode() + b"\0" for text in strings) or b"\0"
    return struct.pack("<BBH", kind, 4 + len(body), handle) + body + texts + b"\0"


MACHINE_ID = uuid.UUID("8e0c9a52-6f31-4d77-9b04-2c5e7d1a9f63").bytes_le
MODEL, SERIAL = "HLC-T22", "HLC22K40917263"


def table(model: str, serial: str) -> bytes:
    """The structures of the machine; its board has values of its own."""
    return b"".join([
        structure(0, 0, struct.pack("<BBHBBQ", 1, 2, 0xE000, 3, 0xFF, 0x08) + bytes([3, 0x0D, 1, 4, 0xFF, 0xFF]),
                  ["American Megatrends International, LLC.", "HL22.108", "03/14/2025"]),
        structure(1, 1, bytes([1, 2, 3, 4]) + MACHINE_ID + bytes([6, 0, 0]),
                  ["Hailan Industrial Computers Ltd.", model, "2.0", serial]),
        structure(2, 2, bytes([1, 2, 3, 4, 0, 0x09, 0]) + struct.pack("<HBB", 3, 0x0A, 0),
                  ["Hailan Industrial Computers Ltd.", "HLB-T22", "1.1", "HLB22K70918355"]),
        structure(3, 3, bytes([1, 3, 0, 2, 0, 3, 3, 3, 2]) + bytes(4) + bytes([0, 1, 0, 0]),
                  ["Hailan Industrial Computers Ltd.", "HLX22K70918400"]),
        structure(127, 4, b"", []),
    ])


def entry_point(table: bytes) -> bytes:
    """The 64-bit entry point of SMBIOS 3.3."""
    head = bytearray(b"_SM3_\0" + bytes([24, 3, 3, 0, 1, 0]) + struct.pack("<IQ", len(table), 0))
    head[5] = -sum(head) & 0xFF
    return bytes(head)


def main() -> None:
    tables = Path(sys.argv[1]) / "firmware/dmi/tables"
    tables.mkdir(parents=True, exist_ok=True)
    structures = table(*(sys.argv[2:4] or (MODEL, SERIAL)))
    (tables / "smbios_entry_point").write_bytes(entry_point(structures))
    (tables / "DMI").write_bytes(structures)


if __name__ == "__main__":
    main()
