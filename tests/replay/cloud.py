"""A Debian with systemd and cloud-init: its disk, made once and kept in the target folder, and the medium it is set up from."""

import hashlib
import pathlib
import re
import shutil
import subprocess
import threading
import tomllib

import image
from guest import Machine

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
USER_DATA = REPOSITORY / "assets/unattended/user-data"
PACKAGES = ["systemd-sysv", "udev", "cloud-init", "curl"]
MODULES = [*image.MODULES, "vfat", "nls_cp437", "nls_ascii", "autofs4"]

# The kernel's modules, the network where there is a card, then Debian's own systemd.
INIT = r"""#!/bin/busybox sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in $(cat /modules/order); do insmod /modules/$module; done
[ ! -e /sys/class/net/eth0 ] || ifconfig eth0 10.0.2.15 && route add default gw 10.0.2.2 2>/dev/null
mount -t ext4 /dev/vda /new
umount /proc /sys /dev
exec switch_root /new /sbin/init
"""
# What an administrator of such an image sets, and a shell on the serial line. Of cloud-init's modules, those that the recipe
# uses are there: the others cost minutes here.
FILES = {
    "etc/fstab": "",
    "etc/hostname": "machine\n",
    "etc/machine-id": "6e1d7fe04c2b11ea9a5ca8a159015b32\n",
    "etc/systemd/system.conf.d/slow.conf": "[Manager]\nDefaultTimeoutStartSec=600\n",
    "etc/systemd/system/serial-getty@ttyS0.service.d/shell.conf":
        "[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin root --keep-baud 115200 - vt100\n",
    "etc/cloud/cloud.cfg.d/90-scene.cfg":
        "datasource_list: [NoCloud, None]\nnetwork: {config: disabled}\ncloud_init_modules: [write-files]\n"
        "cloud_config_modules: [runcmd]\ncloud_final_modules: [scripts-user]\n",
    "root/.profile": image.SHELL,
}
LEFT_OUT = ["doc", "locale", "man"]
MASKED = ["apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "e2scrub_all.timer", "e2scrub_reap.service",
          "fstrim.timer", "getty@tty1.service", "systemd-hwdb-update.service", "systemd-journal-catalog-update.service",
          "ldconfig.service", "systemd-update-done.service", "networking.service", "systemd-pstore.service",
          "systemd-binfmt.service", "proc-sys-fs-binfmt_misc.automount", "getty-static.service", "dev-hugepages.mount",
          "sys-kernel-debug.mount", "sys-kernel-tracing.mount", "systemd-sysusers.service", "systemd-random-seed.service"]


MAKING = threading.Lock()


def root_disk(target):
    """The disk that each machine gets a copy of. A changed recipe makes another one."""
    with MAKING:
        return kept_or_made(target)


def kept_or_made(target):
    release = re.search(r"^VERSION_CODENAME=(.*)$", pathlib.Path("/etc/os-release").read_text(), re.M)[1]
    digest = hashlib.sha256(repr([release, PACKAGES, LEFT_OUT, FILES, MASKED]).encode()).hexdigest()[:12]
    kept = target / f"replay-cloud-{digest}.img"
    if kept.exists():
        return kept
    for older in target.glob("replay-cloud-*"):
        shutil.rmtree(older) if older.is_dir() else older.unlink()
    root, disk = target / "replay-cloud-root", target / "replay-cloud-new"
    ran = subprocess.run(
        ["mmdebstrap", "--quiet", "--format=directory", "--variant=minbase", f"--include={','.join(PACKAGES)}",
         *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in LEFT_OUT), release, root], capture_output=True, text=True, check=False,
    )
    assert ran.returncode == 0, f"mmdebstrap: {ran.stderr[-3000:]}"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    for unit in MASKED:
        (root / "etc/systemd/system" / unit).symlink_to("/dev/null")
    passwd = root / "etc/passwd"
    passwd.write_text(passwd.read_text().replace(":/root:/bin/bash", ":/root:/bin/sh"))
    with open(disk, "wb") as file:
        file.truncate(1 << 30)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-d", root, disk], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(root)
    return disk.rename(kept)


def starter(to):
    """The initramfs."""
    root = to.with_suffix(".root")
    for name in ["bin", "dev", "proc", "sys", "new", "modules"]:
        (root / name).mkdir(parents=True)
    image.with_busybox(root)
    image.with_modules(root, MODULES)
    (root / "init").write_text(INIT)
    (root / "init").chmod(0o755)
    return image.pack(root, to)


def package(program, to):
    """The package of the device program, by the list of its files in Cargo.toml; pages of the manual are left out."""
    listed = tomllib.loads((REPOSITORY / "Cargo.toml").read_text())["package"]["metadata"]["deb"]
    root = to.with_suffix(".root")
    for source, place, mode in listed["assets"]:
        path = program if source == "target/release/countersign" else REPOSITORY / source
        if path.is_file():
            at = root / place / path.name if place.endswith("/") else root / place
            at.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, at)
            at.chmod(int(mode, 8))
    control = root / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(
        f"Package: countersign\nVersion: 0.2.0\nArchitecture: amd64\nMaintainer: The scenes <scenes@example.org>\n"
        f"Depends: {listed['depends']}\nDescription: Countersign\n")
    for script in (REPOSITORY / listed["maintainer-scripts"]).iterdir():
        shutil.copyfile(script, control / script.name)
        (control / script.name).chmod(0o755)
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", root, to], check=True, stdout=subprocess.DEVNULL)
    return to


class CloudMachine(Machine):
    """A machine with that disk, and a medium with the files of the recipe. `settings` are changed lines of user-data."""

    def __init__(self, stage, name, fields, number, settings=()):
        super().__init__(stage, name, fields)
        subprocess.run(["cp", "--sparse=always", root_disk(stage.target), self.disk], check=True)
        self.starter = starter(self.folder / "starter.gz")
        text = USER_DATA.read_text()
        for before, after in [("AA05550001234", number), *settings]:
            assert before in text, f"user-data has no {before}"
            text = text.replace(before, after)
        self.medium = self.folder / "medium.img"
        subprocess.run(["mformat", "-C", "-i", self.medium, "-T", "32768", "-h", "16", "-s", "32", "-v", "CIDATA", "::"], check=True)
        self.put("user-data", text)
        self.put("meta-data", f"instance-id: {name}\nlocal-hostname: machine\n")
        self.put("profile.toml", stage.desk.profile.read_text())
        built = package(stage.device, self.folder / "countersign_0.2.0_amd64.deb")
        subprocess.run(["mcopy", "-i", self.medium, built, "::"], check=True)

    def put(self, name, text):
        """Puts a file on the medium, as another computer does."""
        path = self.folder / name
        path.write_text(text)
        subprocess.run(["mcopy", "-o", "-i", self.medium, path, "::"], check=True)

    def start(self, *options):
        """Switches the machine on. Its processor has no wide vectors, which are slow to emulate."""
        drive = ["-drive", f"if=virtio,format=raw,readonly=on,file={self.medium}"]
        return self.boot(system=self.starter, options=["-cpu", "Nehalem", "-m", "512", *drive, *options])
