"""Is this machine activated? Exit code 0 if it is.

    python3 check.py [PROFILE [MACHINE STATE]]
"""
import os
import sys
from ctypes import CDLL, c_char_p, c_void_p


class Status(c_void_p):
    """What countersign_check gives."""


library = CDLL("libcountersign.so.0")
library.countersign_check.restype = Status
library.countersign_code.restype = library.countersign_text.restype = library.countersign_json.restype = c_char_p

arguments = [os.fsencode(argument) for argument in sys.argv[1:]] or [b"/etc/countersign/profile.toml"]
profile, machine, folder = (arguments + [None, None])[:3]

# The check.
status = library.countersign_check(1, profile, machine, folder)
state, code, days = (read(status) for read in (library.countersign_state, library.countersign_code, library.countersign_days_left))
if state != 1: print(library.countersign_text(status, b"en").decode(), file=sys.stderr)
print(state, code.decode(), days, library.countersign_json(status).decode())
library.countersign_free(status)

sys.exit(state != 1)
