"""Hosts for Ansible. Each is a chroot with its own firmware tables and sshd, in a network namespace. One bridge connects them."""

import ipaddress
import os
import pathlib
import shutil
import struct
import subprocess
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / "packages")]

from machine import entry_point, structure  # noqa: E402

NETWORK = ipaddress.ip_network("10.213.0.0/16")
BRIDGE = "countersign0"
# The configuration of each host's sshd.
SSHD = """Port 22
HostKey /etc/ssh/host_key
AuthorizedKeysFile /etc/ssh/authorized_keys
PermitRootLogin yes
PasswordAuthentication no
UsePAM no
StrictModes no
MaxStartups 100
PidFile none
"""
START = """set -e
root=$1
mount --bind "$root" "$root"
mount --bind /usr "$root/usr"
mount -o remount,ro,bind "$root/usr"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
[ ! -e "$root.before" ] || . "$root.before"
exec chroot "$root" /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config
"""


def run(*command, **kwargs):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, **kwargs)


def tables(manufacturer, model, serial, board):
    """The firmware tables of a machine. Without a board's serial there is no UUID either."""
    identity = bytes([17] * 16) if board else b"\xff" * 16
    return b"".join([
        structure(0, 0, struct.pack("<BBHBBQ", 1, 2, 0xE000, 3, 0xFF, 0x08) + bytes([3, 0x0D, 1, 4, 0xFF, 0xFF]),
                  ["American Megatrends Inc.", "P3.60", "03/14/2019"]),
        structure(1, 1, bytes([1, 2, 0, 3]) + identity + bytes([6, 0, 0]), [manufacturer, model, serial]),
        structure(2, 2, bytes([1, 2, 0, 3, 0, 0x09, 0]) + struct.pack("<HBB", 3, 0x0A, 0), [manufacturer, model, board or "Default string"]),
        structure(127, 4, b"", []),
    ])


class Host:
    """One host. `name` is its name in the inventory. `node` is the name of its folder and its namespace."""

    def __init__(self, folder, number, key):
        self.node = self.name = f"node-{number:03}"
        self.address = NETWORK[256 + number]
        self.root = folder / self.node
        self.link = f"i{self.digits}"
        self.process = None
        for part in ("usr", "dev", "proc", "tmp", "root", "run/sshd", "etc/ssh", "etc/countersign", "opt", "var/lib", "var/tmp",
                     "sys/firmware/dmi/tables"):
            (self.root / part).mkdir(parents=True)
        for link in ("bin", "sbin", "lib", "lib64"):
            (self.root / link).symlink_to(f"usr/{link}")
        (self.root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n")
        (self.root / "etc/group").write_text("root:x:0:\nnogroup:x:65534:\n")
        (self.root / "etc/ssh/sshd_config").write_text(SSHD)
        (self.root / "etc/ssh/authorized_keys").write_text(key.with_suffix(".pub").read_text())
        shutil.copy(key, self.root / "etc/ssh/host_key")
        (self.root / "etc/ssh/host_key").chmod(0o600)
        (self.root / "var/lib").chmod(0o755)

    @property
    def digits(self):
        return self.node[5:]

    def firmware(self, serial, board):
        place = self.root / "sys/firmware/dmi/tables"
        table = tables("ASRock", "B450M Pro4", serial, board)
        (place / "DMI").write_bytes(table)
        (place / "smbios_entry_point").write_bytes(entry_point(table))

    def before(self, script):
        """Sets the script that runs in the host's mounts before its sshd starts. ROOT in it is the host's folder."""
        pathlib.Path(f"{self.root}.before").write_text(script.replace("ROOT", str(self.root)))

    def start(self):
        namespace, inner, outer = self.node, self.link, f"o{self.digits}"
        run("ip", "netns", "add", namespace)
        run("ip", "link", "add", outer, "master", BRIDGE, "up", "type", "veth", "peer", "name", inner, "netns", namespace)
        run("ip", "-n", namespace, "address", "add", f"{self.address}/{NETWORK.prefixlen}", "dev", inner)
        self.connect()
        self.serve()

    def connect(self):
        run("ip", "-n", self.node, "link", "set", self.link, "up")

    def serve(self):
        command = ["ip", "netns", "exec", self.node, "unshare", "--mount", "--propagation", "private", "sh", "-c", START, "sh", self.root]
        log = open(f"{self.root}.log", "ab")
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def restart(self, script=""):
        # Kills sessions too: Ansible keeps its connections open, and their processes still have the old mounts.
        for process in run("ip", "netns", "pids", self.node).stdout.split():
            subprocess.run(["kill", "-KILL", process], capture_output=True, check=False)
        self.process.wait()
        self.before(script)
        self.serve()


class Fleet:
    """The hosts, and the bridge that connects them to the control node."""

    def __init__(self, folder, count):
        self.key = folder / "key"
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key)
        # `ip netns` keeps the names of namespaces in this folder. The mount hides them from the system.
        os.makedirs("/run/netns", exist_ok=True)
        run("mount", "-t", "tmpfs", "tmpfs", "/run/netns")
        run("ip", "link", "add", BRIDGE, "up", "type", "bridge")
        run("ip", "address", "add", f"{NETWORK[1]}/{NETWORK.prefixlen}", "dev", BRIDGE)
        (folder / "hosts").mkdir()
        self.hosts = [Host(folder / "hosts", number, self.key) for number in range(1, count + 1)]

    def end(self):
        for host in self.hosts:
            if host.process:
                host.process.kill()
                host.process.wait()
        for host in self.hosts:
            subprocess.run(["ip", "netns", "delete", host.node], capture_output=True, check=False)
        subprocess.run(["ip", "link", "delete", BRIDGE], capture_output=True, check=False)
