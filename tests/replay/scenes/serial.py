"""Serial line: a session as a VT100 in an xterm connected to the guest, then in plain mode as `dumb`."""

import re
import shlex
import socket
import sys
import threading

from display import Display
from guest import Machine, listen


def play(stage):
    machine = Machine(stage, "serial")
    display = Display(stage)
    try:
        with machine.boot() as guest:
            vt100(stage, guest, display)
            code, said = guest.run("countersign release --yes")
            assert code == 0, said
            dumb(stage, guest)
    finally:
        display.close()


def vt100(stage, guest, display):
    """Copies the guest's output to the xterm, and the xterm's keys to the guest."""
    number, path = stage.desk.number(), stage.folder / "serial.line"
    server = listen(path)
    bridge = f"/usr/bin/python3 {sys.path[0]}/bridge.py {shlex.quote(str(path))}"
    window = display.xterm(bridge, "-ti", "vt100", "-bg", "black", "-fg", "gray80")
    joined = server.accept()[0]
    threading.Thread(target=carry, args=[joined, guest.serial], daemon=True).start()
    guest.line.tee = joined.sendall
    shots = iter(range(1, 20))
    line = guest.line

    def picture(what):
        line.settle()
        window.picture(f"serial-{next(shots)}-{what}")

    window.focus()
    window.type("stty rows 24 cols 80; countersign")
    window.press("Return")
    line.wait("1 WELCOME")
    window.type(number + "9")
    line.wait(number + "9")
    window.press("BackSpace")
    line.until("the 9 gone", lambda: re.search(number + "(?!9)", line.text()))
    picture("welcome")
    window.press("Return")
    line.wait("2 INSPECT", "can be kept here: in UEFI and in a file")
    picture("inspect")
    window.press("F1")
    line.wait("Help: ")
    window.press("Escape")
    line.wait_gone("Help: ")
    window.press("Return")
    line.wait("4 ROUTE")
    window.press("Down")
    line.until("the cursor one down", lambda: re.search(r"^\s*> 2 ", line.text(), re.M))
    picture("route")
    window.press("Return")
    line.wait("5 REQUEST")
    # The way by file shows the text.
    lines = stage.desk.issue(line.request())
    picture("request")
    window.press("Return")
    # The answer by file is asked first; the code is typed.
    line.wait("6 CODE", "The file with the code:")
    window.press("Escape")
    line.wait_gone("The file with the code:")
    for at, typed in enumerate(lines):
        window.type(typed.lower())
        line.wait(f"Lines left: {6 - at} of 7." if at < 6 else "All seven lines are complete.")
    picture("code")
    window.press("Return")
    line.wait("7 KEEP", "The code is genuine and was kept.")
    window.press("Return")
    line.wait("8 DONE")
    picture("done")
    window.press("Return")
    line.wait_out("machine# ")
    guest.line.tee = None
    joined.shutdown(socket.SHUT_RDWR)
    window.end()
    assert guest.json("countersign status --json")[0] == 0


def carry(joined, serial):
    while data := joined.recv(4096):
        serial.sendall(data)


def dumb(stage, guest):
    """Plain mode: a question, numbered answers, a typed line; no cursor control."""
    number, line = stage.desk.number(), guest.line
    start = len(line.raw)

    def answer(keys, *patterns):
        """Answers a question, and waits for the texts that follow."""
        line.wait_out(r"[1-8] [A-Z]+\. [^\r\n]*: ")
        line.send(keys + "\r")
        for pattern in patterns:
            line.wait_out(pattern)

    line.send("TERM=dumb countersign\r")
    line.wait_out("1 WELCOME")
    answer(number, "The desk will accept this machine")
    answer("", "How does the request get to the desk")
    answer("2", r"\[COUNTERSIGN REQUEST.*?\[END\]")
    shown = re.findall(rb"\[COUNTERSIGN REQUEST.*?\[END\]", line.raw[start:], re.S)[-1].decode()
    lines = stage.desk.issue(shown)
    # The file with the code is asked first; a line of the code is an answer too.
    answer("", "has the code for this machine")
    for at, typed in enumerate(lines):
        answer(typed, f"Line {at + 1}: accepted" if at < 6 else "The code is genuine and was kept")
    answer("", "is activated on this machine")
    answer("")
    line.wait_out("machine# ")
    (stage.pictures / "serial-dumb.txt").write_bytes(bytes(line.raw[start:]))
    said = bytes(line.raw[start:]).split(b"countersign\r\n", 1)[1].rsplit(b"machine#", 1)[0]
    assert b"\x1b" not in said, "a dumb terminal gets no escape sequences"
    code, status = guest.json("countersign status --json")
    assert (code, status["number"]) == (0, number), status
