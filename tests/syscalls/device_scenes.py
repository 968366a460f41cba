"""The device program's commands that run with faults, their first states, and what must hold afterwards.

A fault may end a command, but its message must be true. So `enter`, `release` and `status` end with 0 or 1 here, and not with the exit codes of
"refused", "not activated" or "changed". Afterwards the same command without a fault has the result that the first one should have had.
"""

import dataclasses
import json
import shutil
from collections.abc import Callable

from places import KINDS, TEMPORARY
from suite import NUMBER, must

BOTH, UEFI, STORES = ("file", "UEFI"), ("UEFI",), KINDS[1:]


@dataclasses.dataclass(frozen=True)
class Scene:
    """A command, the state it starts from (`begins`), its exit codes, and a check that runs afterwards. CODE in `words` is the file of the code."""

    name: str
    begins: str
    words: tuple
    check: Callable
    stdin: str | None = None
    # The kinds of machine that run it.
    machines: tuple = BOTH
    codes: tuple = (0, 1)


@dataclasses.dataclass
class Sound:
    """The results of a course without faults: the file of the code, the receipt, and the names of all files."""

    desk: object
    code: object
    receipt: str | None
    names: set


def templates(device, desk, folder):
    """Makes the states that scenes start from. Returns the results of the course without faults."""

    def save(name):
        device.save(folder / name)

    (folder / "fresh").mkdir(parents=True)
    device.restore(folder / "fresh")
    request = device.expect("request", "--number", NUMBER).out
    save("requested")
    asked, code = folder / "request.txt", folder / "code.txt"
    asked.write_text(request)
    code.write_text(desk.run("answer", str(asked)).out)
    device.expect("enter", "--file", str(code))
    save("activated")
    names = device.names()
    # In each of these states one record is missing, or cut in half.
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


def assert_can_finish(device, sound, *, receipt=True):
    """`enter` activates the machine with the code, and `release` gives its receipt. No temporary file is left."""
    device.expect("enter", "--file", str(sound.code))
    status = device.object("status")
    must(status["state"] == "activated", f"afterwards {status}")
    must(status["kept"]["file"] == "whole", f"kept afterwards: {status['kept']}")
    if device.efi:
        must(status["kept"]["efi"] == "whole", f"kept afterwards: {status['kept']}")
    assert_can_release(device, sound, receipt=receipt)


def assert_can_release(device, sound, *, receipt=True):
    """`release` gives the receipt and ends the activation for good. Without `receipt` it may give none."""
    said = device.object("release", "--yes")["receipt"]
    right = said if sound.receipt is None else sound.receipt
    must(said == right if receipt else said in (None, right), f"the receipt {said}, not {right}")
    must(said or not receipt, "no receipt")
    status = device.object("status", exits=(3,))
    must(status["state"] == "not-activated", f"the license was given back, but the status is {status}")
    # A license that was given back doesn't return.
    device.expect("enter", "--file", str(sound.code), exits=(5,))
    # The next request removes the temporary file of a list that was half written.
    device.expect("request", "--number", NUMBER)
    extra = device.names() - sound.names - {"changed"}
    must(not extra, f"files are left: {sorted(extra)}")


def assert_kept(device, sound, ran, printed, in_file):
    """If the request was printed whole, it is kept: the device accepts the desk's code for it, also after the next request. If a field couldn't be
    read, the printed request has other values, so the code is for the next request. `in_file` is whether the file kept it."""
    # Only the file keeps the receipt's secret. If only UEFI keeps the request, the program reports it.
    reported, in_file = ran.err, in_file or not printed
    must(in_file or ran.exit < 0 or "KEEP-" in reported or "2" in ran.touched, f"only UEFI keeps the request, without a report: {reported}")
    now = device.expect("request", "--number", NUMBER).out
    whole = printed.endswith("[END]\n") and "-UNREADABLE" not in reported
    asked, code = device.folder / "asked.txt", device.folder / "code.txt"
    asked.write_text(printed if whole else now)
    code.write_text(sound.desk.run("answer", str(asked)).out)
    assert_can_finish(device, dataclasses.replace(sound, code=code, receipt=None), receipt=in_file)


def has_kept_in_file(device):
    return any(device.state.glob("requests-*"))


def after_request(device, ran, sound):
    must(ran.exit != 0 or ran.out.endswith("[END]\n"), f"half a request was printed: {ran.out}")
    assert_kept(device, sound, ran, ran.out, has_kept_in_file(device))


def after_saved_request(device, ran, sound):
    saved, in_file = device.folder / "saved.txt", has_kept_in_file(device)
    text = saved.read_text() if saved.exists() else ""
    must(text == "before\n" or text.endswith("[END]\n"), f"half a request was saved: {text}")
    must(ran.exit != 0 or text != "before\n", "exit 0, but no request was saved")
    device.expect("request", "--number", NUMBER, "--out", str(saved))
    assert_kept(device, sound, ran, text if text != "before\n" else "", in_file)
    left = {at.name for at in device.folder.iterdir()} - {"state", "sys", "saved.txt", "run", "motd", "log", "asked.txt", "code.txt"}
    # A killed run leaves its own temporary file. No other run may touch it.
    if ran.exit < 0:
        left = {name for name in left if not name.startswith(TEMPORARY)}
    must(not left, f"files are left: {left}")


def after_enter(device, ran, sound):
    state = device.object("status", exits=(0, 3))
    must(state["state"] in ("activated", "not-activated"), f"neither old nor new: {state}")
    if ran.exit == 0:
        must(state["state"] == "activated", f"exit 0, but the status is {state}")
        kept = json.loads(ran.out)["kept"]
        must(kept["file"] and state["kept"]["file"] == "whole", f"exit 0, but the file isn't whole: {kept}, {state['kept']}")
    assert_can_finish(device, sound)


def after_status(device, ran, sound):
    if ran.out.endswith("\n") and ran.exit >= 0 and "1" not in ran.touched:
        said = json.loads(ran.out)
        must("error" in said or said["state"] in ("activated", "unverified"), f"another state: {said}")
    status = device.object("status")
    must(status["kept"]["file"] == "whole", f"kept afterwards: {status['kept']}")
    assert_can_finish(device, sound)


def after_restore(device, ran, sound):
    """The file was lost with the receipt's secret, so `release` may give no receipt."""
    status = device.object("status")
    must(status["kept"]["file"] == "whole", f"kept afterwards: {status['kept']}")
    assert_can_finish(device, sound, receipt=False)


def after_written(device, ran, sound):
    for at in (device.folder / "run/example-os.json", device.folder / "motd/countersign"):
        if at.exists() and at.suffix:
            must(json.loads(at.read_text())["state"] in ("activated", "unverified"), f"{at}: {at.read_text()}")
    device.expect("status", "--write-run", str(device.folder / "run/example-os.json"), "--write-motd", str(device.folder / "motd/countersign"))
    left = sorted(at.name for folder in ("run", "motd") if (device.folder / folder).exists() for at in (device.folder / folder).iterdir())
    # A killed run leaves its own temporary file, with its process ID. No other run may touch it.
    must([name for name in left if not name.endswith(".new")] == ["example-os.json"], f"files are left: {left}")
    must(ran.exit < 0 or len(left) == 1, f"files are left: {left}")
    assert_can_finish(device, sound)


def after_release(device, ran, sound):
    state = device.object("status", exits=(0, 3))
    must(state["state"] in ("activated", "not-activated"), f"neither old nor new: {state}")
    if ran.exit == 0:
        must(json.loads(ran.out)["receipt"] == sound.receipt, f"another receipt: {ran.out}")
        must(state["state"] == "not-activated", f"exit 0, but the status is {state}")
    assert_can_release(device, sound)


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
    # Not with immutable files: unlike efivarfs, ext4 would keep the end of a longer list of requests.
    Scene("release", "activated", ("release", "--yes", "--json"), after_release, machines=KINDS[:3]),
]
