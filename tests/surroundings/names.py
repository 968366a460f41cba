"""Names that a shell, a terminal or a parser could misread, for each path among a command's arguments."""

import os
import pathlib

import files
from paths import PATHS
from stage import assert_coded, assert_harmless, run
from suite import must

NAMES = {
    "a line feed": b"new\nline", "escapes": b"\x1b]0;owned\x07\x1b[2J", "no UTF-8": b"\xff\xfe\x80", "a dash": b"-x", "a long name": b"n" * 240,
    "too long a name": b"n" * 300, "marks that turn text": "\u202eevil\u2066\u200b".encode(), "a blank": b" ", "quotes": b"it's \"$(id)\" `id`",
    "an equals sign": b"--out=x", "a format": b"%s%n{}{0}", "percent signs": b"a%2e%2e%2f?mode=memory#x", "a URL": b"https:",
}


def cases():
    """Each path that is an argument of its command, with each name."""
    for number, path in enumerate(PATHS):
        if path.path in path.words:
            for name, text in NAMES.items():
                yield f"{path.name}: {name}", number, (path, text)


def check(stage, case, values):
    path, text = values
    place = files.prepare(stage, case, path)
    # With `./` a name that begins with a dash isn't an option.
    new = b"./" + text
    if len(text) < 256 and (place / path.path).exists():
        os.rename(place / path.path, os.path.join(os.fsencode(place), text))
    words = [new if word == path.path else word for word in path.words]
    before = set(os.listdir(os.fsencode(place.parent)))
    ran = run([word if word != "PROGRAM" else stage.device for word in path.command(stage, tuple(words))], cwd=place)
    must(set(os.listdir(os.fsencode(place.parent))) == before, f"written elsewhere: {os.listdir(place.parent)}")
    assert_harmless(ran, path.exits)
    assert_coded(ran)
    must(not (place / "x").exists(), "a name was taken for an option")
    if path.written and ran.exit == 0 and "--write-motd" not in path.words:
        must(pathlib.Path(os.fsdecode(os.path.join(os.fsencode(place), text))).exists(), f"the file was written elsewhere: {ran.text[:500]}")
