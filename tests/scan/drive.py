#!/usr/bin/env python3
"""Runs a program in a pseudo-terminal of this terminal's size and types keys whenever it is quiet.

drive.py DONE KEYS... -- COMMAND...

Each KEYS is typed when nothing was written for a moment; `<enter>` is that key. Then the file DONE is made, and the screen
stays until this program is killed.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

QUIET = 0.35
LONG = 60


def main():
    done, rest = sys.argv[1], sys.argv[2:]
    cut = rest.index("--")
    keys, command = rest[:cut], rest[cut + 1:]
    size = fcntl.ioctl(1, termios.TIOCGWINSZ, b"\0" * 8)
    child, line = pty.fork()
    if child == 0:
        # The terminal gets its size first.
        time.sleep(0.1)
        os.execvp(command[0], command)
    fcntl.ioctl(line, termios.TIOCSWINSZ, size)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGKILL))
    assert relay(line, LONG), "nothing was written"
    for key in keys:
        os.write(line, key.replace("<enter>", "\r").encode())
        relay(line)
    with open(done, "w", encoding="ascii") as file:
        file.write("%d %d" % struct.unpack("HHHH", size)[:2])
    while True:
        relay(line)


def relay(line, patience=20 * QUIET):
    """Passes on the output until it is quiet, or for that long if there is none. Gives whether there was any."""
    begun, wrote = time.monotonic(), False
    while time.monotonic() - begun < LONG:
        if not select.select([line], [], [], QUIET if wrote else 3 * QUIET)[0]:
            if wrote or time.monotonic() - begun > patience:
                return wrote
            continue
        try:
            data = os.read(line, 65536)
        except OSError:
            sys.exit(0)
        if not data:
            sys.exit(0)
        wrote = True
        while data:
            data = data[os.write(1, data):]
    return wrote


main()
