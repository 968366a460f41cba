"""A virtual X display with terminal emulators: keys through the X server, screenshots."""

import itertools
import os
import select
import subprocess

from guest import RUNNING, with_parent
from line import LONG, Line

COUNT = itertools.count(1)
FONT = ["-u8", "-fa", "DejaVu Sans Mono", "-fs", "10"]


class Display:
    """Xvfb on a free display number."""

    def __init__(self, stage):
        self.stage = stage
        self.server = subprocess.Popen(
            # Without repeats: on a busy computer a key is held down longer than a repeat takes.
            ["Xvfb", "-r", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, preexec_fn=with_parent,
        )
        RUNNING.append(self.server)
        assert select.select([self.server.stdout], [], [], LONG)[0], "Xvfb does not start"
        self.environment = dict(os.environ, DISPLAY=f":{int(self.server.stdout.readline())}", LANG="C.UTF-8")
        for name in ["TMUX", "STY", "LC_ALL"]:
            self.environment.pop(name, None)

    def xterm(self, command, *options, environment=None):
        """An xterm of 80 by 24 that runs a shell command."""
        return Window(self, next(COUNT), command, options, dict(self.environment, **(environment or {})))

    def close(self):
        self.server.kill()
        self.server.wait()
        RUNNING.remove(self.server)


class Window(Line):
    """An xterm. Its output is drawn here too and can be waited for; keys go through the X server."""

    def __init__(self, display, at, command, options, environment):
        self.display, self.environment = display, environment
        log = display.stage.folder / f"xterm-{at}"
        os.mkfifo(log)
        # Opened for reading and writing, so that opening does not block.
        super().__init__(os.open(log, os.O_RDWR))
        self.process = subprocess.Popen(
            ["xterm", *FONT, "-geometry", "80x24+0+0", *options, "-e", "script", "-qefc", command, log],
            env=environment, stderr=subprocess.DEVNULL, preexec_fn=with_parent,
        )
        RUNNING.append(self.process)

    def do(self, *words):
        subprocess.run(["xdotool", *words], env=self.environment, check=True)

    def focus(self):
        """Moves the pointer: without a window manager, keys go to the window below it."""
        self.do("mousemove", "200", "200")

    def type(self, text):
        # A busy X server loses keys that follow each other faster.
        self.do("type", "--delay", "30", text)

    def press(self, *keys):
        self.do("key", "--delay", "20", *keys)

    def picture(self, name):
        """A screenshot, taken when two in a row are equal."""
        path, last = self.display.stage.picture(name), None
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "xterm"], env=self.environment, check=True,
                               capture_output=True, text=True)
        window = found.stdout.split()[0]
        while True:
            subprocess.run(["import", "-window", window, path], env=self.environment, check=True)
            now = subprocess.run(["convert", path, "rgb:-"], check=True, capture_output=True).stdout
            if now == last:
                return path
            last = now

    def end(self):
        """Waits until the program and the window have ended."""
        self.process.wait(LONG)
        RUNNING.remove(self.process)
        os.close(self.fd)
