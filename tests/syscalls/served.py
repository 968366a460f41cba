"""A served desk with failing system calls, from its start to its end, with two requests by HTTP.

tests/faults covers kills of a served desk, a full disk and a held lock. Here one call fails once in each thread.
"""

import dataclasses
import http.client
import json
import os
import re
import signal
import subprocess
import threading
import urllib.parse

from desk_scenes import ENVIRONMENT, FILES, after_answer
from places import Desk, renew
from strace import SECONDS, Ran
from suite import CODED, must
from work import Work

PATIENCE = 20
ADDRESS = re.compile(r"https?://[^\s/]+")


def ask(address, request):
    """Sends a device's request. Returns the status and the object of the response, or None and an empty object if the connection fails."""
    place = urllib.parse.urlsplit(address)
    try:
        link = http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE)
        link.request("POST", "/api/v1/requests", json.dumps({"request": request, "scheme": 3}), {"Content-Type": "application/json"})
        answer = link.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return None, {}


@dataclasses.dataclass
class Served(Ran):
    """How the desk ended, and its answers: pairs of status and object."""

    answers: tuple = ()


class ServedWork(Work):
    """Two requests to a served desk. Its places are folders."""

    name = "desk: serve"

    def __init__(self, folders, program, templates, asked):
        super().__init__(folders)
        self.program, self.template, self.asked = program, templates / "new", asked

    def prepare(self, folder):
        renew(folder / "desk", self.template)

    def run(self, folder, fault):
        """Starts the desk with that fault, sends two requests, and ends the desk."""
        desk = Desk(self.program, folder / "desk")
        command = [self.program, "--data", str(desk.folder), "--lang", "en", "serve", "--listen", "127.0.0.1:0"]
        words = ["strace", "-f", "-qq", "-o", str(self.log(folder))]
        for name in FILES:
            words += ["-P", str(desk.folder / name)]
        if fault:
            words += ["-e", f"trace={fault.call}", "-e", fault.option]
        with open(folder / "err", "w+b") as errors:
            server = subprocess.Popen([*words, *command], stdout=subprocess.PIPE, stderr=errors, text=True, env=ENVIRONMENT, process_group=0)
            late = threading.Timer(SECONDS + 2 * PATIENCE, lambda: os.killpg(server.pid, signal.SIGKILL))
            late.start()
            answers = []
            address = ADDRESS.search(server.stdout.readline())
            if address:
                answers = [ask(address[0], self.asked.read_text()) for _ in range(2)]
                # strace doesn't forward signals. The desk is its only child.
                with open(f"/proc/{server.pid}/task/{server.pid}/children") as children:
                    for child in children.read().split():
                        os.kill(int(child), signal.SIGTERM)
            out = server.stdout.read()
            end = server.wait()
            late.cancel()
            errors.seek(0)
            err = "\n".join(line for line in errors.read().decode(errors="replace").split("\n") if not line.startswith("strace: "))
        if not fault:
            assert [status for status, _ in answers] == [200, 200], answers
        return Served(end, out, err, answers=tuple(answers))

    def record(self):
        return [fault for fault in super().record() if fault.how != "KILL"]

    def judge(self, folder, fault, ran):
        must(ran.exit in (0, 1), f"exit {ran.exit}")
        must("panicked" not in ran.err, "a panic")
        must(ran.exit == 0 or CODED.search(ran.err), "no code")
        issued = [answer for status, answer in ran.answers if status == 200]
        for status, answer in ran.answers:
            must(status in (200, 500, 503), f"status {status}: {answer}")
            # SQLite keeps a lock whose release failed: the desk is busy until it is started again, and `/readyz` says so.
            must(status == 200 or answer["error"]["code"] in ("DESK-FAULT", "DESK-BUSY", "STORE-BUSY"), f"another code: {answer}")
        must(len({answer["code"] for answer in issued}) <= 1, f"two codes: {issued}")
        printed = json.dumps(issued[0]) if issued else ""
        after_answer(Desk(self.program, folder / "desk"), Ran(-1, printed, ""), self.asked)
