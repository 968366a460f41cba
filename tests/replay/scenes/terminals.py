"""Terminals: a whole session in xterm (dark and light), tmux and GNU screen, with their own keys."""

import re
import shlex
import subprocess

from desk import read_qr, slips
from display import Display
from scenes.dropped import DUMP

NAMES = {
    "xterm": "{}",
    "xterm-light": "{}",
    "tmux": "tmux -f /dev/null -L replay new-session {}",
    "screen": "screen -U -c /dev/null -S replay {}",
}
LOOKS = {"xterm-light": ["-bg", "white", "-fg", "black"], "xterm": ["-bg", "black", "-fg", "gray80"]}


def play(stage):
    display = Display(stage)
    try:
        return "; ".join(session(stage, display, name) for name in NAMES)
    finally:
        subprocess.run(["tmux", "-L", "replay", "kill-server"], env=environment(stage, display), check=False,
                       stderr=subprocess.DEVNULL)
        display.close()


def environment(stage, display):
    """A temporary folder for the sockets of tmux and screen."""
    for name in ["screens", "tmux"]:
        (stage.folder / name).mkdir(mode=0o700, exist_ok=True)
    return dict(display.environment, SCREENDIR=str(stage.folder / "screens"), TMUX_TMPDIR=str(stage.folder / "tmux"))


def session(stage, display, name):
    number, state = stage.desk.number(), stage.folder / f"state-{name}"
    program = f"{stage.device} --hardware {DUMP} --state {state} --profile {stage.desk.profile}"
    command = NAMES[name].format(shlex.quote(program) if name == "tmux" else program)
    window = display.xterm(command, *LOOKS.get(name, LOOKS["xterm"]), environment=environment(stage, display))
    shots = iter(range(1, 20))

    def picture(what):
        return window.picture(f"{name}-{next(shots)}-{what}")

    window.wait("1 WELCOME")
    window.focus()
    window.type(number + "9")
    window.wait(number + "9")
    window.press("BackSpace")
    window.until("the 9 gone", lambda: re.search(number + "(?!9)", window.text()))
    picture("welcome")
    window.press("Return")
    window.wait("2 INSPECT", "The desk will accept this machine.")
    picture("inspect")
    window.press("F1")
    window.wait("Help: ")
    picture("help")
    window.press("Escape")
    window.wait_gone("Help: ")
    window.press("Return")
    window.wait("4 ROUTE")
    window.press("Down")
    window.until("the cursor one down", lambda: re.search(r"^\s*\S+ 2 ", window.text(), re.M))
    window.press("Up")
    window.until("the cursor back up", lambda: re.search(r"^\s*\S+ 1 ", window.text(), re.M))
    picture("route")
    window.press("Return")
    window.wait("5 REQUEST", "I have the code")
    url, said = read_qr(picture("request")), "QR read"
    if url is None:
        # Too few rows for the QR: the scene does what the page says.
        window.wait("The QR needs a terminal of")
        window.press("t")
        url = window.request()
        picture("text")
        said = "no room for the QR, text instead"
    lines = stage.desk.issue(url)
    window.press("Return")
    window.wait("6 CODE")
    for at, typed in enumerate(slips(lines)):
        window.type(typed.lower())
        if typed == lines[at]:
            window.wait(f"Lines left: {6 - at} of 7." if at < 6 else "All seven lines are complete.")
        else:
            window.until("corrected", lambda row=at + 1: re.search(rf"^\s*{row} .*corrected:", window.text(), re.M))
            if at == 0:
                picture("slip")
            window.press("Return")
    window.press("Up", "Up", "Down", "Down")
    picture("code")
    window.press("Return")
    window.wait("7 KEEP", "The code is genuine and was kept.")
    window.press("Return")
    window.wait("8 DONE", "is activated on this machine")
    picture("done")
    window.press("Return")
    window.end()
    status = subprocess.run([*program.split(), "status"], check=False, stdout=subprocess.DEVNULL)
    assert status.returncode == 0, f"{name}: status ends with {status.returncode}"
    return f"{name}: {said}"
