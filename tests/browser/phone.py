"""The phone's pages, from the address in the QR to a code that the device accepts. Run by tests/browser/run."""

import base64
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
        "languages": "en-US,en", "way": "Use values from other places on this machine", "needs": "a minute",
    },
    "zh": {
        "other": "English", "help": "查看处理办法", "get": "获取授权码", "refused": "未发放授权码",
        "code": "授权码", "copied": "已复制", "spoken": "在电话里读给对方", "cut": "不完整",
        "languages": "zh-CN,zh,en", "way": "使用本机其他位置的值", "needs": "1 分钟",
    },
}
# The browser inside WeChat on Android.
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14; 23127PN0CC Build/UKQ1; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/130.0.6723.103 Mobile Safari/537.36 XWEB/1300333 MMWEBSDK/20241103 MicroMessenger/8.0.56.2800 WeChat/arm64 "
    "Weixin NetType/WIFI Language/zh_CN ABI/arm64"
)
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
        done = subprocess.run(
            [PROGRAMS / "countersign-desk", "--data", self.folder / "desk", *arguments],
            check=True, stdout=subprocess.PIPE, text=True,
        )
        return done.stdout


class Device:
    """The device program on a recorded machine, with its own license number."""

    def __init__(self, desk, at, manufacturer="ASRock", model="B450M Pro4", serial=None, number=None):
        self.desk, self.state = desk, desk.folder / f"device-{at}"
        self.state.mkdir()
        self.number = number or f"AA{at:011}"
        if not number:
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
    check(f"{lang}: findings are shown before the answer", "MODEL-BLANK" in seen and "SERIAL-PLACEHOLDER" in seen, seen)
    check(f"{lang}: the request fits the screen", phone.fits())
    check(f"{lang}: the button names its action", phone.text("form[method=post] .main") == words["help"])
    phone.picture(PICTURES / f"phone-look-refused-{lang}.png")
    phone.submit("form[method=post] .main")
    seen = phone.text()
    check(f"{lang}: the refusal is shown", words["refused"] in seen and "MACHINE-REFUSED" in seen, seen)
    case = re.search(r"CAS-\d{6}", seen)
    check(f"{lang}: the case number is shown", case is not None, seen)
    check(f"{lang}: the hotline is shown", "400 123 4567" in seen, seen)
    first = phone.text(".ways > li:first-child")
    check(f"{lang}: the first way is open", all(part in first for part in [words["way"], words["needs"], "request --recover"]), first)
    top = phone.script("return document.querySelector('.ways > li:first-child details > :last-child').getBoundingClientRect().bottom")
    check(f"{lang}: the first way is on the first screen", top <= 740, top)
    check(f"{lang}: the refusal fits the screen", phone.fits())
    phone.picture(PICTURES / f"phone-refused-{lang}.png")
    check(f"{lang}: other ways are closed", "AMIDE" not in phone.text(".ways"), phone.text(".ways"))
    phone.press(".ways > li:nth-child(2) summary")
    check(f"{lang}: the way that writes this firmware is listed", "AMIDE" in phone.text(".ways > li:nth-child(2)"), phone.text(".ways"))
    check(f"{lang}: an open way fits the screen", phone.fits())
    phone.picture(PICTURES / f"phone-write-{lang}.png")
    phone.submit("a.switch")
    other = phone.text()
    check(f"{lang}: the other language shows the same case", case and case[0] in other and words["refused"] not in other, other)


def grant(phone, desk, lang, at):
    words, device = WORDS[lang], Device(desk, at)
    phone.open(device.page)
    phone.picture(PICTURES / f"phone-look-{lang}.png")
    check(f"{lang}: a good machine is offered a code", phone.text("form[method=post] .main") == words["get"])
    tall = phone.script("return document.querySelector('form[method=post] .main').getBoundingClientRect().height")
    check(f"{lang}: the button is at least 44 pixels tall", tall >= 44, tall)
    phone.submit("form[method=post] .main")
    check(f"{lang}: the page of the code is shown", words["code"] in phone.text("h1"))
    lines = phone.script("return Array.from(document.querySelectorAll('#code li'), l => l.textContent.trim())")
    shape = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}( [0-9A-HJKMNP-TV-Z]{5}){3}")
    check(f"{lang}: the code has seven lines of four groups", len(lines) == 7 and all(shape.fullmatch(line) for line in lines), lines)
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
    check(f"{lang}: the copy is confirmed", phone.until("button[data-copy]", words["copied"]) == words["copied"])
    clip = phone.later("navigator.clipboard.readText().then(arguments[0], e => arguments[0](String(e)))")
    check(f"{lang}: the copy has the seven lines", clip.split("\n") == [*lines, ""], clip)
    phone.press("summary")
    spoken = phone.text("details")
    check(f"{lang}: the code can be read aloud", words["spoken"] in spoken and all(g in spoken for g in lines[6].split()), spoken)
    phone.picture(PICTURES / f"phone-aloud-{lang}.png")
    check(f"{lang}: the browser blocks nothing", phone.complaints() == [])
    entered = device.run("enter", "\n".join(lines))
    check(f"{lang}: the device accepts the code", entered.returncode == 0, entered.stdout + entered.stderr)
    phone.open(device.page)
    phone.submit("form[method=post] .main")
    again = phone.script("return Array.from(document.querySelectorAll('#code li'), l => l.textContent.trim())")
    check(f"{lang}: the same request gets the same code", again == lines, again)


def seen(phone, css):
    return phone.script("return document.querySelector(arguments[0]).checkVisibility()", css)


def lines_of(phone):
    return phone.script("return Array.from(document.querySelectorAll('#code li'), l => l.textContent.trim())")


def answer_again(phone, desk, lang, at):
    """The answer is shown again by whatever a browser does, and never to whoever has the QR alone."""
    words, device = WORDS[lang], Device(desk, at)
    phone.open(device.page)
    phone.submit("form[method=post] .main")
    address, lines = phone.script("return location.href"), lines_of(phone)
    check(f"{lang}: the answer has an address", address.startswith(device.page) and len(lines) == 7, address)
    for way, css, text in [("refresh", "#code", lines[6]), ("back", "main", words["get"]), ("forward", "#code", lines[6])]:
        phone.step(way)
        phone.until(css, text)
        shown = lines_of(phone)
        check(f"{lang}: the answer after {way}", shown == ([] if way == "back" else lines), shown)
    phone.open(address)
    check(f"{lang}: the address shows the code again", lines_of(phone) == lines)
    phone.submit("a.switch")
    check(f"{lang}: the other language shows the same code", lines_of(phone) == lines and words["code"] not in phone.text("h1"))
    for name, stranger in [("the QR alone", device.page), ("a made-up address", device.page + "/" + "A" * 40)]:
        phone.open(stranger)
        check(f"{lang}: no code is shown by {name}", lines_of(phone) == [] and words["get"] in phone.text("main"), phone.text())
    history = json.loads(desk.run("licenses", "show", device.number, "--json"))
    check(f"{lang}: viewing writes nothing", len(history["requests"]) == 1, history["requests"])


def compare(phone, desk, lang, at):
    """What has to be compared is shown: an unknown number, and the fields that differ."""
    words = WORDS[lang]
    unknown = Device(desk, at, number=f"ZZ{at:011}")
    phone.open(unknown.page)
    phone.submit("form[method=post] .main")
    groups = phone.script("return Array.from(document.querySelectorAll('.compare .grouped span'), s => s.textContent)")
    check(f"{lang}: the unknown number is shown in groups", [*map(len, groups)] == [5, 5, 3] and "".join(groups) == unknown.number, groups)
    check(f"{lang}: the page says what to compare", "NUMBER-UNKNOWN" in phone.text() and phone.fits(), phone.text())
    phone.picture(PICTURES / f"phone-unknown-{lang}.png")
    contrast(phone, f"{lang}: unknown number")
    owner = Device(desk, at + 1)
    phone.open(owner.page)
    phone.submit("form[method=post] .main")
    other = Device(desk, at + 2, number=owner.number, serial="M80-F3015500911")
    for _ in range(3):
        phone.open(other.page)
        phone.submit("form[method=post] .main")
    seen = phone.text()
    marked = phone.script("return Array.from(document.querySelectorAll('.fields li'), l => l.classList.contains('differs'))")
    check(f"{lang}: the fields that differ are marked", marked == [False, False, True, True], marked)
    check(f"{lang}: no value of the other machine is shown", owner.serial not in seen and "DEVICE-DIFFERS" in seen, seen)
    check(f"{lang}: the differences fit the screen", phone.fits() and words["refused"] in seen, seen)
    phone.picture(PICTURES / f"phone-differs-{lang}.png")
    contrast(phone, f"{lang}: what differs")
    history = json.loads(desk.run("licenses", "show", owner.number, "--json"))
    check(f"{lang}: a request that is pressed three times is recorded once", len(history["requests"]) == 2, history["requests"])


CONTRAST = """
const light = (color) => {
  const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map(n => n / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (one) => {
  for (let at = one; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    if (!/, 0\\)$/.test(color)) return color;
  }
  return 'rgb(255, 255, 255)';
};
const found = [];
const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
for (let node = walk.nextNode(); node; node = walk.nextNode()) {
  const one = node.parentElement;
  if (!node.textContent.trim() || !one.checkVisibility()) continue;
  const [a, b] = [light(getComputedStyle(one).color), light(ground(one))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  found.push([Math.round(ratio * 100) / 100, node.textContent.trim().slice(0, 30)]);
}
return found.sort((a, b) => a[0] - b[0]);
"""


def contrast(phone, name):
    """In sunlight: 7:1 for every text of the page (WCAG 2.2, 1.4.6), light and dark."""
    for scheme in ["light", "dark"]:
        phone.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        found = phone.script(CONTRAST)
        check(f"{name}: the contrast is at least 7:1, {scheme}", found and found[0][0] >= 7, found[:6])
    phone.cdp("Emulation.setEmulatedMedia", features=[])


def paper(phone, desk, lang, at):
    """On paper: the code large with its lines numbered, device and product, and no buttons."""
    device = Device(desk, at)
    phone.open(device.page)
    contrast(phone, f"{lang}: request")
    phone.submit("form[method=post] .main")
    contrast(phone, f"{lang}: code")
    phone.cdp("Emulation.setEmulatedMedia", media="print")
    phone.cdp("Emulation.setDeviceMetricsOverride", width=720, height=1000, deviceScaleFactor=1, mobile=False)
    text = phone.text()
    check(f"{lang}: paper names device and product", all(part in text for part in [device.serial, "B450M Pro4", "Example OS"]), text)
    gone = phone.script("return Array.from(document.querySelectorAll('button, .switch'), b => b.checkVisibility())")
    check(f"{lang}: paper has no buttons", gone and not any(gone), gone)
    size = phone.script("return parseFloat(getComputedStyle(document.querySelector('#code')).fontSize)")
    check(f"{lang}: the code is large on paper", size >= 28, size)
    numbers = phone.script("return Array.from(document.querySelectorAll('#code li'), l => getComputedStyle(l, '::before').content)")
    check(f"{lang}: the lines of the code are numbered", numbers == ["counter(line)"] * 7, numbers)
    phone.picture(PICTURES / f"phone-paper-{lang}.png")
    document = base64.b64decode(phone.cdp("Page.printToPDF")["data"])
    (PICTURES / f"phone-paper-{lang}.pdf").write_bytes(document)
    check(f"{lang}: the print has one page", len(re.findall(rb"/Type\s*/Page\b", document)) == 1)
    phone.cdp("Emulation.setEmulatedMedia", media="")
    phone.cdp("Emulation.clearDeviceMetricsOverride")


def share_and_copy(phone, desk, at):
    device = Device(desk, at)
    phone.open(device.page)
    phone.submit("form[method=post] .main")
    lines = lines_of(phone)
    check("there is no share button if the browser can't share", not seen(phone, "[data-share]") and seen(phone, "[data-print]"))
    stub = phone.cdp("Page.addScriptToEvaluateOnNewDocument", source="""
        navigator.share = async (shared) => { window.shared = shared };
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
    """)
    phone.open(phone.script("return location.href"))
    phone.press("[data-share]")
    shared = phone.script("return window.shared")
    expected = f"Example OS: license code for request {device.name}\n\n" + "\n".join(lines) + "\n"
    check("the shared text has the code, no address and no number", shared == {"text": expected}, shared)
    phone.press("[data-copy]")
    check("copying works without the clipboard API", phone.until("[data-copy]", "Copied") == "Copied")
    phone.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=stub["identifier"])
    phone.cdp("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    phone.open(phone.script("return location.href"))
    clip = phone.later("navigator.clipboard.readText().then(arguments[0], e => arguments[0](String(e)))")
    check("the copy has the seven lines", clip.split("\n") == [*lines, ""], clip)
    phone.script("document.execCommand = () => false; navigator.clipboard.writeText = () => Promise.reject()")
    phone.press("[data-copy]")
    check("a failed copy is reported", "by hand" in phone.until("[data-copy]", "Can't copy"))
    marked = phone.script("return getSelection().toString().split(/\\s+/).filter(Boolean).join('')")
    check("a failed copy leaves the lines selected", marked == "".join(lines).replace(" ", ""), marked)


def wechat(phone, desk, at):
    device = Device(desk, at)
    phone.open(device.page)
    check("WeChat: the user agent is that of WeChat", "MicroMessenger" in phone.script("return navigator.userAgent"))
    phone.submit("form[method=post] .main")
    lines = lines_of(phone)
    check("WeChat: the code is shown", len(lines) == 7 and phone.fits(), lines)
    phone.step("refresh")
    phone.until("#code", lines[6])
    check("WeChat: the code is shown again", lines_of(phone) == lines)
    check("WeChat: only buttons that work are shown", seen(phone, "[data-copy]") and not seen(phone, "[data-print]"))
    foreign = phone.script("""return performance.getEntriesByType('resource').map(r => new URL(r.name).origin)
        .filter(origin => origin !== location.origin)""")
    check("WeChat: nothing is loaded from other hosts", foreign == [] and phone.complaints() == [], foreign)
    check("no cookie is set", phone.cdp("Network.getAllCookies")["cookies"] == [])
    phone.picture(PICTURES / "phone-code-wechat.png")


def large_text(phone, desk, lang, at):
    whole = "return Array.from(document.querySelectorAll('#code span, .grouped span'), s => [s.getClientRects().length, s.getBoundingClientRect().right])"
    bad = Device(desk, at, model=" ", serial="To Be Filled By O.E.M.")
    pages = [("look", bad, False), ("refused", bad, True), ("code", Device(desk, at + 1), True), ("unknown", Device(desk, at + 2, number=f"ZZ{at:011}"), True)]
    for name, device, press in pages:
        phone.open(device.page)
        if press:
            phone.submit("form[method=post] .main")
        size = phone.script("return parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
        check(f"{lang}: the text is enlarged to 200 %: {name}", size >= 32, size)
        check(f"{lang}: the page fits at 200 %: {name}", phone.fits())
        groups = phone.script(whole)
        check(f"{lang}: no group is broken at 200 %: {name}", all(rows == 1 and right <= 360 for rows, right in groups), groups)
        phone.picture(PICTURES / f"phone-200-{name}-{lang}.png")


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
    check("without script: the code is shown", code.count("<li>") == 7, code)
    for kind in ["copy", "share", "print"]:
        check(f"without script: there is no button {kind}", not phone.plain_shown(f"button[data-{kind}]"))
    check("without script: the code is visible", phone.plain_shown("#code"))
    phone.cdp("DOM.setAttributeValue", nodeId=phone.plain_node("#code"), name="class", value="old")
    phone.cdp("Page.reload")
    check("without script: reloading shows the code again", phone.plain_html("#code.code") == code)
    history = phone.cdp("Page.getNavigationHistory")
    entries, at = history["entries"], history["currentIndex"]
    phone.cdp("Page.navigateToHistoryEntry", entryId=entries[at - 1]["id"])
    check("without script: back leads to the request", device.number in phone.plain_html("form[method=post] ~ p, main"))
    phone.plain_html("form[method=post] .main")
    phone.cdp("Page.navigateToHistoryEntry", entryId=entries[at]["id"])
    check("without script: forward leads to the code", phone.plain_html("#code") == code)


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
            for at, lang in enumerate(["en", "zh"]):
                with Phone(driver, WORDS[lang]["languages"]) as phone:
                    phone.checks = Checks(phone, AXE)
                    answer_again(phone, desk, lang, 60 + at)
                    compare(phone, desk, lang, 70 + 3 * at)
                    check(f"{lang}: the page with differences looks right and is accessible", not phone.checks.faults, phone.checks.faults)
                    phone.checks = None
                    paper(phone, desk, lang, 80 + at)
                with Phone(driver, WORDS[lang]["languages"], letters=32) as phone:
                    large_text(phone, desk, lang, 90 + 3 * at)
            with Phone(driver, "en") as phone:
                markup(phone, desk, 40)
                share_and_copy(phone, desk, 43)
            with Phone(driver, "zh-CN", agent=WECHAT) as phone:
                wechat(phone, desk, 44)
            with Phone(driver, "en", scripts=False) as phone:
                without_script(phone, desk, 41)
            with Phone(driver, "zh-CN", scripts=False, agent=WECHAT) as phone:
                without_script(phone, desk, 42)
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
