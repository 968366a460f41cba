"""Records a command's system calls with strace, and lets one of them fail.

strace counts calls by name and thread. So "the third `write`" is the third of each thread.
"""

import collections
import dataclasses
import re
import resource
import signal
import subprocess

# Calls that change files or output. A kill before any other call finds the same files as a kill before the next of these.
CHANGING = ("write", "pwrite64", "fsync", "fdatasync", "renameat", "renameat2", "rename", "link", "unlink", "unlinkat", "mkdir", "mkdirat",
            "fchmod", "fchown", "ftruncate", "fallocate", "flock", "sendto", "writev")
READING = ("read", "pread64", "close", "lseek", "fcntl", "statx", "newfstatat", "fstat", "fstatfs", "statfs", "getdents64", "ioctl",
           "readlink", "getcwd", "faccessat2", "access", "recvfrom", "accept4")
OPENING = ("openat",)
# Calls that a full file system can fail, and calls that a signal can interrupt.
FULL = ("write", "pwrite64", "fsync", "fdatasync", "renameat", "renameat2", "rename", "link", "mkdir", "mkdirat", "ftruncate", "fallocate")
INTERRUPTIBLE = ("openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate", "flock", "fcntl", "statfs",
             "fstatfs", "close", "sendto", "recvfrom", "accept4")
FAILING = CHANGING + READING + OPENING
# The first call of Rust's runtime. Earlier calls are those of the loader.
RUNTIME = re.compile(r"^\d+ +poll\(\[\{fd=0, events=0\}")
POINTER = re.compile(r"0x[0-9a-f]+")
CALL = re.compile(r"^(\d+) +(\w+)\((.*)")
SECONDS = 30


@dataclasses.dataclass(frozen=True)
class Fault:
    """A failing call: its name, its number among the calls of that name, and how it fails: an error, KILL, or SHORT for a limit on the size of files."""

    call: str
    number: int
    how: str

    def __str__(self):
        return f"{self.how} at {self.call} {self.number}"

    @property
    def option(self):
        how = "signal=KILL" if self.how == "KILL" else f"error={self.how}"
        return f"inject={self.call}:{how}:when={self.number}"


@dataclasses.dataclass
class Ran:
    """How a command ended."""

    exit: int
    out: str
    err: str
    # The first arguments of the failed calls: mostly descriptors.
    touched: frozenset = frozenset()


def run(command, *, cwd=None, env=None, stdin=None, out=None, preexec=None):
    """Runs a command. Its output may not be UTF-8. `out` is a file for its standard output. Raises `TimeoutExpired` after SECONDS."""
    with open(stdin or "/dev/null", "rb") as source, open(out or "/dev/null", "w+b") as target:
        ran = subprocess.run(command, cwd=cwd, env=env, stdin=source, stdout=target if out else subprocess.PIPE, stderr=subprocess.PIPE,
                             timeout=SECONDS, check=False, preexec_fn=preexec)
        target.seek(0)
        output = target.read() if out else ran.stdout
    return Ran(ran.returncode, output.decode(errors="replace"), ran.stderr.decode(errors="replace"))


def traced(command, log, *, paths=(), options=(), **more):
    """Runs a command under strace, which records the calls that touch these paths; without paths, all calls."""
    words = ["strace", "-f", "-qq", "-o", str(log)]
    for path in paths:
        words += ["-P", str(path)]
    for option in options:
        words += ["-e", option]
    ran = run([*words, *command], **more)
    ran.err = "\n".join(line for line in ran.err.split("\n") if not line.startswith("strace: Requested path"))
    touched = set()
    with open(log, errors="replace") as lines:
        for line in lines:
            found = CALL.match(line)
            if found and "(INJECTED)" in line:
                touched.add(found[3].split(",")[0].split(")")[0])
    ran.touched = frozenset(touched)
    return ran


def faults(log, *, whole=True):
    """Returns the faults to try for a recorded log. `whole`: the log has the loader's calls, which are left out."""
    counted, skipped, started = collections.Counter(), collections.Counter(), not whole
    creates, same = set(), collections.defaultdict(list)
    with open(log, errors="replace") as lines:
        for line in lines:
            if not started and RUNTIME.match(line):
                started = True
            found = CALL.match(line)
            if not found:
                continue
            thread, call = found[1], found[2]
            counted[thread, call] += 1
            if not started:
                skipped[call] += 1
            if call in OPENING and "O_CREAT" in line:
                creates.add((call, counted[thread, call]))
            if call in READING:
                same[POINTER.sub("", found[3])].append((call, counted[thread, call]))
    assert started, f"{log} has no first call of the runtime: {open(log).read()[:3000]}"
    most = collections.Counter()
    for (_, call), count in counted.items():
        most[call] = max(most[call], count)
    # Of many reading calls with the same arguments, the first and the last are tried.
    again = {place for places in same.values() for place in places[1:-1]}
    found = []
    for call in FAILING:
        for number in range(skipped[call] + 1, most[call] + 1):
            if (call, number) in again:
                continue
            changes = call in CHANGING or (call, number) in creates
            if changes:
                found.append(Fault(call, number, "KILL"))
            found.append(Fault(call, number, "EIO"))
            if call in FULL or (call, number) in creates:
                found.append(Fault(call, number, "ENOSPC"))
            if call in INTERRUPTIBLE:
                found.append(Fault(call, number, "EINTR"))
    return found


def file_size_limit(size):
    """Returns a function for the child that limits the size of files to so many bytes. The write that reaches the limit writes less."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit
