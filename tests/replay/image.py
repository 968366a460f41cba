"""The guest's system: Debian's kernel, busybox, and the device program copied as one file."""

import gzip
import os
import pathlib
import shutil
import subprocess

MODULES = ["virtio_pci", "virtio_blk", "crc32c_generic", "ext4", "efivarfs", "e1000"]

# An ordinary start, with the command of assets/countersign-status.service, then a login shell on the VGA console and one on
# the serial line. With `fixed` on the kernel's command line the root is the second disk, read-only, and no writable file
# system is mounted below it.
INIT = r"""#!/bin/busybox sh
export PATH=/usr/bin:/bin HOME=/root
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
mount -t tmpfs run /run
echo 1 > /proc/sys/kernel/printk
if grep -qw fixed /proc/cmdline; then
  if [ ! -e /fixed ]; then
    for module in $(cat /modules/order); do insmod /modules/$module; done
    mount -t ext4 -o ro /dev/vdb /new
    umount -l /proc /sys /dev /tmp /run
    exec switch_root /new /init
  fi
else
  for module in $(cat /modules/order); do insmod /modules/$module; done
  mount -t ext4 /dev/vda /var/lib
fi
mount -t efivarfs efivars /sys/firmware/efi/efivars 2>/dev/null
ls -d /var/lib/countersign/activation-* /sys/firmware/efi/efivars/CountersignActivation-* > /run/records 2>/dev/null
countersign status --json --write-run > /dev/null 2>&1
hostname machine
while :; do setsid -c sh -l < /dev/tty1 > /dev/tty1 2>&1; done &
while :; do setsid -c sh -l < /dev/ttyS0 > /dev/ttyS0 2>&1; done
"""
# The profile of both shells. `r` marks the beginning and the end of a command's output.
SHELL = r"""export PS1='machine# '
case $(tty) in *S0) export TERM=vt100 ;; esac
cd /root
r() { echo BEGIN:; eval "$1"; echo "END:$?:"; }
"""


def kernel():
    """The newest installed kernel and the folder of its modules."""
    images = sorted(pathlib.Path("/boot").glob("vmlinuz-*"))
    for image in reversed(images):
        modules = pathlib.Path("/lib/modules") / image.name.removeprefix("vmlinuz-")
        if modules.is_dir():
            return image, modules
    raise RuntimeError("no kernel with modules in /boot")


def modules_in_order(folder, names):
    """The files of these modules, each after its dependencies."""
    needs = {}
    for line in (folder / "modules.dep").read_text().splitlines():
        path, _, rest = line.partition(":")
        needs[path] = rest.split()
    order = []

    def take(path):
        for other in needs[path]:
            take(other)
        if path not in order:
            order.append(path)

    for name in names:
        for path in needs:
            if pathlib.Path(path).name.split(".ko")[0] == name:
                take(path)
    return [folder / path for path in order]


def build(program, profile, to, more=()):
    """Packs a system image, as an initramfs."""
    return pack(tree(program, profile, to.with_suffix(".root"), more), to)


def pack(root, to):
    """Packs a folder as an initramfs, and removes it."""
    files = subprocess.run(["find", ".", "-mindepth", "1"], cwd=root, check=True, capture_output=True).stdout
    packed = subprocess.run(
        ["cpio", "--quiet", "-o", "-H", "newc"], input=files, cwd=root, check=True, capture_output=True,
    ).stdout
    to.write_bytes(gzip.compress(packed, 1))
    shutil.rmtree(root)
    return to


def fixed_root(program, profile, to):
    """The same system as a read-only root disk."""
    root = tree(program, profile, to.with_suffix(".root"), [("fixed", "")])
    with open(to, "wb") as disk:
        disk.truncate(48 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-d", root, to], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(root)
    return to


def tree(program, profile, root, more):
    """The system's files: `program` and the product's `profile`, and nothing else of this machine's; `more` are files
    that an administrator put there, path and text."""
    # The program uses no profile that others may write.
    os.umask(0o022)
    for name in ["bin", "sbin", "dev", "proc", "sys", "tmp", "run", "root", "new", "var/lib", "etc/countersign", "modules",
                 "usr/bin"]:
        (root / name).mkdir(parents=True)
    with_busybox(root)
    shutil.copy(program, root / "usr/bin/countersign")
    shutil.copy(profile, root / "etc/countersign/profile.toml")
    for path, text in more:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    # Scenes damage UEFI variables with it; busybox has none.
    with_libraries(pathlib.Path("/usr/bin/chattr"), root)
    with_modules(root, MODULES)
    (root / "root/.profile").write_text(SHELL)
    (root / "init").write_text(INIT)
    (root / "init").chmod(0o755)
    return root


def with_busybox(root):
    """Copies busybox, with a link for each of its commands."""
    shutil.copy("/bin/busybox", root / "bin/busybox")
    for name in subprocess.run(["/bin/busybox", "--list"], check=True, capture_output=True, text=True).stdout.split():
        if name != "busybox":
            (root / "bin" / name).symlink_to("busybox")


def with_modules(root, wanted):
    """Copies modules of the kernel, and lists them in the order of loading."""
    names = []
    for path in modules_in_order(kernel()[1], wanted):
        if path.suffix == ".xz":
            name = path.stem
            (root / "modules" / name).write_bytes(subprocess.run(["xz", "-dc", path], check=True, capture_output=True).stdout)
        else:
            name = path.name
            shutil.copy(path, root / "modules" / name)
        names.append(name)
    (root / "modules/order").write_text("\n".join(names) + "\n")


def with_libraries(tool, root):
    """Copies a tool of this machine and its shared libraries."""
    listed = subprocess.run(["ldd", tool], check=True, capture_output=True, text=True).stdout
    for name in [str(tool), *(word for word in listed.split() if word.startswith("/"))]:
        to = root / name.lstrip("/")
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, to)


def blank_disk(to):
    """A new disk: an empty ext4 file system."""
    with open(to, "wb") as disk:
        disk.truncate(16 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", to], check=True, stdout=subprocess.DEVNULL)
    return to
