"""Something hostile is at each path. The command ends soon, reports why, uses little memory, and doesn't change files of other users."""

import os
import shutil

from paths import PATHS
from stage import assert_coded, assert_harmless, run, snapshot
from suite import must
from things import DISTRUSTED, THINGS


# In these folders only their owner can make a hard link: the programs refuse a folder that others may write to.
OWN = ("state/", "desk/", "new/", "sys/")


def cases():
    """Every path with every thing that can be there."""
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


def check(stage, case, values):
    path, name, make = values
    place = prepare(stage, case, path)
    at, victims = str(place / path.path), place.parent / "victims"
    os.makedirs(os.path.dirname(at), mode=0o755, exist_ok=True)
    make(at, victims)
    # The user's own link to a folder is followed, so here it leads to a folder that the command may write. `answer` takes a folder in place of a file.
    if name == "a link to a folder" and (path.path in ("run", "new", "request.txt", "bundle.jsonl") or (place / f"{path.path}.aside").is_dir()):
        os.rename(victims / "folder", place / "folder")
        os.unlink(at)
        os.symlink(place / "folder", at)
    before, there = snapshot(victims), set(os.listdir(place.parent))
    kind = kind_of(at)
    command = [word if word != "PROGRAM" else stage.device for word in path.command(stage)]
    ran = run(command, cwd=place)
    must(snapshot(victims) == before, f"a victim was changed: {snapshot(victims)}\n    {ran.text[:1000]}")
    must(set(os.listdir(place.parent)) == there, f"written elsewhere: {os.listdir(place.parent)}")
    assert_harmless(ran, path.exits)
    assert_coded(ran)
    if path.trusted and name in DISTRUSTED:
        must(ran.exit != 0, f"the program trusted it: {ran.text[:1000]}")
    if path.written and kind not in ("file", None):
        must(ran.exit != 0, f"the program wrote over it: {ran.text[:1000]}")
        must(kind_of(at) == kind, f"{kind} was replaced by {kind_of(at)}")
    if not (place / "nowhere").exists():
        return ran
    raise AssertionError("the target of a dangling link was made")


def kind_of(at):
    """Describes what is at a path, to notice that it was replaced."""
    if not os.path.lexists(at):
        return None
    if os.path.islink(at):
        return f"a link to {os.readlink(at)}"
    return "file" if os.path.isfile(at) else "folder" if os.path.isdir(at) else "special"
