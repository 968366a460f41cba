"""Checks that each block of commands of the documents is run, or that others.py says why not.

    documents.py              prints the documents of which some blocks are run, the book's own chapters first
"""

import sys
from pathlib import Path

from blocks import blocks
from chapters import CHAPTERS
from others import OTHERS, Elsewhere, Here, beginning
from stage import REPOSITORY


def documents() -> list[str]:
    found = [path.relative_to(REPOSITORY).as_posix() for path in sorted((REPOSITORY / "docs").rglob("*.md"))]
    return ["README.md", "README.zh-CN.md", *found]


def faults(document: str, entries: dict) -> list[str]:
    """The blocks of a document without an entry of their own, and the entries without a block."""
    wrong, used = [], set()
    for block in blocks(REPOSITORY / document, Path(document)):
        if block.is_command:
            fits = beginning(block, entries)
            if fits is None:
                wrong.append(f"{block.place}: no test runs this block, and tests/book/others.py doesn't say why: {block.text.splitlines()[0]}")
            used.add(fits)
    wrong += [f"{document}: no block begins with {begin!r}" for begin in entries if begin not in used]
    for entry in entries.values():
        if isinstance(entry, Elsewhere):
            path, words = REPOSITORY / entry.test, entry.words or document
            if not path.is_file():
                wrong.append(f"{document}: {entry.test} doesn't exist")
            elif words not in path.read_text():
                wrong.append(f"{document}: {entry.test} doesn't have {words!r}")
    return wrong


def main() -> None:
    wrong, run = [], []
    for document in documents():
        if document in CHAPTERS:
            run.append(document)
        else:
            wrong += faults(document, OTHERS.get(document, {}))
    wrong += [f"{document}: no such document" for document in OTHERS if document not in documents()]
    if wrong:
        sys.exit("book: " + "\nbook: ".join(wrong))
    partly = [document for document, entries in OTHERS.items() if any(isinstance(entry, Here) for entry in entries.values())]
    print("\n".join(run + partly))


if __name__ == "__main__":
    main()
