"""Things that can be at a path in place of the right file: links, pipes, devices, folders, huge files, other owners and modes."""

import os
import socket
import stat

STRANGER = 12_345
HUGE = 10 << 30


def remove(path):
    """Removes what is at the path; renames a folder. Returns the bytes of a file."""
    if not os.path.lexists(path):
        return None
    if os.path.isdir(path) and not os.path.islink(path):
        os.rename(path, f"{path}.aside")
        return None
    with open(path, "rb") as file:
        kept = file.read()
    os.unlink(path)
    return kept


def link(path, victims):
    remove(path)
    os.symlink(victims / "file", path)


def link_to_folder(path, victims):
    remove(path)
    os.symlink(victims / "folder", path)


def strangers_link(path, victims):
    """Another user's link to the right file."""
    os.rename(path, f"{path}.aside") if os.path.lexists(path) else None
    os.symlink(f"{os.path.basename(path)}.aside", path)
    os.lchown(path, STRANGER, STRANGER)


def dangling(path, _victims):
    remove(path)
    os.symlink("nowhere", path)


def loop(path, _victims):
    remove(path)
    os.symlink(os.path.basename(path), path)


def hard_link(path, victims):
    remove(path)
    os.link(victims / "file", path)


def pipe(path, _victims):
    remove(path)
    os.mkfifo(path, 0o600)


def listener(path, _victims):
    remove(path)
    with socket.socket(socket.AF_UNIX) as sock:
        here = os.open(os.path.dirname(path) or ".", os.O_RDONLY | os.O_DIRECTORY)
        sock.bind(f"/proc/self/fd/{here}/{os.path.basename(path)}")
        os.close(here)


def device(major, minor):
    def make(path, _victims):
        remove(path)
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(major, minor))

    return make


def folder(path, _victims):
    remove(path)
    os.mkdir(path, 0o700)


def full_folder(path, _victims):
    remove(path)
    os.makedirs(os.path.join(path, "inside"), 0o700)


def huge(path, _victims):
    """The right content, and then 10 GB of zeros."""
    kept = remove(path)
    with open(path, "wb") as file:
        file.write(kept or b"")
        file.truncate(HUGE)
    os.chmod(path, 0o600)


def lines(path, _victims):
    """200,000 short lines."""
    remove(path)
    with open(path, "wb") as file:
        file.write(b"a,b\n" * 200_000)
    os.chmod(path, 0o600)


def one_line(path, _victims):
    remove(path)
    with open(path, "wb") as file:
        file.write(b"[" * (20 << 20))
    os.chmod(path, 0o600)


def escapes(path, _victims):
    """Escape sequences, characters that turn or hide text, bytes that aren't UTF-8."""
    remove(path)
    with open(path, "wb") as file:
        file.write("\x1b]0;owned\x07\x1b[2J\u202eevil\u2066\u200b\u009b31m\r\n".encode() * 40 + bytes(range(256)))
    os.chmod(path, 0o600)


def empty(path, _victims):
    remove(path)
    with open(path, "wb"):
        pass
    os.chmod(path, 0o600)


def strangers(path, _victims):
    """The right file belongs to another user."""
    if not os.path.lexists(path):
        empty(path, None)
    os.chown(path, STRANGER, STRANGER)


def mode(bits):
    def change(path, _victims):
        if not os.path.lexists(path):
            empty(path, None)
        folder = stat.S_IXUSR if os.path.isdir(path) else 0
        os.chmod(path, bits | folder)

    return change


# The arguments of each function are the path and the folder of the victims.
THINGS = {
    "a link": link, "a link to a folder": link_to_folder, "a stranger's link": strangers_link, "a dangling link": dangling, "a link to itself": loop,
    "a hard link": hard_link, "a pipe": pipe, "a socket": listener, "/dev/zero": device(1, 5), "/dev/null": device(1, 3),
    "/dev/full": device(1, 7), "/dev/random": device(1, 8), "/dev/tty": device(5, 0), "a folder": folder, "a full folder": full_folder,
    "10 GB of nothing": huge, "200,000 lines": lines, "a line of 20 MB": one_line, "escapes": escapes, "nothing": empty,
    "a stranger's": strangers, "mode 0666": mode(0o666), "mode 0620": mode(0o620), "mode 0000": mode(0),
}
# Things that must be refused at a trusted path.
DISTRUSTED = ("a link", "a link to a folder", "a dangling link", "a link to itself", "a pipe", "a socket", "/dev/zero", "/dev/null", "/dev/full",
              "/dev/random", "/dev/tty", "a folder", "a full folder", "a stranger's", "mode 0666", "mode 0620")
