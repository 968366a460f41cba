"""Checks the links of the built book: links.py FOLDER

Each link of a page to the book itself leads to a file, and to a place in it. The pages load nothing from elsewhere.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links of a page, what it loads, and the places that a link can lead to."""

    def __init__(self, path: Path):
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self.comments: list[str] = []
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attributes: list) -> None:
        values = dict(attributes)
        self.places.update(value for name in ("id", "name") if (value := values.get(name)))
        if "playground" in (values.get("class") or "").split():
            self.loaded.append("https://play.rust-lang.org")
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag == "link" and "href" in values:
            self.loaded.append(values["href"])
        elif values.get("src"):
            self.loaded.append(values["src"])

    def handle_comment(self, data: str) -> None:
        self.comments.append(data.strip())


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    pages = {path: Page(path) for path in sorted(folder.rglob("*.html"))}
    wrong, count = [], 0
    for path, page in pages.items():
        name = path.relative_to(folder)
        wrong += [f"{name}: a comment that names tests is left" for comment in page.comments if comment.startswith("test:")]
        for link in page.links + page.loaded:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if link in page.loaded and parts.scheme != "data":
                    wrong.append(f"{name}: loads {link}")
                continue
            count += 1
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_relative_to(folder) or not target.is_file():
                wrong.append(f"{name}: {link}: no such file")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].places:
                wrong.append(f"{name}: {link}: no such place")
    if wrong:
        sys.exit("book: " + "\nbook: ".join(wrong))
    if len(pages) < 80 or count < 1000:
        sys.exit(f"book: only {len(pages)} pages and {count} links")
    print(f"book: {len(pages)} pages, {count} links: ok")


if __name__ == "__main__":
    main()
