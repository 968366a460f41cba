"""The back office in a browser: sign in, search, guide a caller, answer a spoken request, change a number."""

import base64
import email
import email.policy
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback

from chromium import Driver, Phone

PROGRAMS, PICTURES = (os.path.abspath(path) for path in sys.argv[1:3])
NUMBER = "AA03220123951"
PASSWORD = "correct horse battery"
SIZES = {"desk": (1200, 900), "phone": (360, 740)}
PAGES = {
    "search": "/office",
    "found": f"/office?q={NUMBER}",
    "number": f"/office/numbers/{NUMBER}",
    "request": "/office/requests/1",
    "guide": "/office/requests/1/guide",
    "spoken": "/office/spoken",
    "import": "/office/import",
    "cases": "/office/cases?which=all",
    "case": "/office/cases/CAS-000001",
    "mail": "/office/cases/CAS-000001/mail",
    "downloads": "/office/downloads",
    "audit": "/office/audit",
    "keys": "/office/keys",
    "profiles": "/office/profiles",
    "profile": "/office/profiles/1",
    "unknown": "/office/numbers/AA09999999999",
}


class Desk:
    """A serving desk with a few requests."""

    def __init__(self, folder):
        self.data = os.path.join(folder, "desk")
        self.run("init", "--product", "example-os", "--name", "Example OS", "--mask", "AA99999999999", "--host",
                 "desk.example", "--hotline", "400 123 4567", "--older-binding", "--spoken", "--declared", "serial")
        self.run("operators", "add", "li", "--password-stdin", text=PASSWORD + "\n")
        self.run("licenses", "add", NUMBER, "AA03220123952")
        self.refused = self.request("placeholder-serial", NUMBER)
        self.run("answer", self.refused["text"], fine=(0, 5))
        self.run("cases", "note", "1", "Called back; the label says BR80G1234567.")
        self.good = self.request("clean", NUMBER)
        self.run("answer", self.good["text"])
        self.run("licenses", "suspend", NUMBER, "--reason", "payment is open")
        self.run("licenses", "resume", NUMBER, "--reason", "paid")
        self.spoken = self.request("clean", "AA03220123952", "--spoken")
        self.run("downloads", "add", self.program(folder), "--version", "1.2.0")
        self.run("downloads", "link", "--case", "CAS-000001")
        self.server = subprocess.Popen(
            [os.path.join(PROGRAMS, "countersign-desk"), "--data", self.data, "serve", "--listen", "127.0.0.1:0",
             "--insecure-cookies", "--per-source", "1000", "--sign-ins-per-source", "1000"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        self.url = re.search(r"http://[^ ]*?(?=/)", self.server.stdout.readline()).group()

    def run(self, *arguments, text=None, fine=(0,)):
        command = [os.path.join(PROGRAMS, "countersign-desk"), "--data", self.data, "--lang", "en", *arguments]
        done = subprocess.run(command, input=text, capture_output=True, text=True)
        assert done.returncode in fine, (arguments, done.stdout, done.stderr)
        return done.stdout

    def program(self, folder):
        """A file with the header of an ELF program for x86_64, longer than one piece in the database."""
        path = os.path.join(folder, "countersign")
        head = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\0\x3e\0\x01\0\0\0" + b"\x40\0\x40" + bytes(37)
        with open(path, "wb") as file:
            file.write(head + bytes(range(256)) * 4096)
        return path

    def request(self, sample, number, *more):
        """A request that the device program makes on a sample machine."""
        with tempfile.TemporaryDirectory() as state:
            samples = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "crates", "probe", "samples")
            file = next(name for name in os.listdir(samples) if name.startswith(sample))
            command = [
                os.path.join(PROGRAMS, "countersign"), "request", "--number", number, "--json", "--hardware",
                os.path.join(samples, file), "--state", state, "--profile", os.path.join(self.data, "profile.toml"),
                "--lang", "en",
            ]
            made = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
            if more:
                lines = subprocess.run([word for word in command if word != "--json"] + list(more), capture_output=True, text=True)
                made["lines"] = re.findall(r"(?:[0-9A-Z]{5} ){3}[0-9A-Z]{5}", lines.stdout)
            return made

    def close(self):
        self.server.terminate()
        self.server.wait()


class Office(Phone):
    """A browser of an operator."""

    def type(self, css, text):
        self.call(f"/element/{self.find(css)}/value", {"text": text})

    def sign_in(self, desk):
        self.open(desk.url + "/office/login")
        self.type("input[name=name]", "li")
        self.type("input[name=password]", PASSWORD)
        self.submit("button.main")

    def picture(self, name):
        size = self.cdp("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": self.width, "height": min(size["height"], 4000), "scale": 1}
        shot = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        os.makedirs(PICTURES, exist_ok=True)
        with open(os.path.join(PICTURES, f"office-{name}.png"), "wb") as file:
            file.write(base64.b64decode(shot["data"]))


def every_page(driver, desk, lang, size):
    """Every page loads completely, fits its screen, and has nothing blocked."""
    with Office(driver, lang, *SIZES[size]) as browser:
        browser.open(desk.url + "/office/login")
        browser.picture(f"login-{lang}-{size}")
        assert browser.fits(), "login"
        browser.sign_in(desk)
        for name, path in PAGES.items():
            browser.open(desk.url + path)
            browser.picture(f"{name}-{lang}-{size}")
            assert browser.fits(), f"{name} is wider than the screen"
            assert browser.text("main").strip(), f"{name} is empty"
            assert browser.text("nav").startswith("查询" if lang == "zh" else "Search"), f"{name} is in another language"
        said = [line for line in browser.complaints() if "404" not in line]
        assert not said, said


def spoken_request(driver, desk):
    """A spoken request: a typing error is corrected when the line loses the focus, the caller confirms the name of the
    request, and the answer has seven lines."""
    with Office(driver, "en", *SIZES["desk"]) as browser:
        browser.sign_in(desk)
        browser.open(desk.url + "/office/spoken")
        lines = desk.spoken["lines"]
        assert len(lines) == 4, desk.spoken
        browser.type("input[name=number]", "aa 0322-0123952")
        slip = ("8" if lines[0][0] == "7" else "7") + lines[0][1:]
        browser.type("input[name=line8]", slip.lower())
        browser.leaving()
        browser.script("document.activeElement.blur()")
        browser.arrived()
        assert "corrected at place 1" in browser.text("main")
        for number, line in zip((9, 10, 11), lines[1:]):
            # By script: each line that loses the focus would send the form.
            browser.script("document.querySelector(arguments[0]).value = arguments[1]", f"input[name=line{number}]", line)
        browser.submit("button[value=check]")
        # Line 8 was corrected, also though it is clean by now.
        assert "Ask the caller for the name" in browser.text("main") and "AA03220123952" in browser.text("main")
        browser.picture("spoken-read-en-desk")
        browser.submit("button[value=answer]")
        assert browser.script("return document.querySelectorAll('.lines li').length") == 0, "not confirmed"
        browser.press("input[name=confirmed]")
        browser.submit("button[value=answer]")
        assert browser.script("return document.querySelectorAll('.lines li').length") == 7
        browser.picture("spoken-code-en-desk")
    with Office(driver, "zh", *SIZES["phone"]) as browser:
        browser.sign_in(desk)
        browser.open(desk.url + "/office/numbers/AA03220123952")
        browser.submit("table a[href^='/office/requests/']")
        browser.picture("code-zh-phone")
        assert browser.fits() and "（" in browser.text(".spelling"), "each letter has a Chinese word"


def change_a_number(driver, desk):
    """A change needs a reason; a chosen language stays; signing out ends the session."""
    with Office(driver, "en", *SIZES["desk"]) as browser:
        browser.sign_in(desk)
        browser.open(desk.url + "/office/numbers/" + NUMBER)
        browser.press("input[value=suspend]")
        browser.type("form[action*='/act?'] input[name=reason]", "asked by phone")
        browser.submit("form[action*='/act?'] button")
        assert "suspended" in browser.text("main")
        browser.submit("a.switch")
        assert "已暂停" in browser.text("main")
        browser.open(desk.url + "/office/cases")
        assert "工单" in browser.text("main")
        browser.submit(".leave button")
        assert "登录" in browser.text("main")
        browser.open(desk.url + "/office/cases")
        assert "登录" in browser.text("main")


def hand_out_the_program(driver, desk):
    """An operator makes a link on a case; the caller's browser shows it and downloads the archive with the shown checksum; the case
    counts it; revoked, the link says so."""
    with Office(driver, "en", *SIZES["desk"]) as operator, tempfile.TemporaryDirectory() as folder:
        operator.sign_in(desk)
        operator.open(desk.url + "/office/cases/CAS-000001")
        before = operator.text("#downloads").count("/d/")
        operator.submit("#downloads form[action='/office/downloads'] button")
        assert operator.text("#downloads").count("/d/") == before + 1
        code = re.search(r"desk\.example/d/(\w{9})", operator.text("#downloads")).group(1)
        for lang in ("en", "zh"):
            for size in SIZES:
                with Office(driver, lang, *SIZES[size]) as caller:
                    caller.open(f"{desk.url}/d/{code}")
                    caller.picture(f"link-{lang}-{size}")
                    assert caller.fits(), "the page is wider than the screen"
                    assert caller.text("h1").startswith("下载" if lang == "zh" else "The activation program")
                    assert not caller.complaints()
        with Office(driver, "en", *SIZES["desk"]) as caller:
            caller.open(f"{desk.url}/d/{code}")
            sums = re.findall(r"\b[0-9a-f]{64}\b", caller.text("main"))
            caller.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder)
            caller.press("section a.button")
            archive = os.path.join(folder, "countersign-example-os-x86_64.tar")
            for _ in range(300):
                if os.path.exists(archive):
                    break
                time.sleep(0.1)
            with open(archive, "rb") as file:
                assert hashlib.sha256(file.read()).hexdigest() == sums[0], "the shown checksum"
        operator.open(desk.url + "/office/cases/CAS-000001")
        assert f"{code}\nx86_64" in operator.text("#downloads").replace(" ", "\n")
        operator.submit(f"form:has(input[value='{code}']) button:not([type])")
        assert "revoked" in operator.text("#downloads")
        with Office(driver, "zh", *SIZES["phone"]) as caller:
            caller.open(f"{desk.url}/d/{code}")
            assert "LINK-REVOKED" in caller.text("main") and "撤销" in caller.text("main")


def mail_of_a_case(driver, desk):
    """The button copies the whole text, and the file holds the same mail."""
    with Office(driver, "zh", *SIZES["desk"]) as browser:
        browser.sign_in(desk)
        browser.cdp("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        browser.open(desk.url + "/office/cases/CAS-000001/mail?kind=closing&language=zh")
        shown = browser.script("return document.getElementById('mail-text').value")
        assert shown.startswith("尊敬的") and "【案例总结】" in shown and "Called back" not in shown, shown
        browser.press("button[data-copy-field=mail-text]")
        for _ in range(100):
            if browser.text("button[data-copy-field=mail-text]") == "已复制":
                break
            time.sleep(0.05)
        copied = browser.later("const done = arguments[arguments.length - 1]; navigator.clipboard.readText().then(done, done)")
        assert copied == shown, copied
        taken = browser.later(
            "const done = arguments[arguments.length - 1];"
            "fetch(document.querySelector('a[download]').href).then((answer) => answer.text()).then(done)"
        )
        mail = email.message_from_string(taken, policy=email.policy.default)
        assert mail.get_content().splitlines() == shown.splitlines()
        assert mail["subject"] == browser.script("return document.getElementById('mail-subject').value")
        cookies = browser.cdp("Network.getCookies", urls=[desk.url + "/office/"])["cookies"]
    with Office(driver, "zh", *SIZES["phone"], scripts=False) as browser:
        for cookie in cookies:
            browser.cdp("Network.setCookie", name=cookie["name"], value=cookie["value"], url=desk.url + "/office/", path="/office")
        browser.plain_open(desk.url + "/office/cases/CAS-000001/mail?kind=closing&language=zh")
        assert "【案例总结】" in browser.plain_html("#mail-text") and ".eml" in browser.plain_html("a[download]")
        try:
            browser.cdp("DOM.getBoxModel", nodeId=browser.plain_node("button[data-copy-field]"))
        except RuntimeError:
            pass  # a button without its script has no box
        else:
            raise AssertionError("a button that does nothing is shown")


def main():
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        desk, driver = Desk(folder), Driver()
        tests = [
            (f"every page, {lang}, {size}", lambda lang=lang, size=size: every_page(driver, desk, lang, size))
            for lang in ("en", "zh") for size in SIZES
        ]
        tests += [("spoken request", lambda: spoken_request(driver, desk)), ("change a number", lambda: change_a_number(driver, desk))]
        tests += [("mail of a case", lambda: mail_of_a_case(driver, desk))]
        tests += [("hand out the program", lambda: hand_out_the_program(driver, desk))]
        try:
            for name, test in tests:
                try:
                    test()
                    passed += 1
                    print(f"ok      {name}")
                except Exception:  # the other pages are tested too
                    failed += 1
                    print(f"FAILED  {name}")
                    traceback.print_exc()
        finally:
            driver.close()
            desk.close()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
