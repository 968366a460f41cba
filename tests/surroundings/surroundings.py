"""Runs both programs in hostile surroundings: surroundings.py PROGRAMS [--sample N] [--seed N] [--jobs N] [PART…].

Run by tests/surroundings/run. The last line is "N passed, N failed".
"""

import collections
import pathlib
import queue
import random
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "syscalls")]

import descriptors  # noqa: E402
import environment  # noqa: E402
import files  # noqa: E402
import names  # noqa: E402
import resources  # noqa: E402
import suite  # noqa: E402
import texts  # noqa: E402
from stage import Stage  # noqa: E402
from suite import Wrong  # noqa: E402

PARTS = {"files": files, "names": names, "environment": environment, "resources": resources, "descriptors": descriptors,
         "texts": texts}


def attempt(part, stage, folders, values):
    """Runs one case of a part in a folder of the queue. Returns what is wrong, or None."""
    case = folders.get()
    try:
        part.check(stage, case, values)
        return None
    except (Wrong, AssertionError, OSError, ValueError, KeyError) as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", stage.folder / case], check=False, stderr=subprocess.DEVNULL)
        shutil.rmtree(stage.folder / case, ignore_errors=True)
        folders.put(case)


def main():
    arguments = suite.parser("cases of each part")
    arguments.add_argument("--only", default="", help="run only cases with this text in their name")
    arguments.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; by default all")
    given = arguments.parse_intermixed_args()
    if unknown := set(given.parts) - PARTS.keys():
        arguments.error(f"no such part: {', '.join(sorted(unknown))}")
    tried, failed, begun, chance = collections.Counter(), [], time.monotonic(), random.Random(given.seed)
    with suite.workspace(given.jobs) as (folder, pool):
        folder.chmod(0o755)
        stage = Stage(given.programs.resolve(), folder)
        stage.make()
        folders = queue.Queue()
        for number in range(given.jobs):
            folders.put(f"case-{number}")
        for name, part in PARTS.items():
            if given.parts and name not in given.parts:
                continue
            cases = suite.sample(given.sample, chance, [(title, values) for title, _, values in part.cases() if given.only in title])
            results = pool.map(lambda case, part=part: attempt(part, stage, folders, case[1]), cases)
            for (title, _), wrong in zip(cases, results, strict=True):
                tried[name] += 1
                if wrong:
                    failed.append(title)
                    print(f"FAILED {name}: {title}: {wrong}", flush=True)
            print(f"{name}: {tried[name]} cases, {time.monotonic() - begun:.0f} s", flush=True)
    suite.finish(tried.total(), len(failed))


if __name__ == "__main__":
    main()
