"""A machine under QEMU: firmware with a persistent store, a disk, and SMBIOS fields of any value."""

import ctypes
import json
import pathlib
import shutil
import shlex
import signal
import socket
import subprocess

import image
from line import LONG, Line

OVMF = pathlib.Path("/usr/share/OVMF")
UUID = "6e1d7fe0-4c2b-11ea-9a5c-a8a159015b32"
# The machine of the case: the board's fields are set, the system's are blank or a placeholder.
BOARD = {"manufacturer": "ASRock", "product": "B450M Pro4", "serial": "BR80G1234567"}
BLANK = {"manufacturer": "ASRock", "product": "", "serial": "To Be Filled By O.E.M."}
SOUND = {"manufacturer": "ASRock", "product": "B450M Pro4", "serial": "BR80G1234567"}

RUNNING = []
LIBC = ctypes.CDLL(None)


def with_parent():
    """Makes the kernel kill a child process when this program ends."""
    LIBC.prctl(1, signal.SIGKILL)


def end_all():
    for process in list(RUNNING):
        process.kill()
        process.wait()


def listen(path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen(1)
    server.settimeout(LONG)
    return server


class Machine:
    """What survives a boot: the disk, the firmware's store, what the firmware says of itself."""

    def __init__(self, stage, name, fields=None):
        self.stage, self.name = stage, name
        self.folder = stage.folder / name
        self.folder.mkdir()
        self.fields = dict(SOUND if fields is None else fields)
        self.board, self.uuid = dict(BOARD), UUID
        self.more = []
        self.vars = self.folder / "vars.fd"
        shutil.copy(OVMF / "OVMF_VARS_4M.fd", self.vars)
        self.disk = image.blank_disk(self.folder / "disk.img")
        self.boots = 0

    def copy(self, name):
        """A copy of the machine in its present state."""
        other = Machine(self.stage, name, self.fields)
        other.fields = self.fields and dict(self.fields)
        other.board, other.uuid, other.more = self.board and dict(self.board), self.uuid, list(self.more)
        shutil.copy(self.vars, other.vars)
        shutil.copy(self.disk, other.disk)
        return other

    def smbios(self):
        def option(kind, fields):
            # QEMU's own quoting: a comma is doubled.
            words = [f"type={kind}"] + [f"{key}={value.replace(',', ',,')}" for key, value in fields.items()]
            return ["-smbios", ",".join(words)]

        system = option(1, self.fields) if self.fields is not None else []
        board = option(2, self.board) if self.board is not None else []
        return [*system, *board, *self.more]

    def boot(self, system=None, uefi=True, vga="none", root=None, options=()):
        """Switches the machine on with a system image, or with a read-only `root` disk."""
        self.boots += 1
        return Guest(self, system or self.stage.system, uefi, vga, root, options)


class Guest:
    """One boot, from power on to power off."""

    def __init__(self, machine, system, uefi, vga, root, options):
        self.machine = machine
        at = machine.folder / f"boot-{machine.boots}"
        serial, control = listen(f"{at}.serial"), listen(f"{at}.qmp")
        drives = []
        if uefi:
            drives = [
                "-drive", f"if=pflash,format=raw,unit=0,readonly=on,file={OVMF}/OVMF_CODE_4M.fd",
                "-drive", f"if=pflash,format=raw,unit=1,file={machine.vars}",
            ]
        fixed = ["-drive", f"if=virtio,format=raw,readonly=on,file={root}"] if root else []
        # On a busy host the kernel's check of the emulated timer fails now and then, and the kernel panics.
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-m", "256", "-display", "none",
             "-vga", vga, "-nodefaults", "-no-reboot", "-uuid", machine.uuid, *drives,
             "-drive", f"if=virtio,format=raw,file={machine.disk}", *fixed, "-kernel", image.kernel()[0],
             "-initrd", system, "-append",
             f"console=tty0 console=ttyS0 quiet mitigations=off nokaslr no_timer_check{' fixed' if root else ''}",
             "-chardev", f"socket,id=line,path={at}.serial", "-serial", "chardev:line",
             "-chardev", f"socket,id=control,path={at}.qmp", "-qmp", "chardev:control",
             *machine.smbios(), *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(f"{at}.err", "wb"), preexec_fn=with_parent,
        )
        RUNNING.append(self.process)
        self.errors = pathlib.Path(f"{at}.err")
        try:
            self.serial = serial.accept()[0]
            self.control = control.accept()[0].makefile("rw")
        except TimeoutError as error:
            raise AssertionError(f"QEMU does not start: {self.errors.read_text()}") from error
        self.control.readline()
        self.ask("qmp_capabilities")
        self.line = Line(self.serial.fileno())
        self.line.wait_out("machine# ", within=600)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None and self.process.poll() is None:
            self.power_off()
        else:
            self.cut()

    # Power.

    def power_off(self):
        """Shuts down; writes reach the disk."""
        self.line.send("umount /var/lib; poweroff -f\r")
        self.process.wait(LONG)
        self.forget()

    def cut(self):
        """Cuts the power."""
        self.process.kill()
        self.process.wait()
        self.forget()

    def forget(self):
        if self.process in RUNNING:
            RUNNING.remove(self.process)
        self.serial.close()
        self.control.close()

    # The console, and the shell on it.

    def run(self, command, within=LONG):
        """Runs a command in the serial line's shell; gives its exit code and output."""
        self.line.send(f"r {shlex.quote(command)}\r")
        self.line.wait_out("BEGIN:\r\n", within)
        start = self.line.mark
        code = int(self.line.wait_out(r"END:(\d+):", within)[1])
        text = self.line.raw[start:self.line.mark].decode(errors="replace")
        self.line.wait_out("machine# ", within)
        return code, text.rpartition("END:")[0].replace("\r\n", "\n")

    def json(self, command, within=LONG):
        """Runs a command whose standard output is one JSON object; gives its exit code and the object."""
        code, text = self.run(f"{{ {command}; }} 2>/tmp/stderr", within)
        try:
            return code, json.loads(text)
        except ValueError as error:
            raise AssertionError(f"{command}: no JSON, exit {code}: {text}") from error

    def type_file(self, path, text):
        """Types a file in at the console."""
        self.line.send(f"r 'cat > {path}'\r")
        self.line.wait_out("BEGIN:\r\n")
        self.line.send(text.strip() + "\n\x04")
        self.line.wait_out("END:0:")
        self.line.wait_out("machine# ")

    def enter(self, lines):
        """Enters a license code by the command."""
        self.type_file("/tmp/code", "\n".join(lines))
        code, said = self.run("countersign enter --file /tmp/code")
        assert code == 0, said

    def wizard(self, options=""):
        """Starts the wizard on the serial line."""
        self.line.screen.reset()
        self.line.send(f"countersign {options}\r")
        return self.line

    # The screen and the keyboard.

    def ask(self, command, **arguments):
        self.control.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.control.flush()
        while True:
            answer = json.loads(self.control.readline())
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise AssertionError(f"{command}: {answer['error']}")

    def picture(self, path):
        """A screenshot of the VGA console."""
        self.ask("screendump", filename=str(path), format="png")
        return path

    def keys(self, text):
        """Types on the machine's own keyboard."""
        for character in text:
            self.key(*KEYS[character])

    def key(self, *codes):
        self.ask("send-key", keys=[{"type": "qcode", "data": code} for code in codes], **{"hold-time": 25})

    def wait_shown(self, pattern, within=LONG):
        """Waits until a row of the VGA console matches the pattern. The guest looks ten times a second."""
        rows = "fold -w $(stty size < /dev/tty1 | cut -d' ' -f2) /dev/vcs1"
        self.run(f"until {rows} | grep -qaE {shlex.quote(pattern)}; do usleep 100000; done", within)


KEYS = {" ": ("spc",), "\n": ("ret",), "\r": ("ret",), "-": ("minus",), ".": ("dot",), "/": ("slash",), ",": ("comma",),
        "\x1b": ("esc",), "?": ("shift", "slash"), "\x7f": ("backspace",), "\t": ("tab",)}
KEYS.update({letter: ("shift", letter.lower()) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
KEYS.update({letter: (letter,) for letter in "abcdefghijklmnopqrstuvwxyz0123456789"})
