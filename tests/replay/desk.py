"""The desk on this machine, a phone that reaches it, a QR reader, and typing errors."""

import contextlib
import itertools
import json
import re
import subprocess

from chromium import Driver, Phone
from guest import RUNNING, with_parent


class Desk:
    """The desk's program on a temporary folder, serving on loopback."""

    def __init__(self, program, folder, serve=()):
        folder.mkdir(exist_ok=True)
        self.program, self.data = program, folder / "desk"
        self.numbers = itertools.count(3952)
        self.run("init", "--product", "example-os", "--name", "Example OS 10", "--mask", "AA99999999999", "--host",
                 "desk.example", "--hotline", "400 123 4567", "--older-binding", "--assigned")
        self.server = subprocess.Popen(
            [program, "--data", self.data, "--lang", "en", "serve", "--listen", "127.0.0.1:0", "--per-number", "1000",
             "--per-source", "10000", *serve],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=with_parent,
        )
        RUNNING.append(self.server)
        self.url = re.search(r"https?://[^\s/]+", self.server.stdout.readline())[0]

    @property
    def profile(self):
        return self.data / "profile.toml"

    def run(self, *arguments, fine=(0,)):
        ran = subprocess.run(
            [self.program, "--data", self.data, "--lang", "en", *arguments], capture_output=True, text=True, check=False,
        )
        if ran.returncode not in fine:
            raise AssertionError(f"desk {arguments}: exit {ran.returncode}: {ran.stdout}{ran.stderr}")
        return ran.stdout

    def number(self):
        """An unused license number."""
        number = f"AA0322012{next(self.numbers)}"
        self.run("licenses", "add", number)
        return number

    def license(self, number):
        return json.loads(self.run("licenses", "show", number, "--json"))

    def answer(self, request, *more):
        """The desk's answer as JSON."""
        return json.loads(self.run("answer", request, "--json", *more, fine=(0, 5)))

    def issue(self, request):
        """The seven lines of the code for a request that must be granted."""
        said = self.answer(request)
        assert said["decision"] == "issued", said
        return [line.replace(" ", "") for line in said["lines"]]

    def close(self):
        self.server.terminate()
        self.server.wait()
        RUNNING.remove(self.server)

    def page(self, url):
        """The address in the device's QR, with the host replaced by this desk."""
        return re.sub(r"^HTTPS://[^/]+", self.url, url)


@contextlib.contextmanager
def phone():
    """Chromium as a phone, in English."""
    driver = Driver()
    try:
        with Phone(driver, "en-US,en") as opened:
            yield opened
    finally:
        driver.close()


def certificate(folder):
    """A key and a self-signed certificate for desk.example."""
    folder.mkdir(exist_ok=True)
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
         "-out", cert, "-days", "7", "-subj", "/CN=desk.example", "-addext", "subjectAltName=DNS:desk.example", "-addext",
         "basicConstraints=critical,CA:FALSE"],
        check=True, capture_output=True,
    )
    return key, cert


def slips(lines):
    """The lines with typing errors: wrong characters in some, two neighbours swapped in another."""
    wrong = lambda character: "7" if character != "7" else "X"
    typed = list(lines)
    for at, places in {0: [4], 2: [0, 17], 5: [11]}.items():
        for place in places:
            line = typed[at]
            typed[at] = line[:place] + wrong(line[place]) + line[place + 1:]
    line = typed[4]
    place = next(at for at in range(6, 19) if line[at] != line[at + 1])
    typed[4] = line[:place] + line[place + 1] + line[place] + line[place + 2:]
    return typed


def read_qr(picture):
    """The text of the QR in an unprocessed picture, or None."""
    ran = subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", picture], capture_output=True, text=True,
                         check=False)
    return ran.stdout.strip() or None
