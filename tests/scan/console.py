#!/usr/bin/env python3
"""Boots a small system with QEMU's display, draws the request there, and takes screenshots of the console.

console.py uefi|vga|mono KERNEL INITRAMFS FOLDER

Pictures: FOLDER/KIND-{ours,utf8,ansi}.ppm; the request's text form, as the guest saved it, in FOLDER/NAME-request.txt.
Keys go in by the emulated keyboard. What the screen says comes out over the serial port, from the kernel's own copy of
it, and every wait is for a text there.
"""
import os
import re
import shutil
import socket
import subprocess
import sys
import time

LONG = 600
KEYS = {"\r": "ret", " ": "spc"}
OVMF = "/usr/share/OVMF/OVMF_%s_4M.fd"


class Machine:
    """A running machine."""

    def __init__(self, kind, kernel, initramfs, folder):
        self.folder, self.kind = folder, kind
        self.serial = os.path.join(folder, f"{kind}-serial.log")
        self.socket = os.path.join(folder, f"{kind}.sock")
        for path in (self.serial, self.socket):
            if os.path.exists(path):
                os.remove(path)
        command = ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-m", "512", "-display", "none",
                   "-vga", "std", "-no-reboot", "-net", "none", "-serial", f"file:{self.serial}",
                   "-monitor", f"unix:{self.socket},server,nowait", "-kernel", kernel, "-initrd", initramfs]
        if kind != "vga":
            variables = os.path.join(folder, f"{kind}-variables.fd")
            shutil.copyfile(OVMF % "VARS", variables)
            for unit, path in enumerate((OVMF % "CODE", variables)):
                mode = ",readonly=on" if unit == 0 else ""
                command += ["-drive", f"if=pflash,format=raw,unit={unit}{mode},file={path}"]
        # Without a framebuffer driver the kernel has the VGA text console.
        line = "console=tty0 quiet loglevel=0 vt.global_cursor_default=0"
        if kind == "mono":
            # The kernel hands what it doesn't know to the first program.
            line += " CONSOLE_TERM=linux-m"
        command += ["-append", line]
        self.process = subprocess.Popen(command)
        deadline = time.monotonic() + LONG
        while not os.path.exists(self.socket):
            assert time.monotonic() < deadline and self.process.poll() is None, "QEMU does not start"
            time.sleep(0.05)
        self.monitor = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self.monitor.connect(self.socket)
                break
            except ConnectionRefusedError:
                # The socket is there before QEMU listens.
                assert time.monotonic() < deadline and self.process.poll() is None, "QEMU does not listen"
                time.sleep(0.05)
        self.answer()

    def answer(self):
        text = b""
        while not text.rstrip().endswith(b"(qemu)"):
            text += self.monitor.recv(65536)

    def say(self, command):
        self.monitor.sendall(command.encode() + b"\n")
        self.answer()

    def heard(self):
        try:
            with open(self.serial, encoding="utf-8", errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def wait(self, text):
        """Waits until the last copy of the screen, or a line of the guest, holds a text."""
        deadline = time.monotonic() + LONG
        while True:
            heard = self.heard()
            screens = re.findall(r"<<(.*?)>>", heard, re.S)
            if (screens and text in screens[-1]) or f"\n{text}" in heard.replace("\r", ""):
                return
            if time.monotonic() > deadline or self.process.poll() is not None:
                sys.exit(f"{self.kind}: no {text!r} in:\n{heard[-3000:]}")
            time.sleep(0.1)

    def type(self, text):
        for key in text:
            name = KEYS.get(key) or (f"shift-{key.lower()}" if key.isupper() else key)
            self.say(f"sendkey {name} 30")
            time.sleep(0.12)

    def picture(self, name):
        time.sleep(0.5)
        path = os.path.join(self.folder, f"{self.kind}-{name}.ppm")
        if os.path.exists(path):
            os.remove(path)
        self.say(f"screendump {path}")
        assert os.path.getsize(path) > 10000

    def end(self):
        self.monitor.sendall(b"quit\n")
        self.process.wait(timeout=30)


def main():
    kind, kernel, initramfs, folder = sys.argv[1:]
    machine = Machine(kind, kernel, initramfs, os.path.abspath(folder))
    try:
        machine.wait("1 WELCOME")
        machine.type("AA03220123951")
        machine.wait("AA03220123951")
        machine.type("\r")
        machine.wait("2 INSPECT")
        machine.type("\r")
        machine.wait("4 ROUTE")
        machine.type("\r")
        machine.wait("5 REQUEST")
        machine.type("s")
        machine.wait(".txt")
        machine.type("\r")
        machine.wait("[END]")
        machine.picture("ours")
        machine.type("q")
        for name in ("utf8", "ansi"):
            machine.wait(f"SHOWN {name}")
            machine.picture(name)
            machine.type("\r")
        text = re.findall(r"\[COUNTERSIGN REQUEST.*?\[END\]", machine.heard().replace("\r", ""), re.S)
        with open(os.path.join(folder, f"{kind}-request.txt"), "w", encoding="ascii") as file:
            file.write(text[-1] + "\n")
    finally:
        machine.end()


main()
