"""Something hostile at each path: the command ends soon, tells why, uses little memory, and leaves everybody else's files as they are."""

import os
import shutil

from paths import PATHS
from stage import assert_harmless, assert_told, look, must, run
from things import DISTRUSTED, THINGS


# Below these only their owner can make a second name of a file: a folder that others may write to is refused.
OWN = ("state/", "desk/", "new/", "sys/")


def cases():
    """Every path with everything that may stand there."""
    for number, path in enumerate(PATHS):
        for name, make in THINGS.items():
            if path.piped and name == "a pipe" or path.whole and name == "10 GB of nothing" or path.path.startswith(OWN) and name == "a hard link":
                continue
            yield f"{path.name}: {name}", number, (path, name, make)


def prepare(stage, case, path):
    place = stage.copy(case) / "place"
    if path.asked:
        shutil.rmtree(place / "state")
        os.rename(place / "asked", place / "state")
        for at in (place / "sys/firmware/efi/efivars").glob("CountersignActivation*"):
            at.unlink()
    return place


def check(stage, case, story):
    path, name, make = story
    place = prepare(stage, case, path)
    at, victims = str(place / path.path), place.parent / "victims"
    os.makedirs(os.path.dirname(at), mode=0o755, exist_ok=True)
    make(at, victims)
    # One's own link to a folder is followed: it decides which folder that is.
    if name == "a link to a folder" and (path.path in ("run", "new") or (place / f"{path.path}.aside").is_dir()):
        os.rename(victims / "folder", place / "folder")
        os.unlink(at)
        os.symlink(place / "folder", at)
    before, there = look(victims), set(os.listdir(place.parent))
    kind = look_kind(at)
    command = [word if word != "PROGRAM" else stage.device for word in path.command(stage)]
    ran = run(command, cwd=place)
    must(look(victims) == before, f"a victim was changed: {look(victims)}\n    {ran.text[:1000]}")
    must(set(os.listdir(place.parent)) == there, f"written elsewhere: {os.listdir(place.parent)}")
    assert_harmless(ran, path.exits)
    assert_told(ran)
    if path.trusted and name in DISTRUSTED:
        must(ran.exit != 0, f"it was trusted: {ran.text[:1000]}")
    if path.written and kind not in ("file", None):
        must(ran.exit != 0, f"it was written over: {ran.text[:1000]}")
        must(look_kind(at) == kind, f"{kind} was replaced by {look_kind(at)}")
    if not (place / "nowhere").exists():
        return ran
    raise AssertionError("the target of a dangling link was made")


def look_kind(at):
    """What stands at a path, for what must not be replaced."""
    if not os.path.lexists(at):
        return None
    if os.path.islink(at):
        return f"a link to {os.readlink(at)}"
    return "file" if os.path.isfile(at) else "folder" if os.path.isdir(at) else "special"
