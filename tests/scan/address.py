"""The address that a request's QR must hold, computed from its text form, independently of the code that draws.

The text form (see `crates/core/src/protocol/request_text.rs`): thirty symbols a line in groups of five, Crockford's base 32, the
request's bytes and four bytes of check. The address is `HTTPS://HOST/R/` and the bytes in the base 32 of RFC 4648.

address.py [host] prints the address of the request on standard input, or the host.
"""
import base64
import re
import sys

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HOST = "DESK.EXAMPLE.ORG"


def address(text):
    """The address of the request in a text, or None where no request is complete."""
    found = re.search(r"\[COUNTERSIGN REQUEST [^\]]*\](.*?)\[END\]", text, re.S)
    if not found:
        return None
    bits = "".join(format(SYMBOLS.index(c), "05b") for c in found[1] if c in SYMBOLS)
    whole = bytes(int(bits[at:at + 8], 2) for at in range(0, len(bits) - 7, 8))
    body = base64.b32encode(whole[:-4]).decode("ascii").rstrip("=")
    return f"HTTPS://{HOST}/R/{body}"


if __name__ == "__main__":
    if sys.argv[1:] == ["host"]:
        print(HOST.lower())
    else:
        print(address(sys.stdin.read()) or sys.exit("no request in it"))
