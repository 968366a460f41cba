"""What must hold of every page: it fits the screen, badges stay whole, axe-core finds nothing, the keyboard reaches all of it."""

import pathlib

SCRIPT = pathlib.Path(__file__).with_name("checks.js").read_text()
WIDTHS = {"phone": (360, 740), "tablet": (768, 1024), "desk": (1280, 900)}
NARROWEST = (320, 640)
TAB, ENTER, DOWN = "\ue004", "\ue007", "\ue015"


class Checks:
    """The checks of one browser. `axe` is the file of axe-core."""

    def __init__(self, browser, axe):
        self.browser, self.faults = browser, []
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=pathlib.Path(axe).read_text())
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=SCRIPT)
        self.media(scheme="light")

    def media(self, kind="", scheme="light", **more):
        """What the browser says of its user: light or dark, motion, forced colours."""
        features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce", **more}
        self.browser.cdp(
            "Emulation.setEmulatedMedia", media=kind,
            features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()],
        )

    def resize(self, size):
        width, height = size
        self.browser.width = width
        self.browser.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def note(self, name, faults):
        self.faults += [f"{name}, {self.browser.width} pixels: {fault}" for fault in faults]

    def good(self):
        """Fails with every fault that was found."""
        faults, self.faults = self.faults, []
        assert not faults, "\n".join([f"{len(faults)} faults", *faults])

    def page(self, name):
        """The page as it is open, light and dark."""
        self.layout(name)
        self.accessible(name)
        self.media(scheme="dark")
        self.accessible(f"{name}, dark", ["color-contrast"])
        self.media(scheme="light")

    def layout(self, name):
        """Nothing is wider than the page, nothing wraps inside a badge, nothing moves."""
        faults = self.browser.script("return checks.layout()")
        self.note(name, faults)

    def accessible(self, name, rules=()):
        """axe-core finds nothing: WCAG 2.0 to 2.2, levels A and AA, and its own best practices."""
        found = self.browser.later(f"checks.axe({list(rules)!r}).then(arguments[0], e => arguments[0]([String(e)]))")
        self.note(name, found)

    def keyboard(self, name):
        """Tab goes to everything that can be used, is never trapped, and shows where it is."""
        wanted = self.browser.script("return checks.watch()")
        for _ in range(40):
            self.keys(TAB * 25)
            if self.browser.script("return checks.unreached()") == []:
                break
        missed = self.browser.script("return checks.unreached()")
        self.note(name, [] if wanted else ["nothing to use"])
        self.note(name, [f"Tab does not reach {one}" for one in missed])
        self.note(name, [f"the focus is not seen at {one}" for one in self.browser.script("return checks.unseen()")])

    def keys(self, text):
        """Types keys, wherever the focus is."""
        actions = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.browser.call("/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def tab_to(self, css):
        """Tabs until the focus is on an element."""
        for _ in range(200):
            if self.browser.script("return document.activeElement.matches(arguments[0])", css):
                return
            self.keys(TAB)
        raise AssertionError(f"Tab does not reach {css}")
