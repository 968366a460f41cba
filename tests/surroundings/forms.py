"""Checks of each form of output: text for a terminal, a session on a terminal, a page, CSV, JSON, a mail."""

import csv
import email
import email.policy
import html.parser
import io
import json
import re

from stage import HARMFUL
from suite import Wrong, must

# The escape sequences that the program itself sends to a terminal: cursor, colours, erasing, modes, the alternate screen.
OWN = re.compile(r"\x1b\[[<>=?]?[0-9;]*[ABCDHJKhlmrstu]|\x1b[78=>]|\x1b\(B|\x1b\[[0-9]* q")
PIECE = re.compile(r"\x1b.{0,12}", re.DOTALL)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
FIELD = re.compile(r' value="[^"]*"|<textarea[^>]*>.*?</textarea>|<bdi>[^<]*</bdi>')
FORMULA = re.compile(r"^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
HEADERS = {"to", "from", "subject", "date", "message-id", "mime-version", "content-type", "content-transfer-encoding", "x-unsent"}
SCHEMES = re.compile(r"^(https?:|mailto:|tel:|/|#|\?|[\w.-]+(/|$|\?))", re.IGNORECASE)


def terminal(what, text):
    """Lines of printable characters. Pages of a sheet end with form feeds."""
    found = HARMFUL.search(text.replace("\f\n", "\n").replace("\n\f", "\n"))
    must(not found, f"{what}: {found and found[0]!r} in {text[max(0, found.start() - 80):found.end() + 80]!r}" if found else "")


def words(what, text):
    """Lines with text that people wrote at the desk, in any script, so marks that Arabic or Indic text needs are allowed. No control character."""
    found = CONTROL.search(text)
    must(not found, f"{what}: {found and found[0]!r} in {text[:300]!r}")


def screen(what, text):
    """A session on a terminal: the program's own sequences, and lines between them. Lines end with carriage return and line feed."""
    rest = OWN.sub("", text)
    odd = PIECE.search(rest)
    must(not odd, f"{what}: an unknown sequence: {odd and odd[0]!r}")
    terminal(what, rest.replace("\r", "").replace("\x07", "").replace("\x0f", "").replace("\x08", ""))


class Page(html.parser.HTMLParser):
    """Parses a page, and records elements, attributes and addresses that aren't the desk's own."""

    def __init__(self):
        super().__init__()
        self.wrong, self.inside, self.links = [], [], []

    def handle_starttag(self, tag, attributes):
        if "evil" in tag or tag in ("iframe", "object", "embed", "base"):
            self.wrong.append(f"<{tag}>")
        names = dict(attributes)
        for name, value in attributes:
            if "evil" in name or name.startswith("on") or name in ("srcdoc", "formaction"):
                self.wrong.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "xlink:href", "poster") and value and not SCHEMES.match(value.strip()):
                self.wrong.append(f"<{tag} {name}={value!r}>")
            if name in ("href", "src") and value and re.match(r"https?://evil", value):
                self.wrong.append(f"<{tag} {name}={value!r}>")
        if tag == "script" and "src" not in names:
            self.wrong.append("a script in the page")
        if tag == "a" and names.get("href"):
            self.links.append(names["href"])

    def handle_comment(self, text):
        if "evil" in text:
            self.wrong.append(f"<!-- {text[:60]}")

    def handle_decl(self, text):
        if "evil" in text:
            self.wrong.append(f"<!{text[:60]}")


def page(what, text):
    """A page: only its own elements, attributes, addresses and scripts; no character that turns or hides text. Returns its links."""
    read = Page()
    read.feed(text)
    read.close()
    must(not read.wrong, f"{what}: {read.wrong[:5]}")
    must(not CONTROL.search(re.sub(r"[\r\n\t]", "", text)), f"{what}: a control character")
    # Text that people typed is unchanged in a field, or isolated by `bdi`.
    text = FIELD.sub("", re.sub(r"[\r\n\t]", "", text))
    found = HARMFUL.search(text)
    must(not found, f"{what}: {found and found[0]!r} near {text[max(0, found.start() - 60):found.end() + 60]!r}" if found else "")
    must(text.rstrip().endswith("</html>"), f"{what} has no end")
    return read.links


def table(what, text):
    """CSV: every row has as many cells as the first; no cell begins as a formula or has a control character."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    must(rows and all(len(row) == len(rows[0]) for row in rows), f"{what}: rows of {sorted({len(row) for row in rows})} cells")
    for row in rows:
        for cell in row:
            must(not FORMULA.match(cell) or re.fullmatch(r"-?[0-9.]+|-", cell), f"{what}: a formula: {cell[:80]!r}")
            found = CONTROL.search(re.sub(r"[\r\n\t]", "", cell))
            must(not found, f"{what}: {found and found[0]!r} in {cell[:200]!r}")


def typed(what, text):
    """JSON with text that people typed at the desk, which is unchanged: no control character."""
    return data(what, text, CONTROL)


def data(what, text, harmful=HARMFUL):
    """JSON: no decoded string or key has a harmful character. Returns the number of values."""
    try:
        waiting, seen = [json.loads(text)], 0
    except ValueError as error:
        raise Wrong(f"{what}: {error}: {text[:300]!r}") from error
    while waiting:
        one = waiting.pop()
        seen += 1
        if isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str):
            found = harmful.search(re.sub(r"[\r\n\t]", "", one))
            must(not found, f"{what}: {found and found[0]!r} in {one[:300]!r}")
    return seen


def mail(what, text):
    """A mail: only its own headers, each once, and harmless text."""
    read = email.message_from_string(text, policy=email.policy.default)
    names = [name.lower() for name in read.keys()]
    must(set(names) <= HEADERS and len(set(names)) == len(names), f"{what}: headers {names}")
    for name, value in read.items():
        found = CONTROL.search(str(value)) or "\n" in str(value)
        must(not found, f"{what}: {name} {value!r}")
    must(not read.defects, f"{what}: {read.defects}")
    words(f"{what}, its text", read.get_body().get_content().replace("\r\n", "\n"))
