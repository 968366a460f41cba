"""What the device program is asked under faults, from which state, and what must hold afterwards.

A fault may end a command; it may never make it say what isn't so. So `enter`, `release` and `status` end with 0 or 1 here: not with
"refused", "not activated" or "changed". Afterwards the same command without a fault leads where the first should have led.
"""

import dataclasses
import json
import shutil
from collections.abc import Callable

from places import KINDS, NUMBER, must


BOTH, UEFI, STORES = ("file", "UEFI"), ("UEFI",), KINDS[1:]


@dataclasses.dataclass(frozen=True)
class Scene:
    """A command from a state: the words, what the state is, the exit codes it may have, and what must hold afterwards."""

    name: str
    begins: str
    words: tuple
    check: Callable
    stdin: str | None = None
    # The kinds of machine on which it is tried.
    machines: tuple = BOTH
    codes: tuple = (0, 1)


@dataclasses.dataclass
class Sound:
    """What an undisturbed course gave."""

    desk: object
    code: object
    receipt: str | None
    names: set


def templates(device, desk, folder):
    """Makes the states that scenes begin with; answers what the sound course gave."""

    def save(name):
        device.save(folder / name)

    (folder / "fresh").mkdir(parents=True)
    device.restore(folder / "fresh")
    request = device.fine("request", "--number", NUMBER).out
    save("requested")
    asked, code = folder / "request.txt", folder / "code.txt"
    asked.write_text(request)
    code.write_text(desk.run("answer", str(asked)).out)
    device.fine("enter", "--file", str(code))
    save("activated")
    names = device.names()
    # One of the records is missing, or half of it is.
    for name, where, prefix, keep in (("no-file", "state", "activation-", False), ("half-file", "state", "activation-", True),
                                      ("no-variable", "efivars", "CountersignActivation-", False),
                                      ("half-variable", "efivars", "CountersignActivation-", True)):
        shutil.copytree(folder / "activated", folder / name)
        for record in (folder / name / where).glob(prefix + "*"):
            half = record.read_bytes()[: record.stat().st_size // 2]
            record.unlink()
            if keep:
                record.write_bytes(half)
                record.chmod(0o600 if where == "state" else 0o644)
    receipt = device.object("release", "--yes")["receipt"]
    must(receipt, "no receipt")
    save("released")
    return Sound(desk, code, receipt, names | device.names())


def leads_to_the_end(device, sound, *, receipt=True):
    """From whatever is kept, the code still leads to an activation, and that to its receipt. No temporary file is left."""
    device.fine("enter", "--file", str(sound.code))
    status = device.object("status")
    must(status["state"] == "activated", f"afterwards {status}")
    must(status["kept"]["file"] == "whole", f"kept afterwards: {status['kept']}")
    if device.efi:
        must(status["kept"]["efi"] == "whole", f"kept afterwards: {status['kept']}")
    given_back(device, sound, receipt=receipt)


def given_back(device, sound, *, receipt=True):
    said = device.object("release", "--yes")["receipt"]
    right = said if sound.receipt is None else sound.receipt
    must(said == right if receipt else said in (None, right), f"the receipt {said}, not {right}")
    must(said or not receipt, "no receipt")
    status = device.object("status", fine=(3,))
    must(status["state"] == "not-activated", f"given back, and {status}")
    # A license that was given back doesn't return.
    device.fine("enter", "--file", str(sound.code), fine=(5,))
    # A list of requests that was half written goes with the next one.
    device.fine("request", "--number", NUMBER)
    extra = device.names() - sound.names - {"changed"}
    must(not extra, f"left behind: {sorted(extra)}")


def is_kept(device, sound, ran, printed):
    """A request that was printed whole is kept: the desk's code for it is accepted, also after the next request, which is the same where the
    file could be written. Where a field couldn't be read, the request is of other values."""
    # The receipt's secret is kept in the file alone. Where UEFI alone keeps the request, that is told.
    told, in_file = ran.err, any(device.state.glob("requests-*")) or not printed
    must(in_file or ran.exit < 0 or "KEEP-" in told or "2" in ran.touched, f"UEFI alone keeps it, and nothing is said: {told}")
    now = device.fine("request", "--number", NUMBER).out
    whole = printed.endswith("[END]\n") and "-UNREADABLE" not in told
    asked, code = device.folder / "asked.txt", device.folder / "code.txt"
    asked.write_text(printed if whole else now)
    code.write_text(sound.desk.run("answer", str(asked)).out)
    leads_to_the_end(device, dataclasses.replace(sound, code=code, receipt=None), receipt=in_file)


def after_request(device, ran, sound):
    must(ran.exit != 0 or ran.out.endswith("[END]\n"), f"half a request: {ran.out}")
    is_kept(device, sound, ran, ran.out)


def after_saved_request(device, ran, sound):
    saved = device.folder / "saved.txt"
    text = saved.read_text() if saved.exists() else ""
    must(text == "before\n" or text.endswith("[END]\n"), f"half a request was saved: {text}")
    must(ran.exit != 0 or text != "before\n", "saved was said")
    device.fine("request", "--number", NUMBER, "--out", str(saved))
    is_kept(device, sound, ran, text if text != "before\n" else "")
    left = {at.name for at in device.folder.iterdir()} - {"state", "sys", "saved.txt", "run", "motd", "log", "asked.txt", "code.txt"}
    must(not left, f"left behind: {left}")


def after_enter(device, ran, sound):
    state = device.object("status", fine=(0, 3))
    must(state["state"] in ("activated", "not-activated"), f"neither old nor new: {state}")
    if ran.exit == 0:
        must(state["state"] == "activated", f"kept was said, and {state}")
        kept = json.loads(ran.out)["kept"]
        must(kept["file"] and state["kept"]["file"] == "whole", f"kept was said: {kept}, {state['kept']}")
    leads_to_the_end(device, sound)


def after_status(device, ran, sound):
    if ran.out.endswith("\n") and ran.exit >= 0 and "1" not in ran.touched:
        said = json.loads(ran.out)
        must("error" in said or said["state"] in ("activated", "unverified"), f"{said}")
    status = device.object("status")
    must(status["kept"]["file"] == "whole", f"kept afterwards: {status['kept']}")
    leads_to_the_end(device, sound)


def after_restore(device, ran, sound):
    """The file was gone, and the receipt's secret with it: unless the code is entered again, there is no receipt."""
    status = device.object("status")
    must(status["kept"]["file"] == "whole", f"kept afterwards: {status['kept']}")
    leads_to_the_end(device, sound, receipt=False)


def after_written(device, ran, sound):
    for at in (device.folder / "run/example-os.json", device.folder / "motd/countersign"):
        if at.exists() and at.suffix:
            must(json.loads(at.read_text())["state"] in ("activated", "unverified"), f"{at}: {at.read_text()}")
    device.fine("status", "--write-run", str(device.folder / "run/example-os.json"), "--write-motd", str(device.folder / "motd/countersign"))
    left = sorted(at.name for folder in ("run", "motd") if (device.folder / folder).exists() for at in (device.folder / folder).iterdir())
    # A killed run leaves its own temporary file, with its process's number: no other run may touch it.
    must([name for name in left if not name.endswith(".new")] == ["example-os.json"], f"left behind: {left}")
    must(ran.exit < 0 or len(left) == 1, f"left behind: {left}")
    leads_to_the_end(device, sound)


def after_release(device, ran, sound):
    state = device.object("status", fine=(0, 3))
    must(state["state"] in ("activated", "not-activated"), f"neither old nor new: {state}")
    if ran.exit == 0:
        must(json.loads(ran.out)["receipt"] == sound.receipt, f"another receipt: {ran.out}")
        must(state["state"] == "not-activated", f"given back was said, and {state}")
    given_back(device, sound)


SCENES = [
    Scene("request", "fresh", ("request", "--number", NUMBER), after_request),
    Scene("request --out", "fresh", ("request", "--number", NUMBER, "--out", "saved.txt"), after_saved_request, machines=UEFI),
    Scene("enter --file", "requested", ("enter", "--json", "--file", "CODE"), after_enter, machines=KINDS),
    Scene("enter -", "requested", ("enter", "--json", "-"), after_enter, stdin="CODE", machines=UEFI),
    Scene("status", "activated", ("status", "--json"), after_status),
    Scene("status, half a file", "half-file", ("status", "--json"), after_restore, machines=UEFI),
    Scene("status, no file", "no-file", ("status", "--json"), after_restore, machines=UEFI),
    Scene("status, half a variable", "half-variable", ("status", "--json"), after_status, machines=STORES),
    Scene("status, no variable", "no-variable", ("status", "--json"), after_status, machines=UEFI),
    Scene("status --write-run", "activated", ("status", "--json", "--write-run", "run/example-os.json", "--write-motd", "motd/countersign"),
          after_written, machines=UEFI),
    # Not where files are immutable: there a shorter list of requests would leave the end of the longer one, unlike in efivarfs.
    Scene("release", "activated", ("release", "--yes", "--json"), after_release, machines=KINDS[:3]),
]
