"""The phone's pages, from the address in the QR to a code that the device accepts. Run by tests/browser/run."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

from checks import Checks
from chromium import Driver, Phone

PROGRAMS, PICTURES, AXE = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
WORDS = {
    "en": {
        "other": "中文", "help": "See what to do", "get": "Get the license code", "refused": "No license code yet",
        "code": "License code", "copied": "Copied", "spoken": "Read it out on the telephone", "cut": "is missing",
        "languages": "en-US,en", "way": "Use what this machine says elsewhere", "needs": "a minute",
    },
    "zh": {
        "other": "English", "help": "查看解决办法", "get": "获取授权码", "refused": "暂时无法给出授权码",
        "code": "授权码", "copied": "已复制", "spoken": "在电话里读给对方", "cut": "不完整",
        "languages": "zh-CN,zh,en", "way": "使用本机其他位置的值", "needs": "一分钟",
    },
}
TABLE = """# dmidecode 3.4
SMBIOS 3.2.0 present.

Handle 0x0000, DMI type 0, 26 bytes
BIOS Information
\tVendor: American Megatrends Inc.
\tVersion: P4.20
\tRelease Date: 06/18/2020

Handle 0x0001, DMI type 1, 27 bytes
System Information
\tManufacturer: {0}
\tProduct Name: {1}
\tSerial Number: {2}
\tUUID: 6e1d7fe0-4c2b-11ea-9a5c-{4}
\tFamily: To Be Filled By O.E.M.

Handle 0x0002, DMI type 2, 15 bytes
Base Board Information
\tManufacturer: ASRock
\tProduct Name: B450M Pro4
\tSerial Number: {3}
"""
passed, failed = [], []


def check(name, good, detail=""):
    (passed if good else failed).append(name)
    if not good:
        print(f"FAILED: {name} {detail}", flush=True)


class Desk:
    """The desk's program, serving."""

    def __init__(self, folder):
        self.folder = folder
        mask = ["--mask", "AA99999999999", "--product", "example-os", "--name", "Example OS"]
        self.run("init", *mask, "--host", "desk.example", "--hotline", "400 123 4567")
        self.server = subprocess.Popen(
            [PROGRAMS / "countersign-desk", "--data", folder / "desk", "--lang", "en", "serve", "--listen",
             "127.0.0.1:0", "--per-number", "1000", "--per-source", "10000"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        self.url = re.search(r"http://[^\s/]+", self.server.stdout.readline())[0]

    def run(self, *arguments):
        subprocess.run(
            [PROGRAMS / "countersign-desk", "--data", self.folder / "desk", *arguments],
            check=True, stdout=subprocess.DEVNULL,
        )


class Device:
    """The device program on a recorded machine, with its own license number."""

    def __init__(self, desk, at, manufacturer="ASRock", model="B450M Pro4", serial=None):
        self.desk, self.state = desk, desk.folder / f"device-{at}"
        self.state.mkdir()
        self.number = f"AA{at:011}"
        desk.run("licenses", "add", self.number)
        self.serial = f"M80-D80182005{at:02}" if serial is None else serial
        values = [manufacturer, model, self.serial, f"BR80G12345{at:02}", f"a8a159015b{at:02}"]
        (self.state / "machine.txt").write_text(TABLE.format(*values))
        made = json.loads(self.run("request", "--number", self.number, "--json").stdout)
        self.name = made["name"]
        self.page = re.sub(r"^HTTPS://[^/]+", desk.url, made["url"])

    def run(self, *arguments):
        return subprocess.run(
            [PROGRAMS / "countersign", *arguments, "--hardware", self.state / "machine.txt", "--state",
             self.state, "--profile", self.desk.folder / "desk" / "profile.toml"],
            capture_output=True, text=True, check=False,
        )


def refusal(phone, desk, lang, at):
    words, device = WORDS[lang], Device(desk, at, model=" ", serial="To Be Filled By O.E.M.")
    phone.open(device.page)
    seen = phone.text()
    check(f"{lang}: the request is shown", all(part in seen for part in [device.number, device.name, "ASRock"]), seen)
    check(f"{lang}: findings before the answer", "MODEL-BLANK" in seen and "SERIAL-PLACEHOLDER" in seen, seen)
    check(f"{lang}: the request fits the screen", phone.fits())
    check(f"{lang}: the button names its action", phone.text("form[method=post] .main") == words["help"])
    phone.picture(PICTURES / f"phone-look-refused-{lang}.png")
    phone.submit("form[method=post] .main")
    seen = phone.text()
    check(f"{lang}: the refusal", words["refused"] in seen and "MACHINE-REFUSED" in seen, seen)
    case = re.search(r"CAS-\d{6}", seen)
    check(f"{lang}: the case number", case is not None, seen)
    check(f"{lang}: the hotline", "400 123 4567" in seen, seen)
    first = phone.text(".ways > li:first-child")
    check(f"{lang}: the first way is open", all(part in first for part in [words["way"], words["needs"], "request --recover"]), first)
    top = phone.script("return document.querySelector('.ways > li:first-child details > :last-child').getBoundingClientRect().bottom")
    check(f"{lang}: the first way is on the first screen", top <= 740, top)
    check(f"{lang}: the refusal fits the screen", phone.fits())
    phone.picture(PICTURES / f"phone-refused-{lang}.png")
    check(f"{lang}: other ways are closed", "AMIDE" not in phone.text(".ways"), phone.text(".ways"))
    phone.press(".ways > li:nth-child(2) summary")
    check(f"{lang}: the way to write this firmware", "AMIDE" in phone.text(".ways > li:nth-child(2)"), phone.text(".ways"))
    check(f"{lang}: an open way fits the screen", phone.fits())
    phone.picture(PICTURES / f"phone-write-{lang}.png")
    phone.submit(".switch button")
    other = phone.text()
    check(f"{lang}: the other language shows the same case", case and case[0] in other and words["refused"] not in other, other)


def grant(phone, desk, lang, at):
    words, device = WORDS[lang], Device(desk, at)
    phone.open(device.page)
    phone.picture(PICTURES / f"phone-look-{lang}.png")
    check(f"{lang}: a good machine is offered a code", phone.text("form[method=post] .main") == words["get"])
    tall = phone.script("return document.querySelector('form[method=post] .main').getBoundingClientRect().height")
    check(f"{lang}: the button is large enough for thumbs", tall >= 44, tall)
    phone.submit("form[method=post] .main")
    check(f"{lang}: the page of the code", words["code"] in phone.text("h1"))
    lines = phone.script("return Array.from(document.querySelectorAll('#code li'), l => l.textContent.trim())")
    shape = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}( [0-9A-HJKMNP-TV-Z]{5}){3}")
    check(f"{lang}: seven lines of four groups", len(lines) == 7 and all(shape.fullmatch(line) for line in lines), lines)
    rows = phone.script(
        "return Array.from(document.querySelectorAll('#code li'), l => new Set(Array.from(l.children, s => s.offsetTop)).size)"
    )
    check(f"{lang}: each line is one row", rows == [1] * 7, rows)
    size = phone.script("return parseFloat(getComputedStyle(document.querySelector('#code')).fontSize)")
    check(f"{lang}: the code is large", size >= 17, size)
    check(f"{lang}: the code fits the screen", phone.fits())
    phone.picture(PICTURES / f"phone-code-{lang}.png")
    phone.cdp("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    phone.press("button[data-copy]")
    phone.script("return new Promise(done => setTimeout(done, 200))")
    check(f"{lang}: copied", phone.text("button[data-copy]") == words["copied"], phone.text("button[data-copy]"))
    clip = phone.later("navigator.clipboard.readText().then(arguments[0], e => arguments[0](String(e)))")
    check(f"{lang}: the copy is the seven lines", clip.split("\n") == [*lines, ""], clip)
    phone.press("summary")
    spoken = phone.text("details")
    check(f"{lang}: the code can be read aloud", words["spoken"] in spoken and all(g in spoken for g in lines[6].split()), spoken)
    phone.picture(PICTURES / f"phone-aloud-{lang}.png")
    check(f"{lang}: nothing was blocked", phone.complaints() == [])
    entered = device.run("enter", "\n".join(lines))
    check(f"{lang}: the device accepts the code", entered.returncode == 0, entered.stdout + entered.stderr)
    phone.open(device.page)
    phone.submit("form[method=post] .main")
    again = phone.script("return Array.from(document.querySelectorAll('#code li'), l => l.textContent.trim())")
    check(f"{lang}: the same request gets the same code", again == lines, again)


def errors(phone, desk, lang, at):
    device = Device(desk, at)
    phone.open(device.page[:-12])
    seen = phone.text()
    check(f"{lang}: a truncated address is explained", WORDS[lang]["cut"] in seen and "REQUEST-INVALID" in seen, seen)
    phone.picture(PICTURES / f"phone-error-{lang}.png")
    phone.open(desk.url + "/")
    check(f"{lang}: the start page fits", phone.fits() and "countersign" in phone.text())


def markup(phone, desk, at):
    device = Device(desk, at, model="<img src=x onerror=document.title='X'>", serial="<b>M80-77</b>4")
    phone.open(device.page)
    for step in ["look", "answer"]:
        found = phone.script("return document.querySelectorAll('main img, main b:not(ol b), main script').length")
        check(f"markup is not interpreted: {step}", found == 0 and phone.script("return document.title") != "X")
        check(f"markup is shown: {step}", step != "look" or "<img src=x" in phone.text(), phone.text())
        if step == "look":
            phone.submit("form[method=post] .main")


def without_script(phone, desk, at):
    device = Device(desk, at)
    phone.plain_open("data:text/html,<p id=on>off</p><script>document.getElementById('on').textContent='on'</script>")
    check("without script: scripts are off", ">off<" in phone.plain_html("#on"))
    phone.plain_open(device.page)
    phone.plain_html("form[method=post] .main")
    phone.cdp("DOM.scrollIntoViewIfNeeded", nodeId=phone.plain_node("form[method=post] .main"))
    phone.plain_press("form[method=post] .main")
    code = phone.plain_html("#code")
    check("without script: the code", code.count("<li>") == 7, code)
    check("without script: no button without effect", " hidden" in phone.plain_html("button[data-copy]"))


def main():
    PICTURES.mkdir(parents=True, exist_ok=True)
    driver = Driver()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(pathlib.Path(folder))
        try:
            for at, lang in enumerate(["en", "zh"]):
                with Phone(driver, WORDS[lang]["languages"]) as phone:
                    phone.checks = Checks(phone, AXE)
                    refusal(phone, desk, lang, 10 + at)
                    phone.complaints()
                    grant(phone, desk, lang, 20 + at)
                    errors(phone, desk, lang, 30 + at)
                    check(f"{lang}: every page looks right and is accessible", not phone.checks.faults, phone.checks.faults)
            with Phone(driver, "en") as phone:
                markup(phone, desk, 40)
            with Phone(driver, "en", scripts=False) as phone:
                without_script(phone, desk, 41)
            with Phone(driver, "zh-CN", width=320, height=568) as phone:
                phone.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
                device = Device(desk, 50)
                phone.open(device.page)
                phone.submit("form[method=post] .main")
                check("320 pixels: the code fits", phone.fits())
                phone.picture(PICTURES / "phone-code-320-dark.png")
                device = Device(desk, 51, model=" ", serial="Default string")
                phone.open(device.page)
                phone.submit("form[method=post] .main")
                check("320 pixels: the refusal fits", phone.fits())
                phone.picture(PICTURES / "phone-refused-320-dark.png")
            with urllib.request.urlopen(desk.url + "/healthz", timeout=10) as reply:
                check("the desk is healthy", reply.status == 200)
        finally:
            desk.server.terminate()
            ended = desk.server.wait(15)
            driver.close()
        check("the desk ended with 0", ended == 0)
    print(f"{len(passed)} passed, {len(failed)} failed")
    return 1 if failed else 0


sys.exit(main())
