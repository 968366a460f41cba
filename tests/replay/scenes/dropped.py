"""Dropped links: the wizard under a real sshd; the link is cut twice and once silently dead; the session continues."""

import fcntl
import json
import os
import pathlib
import pty
import signal
import socket
import struct
import subprocess
import termios
import threading
import time

from desk import slips
from guest import RUNNING, with_parent
from line import LONG, Line
from wizard import to_request

DUMP = pathlib.Path(__file__).resolve().parents[3] / "crates/probe/samples/clean.txt"


class Link:
    """A cable between the client and sshd that can be cut."""

    def __init__(self, to):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.ends, self.dead = [], False
        threading.Thread(target=self.carry, args=[to], daemon=True).start()

    def carry(self, to):
        while True:
            try:
                here = self.server.accept()[0]
            except OSError:
                return
            there = socket.create_connection(("127.0.0.1", to))
            self.ends, self.dead = [here, there], False
            for one, other in [(here, there), (there, here)]:
                threading.Thread(target=self.pump, args=[one, other], daemon=True).start()

    def pump(self, one, other):
        try:
            while data := one.recv(65536):
                if not self.dead:
                    other.sendall(data)
        except OSError:
            pass  # it was cut

    def cut(self):
        """Both ends notice the dead line, as after a router's restart."""
        for end in self.ends:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends = []

    def die(self):
        """Nothing comes through any more, and neither end is told: the laptop's lid was closed. sshd asks whether
        anybody is still there, gets no answer, and hangs up."""
        self.dead = True


class Sshd:
    """A real sshd with its own keys, for the user who runs this."""

    def __init__(self, folder):
        folder.mkdir()
        for name in ["host", "user"]:
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        (folder / "authorized").write_text((folder / "user.pub").read_text())
        # sshd changes into this folder; it is missing where sshd never ran.
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = folder / "config"
        config.write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
            f"PidFile {folder}/pid\nPermitRootLogin yes\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
            "AcceptEnv LANG LC_*\nClientAliveInterval 2\nClientAliveCountMax 3\n"
        )
        self.folder = folder
        self.process = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", config], stderr=subprocess.PIPE,
                                        stdin=subprocess.DEVNULL, preexec_fn=with_parent)
        RUNNING.append(self.process)
        while b"listening" not in self.process.stderr.readline():
            assert self.process.poll() is None, "sshd does not start"
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def log_in(self, port, command, size=(80, 24)):
        """An ssh client in its own terminal; gives its line and its process."""
        pid, fd = pty.fork()
        if pid == 0:
            os.environ.update(TERM="xterm", LANG="C.UTF-8")
            os.execvp("ssh", ["ssh", "-F", "none", "-tt", "-p", str(port), "-i", f"{self.folder}/user", "-o",
                              "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
                              "-o", "SendEnv=LANG", "127.0.0.1", command])
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        return Line(fd), pid


def play(stage):
    number = stage.desk.number()
    state = stage.folder / "dropped-state"
    base = f"{stage.device} --hardware {DUMP} --state {state} --profile {stage.desk.profile}"
    sshd = Sshd(stage.folder / "sshd")
    link = Link(sshd.port)
    line, pid = sshd.log_in(link.port, base)
    to_request(line, number)
    # The cut comes while the request is on the screen.
    gone(link, line, pid, state)
    run = subprocess.run([*base.split(), "request", "--json"], capture_output=True, text=True, check=False)
    lines = stage.desk.issue(json.loads(run.stdout)["url"])

    line, pid = sshd.log_in(link.port, base)
    line.wait(f"A session for {number} was kept at 5 REQUEST.")
    line.send("\r")
    line.wait("5 REQUEST")
    line.send("\r")
    line.wait("6 CODE")
    typed = slips(lines)
    line.send(typed[0])
    line.wait("corrected:")
    line.send("\r" + typed[1])
    line.wait("Lines left: 5 of 7.")
    line.send(typed[2][:7])
    line.wait(f"3 {typed[2][:5]} {typed[2][5:7]}___")
    gone(link, line, pid, state)

    line, pid = sshd.log_in(link.port, base)
    line.wait(f"A session for {number} was kept at 6 CODE.")
    line.send("\r")
    line.wait("6 CODE", "Lines left: 5 of 7.", f"3 {typed[2][:5]} {typed[2][5:7]}___")
    line.send(typed[2][7:])
    line.wait("Lines left: 4 of 7.")
    line.send("\r" + typed[3])
    line.wait("Lines left: 3 of 7.")
    line.send(typed[4][:9])
    line.wait(f"5 {typed[4][:5]} {typed[4][5:9]}_")
    # Keys are lost now, and the client still waits when the other end has hung up.
    link.die()
    line.send(typed[4][9:])
    let_go(state)
    assert os.waitpid(pid, os.WNOHANG) == (0, 0), "the client doesn't notice the dead line"
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(line.fd)

    line, pid = sshd.log_in(link.port, base)
    line.wait(f"A session for {number} was kept at 6 CODE.")
    line.send("\r")
    line.wait("6 CODE", "Lines left: 3 of 7.", f"5 {typed[4][:5]} {typed[4][5:9]}_")
    line.send(typed[4][9:])
    line.wait("Lines left: 2 of 7.")
    for at in range(5, 7):
        line.send("\r" if typed[at - 1] != lines[at - 1] else "")
        line.send(typed[at])
        line.wait(f"Lines left: {6 - at} of 7." if at < 6 else "All seven lines are complete.")
    line.send("\r")
    line.wait("The code is genuine and was kept.")
    line.send("\r")
    line.wait("8 DONE")
    line.send("\r")
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, line.text()
    os.close(line.fd)
    run = subprocess.run([*base.split(), "status", "--json"], capture_output=True, text=True, check=False)
    assert run.returncode == 0 and '"activated"' in run.stdout, run.stdout


def gone(link, line, pid, state):
    """Cuts the line; the client ends, and the wizard at the other end releases its lock."""
    link.cut()
    os.waitpid(pid, 0)
    os.close(line.fd)
    let_go(state)


def let_go(state):
    """Waits until the wizard has released its lock."""
    deadline = time.monotonic() + LONG
    with open(state / "lock", "rb") as lock:
        while True:
            try:
                return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                assert time.monotonic() < deadline, "the wizard still holds its lock"
                time.sleep(0.05)
