"""Builds the book: build.py MDBOOK FOLDER

mdBook takes chapters of one folder, and the documents lead out of docs/: to README.md, to pictures, to sources. So a copy of the
repository's documents is built, with all that they link to at its own path. Then each relative link of a document works in the book too.
"""

import os
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
# A comment behind a promise names its tests. One in a code span shows how to write it.
COMMENT = re.compile(r"(?<!`)<!--.*?-->", re.S)
LINK = re.compile(r"\]\(([^)\s#]+)")
SETTINGS = ("book.toml", "book.css")
CHINESE = ("README.zh-CN.md", "docs/zh/")


def summary() -> str:
    """docs/SUMMARY.md with paths from the root, and with each decision below their list."""
    lines = []
    for line in (REPOSITORY / "docs/SUMMARY.md").read_text().splitlines():
        line = LINK.sub(lambda link: "](" + posixpath.normpath(posixpath.join("docs", link[1])), line)
        lines.append(line)
        if "docs/decisions/README.md" in line:
            for decision in sorted((REPOSITORY / "docs/decisions").glob("[0-9]*.md")):
                title = decision.read_text().splitlines()[0].lstrip("# ")
                lines.append(f"  - [{title}](docs/decisions/{decision.name})")
    return "\n".join(lines) + "\n"


def copy(source: Path) -> None:
    """Writes the book's sources: its chapters without comments, and the files that they link to."""
    contents = summary()
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    (source / "SUMMARY.md").write_text(contents)
    for name in SETTINGS:
        shutil.copy(REPOSITORY / "docs" / name, source)
    for chapter in LINK.findall(contents):
        text = COMMENT.sub("", (REPOSITORY / chapter).read_text())
        (source / chapter).parent.mkdir(parents=True, exist_ok=True)
        (source / chapter).write_text(text)
        for link in LINK.findall(text):
            linked = posixpath.normpath(posixpath.join(posixpath.dirname(chapter), link))
            # A link to a document that is no chapter is broken: links.py names it.
            if "://" not in link and (REPOSITORY / linked).is_file() and not linked.endswith(".md"):
                (source / linked).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(REPOSITORY / linked, source / linked)


def main() -> None:
    mdbook, folder = sys.argv[1], Path(sys.argv[2]).resolve()
    source = folder.with_name(folder.name + "-source")
    copy(source)
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([mdbook, "build", "--dest-dir", folder, source], check=True, env={**os.environ, "RUST_LOG": "warn"})
    # mdBook copies what is no chapter; the style sheet has a name of its own besides.
    for name in SETTINGS:
        (folder / name).unlink()
    for page in folder.rglob("*.html"):
        if str(page.relative_to(folder)).startswith(tuple(name.removesuffix(".md") for name in CHINESE)):
            page.write_text(page.read_text().replace('<html lang="en"', '<html lang="zh-CN"', 1))


if __name__ == "__main__":
    main()
