"""Helping a caller in a browser: a request by word while it is typed, and the guide for the telephone."""

import json
import os
import sys
import tempfile

from chromium import Driver, run_tests
from office import SIZES, Desk, Office

NUMBER = "AA03220123952"
GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "assets", "caller-screens.generated.json")
KEY_MS = 30
LATENCY_MS = 500
FIELDS = ["number", "line8", "line9", "line10", "line11"]

# Remembers what was focused, and, each time a part is replaced, what its field held then.
WATCH = """
window.focused = [];
window.parts = [];
document.addEventListener("focusin", (event) => window.focused.push(event.target.name || event.target.tagName));
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) {
    const field = node.id && document.querySelector(`[data-part="${node.id}"]`);
    if (field) window.parts.push([node.id, field.value, node.textContent]);
  }
}).observe(document.querySelector("form[data-check]"), { childList: true, subtree: true });
"""


def slipped(line, at=0):
    return line[:at] + ("8" if line[at] == "7" else "7") + line[at + 1:]


def slow_network(browser):
    browser.cdp("Network.enable")
    browser.cdp("Network.emulateNetworkConditions", offline=False, latency=LATENCY_MS, downloadThroughput=-1, uploadThroughput=-1)


def keys(browser, text):
    """Types at a steady pace, as the browser's own events."""
    actions = []
    for key in text:
        actions += [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}, {"type": "pause", "duration": KEY_MS}]
    browser.call("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})


TAB, ENTER = "\ue004", "\ue007"


def values(browser):
    return browser.script("return arguments[0].map((name) => document.querySelector(`[name=${name}]`).value)", FIELDS)


def until(browser, code):
    """Waits until a script gives something."""
    return browser.later(f"""
        const done = arguments[arguments.length - 1];
        const look = () => {{ const found = (() => {{ {code} }})(); found ? done(found) : requestAnimationFrame(look); }};
        look();
    """)


def said(browser, text):
    until(browser, f"return document.querySelector('main').textContent.includes({json.dumps(text)})")


def typed_fast(driver, desk, key):
    """At 30 ms a key and 500 ms latency nothing is lost, the focus stays where the person put it, no answer stands beside a
    text that it wasn't given for, and a corrected line stays corrected."""
    lines = desk.spoken["lines"]
    wanted = [line.replace(" ", "").lower() for line in lines]
    typed = ["aa 0322-0123952", slipped(wanted[0], 4), *wanted[1:]]
    with Office(driver, "en", *SIZES["desk"]) as browser:
        browser.sign_in(desk)
        browser.open(desk.url + "/office/spoken")
        assert browser.script("return document.activeElement.name") == "number"
        slow_network(browser)
        browser.script(WATCH)
        keys(browser, key.join(typed))
        assert values(browser) == typed, values(browser)
        assert browser.script("return window.focused") == FIELDS[1:], browser.script("return window.focused")
        said(browser, "Ask the caller for the name")
        assert browser.script("return document.activeElement.name") == "line11"
        assert values(browser) == typed, values(browser)
        parts = browser.script("return window.parts")
        assert len(parts) > 10, f"only {len(parts)} parts were checked while typing"
        for part, value, text in parts:
            missing = 20 - len(value.replace(" ", ""))
            if part != "part-number" and 0 < missing < 20:
                assert text.startswith(f"✗ {missing} missing"), (part, value, text)
        mark = "return Array.from(document.querySelectorAll('#part-8 mark'), (one) => one.textContent).join('')"
        assert browser.script(mark) == wanted[0][4].upper()
        words = browser.text("#part-8 .read-as + .quiet").split(" · ")
        assert len(words) == 4 and all(words), words
        browser.picture("spoken-mended-en-desk")
        # Typed anew without the slip: still corrected, and the name is still asked for.
        browser.script("const line = document.querySelector('[name=line8]'); line.focus(); line.select();")
        keys(browser, wanted[0])
        until(browser, "return !document.querySelector('[data-stale]')")
        said(browser, "Ask the caller for the name")
        assert browser.script(mark) == wanted[0][4].upper() and values(browser)[1] == wanted[0]
        browser.submit("button[value=answer]")
        assert browser.script("return document.querySelectorAll('.lines li').length") == 0, "the code is shown only after a confirmation"
        assert values(browser)[1:] == wanted and browser.script(mark) == wanted[0][4].upper()
        browser.press("input[name=confirmed]")
        browser.submit("button[value=answer]")
        assert browser.script("return document.querySelectorAll('.lines li').length") == 7
        browser.picture("spoken-code-en-desk")
        complaints = browser.complaints()
        assert not complaints, complaints


def typed_offline(driver, desk):
    """While the desk can't be reached the page says so, and what was typed is checked once it can."""
    with Office(driver, "zh", *SIZES["phone"]) as browser:
        browser.sign_in(desk)
        browser.open(desk.url + "/office/spoken")
        browser.cdp("Network.enable")
        browser.cdp("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        keys(browser, NUMBER + TAB + desk.spoken["lines"][0])
        until(browser, "return !document.querySelector('[data-offline]').hidden")
        browser.picture("spoken-offline-zh-phone")
        browser.cdp("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        until(browser, "return document.querySelector('#part-8 .good')")
        assert browser.script("return document.querySelector('[data-offline]').hidden") and browser.fits()
        assert values(browser)[:2] == [NUMBER, desk.spoken["lines"][0]]


def without_scripts(driver, desk):
    """One submit checks the whole form, keeps what was typed, and marks what was corrected."""
    with Office(driver, "en", *SIZES["phone"]) as browser:
        browser.sign_in(desk)
        browser.open(desk.url + "/office/spoken")
        lines = desk.spoken["lines"]
        # What a browser without script posts.
        browser.script("""
            const form = document.querySelector("form[data-check]");
            const [number, ...lines] = arguments;
            form.elements.number.value = number;
            lines.forEach((line, at) => { form.elements[`line${at + 8}`].value = line; });
            const button = document.createElement("input");
            Object.assign(button, { type: "hidden", name: "do", value: "check" });
            form.append(button);
        """, NUMBER, slipped(lines[0]), *lines[1:])
        browser.leaving()
        browser.script("document.querySelector('form[data-check]').submit()")
        browser.arrived()
        assert values(browser) == [NUMBER, slipped(lines[0]), *lines[1:]]
        assert browser.script("return document.querySelectorAll('#part-8 mark').length") == 1
        assert "Ask the caller for the name" in browser.text("main") and browser.fits()
        browser.picture("spoken-read-en-phone")


def guide(driver, desk, lang, caller, size):
    """A call is guided by links alone: step, screen, key; place and languages stay in the address; every screen fits."""
    other = "en" if caller == "zh" else "zh"
    corner, shown = {"zh": ("3 修复", "用厂商工具写入固件"), "en": ("3 FIX", "Write the firmware with the maker's tool")}[caller]
    with Office(driver, lang, *SIZES[size]) as browser:
        browser.sign_in(desk)
        # From the case, with that machine's values.
        browser.open(desk.url + "/office/cases/CAS-000001")
        browser.submit("a[href$='/guide']")
        browser.submit(f".caller a[lang^={caller}]")
        browser.submit(".jump a[href*='step=3']")
        browser.picture(f"guide-step-{lang}-{caller}-{size}")
        browser.submit(".branches a[href*='at=fix-list&']")
        assert browser.text(".corner") == corner and "SERIAL-PLACEHOLDER" in browser.text("main")
        browser.picture(f"guide-screen-{lang}-{caller}-{size}")
        browser.submit(".rows a[href*='at=fix-write&']")
        assert shown in browser.text(".caller-screen"), browser.text(".caller-screen")
        # The other languages, at the same screen.
        browser.submit(f".caller a[lang^={other}]")
        assert "at=fix-write" in browser.script("return location.search") and shown not in browser.text(".caller-screen")
        browser.submit(f".caller a[lang^={caller}]")
        browser.submit("a.switch")
        menu = browser.script("return document.querySelector('.menu').textContent")
        assert shown in browser.text(".caller-screen") and ("Start" if lang == "zh" else "首页") in menu, menu
        browser.submit("a.switch")
        with open(GUIDE, encoding="utf-8") as file:
            screens = [screen["id"] for screen in json.load(file)["screens"]]
        for screen in screens:
            browser.open(f"{desk.url}/office/requests/1/guide?at={screen}&caller={caller}")
            assert browser.text(".caller-screen") and browser.fits(), f"{screen} at {size}"
            if screen in ["route-accepted", "request-spoken", "code-lines", "keep-kept", "request-qr"]:
                browser.picture(f"guide-{screen}-{lang}-{caller}-{size}")
        complaints = browser.complaints()
        assert not complaints, complaints


def guide_beside_a_request_by_word(driver, desk):
    """The guide opens beside the page, so that nothing typed is lost."""
    with Office(driver, "en", *SIZES["desk"]) as browser:
        browser.sign_in(desk)
        browser.open(desk.url + "/office/spoken")
        keys(browser, NUMBER)
        browser.press("a[href*='at=request-spoken']")
        windows = browser.driver.call("GET", f"{browser.session}/window/handles")
        assert len(windows) == 2 and values(browser)[0] == NUMBER
        browser.call("/window", {"handle": windows[1]})
        until(browser, "return document.querySelector('.caller-screen')")
        assert "5 REQUEST" in browser.text("main") and "Read me the license number first" in browser.text("main")


def main():
    with tempfile.TemporaryDirectory() as folder:
        desk, driver = Desk(folder, "few"), Driver()
        tests = [
            ("spoken request without scripts", lambda: without_scripts(driver, desk)),
            ("spoken request, offline", lambda: typed_offline(driver, desk)),
            ("spoken request, typed fast with Tab", lambda: typed_fast(driver, desk, TAB)),
            ("spoken request, typed fast with Enter", lambda: typed_fast(driver, desk, ENTER)),
            ("guide beside a spoken request", lambda: guide_beside_a_request_by_word(driver, desk)),
        ]
        tests += [
            (f"guide, {lang}, caller {caller}, {size}", lambda all=(lang, caller, size): guide(driver, desk, *all))
            for lang, caller, size in [("en", "en", "desk"), ("zh", "zh", "phone"), ("en", "zh", "phone"), ("zh", "en", "desk")]
        ]
        try:
            failed = run_tests(tests)
        finally:
            driver.close()
            desk.close()
    sys.exit(failed)


if __name__ == "__main__":
    main()
