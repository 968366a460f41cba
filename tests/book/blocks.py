"""The code blocks and tables of a document, in order."""

import re
from dataclasses import dataclass, field
from pathlib import Path

# The head of a table that says what to press in the wizard that the block before it starts.
WIZARD_TABLE = ["the screen shows", "press"]


@dataclass
class Block:
    """A code block. `kind` is the word behind its fence; an indented block has none."""

    document: Path
    line: int
    kind: str
    text: str
    # The rows of a table below it that has the head WIZARD_TABLE.
    rows: list[list[str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.document}:{self.line}"

    @property
    def is_command(self) -> bool:
        return self.kind in ("", "sh")


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def dedented(lines: list[str]) -> str:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:].rstrip() for line in lines).strip("\n") + "\n"


def blocks(path: Path, document: Path) -> list[Block]:
    """Reads the blocks of a document. A table belongs to the last block before it."""
    lines = path.read_text().splitlines()
    found: list[Block] = []
    at, in_comment = 0, False
    while at < len(lines):
        line = lines[at]
        if in_comment:
            in_comment = "-->" not in line
            at += 1
            continue
        if fence := re.match(r"( *)```(\w*)", line):
            end = next(i for i in range(at + 1, len(lines)) if lines[i].strip() == "```")
            found.append(Block(document, at + 1, fence[2], dedented(lines[at + 1:end])))
            at = end + 1
        elif re.match(r"    +\S", line) and not (at and lines[at - 1].strip()):
            end = at
            while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
                end += 1
            found.append(Block(document, at + 1, "", dedented(lines[at:end])))
            at = end
        elif line.startswith("|") and cells(line) == WIZARD_TABLE:
            end = at + 2
            while end < len(lines) and lines[end].startswith("|"):
                found[-1].rows.append(cells(lines[end]))
                end += 1
            at = end
        else:
            in_comment = "<!--" in line and "-->" not in line[line.rindex("<!--"):]
            at += 1
    return found
