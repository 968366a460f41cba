"""A system of its own for the commands of a chapter: this one's programs, an invented machine, and nothing that is kept.

Needs namespaces of its own for mounts and network, as `run` makes them. The new root is a tmpfs; what is this system's in it is read-only.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
MACHINE = REPOSITORY / "tests/packages/machine.py"
# What firmware says that its maker never filled in.
PLACEHOLDERS = ("To Be Filled By O.E.M.", "Default string")


def mount(*words) -> None:
    subprocess.run(["mount", *map(str, words)], check=True)


def shared(folder: Path, place: Path) -> None:
    """Shows a folder of this system in the new one, read-only."""
    place.mkdir(parents=True, exist_ok=True)
    mount("--bind", folder, place)
    mount("-o", "remount,bind,ro", place)


def new_root(root: Path, programs: Path, placeholders: bool) -> None:
    """Makes the root of the new system, without any state."""
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", root)
    shared(Path("/usr"), root / "usr")
    shared(programs, root / "programs")
    for name in ("bin", "sbin", "lib", "lib64"):
        if os.path.islink(f"/{name}"):
            os.symlink(os.readlink(f"/{name}"), root / name)
        elif os.path.isdir(f"/{name}"):
            shared(Path("/", name), root / name)
    for name in ("dev", "proc"):
        (root / name).mkdir()
        mount("--rbind", f"/{name}", root / name)
    # Emulated or not, the machine of the chapters is a physical one.
    processors = root / "cpuinfo"
    processors.write_text(Path("/proc/cpuinfo").read_text().replace(" hypervisor", ""))
    mount("--bind", processors, root / "proc/cpuinfo")
    for name in ("run", "var/lib", "tmp", "root", "home/work", "sys/firmware/efi/efivars"):
        (root / name).mkdir(parents=True)
    shutil.copytree("/etc", root / "etc", symlinks=True, ignore=shutil.ignore_patterns("countersign*"))
    words = [sys.executable, MACHINE, root / "sys", *(PLACEHOLDERS if placeholders else ())]
    subprocess.run(words, check=True, env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": os.environ["PATH"]})


def enter(root: Path) -> None:
    """Goes into the new system for good."""
    os.chroot(root)
    os.chdir("/home/work")
    os.environ.clear()
    os.environ.update(
        PATH="/programs:/usr/sbin:/usr/bin:/sbin:/bin", HOME="/root", USER="root", LOGNAME="root", LANG="C.UTF-8", TERM="xterm",
    )
