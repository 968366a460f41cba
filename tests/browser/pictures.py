"""Takes the pictures of the documents: the phone's pages, the back office, and the page of a fleet. Run by tests/browser/run --pictures.

Each page is checked for what its picture is to show, and each picture for its size.
"""

import base64
import os
import subprocess
import sys
import tempfile

from callers import TAB, keys, until
from chromium import Driver, run_tests
from office import PICTURES, PROGRAMS, Office
from story import BOUND, SPOKEN, Story

PHONE, DESK = (360, 740), (1100, 720)
LANGUAGES = {"en": "en-US,en", "zh": "zh-CN,zh,en"}
MOST_BYTES = 50_000
PALETTES = ["40", "24", "16"]
# The lowest place above a height where a page can be cut without cutting a line of text, a button or a field.
CUT = """
const lines = [...document.querySelectorAll('main *')].filter((one) => one.matches('button, input, select, .button') ||
  [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
const boxes = lines.filter((one) => !one.matches('textarea, :has(textarea)')).flatMap((one) => [...one.getClientRects()]);
let cut = arguments[0] - 8;
for (let above = true; above;) {
  above = boxes.find((box) => box.top + scrollY - 3 < cut && cut < box.bottom + scrollY + 3);
  if (above) cut = above.top + scrollY - 4;
}
return cut;
"""


class Camera(Office):
    """A browser that takes pictures of pages."""

    def __init__(self, driver, lang, size):
        super().__init__(driver, LANGUAGES[lang], *size)
        self.lang = lang
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "light"}])

    def take(self, name, *texts, css=None, height=None):
        """Takes a picture of the page, or of an element, once it shows the texts. A page that is higher is cut."""
        for text in texts:
            self.until("main", text)
        self.script("document.activeElement.blur(); scrollTo(0, 0)")
        box = self.script("""
            const box = document.querySelector(arguments[0]).getBoundingClientRect();
            return [box.left + scrollX, box.top + scrollY, box.width, box.height];
        """, css or "html")
        margin = 16 if css else 0
        clip = {"x": max(box[0] - margin, 0), "y": max(box[1] - margin, 0), "scale": 1 / self.script("return devicePixelRatio")}
        clip["width"] = min(box[2] + 2 * margin, self.width)
        clip["height"] = box[3] + 2 * margin
        if height and height < clip["height"]:
            clip["height"] = self.script(CUT, height)
        shot = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        save(name if self.lang == "en" else f"{name}-zh", base64.b64decode(shot["data"]))
        assert self.fits(), f"{name} is wider than the screen"


def save(name, picture):
    """Writes a picture with the largest palette that keeps it small. Text and flat colours need no dither, which would make it rough."""
    os.makedirs(PICTURES, exist_ok=True)
    for colours in PALETTES:
        small = subprocess.run(["pngquant", "--nofs", "--speed", "1", colours, "-"], input=picture, capture_output=True, check=True).stdout
        if len(small) < MOST_BYTES:
            break
    assert len(small) < MOST_BYTES, f"{name} has {len(small)} bytes"
    with open(os.path.join(PICTURES, f"{name}.png"), "wb") as file:
        file.write(small)


def phone(driver, desk):
    """The pages behind the QR of a machine that the desk refuses, and of one that gets a code."""
    with Camera(driver, desk.lang, PHONE) as browser:
        browser.open(desk.page(desk.refused))
        browser.take("phone-look-refused" if desk.lang == "zh" else "phone-look", "MODEL-BLANK", "SERIAL-PLACEHOLDER")
        browser.open(desk.page(desk.granted))
        assert browser.script("return document.querySelectorAll('.bad').length") == 0, browser.text("main")
        if desk.lang == "zh":
            browser.take("phone-look", "HLT22K7Q2093")
        browser.submit("form[method=post] .main")
        assert browser.script("return document.querySelectorAll('#code li').length") == 7
        browser.take("phone-code", "HLT22K7Q2093")


def office(driver, desk):
    """A refused request, its case, mail and guide; the start page with its charts; a number and the question before a release."""
    zh = desk.lang == "zh"
    with Camera(driver, desk.lang, DESK) as browser:
        browser.sign_in(desk)
        browser.open(f"{desk.url}/office?days=30")
        cases = browser.script("return [...new Set(Array.from(document.querySelectorAll('table.rows a[href*=CAS-]'), a => a.textContent))]")
        assert cases == [desk.case], cases
        browser.take("office-start", desk.case, height=browser.script("return document.querySelector('#statistics').getBoundingClientRect().top + scrollY"))
        browser.take("office-statistics", css="#statistics")
        browser.open(f"{desk.url}/office/cases/{desk.case}")
        if zh:
            browser.take("office-case", "T-4711", "BR80G1234567", height=1400)
        guide = browser.script("return document.querySelector(arguments[0]).href", "a[href*='/requests/'][href$='/guide']")
        browser.open(guide.removesuffix("/guide"))
        browser.take("office-request", "MODEL-BLANK", "SERIAL-PLACEHOLDER", height=1000)
        browser.open(f"{guide}?at=fix-list&caller={desk.lang}")
        browser.take("office-guide", "SERIAL-PLACEHOLDER", height=860)
        browser.open(f"{desk.url}/office/cases/{desk.case}/mail?kind=first&language={desk.lang}")
        browser.take("office-mail", "T-4711", height=900)
        if zh:
            number(browser, desk)
            by_telephone(browser, desk)


def number(browser, desk):
    """A number that a machine has, as a lead sees it, and the question before it is released."""
    browser.open(f"{desk.url}/office/numbers/{BOUND}")
    browser.take("office-number", "DEVICE-DIFFERS", height=1420)
    browser.press("input[value=release]")
    browser.type("form[action*='/act?'] input[name=reason]", "客户更换整机")
    browser.submit("form[action*='/act?'] button")
    browser.take("office-release", BOUND)


def by_telephone(browser, desk):
    """A request as it is read out, one character misheard: the name to compare, then the code with its words."""
    first = desk.spoken[0]
    slipped = first[:8] + ("8" if first[8] == "7" else "7") + first[9:]
    browser.open(f"{desk.url}/office/spoken")
    keys(browser, TAB.join([SPOKEN, slipped, *desk.spoken[1:]]))
    until(browser, "return document.querySelector('input[name=confirmed]') && document.querySelector('#part-8 mark')")
    browser.take("office-spoken", SPOKEN)
    browser.press("input[name=confirmed]")
    browser.submit("button[value=answer]")
    assert browser.script("return document.querySelectorAll('.lines li').length") == 7
    browser.take("office-code")


def fleet(driver, desk):
    """The page that sums up the recordings of a fleet."""
    page = os.path.join(desk.folder, "fleet.html")
    machines = [os.path.join(desk.folder, name) for name in sorted(os.listdir(desk.folder)) if name.startswith("machine-") and name.endswith(".txt")]
    bad = [os.path.join(desk.folder, "placeholder-serial.bin"), os.path.join(desk.folder, "clean.txt")]
    done = subprocess.run(
        [os.path.join(PROGRAMS, "countersign"), "inspect", "--html", page, "--lang", "en", *machines, *bad], capture_output=True, text=True,
    )
    assert done.returncode == 3, done.stderr
    with Camera(driver, "en", DESK) as browser:
        browser.open(f"file://{page}")
        browser.take("fleet", "SERIAL-PLACEHOLDER", height=1200)


def main():
    with tempfile.TemporaryDirectory() as english, tempfile.TemporaryDirectory() as chinese:
        driver, desks = Driver(), []
        try:
            desks += [Story(english, "en"), Story(chinese, "zh")]
            tests = [(f"{test.__name__}, {desk.lang}", lambda test=test, desk=desk: test(driver, desk)) for desk in desks for test in (phone, office)]
            failed = run_tests([*tests, ("fleet", lambda: fleet(driver, desks[0]))])
        finally:
            driver.close()
            for desk in desks:
                desk.close()
    sys.exit(failed)


if __name__ == "__main__":
    main()
