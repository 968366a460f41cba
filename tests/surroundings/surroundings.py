"""Runs both programs in hostile surroundings: surroundings.py PROGRAMS [--sample N] [--seed N] [--jobs N] [PART…].

Run by tests/surroundings/run. The last line is "N passed, N failed".
"""

import argparse
import collections
import concurrent.futures
import contextlib
import pathlib
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

import descriptors  # noqa: E402
import environment  # noqa: E402
import files  # noqa: E402
import names  # noqa: E402
import resources  # noqa: E402
import texts  # noqa: E402
from stage import Stage, Wrong  # noqa: E402

PARTS = {"files": files, "names": names, "environment": environment, "resources": resources, "descriptors": descriptors,
         "texts": texts}


def attempt(part, stage, cases, story):
    """Tries one story in a folder of its own; answers what is wrong, or nothing."""
    case = cases.get()
    try:
        part.check(stage, case, story)
        return None
    except (Wrong, AssertionError, OSError, ValueError, KeyError) as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", stage.folder / case], check=False, stderr=subprocess.DEVNULL)
        shutil.rmtree(stage.folder / case, ignore_errors=True)
        cases.put(case)


def main():
    # However it ends, nothing stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    arguments = argparse.ArgumentParser()
    arguments.add_argument("programs", type=pathlib.Path)
    arguments.add_argument("--sample", type=int, help="so many cases of each part, chosen by the seed; all without")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--only", default="", help="cases whose name has this")
    arguments.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all without")
    given = arguments.parse_intermixed_args()
    tried, failed, begun, chance = collections.Counter(), [], time.monotonic(), random.Random(given.seed)
    with (tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(given.jobs) as pool,
          contextlib.ExitStack() as ending):
        ending.callback(pool.shutdown, cancel_futures=True)
        pathlib.Path(folder).chmod(0o755)
        stage = Stage(given.programs.resolve(), pathlib.Path(folder))
        stage.make()
        cases = queue.Queue()
        for number in range(given.jobs):
            cases.put(f"case-{number}")
        for name, part in PARTS.items():
            if given.parts and name not in given.parts:
                continue
            stories = [(title, story) for title, _, story in part.cases() if given.only in title]
            if given.sample and given.sample < len(stories):
                stories = chance.sample(stories, given.sample)
            wrongs = pool.map(lambda one, part=part: attempt(part, stage, cases, one[1]), stories)
            for (title, _), wrong in zip(stories, wrongs, strict=True):
                tried[name] += 1
                if wrong:
                    failed.append(title)
                    print(f"FAILED {name}: {title}: {wrong}", flush=True)
            print(f"{name}: {tried[name]} cases, {time.monotonic() - begun:.0f} s", flush=True)
    print(f"{tried.total() - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
