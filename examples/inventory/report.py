"""Makes a table for a spreadsheet from a folder of recordings: one line a machine, with codes and the best way.

    python3 report.py FOLDER >fleet.csv

It runs `countersign inspect --json`. The exit code is the one of that command: 0 all are acceptable, 1 some can't be told, 3 some are not acceptable.
"""

import csv
import json
import subprocess
import sys

ANSWERS = {True: "accepted", False: "refused", None: "unknown"}


def cell(value):
    """A text from firmware as a cell that no spreadsheet takes for a formula."""
    return "'" + value if value.startswith(("=", "+", "-", "@")) else value


def row(machine, given):
    # A single recording has no path of its own.
    path = machine.get("path", given)
    if "error" in machine:
        return [path, "error", "", "", "", machine["error"]["code"], "", ""]
    fields = {field["name"]: field for field in machine["fields"]}
    three = [fields[name] for name in ("manufacturer", "model", "serial")]
    best = machine["ways"][0] if machine["ways"] else {"title": "", "minutes": ""}
    return [path, ANSWERS[machine["acceptable"]], *(field["value"] for field in three),
            " ".join(field["code"] for field in three if field["code"]), best["title"], "days" if best["minutes"] is None else best["minutes"]]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    table = csv.writer(sys.stdout)
    table.writerow(["path", "answer", "manufacturer", "model", "serial", "codes", "best way", "minutes"])
    # One object a line, as each machine is read: a folder may hold many thousands.
    with subprocess.Popen(["countersign", "inspect", "--json", "--lang", "en", "--", sys.argv[1]], stdout=subprocess.PIPE, text=True) as inspect:
        for line in inspect.stdout:
            table.writerow([cell(str(value)) for value in row(json.loads(line), sys.argv[1])])
    sys.exit(inspect.returncode)


main()
