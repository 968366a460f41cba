"""A served desk whose system calls fail: from its start over an answer by HTTP to its end.

Kills of a served desk, a full disk and a held lock are the matter of tests/faults. Here one call fails once in each thread.
"""

import http.client
import json
import os
import re
import signal
import subprocess
import threading
import urllib.parse

from desk_scenes import ENVIRONMENT, FILES, after_answer
from places import CODED, Desk, Wrong, must, renew
from strace import SECONDS, Ran, faults

PATIENCE = 20
ADDRESS = re.compile(r"https?://[^\s/]+")


def ask(address, request):
    """A device's question: the status and the object of the answer, or neither where the connection ended without one."""
    place = urllib.parse.urlsplit(address)
    try:
        link = http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE)
        link.request("POST", "/api/v1/requests", json.dumps({"request": request, "scheme": 3}), {"Content-Type": "application/json"})
        answer = link.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return None, {}


class ServedWork:
    """One question to a served desk, for any number of workers. A worker is a folder."""

    name = "desk: serve"

    def __init__(self, folders, program, templates, asked):
        self.folders, self.program, self.template, self.asked = folders, program, templates / "new", asked

    def serve(self, folder, fault):
        """Serves with that fault, asks twice, and ends it; answers how it ended and both answers."""
        desk = Desk(self.program, folder / "desk")
        command = [self.program, "--data", str(desk.folder), "--lang", "en", "serve", "--listen", "127.0.0.1:0"]
        words = ["strace", "-f", "-qq", "-o", str(folder / "log")]
        for name in FILES:
            words += ["-P", str(desk.folder / name)]
        if fault:
            words += ["-e", f"trace={fault.call}", "-e", fault.option]
        with open(folder / "err", "w+b") as told:
            server = subprocess.Popen([*words, *command], stdout=subprocess.PIPE, stderr=told, text=True, env=ENVIRONMENT, process_group=0)
            late = threading.Timer(SECONDS + 2 * PATIENCE, lambda: os.killpg(server.pid, signal.SIGKILL))
            late.start()
            answers = []
            address = ADDRESS.search(server.stdout.readline())
            if address:
                answers = [ask(address[0], self.asked.read_text()) for _ in range(2)]
                # strace hands no signal on: the desk is its only child.
                with open(f"/proc/{server.pid}/task/{server.pid}/children") as children:
                    for child in children.read().split():
                        os.kill(int(child), signal.SIGTERM)
            out = server.stdout.read()
            end = server.wait()
            late.cancel()
            told.seek(0)
            err = "\n".join(line for line in told.read().decode(errors="replace").split("\n") if not line.startswith("strace: "))
        return Ran(end, out, err), answers

    def record(self):
        folder = self.folders.get()
        try:
            renew(folder / "desk", self.template)
            ran, answers = self.serve(folder, None)
            assert ran.exit == 0 and [status for status, _ in answers] == [200, 200], (ran, answers)
            return [fault for fault in faults(folder / "log", whole=False) if fault.how != "KILL"]
        finally:
            self.folders.put(folder)

    def check(self, fault):
        """Tries a fault; answers how the desk ended and what is wrong."""
        folder = self.folders.get()
        ran, answers = None, []
        try:
            renew(folder / "desk", self.template)
            ran, answers = self.serve(folder, fault)
            must(ran.exit in (0, 1), f"exit {ran.exit}")
            must("panicked" not in ran.err, "a panic")
            must(ran.exit == 0 or CODED.search(ran.err), "no code")
            given = [said for status, said in answers if status == 200]
            for status, said in answers:
                must(status in (200, 500, 503), f"status {status}: {said}")
                must(status == 200 or said["error"]["code"] in ("DESK-FAULT", "DESK-BUSY"), f"{said}")
            must(len({said["code"] for said in given}) <= 1, f"two codes: {given}")
            whole = json.dumps(given[0]) if given else ""
            after_answer(Desk(self.program, folder / "desk"), Ran(-1, whole, ""), self.asked)
            return ran, None
        except (Wrong, OSError, ValueError, KeyError, subprocess.TimeoutExpired) as wrong:
            return ran, f"{type(wrong).__name__}: {wrong}\n    it had ended with {ran}, answers {answers}"
        finally:
            self.folders.put(folder)
