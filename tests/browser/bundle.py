"""A bundle of requests in the office: progress, counts, cases, the file of answers, a lost connection."""

import json
import os
import sys
import tempfile
import time

from checks import Checks
from chromium import Driver, run_tests
from office import SIZES, Desk, Office, look

AXE = os.path.abspath(sys.argv[3])
MACHINES = [("clean", "AA05550000001"), ("placeholder-serial", "AA05550000002"), ("blank-model", "AA05550000003"), ("clean", "AA09999999999")]


def write_bundle(desk, folder):
    """Four machines: a code, two refusals of one reason, an unknown number; and a line that is wrong."""
    lines = [{"countersign": "requests", "version": 1}]
    for at, (sample, number) in enumerate(MACHINES):
        lines.append({"host": f"<b>node-{at}</b>", "request": desk.request(sample, number)["text"]})
    path = os.path.join(folder, "fleet.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in [*lines, "nothing", {"end": 5}])
    return path


def send(browser, desk, path):
    browser.open(desk.url + "/office/bundle")
    browser.type("input[type=file]", path)
    browser.press("form[data-bundle] button")


def saved(path):
    """The lines of a file that the browser saves, once it is there."""
    for _ in range(300):
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                return file.read().splitlines()
        time.sleep(0.05)
    raise RuntimeError(f"{path} was not saved")


def answered(driver, desk, lang, size):
    """The counts by reason with their cases, and the answers as a file."""
    with tempfile.TemporaryDirectory() as folder, Office(driver, lang, *SIZES[size]) as browser:
        checks = Checks(browser, AXE)
        browser.sign_in(desk)
        send(browser, desk, write_bundle(desk, folder))
        browser.until("[data-counts]", "LINE-MALFORMED")
        shown = browser.text("[data-counts]")
        assert ("5 requests: 1 codes, 4 refused." if lang == "en" else "共 5 个请求：1 个已发码，4 个被拒绝。") in shown, shown
        rows = browser.script("return Array.from(document.querySelectorAll('[data-counts] tbody tr'), row => row.innerText.split(/\\s+/).filter(Boolean))")
        assert rows[0][:2] == ["MACHINE-REFUSED", "2"] and rows[0][2].startswith("CAS-") and len(rows[0]) == 3, rows
        assert sorted(row[0] for row in rows[1:]) == ["LINE-MALFORMED", "NUMBER-UNKNOWN"], rows
        assert ("5 processed" if lang == "en" else "已处理 5 个") in browser.text("[data-progress]")
        look(browser, checks, f"bundle-answered-{size}", lang)
        checks.good()
        browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder)
        browser.press("[data-save]")
        answers = [json.loads(line) for line in saved(os.path.join(folder, "countersign-answers.jsonl"))]
        assert len(answers) == 7 and answers[-1]["counts"]["issued"] == 1, answers[-1]
        assert answers[1]["host"] == "<b>node-0</b>", answers[1]
        browser.submit("[data-counts] tbody a")
        assert ("2, 2 without a code" if lang == "en" else "2 台，2 台尚无授权码") in browser.text(".facts"), browser.text(".facts")


def answers_on_a_phone(driver, desk):
    """The same in Chinese, at phone size."""
    answered(driver, desk, "zh", "phone")


def answers_at_a_desk(driver, desk):
    """The same in English. A bundle that comes again has the same case."""
    answered(driver, desk, "en", "desk")


def invalid_file_and_lost_connection(driver, desk):
    """A file that is no bundle is told, and so is a lost connection."""
    with tempfile.TemporaryDirectory() as folder, Office(driver, "en", *SIZES["desk"]) as browser:
        browser.sign_in(desk)
        other = os.path.join(folder, "<other>.jsonl")
        with open(other, "w", encoding="utf-8") as file:
            file.write("hello\n")
        send(browser, desk, other)
        browser.until("[data-refused]", "BUNDLE-MALFORMED")
        bundle = write_bundle(desk, folder)
        browser.open(desk.url + "/office/bundle")
        browser.type("input[type=file]", bundle)
        browser.cdp("Network.enable")
        browser.cdp("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        browser.press("form[data-bundle] button")
        browser.until("[data-lost]", "Send the same file again")
        browser.cdp("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        browser.press("form[data-bundle] button")
        browser.until("[data-counts]", "MACHINE-REFUSED")


def main():
    with tempfile.TemporaryDirectory() as folder:
        desk, driver = Desk(folder, "empty"), Driver()
        desk.run("licenses", "add", *[number for _, number in MACHINES[:3]])
        tests = [(test.__name__.replace("_", " "), lambda test=test: test(driver, desk)) for test in (answers_on_a_phone, answers_at_a_desk, invalid_file_and_lost_connection)]
        try:
            failed = run_tests(tests)
        finally:
            driver.close()
            desk.close()
    sys.exit(failed)


if __name__ == "__main__":
    main()
