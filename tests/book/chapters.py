"""Runs the commands of a document as they stand there, as root in a system of their own (stage.py).

    chapters.py PROGRAMS DOCUMENT ROOT      the folder with both programs, and an empty one for the system's root

The blocks of a chapter of the book's own run one after the other. Of other documents, others.py says which.

- A block ```sh, or an indented one, is a script of bash that must succeed. Where its last line ends in `# exit code N`, it must end with N. One that begins
  with the comment `# in a second terminal` goes on until the chapter ends.
- A block ```text shows what the block before it prints: each of its lines, in this order. `…` stands for any characters, and a line
  with nothing else for any lines.
- A table with the head `the screen shows | press` below a block leads the wizard that the block starts: it waits until each text in
  backquotes is on the screen, then presses the keys. `the seven lines` are the desk's answer to the open request.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

from blocks import Block, blocks
from others import OTHERS, Here, beginning
from stage import REPOSITORY, enter, new_root

sys.path.append(str(REPOSITORY / "tests/replay"))
from line import LONG, Line

# A desk that others have set up already, and a machine with its profile. `LICENSE` is a number that the desk has.
DESK = """
cd / && countersign-desk --data /desk init --product example-os --name "Example OS 10" --mask AA99999999999 \
    --host desk.example.com --hotline 400-820-0000 --spoken --assigned --operator li
countersign-desk --data /desk licenses add AA03220123951
install -m 644 -D /desk/profile.toml /etc/countersign/profile.toml
"""
ACTIVATED = """
countersign request --number AA03220123951 | countersign-desk --data /desk answer - | countersign enter
"""
# The machine's request, refused, so that the desk has a case; and the request that it makes then, by word.
REFUSED = """
cd / && countersign request --number AA03220123951 --out /request.txt || [[ $? == 3 ]]
countersign-desk --data /desk answer /request.txt || [[ $? == 5 ]]
mkdir -p /var/lib/countersign-desk && cp -r /desk/. /var/lib/countersign-desk
cp /request.txt /home/work/
countersign request --recover --spoken >/home/work/spoken.txt
"""
# Each chapter, whether its machine has placeholders in place of values, and what was there before.
CHAPTERS = {
    "docs/adopters/ten-minutes.md": (False, ""),
    "docs/adopters/what-your-product-calls.md": (False, DESK + ACTIVATED),
    "docs/technician.md": (True, DESK),
    "docs/operator.md": (True, DESK + REFUSED),
    "docs/zh/technician.md": (False, ""),
    "docs/zh/operator.md": (False, ""),
}
EXIT_CODE = re.compile(r"#.*\bexit code (\d)$")


class Failed(Exception):
    """A command that doesn't do what its chapter says."""


def matches(shown: str, printed: str) -> str | None:
    """Returns the first line of a block that isn't printed."""
    rest = printed.splitlines()
    adjoining = False
    for line in shown.splitlines():
        if line.strip() in ("", "…"):
            adjoining = False
            continue
        pattern = re.compile(".*".join(re.escape(part) for part in line.strip().split("…")))
        found = next((at for at, one in enumerate(rest) if pattern.fullmatch(one.strip())), None)
        if found is None or (adjoining and any(one.strip() for one in rest[:found])):
            return line
        rest, adjoining = rest[found + 1:], True
    return None


class Chapter:
    """The commands of a chapter on the way. `folder` is where the next one begins."""

    def __init__(self, folder: str):
        self.folder, self.printed, self.others = folder, "", []

    def script(self, text: str) -> list[str]:
        """A block as a command that tells its folder at the end."""
        return ["bash", "-euo", "pipefail", "-c", f"trap 'pwd >/run/folder' EXIT\n{text}"]

    def expect(self, block: Block, code: int) -> None:
        last = EXIT_CODE.search(block.text.splitlines()[-1])
        wanted = int(last[1]) if last else 0
        if code != wanted:
            raise Failed(f"{block.place}: exit code {code} instead of {wanted}:\n{block.text}{self.printed}")
        self.folder = Path("/run/folder").read_text().strip()

    def run(self, block: Block) -> None:
        """Runs a script to its end. Nothing is typed."""
        done = subprocess.run(self.script(block.text), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=LONG)
        self.printed = done.stdout
        self.expect(block, done.returncode)

    def begin(self, block: Block, shown: str) -> None:
        """Starts a script that goes on, and waits for what it is to print."""
        other = subprocess.Popen(self.script(block.text), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, start_new_session=True)
        self.others.append(other)
        self.printed = ""
        while matches(shown, self.printed) is not None:
            data = os.read(other.stdout.fileno(), 65536) if select.select([other.stdout], [], [], LONG)[0] else b""
            if not data:
                raise Failed(f"{block.place}: it doesn't print {shown!r}:\n{self.printed}")
            self.printed += data.decode()

    def lead(self, block: Block) -> None:
        """Leads the wizard by the table below a block, on a terminal of 80 by 24."""
        outside, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        wizard = subprocess.Popen(self.script(block.text), cwd=self.folder, stdin=inside, stdout=inside, stderr=inside,
                                  start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(inside)
        line = Line(outside)
        for shows, press in block.rows:
            try:
                line.wait(*re.findall(r"`([^`]+)`", shows))
            except AssertionError as error:
                raise Failed(f"{block.place}: at {shows!r}: {error}") from error
            for key in keys(press):
                line.send(key)
        while True:
            try:
                line.take()
            except AssertionError:
                break
        self.printed = line.text()
        self.expect(block, wizard.wait(LONG))
        os.close(outside)

    def end(self) -> None:
        """Ends what goes on."""
        while self.others:
            other = self.others.pop()
            os.killpg(other.pid, signal.SIGTERM)
            other.wait(LONG)
            other.stdout.close()


def keys(press: str) -> list[str]:
    """The keys that a cell of the table names, in their order."""
    named = {"Enter": "\r", "Esc": "\x1b", "Tab": "\t"}
    found = []
    for word in re.findall(r"`[^`]+`|the seven lines|\bEnter\b|\bEsc\b|\bTab\b|\bCtrl-[A-Z]\b", press):
        if word == "the seven lines":
            found += seven_lines()
        elif word.startswith("Ctrl-"):
            found.append(chr(ord(word[-1]) - ord("@")))
        else:
            found.append(named.get(word) or word.strip("`"))
    return found


def seven_lines() -> list[str]:
    """The lines of the desk's answer to the open request of this machine."""
    request = json.loads(subprocess.run(["countersign", "request", "--json"], stdout=subprocess.PIPE, check=True).stdout)
    words = ["countersign-desk", "--data", "/desk", "answer", "--json", request["url"]]
    return json.loads(subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout)["lines"]


def whole(found: list[Block], state: Chapter) -> int:
    """Runs a chapter of the book's own, and returns how many blocks it has."""
    for at, block in enumerate(found):
        shown = found[at + 1].text if at + 1 < len(found) and found[at + 1].kind == "text" else ""
        if block.kind == "text":
            if not at or not found[at - 1].is_command:
                raise Failed(f"{block.place}: no commands stand before it")
            missing = matches(block.text, state.printed)
            if missing is not None:
                raise Failed(f"{block.place}: {missing!r} isn't printed. This is:\n{state.printed}")
        elif not block.is_command:
            raise Failed(f"{block.place}: a block must be ```sh or ```text")
        elif block.text.startswith("# in a second terminal"):
            state.begin(block, shown)
        elif block.rows:
            state.lead(block)
        else:
            state.run(block)
    return len(found)


def partly(found: list[Block], entries: dict, state: Chapter) -> int:
    """Runs the blocks of another document that others.py has as `Here`, and returns how many these are."""
    count = 0
    for block in found:
        entry = entries[beginning(block, entries)] if block.is_command else None
        if isinstance(entry, Here):
            count += 1
            if entry.before:
                state.run(Block(block.document, block.line, "sh", entry.before))
            if entry.serves:
                state.begin(block, f"…{entry.serves}…")
                state.end()
            else:
                state.run(block)
    return count


def main() -> None:
    programs, document, root = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    placeholders, before = CHAPTERS.get(document, (False, ""))
    found = blocks(REPOSITORY / document, Path(document))
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    new_root(root, programs, placeholders)
    enter(root)
    state = Chapter("/home/work")
    try:
        if before:
            subprocess.run(["bash", "-euo", "pipefail", "-c", before], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        count = whole(found, state) if document in CHAPTERS else partly(found, OTHERS[document], state)
    except Failed as failed:
        sys.exit(f"book: {failed}")
    finally:
        state.end()
    if not count:
        sys.exit(f"book: {document} has no commands")
    print(f"book: {document}: {count} blocks: ok")


if __name__ == "__main__":
    main()
