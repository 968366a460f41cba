"""Plays the scenes, two at a time, and prints a verdict for each. Run by tests/replay/run."""

import argparse
import copy
import importlib
import itertools
import pathlib
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "browser")]

import guest  # noqa: E402
import image  # noqa: E402
from desk import Desk  # noqa: E402

# The scenes of a chain are played in order, each from where the last one ended. The longest chains come first.
CHAINS = [
    ["cut"],
    ["refused", "mended", "offline", "reinstalled", "moved"],
    ["trouble"], ["tables"], ["reflashed"], ["alone"], ["recovered"], ["assigned"], ["older"], ["legacy"], ["fixed"],
    ["serial"], ["dropped"], ["terminals"],
]
# Only played by name: an emulated start of a whole Debian with cloud-init takes minutes.
BY_NAME = [["unattended"], ["unattended_ends"]]
# The pictures of the documents: the scene that takes each, and its name there.
PICTURES = {
    "console": ("legacy", "console-*-request.png"),
    "serial": ("serial", "serial-*-request.png"),
    "code-light": ("terminals", "xterm-light-*-code.png"),
}
# One emulated machine keeps one core busy.
AT_ONCE = 2


class Stage:
    """What the scenes share: the programs, one desk, the system image, a folder. Each chain has a copy for its own state."""

    def __init__(self, target, folder, cuts):
        self.folder, self.target = folder, target
        self.cuts = cuts
        self.device = target / "x86_64-unknown-linux-gnu/device/countersign"
        self.online = self.device.with_name("countersign-online")
        self.pictures = target / "replay"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.program = target / "debug/countersign-desk"
        self.desk = Desk(self.program, folder)
        self.system = image.build(self.device, self.desk.profile, folder / "system.gz")
        self.count = itertools.count(1)
        self.case = self.activated = self.number = None

    def picture(self, name):
        return self.pictures / f"{name}.png"

    def sound(self, name):
        """A copy of the machine that scene `offline` activated, or of a machine that is activated here."""
        if self.activated is None:
            machine = guest.Machine(self, f"sound-{next(self.count)}")
            with machine.boot() as it:
                number = self.activate(it)
            self.activated, self.number = machine, number
        return self.activated.copy(name)

    def activate(self, it):
        """Activates a running machine by commands, with a new number. Gives the number."""
        number = self.desk.number()
        it.enter(self.desk.issue(it.json(f"countersign request --json --number {number}")[1]["url"]))
        return number


def play(stage, name):
    """Plays a scene. Gives whether it passed, and the lines to print."""
    module = importlib.import_module(f"scenes.{name}")
    began, wrong, notes = time.monotonic(), None, None
    try:
        notes = module.play(stage)
    except AssertionError as error:
        wrong = str(error) or traceback.format_exc()
    except Exception:  # noqa: BLE001  any error fails the scene
        wrong = traceback.format_exc()
    took = time.monotonic() - began
    title = f"{'FAILED' if wrong else 'passed'}  {name}: {module.__doc__.splitlines()[0]} ({took:.0f} s)"
    return not wrong, [title, *(f"        {line}" for line in (wrong or notes or "").splitlines())]


def publish(stage, folder):
    """Writes the pictures of the documents, each with a palette."""
    for name, (_, pattern) in PICTURES.items():
        taken = max(stage.pictures.glob(pattern), key=lambda path: path.stat().st_mtime)
        small = ["pngquant", "--nofs", "--speed", "1", "--force", "--output", folder / f"{name}.png", "16", taken]
        subprocess.run(small, check=True)


def chosen(names):
    """The chains of the named scenes, or all chains."""
    chains = [*CHAINS, *BY_NAME]
    known = [name for chain in chains for name in chain]
    for name in names:
        if name not in known:
            sys.exit(f"no scene is called {name}; there are: {' '.join(known)}")
    if not names:
        return CHAINS
    # `mended` needs the state of `refused`.
    names = [*names, *(["refused"] if "mended" in names else [])]
    return [chain for chain in ([name for name in chain if name in names] for chain in chains) if chain]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=pathlib.Path, help="Cargo's target folder")
    parser.add_argument("--cuts", type=int, default=20, help="power cuts in the scene of that name")
    parser.add_argument("--pictures", type=pathlib.Path, help="take the pictures of the documents for this folder, and play their scenes only")
    parser.add_argument("scenes", nargs="*", help="without, all but those that take minutes")
    asked = parser.parse_args()
    target = asked.target.resolve()
    chains = chosen([scene for scene, _ in PICTURES.values()] if asked.pictures else asked.scenes)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    verdicts, told, waiting = [], threading.Lock(), queue.SimpleQueue()
    for chain in chains:
        waiting.put(chain)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="countersign-replay-") as folder:
        stage = Stage(target, pathlib.Path(folder), asked.cuts)

        def work():
            while True:
                try:
                    chain = waiting.get_nowait()
                except queue.Empty:
                    return
                own = copy.copy(stage)
                for name in chain:
                    passed, lines = play(own, name)
                    with told:
                        verdicts.append(passed)
                        print("\n".join(lines), flush=True)

        workers = [threading.Thread(target=work, daemon=True) for _ in range(AT_ONCE)]
        try:
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        finally:
            guest.end_all()
        if asked.pictures and all(verdicts):
            publish(stage, asked.pictures)
    failed = verdicts.count(False)
    print(f"{time.monotonic() - began:.0f} s in all")
    print(f"{len(verdicts) - failed} passed, {failed} failed")
    return 1 if failed or len(verdicts) != sum(map(len, chains)) else 0


sys.exit(main())
