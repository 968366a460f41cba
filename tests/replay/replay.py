"""Plays the scenes, one after the other; each prints its verdict. Run by tests/replay/run."""

import importlib
import pathlib
import signal
import sys
import tempfile
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "browser")]

import guest  # noqa: E402
import image  # noqa: E402
from desk import Desk  # noqa: E402

SCENES = ["refused", "mended", "offline", "reinstalled", "moved", "older", "reflashed", "cut", "trouble", "legacy",
          "dropped", "serial", "terminals"]


class Stage:
    """What the scenes share: the programs, one desk, the system image, a folder, and how far the case has come."""

    def __init__(self, target, folder):
        self.folder = folder
        self.device = target / "x86_64-unknown-linux-gnu/release/countersign"
        self.online = self.device.with_name("countersign-online")
        self.pictures = target / "replay"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.program = target / "release/countersign-desk"
        self.desk = Desk(self.program, folder)
        self.system = image.build(self.device, self.desk.profile, folder / "system.gz")
        self.activated = None
        self.number = None

    def picture(self, name):
        return self.pictures / f"{name}.png"

    def sound(self, name):
        """A copy of the machine that was activated in the third scene; where that wasn't played, one activated anew."""
        if self.activated is None:
            machine = guest.Machine(self, f"sound-{len(list(self.folder.iterdir()))}")
            number = self.desk.number()
            with machine.boot() as it:
                lines = self.desk.issue(it.json(f"countersign request --json --number {number}")[1]["url"])
                it.type_file("/tmp/code", "\n".join(lines))
                code, said = it.run("countersign enter --file /tmp/code")
                assert code == 0, said
            self.activated, self.number = machine, number
        return self.activated.copy(name)


def play(stage, name):
    """One scene. `None`, or what went wrong."""
    module = importlib.import_module(f"scenes.{name}")
    began = time.monotonic()
    try:
        notes = module.play(stage)
    except AssertionError as error:
        return module.__doc__, time.monotonic() - began, str(error) or traceback.format_exc(), None
    except Exception:  # noqa: BLE001  a scene that breaks is a scene that failed
        return module.__doc__, time.monotonic() - began, traceback.format_exc(), None
    return module.__doc__, time.monotonic() - began, None, notes


def main():
    target = pathlib.Path(sys.argv[1]).resolve()
    wanted = sys.argv[2:] or SCENES
    if "mended" in wanted and "refused" not in wanted:
        wanted = ["refused", *wanted]  # it goes on where that one ended
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    failed = 0
    with tempfile.TemporaryDirectory(prefix="countersign-replay-") as folder:
        try:
            stage = Stage(target, pathlib.Path(folder))
            for name in wanted:
                title, took, wrong, notes = play(stage, name)
                print(f"{'FAILED' if wrong else 'passed'}  {name}: {title.splitlines()[0]} ({took:.0f} s)", flush=True)
                for line in (wrong or notes or "").splitlines():
                    print(f"        {line}", flush=True)
                failed += wrong is not None
        finally:
            guest.end_all()
    print(f"{len(wanted) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
