"""Chromium by chromedriver's protocol (WebDriver over HTTP), without a library."""

import base64
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import traceback
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
]


class Driver:
    """chromedriver on a free port."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            ["chromedriver", f"--port={port}", "--silent"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(600):
            try:
                if self.call("GET", "/status")["ready"]:
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("chromedriver does not answer")

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=300) as reply:
                return json.load(reply)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from error

    def close(self):
        """Ends chromedriver and the browsers it started, which are in its process group."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


class Phone:
    """One browser, the size of a phone."""

    def __init__(self, driver, languages, width=360, height=740, scripts=True, agent=None, letters=16):
        self.driver, self.width, self.checks = driver, width, None
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        options = {
            "args": [*FLAGS, f"--user-data-dir={self.profile.name}"],
            "prefs": {"intl.accept_languages": languages},
            "mobileEmulation": {"deviceMetrics": {"width": width, "height": height, "pixelRatio": 2.0}},
        }
        if agent:
            options["args"].append(f"--user-agent={agent}")
        if letters != 16:
            options["prefs"]["webkit.webprefs.default_font_size"] = letters
        if not scripts:
            options["prefs"]["profile.managed_default_content_settings.javascript"] = 2
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}, "timeouts": {"script": 300_000}}
        made = driver.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = f"/session/{made['sessionId']}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.driver.call("DELETE", self.session)
        except OSError as error:
            print(f"the browser does not end: {error}")
        self.profile.cleanup()

    def call(self, path, body):
        return self.driver.call("POST", self.session + path, body)

    def cdp(self, command, **params):
        return self.call("/goog/cdp/execute", {"cmd": command, "params": params})

    def open(self, url):
        """Opens a page, and waits until it is complete."""
        self.leaving()
        self.call("/url", {"url": url})
        self.arrived()

    def submit(self, css):
        """Presses an element that leads to another page, and waits until that is complete."""
        self.leaving()
        self.press(css)
        self.arrived()

    def leaving(self):
        self.script("window.leaving = true")

    def arrived(self):
        for _ in range(300):
            try:
                if self.script("return !window.leaving && document.readyState === 'complete' && !!document.body"):
                    return
            except RuntimeError:
                pass  # no page answers between two pages
            time.sleep(0.05)
        raise RuntimeError("the page does not load")

    def step(self, way):
        """Goes `back` or `forward`, or loads the page again (`refresh`)."""
        self.leaving()
        self.call(f"/{way}", {})

    def until(self, css, text):
        """The text of an element, once it holds a text."""
        for _ in range(300):
            try:
                seen = self.text(css)
                if text in seen:
                    return seen
            except RuntimeError:
                pass  # the page is being replaced
            time.sleep(0.05)
        raise RuntimeError(f"{css} never shows {text}")

    def find(self, css):
        return self.call("/element", {"using": "css selector", "value": css})[ELEMENT]

    def press(self, css):
        self.call(f"/element/{self.find(css)}/click", {})

    # Without scripts, chromedriver's own commands hang; the browser's protocol works.

    def plain_open(self, url):
        self.cdp("Page.navigate", url=url)

    def plain_node(self, css):
        root = self.cdp("DOM.getDocument")["root"]["nodeId"]
        return self.cdp("DOM.querySelector", nodeId=root, selector=css)["nodeId"]

    def plain_html(self, css):
        """The markup of an element, once it exists."""
        for _ in range(200):
            try:
                node = self.plain_node(css)
                if node:
                    return self.cdp("DOM.getOuterHTML", nodeId=node)["outerHTML"]
            except RuntimeError:
                pass  # the page is being replaced
            time.sleep(0.05)
        raise RuntimeError(f"{css} does not appear")

    def plain_shown(self, css):
        """Whether an element has a box."""
        try:
            return bool(self.cdp("DOM.getBoxModel", nodeId=self.plain_node(css)))
        except RuntimeError:
            return False

    def plain_press(self, css):
        corners = self.cdp("DOM.getBoxModel", nodeId=self.plain_node(css))["model"]["content"]
        x, y = (corners[0] + corners[2]) / 2, (corners[1] + corners[5]) / 2
        for kind in ["mousePressed", "mouseReleased"]:
            self.cdp("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def text(self, css="body"):
        found = self.find(css)
        return self.driver.call("GET", f"{self.session}/element/{found}/text")

    def script(self, code, *args):
        return self.call("/execute/sync", {"script": code, "args": list(args)})

    def later(self, code):
        return self.call("/execute/async", {"script": code, "args": []})

    def complaints(self):
        """The messages of the console: a blocked script or style, a missing file."""
        return [line["message"] for line in self.call("/se/log", {"type": "browser"})]

    def fits(self):
        return self.script("return document.documentElement.scrollWidth") <= self.width

    def picture(self, path):
        shot = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))
        if self.checks:
            self.checks.page(path.stem)


def run_tests(tests):
    """Runs tests of a name and a function each, all of them; prints how each ended, and the count. Gives the exit code."""
    failed = 0
    for name, test in tests:
        try:
            test()
            print(f"ok      {name}")
        except Exception:  # the other tests run too
            failed += 1
            print(f"FAILED  {name}")
            traceback.print_exc()
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 1 if failed else 0
