"""Every output of both programs with the texts of 50 hostile machines and their customers."""

import contextlib
import fcntl
import http.cookiejar
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import urllib.error
import urllib.parse
import urllib.request

import forms
from hostile import Hostile
from stage import ENVIRONMENT, OTHER, run
from suite import NUMBER, must

MACHINES = 50
PASSWORD = "correct horse battery"
# The answers in a session by lines: the number, entries of the menus, then the end.
ANSWERS = f"{NUMBER}\n1\n13\n1\n1\n1\nspell\n20\n21\n22\n9\n0\n"
# The keys of a session on screens. Each is sent when the screen is drawn.
# A machine that would be refused asks anyway ("a"), so that each reaches the step Request.
KEYS = [f"{OTHER}\r", "d", "\x1b", "\r", "1", "\x1b", "a", "\r", "1", "t", "v", "?", "\x1b", "\r", "\x14", "q", "\x03"]
# What is drawn on the way. Of the title of Inspect, the blank between number and word isn't drawn again.
TITLES = (b"1 WELCOME", b"INSPECT", b"4 ROUTE", b"5 REQUEST")
PAGES = ["/office", "/office/numbers", f"/office/numbers/{NUMBER}", "/office/requests", "/office/cases", "/office/audit", "/office/statistics", "/office/guide",
         "/office/bundle", "/office/import", "/office/operators", "/office/tokens", "/office/keys", "/office/account", "/office/downloads"]


def cases():
    for seed in range(1, MACHINES + 1):
        yield f"machine {seed}", seed, seed


def check(stage, case, seed):
    place, hostile = stage.copy(case) / "place", Hostile(seed)
    hostile.machine(place / "sys")
    # The hostile machine has no activation.
    for variable in (place / "sys/firmware/efi/efivars").iterdir():
        variable.unlink()
    for lang in ("en", "zh"):
        by_commands(stage, place, lang)
    by_lines(stage, place)
    by_screens(stage, place)
    requests = asked(stage, place)
    at_the_desk(stage, place, hostile, requests)
    served(stage, place, hostile, requests)
    made = {name for _, _, names in os.walk(place) for name in names} | set(os.listdir(place.parent))
    must(not any(name.startswith("evil") for name in made), f"a command in a text was run: {made}")


def by_commands(stage, place, lang):
    """The output and the files of single commands."""
    machine = ("--hardware", "sys", "--profile", "profile.toml", "--state", f"state-{lang}", "--lang", lang)
    for words, form in ((("inspect",), forms.terminal), (("inspect", "--json"), forms.data), (("report",), forms.terminal),
                        (("report", "--full"), forms.terminal), (("report", "--json"), forms.data), (("status",), forms.terminal),
                        (("doctor",), forms.terminal), (("doctor", "--json"), forms.data), (("request", "--number", NUMBER), forms.terminal),
                        (("request", "--json"), forms.data), (("request", "--spoken"), forms.terminal), (("request", "--qr=mono,blanks"), forms.terminal),
                        (("report", "--sheet"), forms.terminal), (("report", "--sheet=html"), forms.page)):
        ran = run([stage.device, *words, *machine], cwd=place)
        what = f"{' '.join(words)} {lang}"
        must(ran.exit in (0, 1, 3, 4, 5), f"{what}: exit {ran.exit}: {ran.text[:800]}")
        forms.terminal(f"{what}, standard error", ran.err.decode())
        form(what, ran.out.decode())
    ran = run([stage.device, "inspect", "--lang", lang, "--html", f"fleet-{lang}.html", "sys"], cwd=place)
    must(ran.exit in (0, 1, 3), f"inspect --html: {ran.text[:800]}")
    forms.terminal("inspect --html", ran.text)
    forms.page("the page of a fleet", (place / f"fleet-{lang}.html").read_text())


def by_lines(stage, place):
    """A session by lines, through pipes."""
    (place / "answers").write_text(ANSWERS)
    with open(place / "answers", "rb") as answers:
        ran = run([stage.device, "--plain", "--hardware", "sys", "--profile", "profile.toml", "--state", "state-plain"], cwd=place, stdin=answers)
    must(ran.exit in (0, 3), f"--plain: exit {ran.exit}: {ran.text[-800:]}")
    forms.terminal("--plain", ran.text)


def by_screens(stage, place):
    """A session on screens, in a pseudo-terminal."""
    child, master = pty.fork()
    if child == 0:
        os.chdir(place)
        os.execve(stage.device, ["countersign", "--hardware", "sys", "--profile", "profile.toml", "--state", "state-screens"], ENVIRONMENT)
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 132, 0, 0))
    shown, keys, end = b"", list(KEYS), time.monotonic() + 30
    with contextlib.suppress(OSError):
        while time.monotonic() < end:
            # No output for a while means that the screen is whole. Send the next key.
            if not select.select([master], [], [], 0.25)[0]:
                if not keys:
                    break
                os.write(master, keys.pop(0).encode())
                continue
            piece = os.read(master, 65536)
            if not piece:
                break
            shown += piece
    os.kill(child, signal.SIGTERM)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(master)
    must(ended in (0, 3, -signal.SIGTERM, 128 + signal.SIGTERM), f"the wizard ended with {ended}")
    missing = [title for title in TITLES if title not in shown]
    must(not missing, f"the wizard didn't show {missing}, but {shown[-500:]!r}")
    forms.screen("the wizard", shown.decode(errors="strict"))


def asked(stage, place):
    """The machine's requests: one with its values, and one with `--recover`."""
    found = []
    for number, more in ((NUMBER, ()), (OTHER, ("--recover",))):
        state = f"state-{number}"
        ran = run([stage.device, "request", "--number", number, "--json", *more, "--hardware", "sys", "--profile", "profile.toml", "--state", state], cwd=place)
        if ran.out.startswith(b'{"') and b'"url"' in ran.out:
            found.append(json.loads(ran.out)["url"])
    must(found, "no request")
    return found


def at_the_desk(stage, place, hostile, requests):
    """The output of the desk's commands. All fields of the customer are hostile texts."""
    (place / "requests").mkdir()
    for at, request in enumerate(requests):
        (place / f"requests/{at}.txt").write_text(request + "\n")

    def desk(form, *words, exits=(0, 5)):
        ran = run([stage.desk, "--data", "desk", *words], cwd=place)
        what = f"desk {' '.join(words)[:90]!r}"
        must(ran.exit in exits, f"{what}: exit {ran.exit}: {ran.text[:800]}")
        forms.terminal(f"{what}, standard error", ran.err.decode())
        if ran.exit == 0 or form in (forms.data, forms.typed):
            form(what, ran.out.decode())

    text = hostile.text
    for lang in ("en", "zh"):
        for request in requests:
            desk(forms.terminal, "answer", request, "--lang", lang)
            desk(forms.data, "answer", request, "--json")
    desk(forms.terminal, "answer", "requests")
    for at in (place / "requests").iterdir():
        forms.terminal(at.name, at.read_text())
    fields = [f"--{name}={text()[:150]}".replace("\0", "") for name in ("organisation", "contact", "telephone", "mail", "ticket")]
    desk(forms.terminal, "licenses", "customer", NUMBER, *fields, exits=(0, 1, 2, 5))
    desk(forms.terminal, "cases", "customer", "CAS-000001", *fields, exits=(0, 1, 2, 5))
    for words in ((), ("--for-customer",)):
        desk(forms.terminal, "cases", "note", "CAS-000001", *words, "--", text()[:900], exits=(0, 1, 2, 5))
    desk(forms.terminal, "licenses", "suspend", NUMBER, f"--reason={text()[:150]}", "--yes", exits=(0, 1, 2, 5))
    (place / "numbers.csv").write_text(f"AA03220129999,1,,1,{','.join(json.dumps(text()[:60]) for _ in range(5))}\n")
    desk(forms.terminal, "licenses", "import", "numbers.csv", exits=(0, 1, 2, 5))
    for lang in ("en", "zh"):
        for words, form in ((("licenses", "list"), forms.terminal), (("licenses", "list", "--json"), forms.typed), (("licenses", "list", "--csv"), forms.table),
                            (("licenses", "show", NUMBER), forms.terminal), (("licenses", "show", NUMBER, "--json"), forms.typed),
                            (("cases", "list", "--all"), forms.terminal), (("cases", "list", "--all", "--json"), forms.typed),
                            (("cases", "show", "CAS-000001"), forms.words), (("cases", "show", "CAS-000001", "--summary"), forms.words),
                            (("cases", "mail", "CAS-000001"), forms.words), (("cases", "mail", "CAS-000001", "--eml"), forms.mail),
                            (("cases", "mail", "CAS-000001", "--json"), forms.typed), (("statistics",), forms.terminal), (("statistics", "--json"), forms.typed),
                            (("database", "check"), forms.terminal), (("audit", "verify"), forms.terminal)):
            # An accepted machine has no case.
            desk(form, *words, "--lang", lang, exits=(0, 1, 5) if "cases" in words else (0,))
    ran = run([stage.desk, "--data", "desk", "audit", "export"], cwd=place)
    must(ran.exit == 0, f"audit export: {ran.text[:500]}")
    forms.typed("audit export", ran.out.decode())


class Browser:
    """An HTTP client with a session in the office."""

    def __init__(self, url, lang):
        self.url, self.lang = url, lang
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path, data=None, **headers):
        """Returns the status, the media type and the text of a page."""
        request = urllib.request.Request(self.url + path, data, {"Accept-Language": self.lang, **headers})
        try:
            with self.opener.open(request, timeout=20) as page:
                return page.status, page.headers.get_content_type(), page.read().decode()
        except urllib.error.HTTPError as page:
            return page.code, page.headers.get_content_type(), page.read().decode()

    def sign_in(self):
        _, _, page = self.get("/office/login")
        self.get("/office/login", urllib.parse.urlencode({"name": "li", "password": PASSWORD, "csrf": csrf(page)}).encode())


def csrf(page):
    found = re.search(r'name="csrf" value="([^"]*)"', page)
    return found[1] if found else ""


def served(stage, place, hostile, requests):
    """Checks the pages of the office, the phone page, the interfaces, the exports and the log."""
    made = subprocess.run([stage.desk, "--data", "desk", "operators", "add", "li", "--role", "admin", "--password-stdin"], input=PASSWORD + "\n", text=True,
                          cwd=place, env=ENVIRONMENT, capture_output=True, check=False)
    must(made.returncode == 0, f"operators add: {made.stderr}")
    scopes = [word for scope in ("numbers:read", "requests:read", "cases:read", "statistics:read") for word in ("--scope", scope)]
    token = run([stage.desk, "--data", "desk", "tokens", "add", "crm", *scopes, "--json"], cwd=place)
    token = json.loads(token.out)["token"] if token.exit == 0 else ""
    with open(place / "served.log", "w+b") as log:
        server = subprocess.Popen([stage.desk, "--data", "desk", "serve", "--listen", "127.0.0.1:0", "--insecure-cookies", "--per-source", "100000"],
                                  cwd=place, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            url = re.search(r"http://[^ ]*?(?=/)", server.stdout.readline())[0]
            for lang in ("en", "zh"):
                crawl(Browser(url, lang), hostile, requests)
            programs(Browser(url, "en"), token)
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()
    text = (place / "served.log").read_text()
    forms.terminal("the log", text)
    must(all(re.match(r"\d{4}-\d\d-\d\dT", line) for line in text.splitlines()), f"the log: {text[:800]}")


def crawl(browser, hostile, requests):
    """Follows links to at most 150 pages, each once."""
    for request in requests:
        path = "/" + request.split("/", 3)[3]
        status, kind, page = browser.get(path)
        must(kind == "text/html", f"{path[:60]}: {status} {kind}")
        forms.page(f"the phone page ({status})", page)
        body = json.dumps({"request": request, "scheme": 3}).encode()
        forms.data("the answer to a device", browser.get("/api/v1/requests", body, **{"Content-Type": "application/json"})[2])
    browser.sign_in()
    sought = [urllib.parse.quote(hostile.text().replace("\0", "")[:200], safe="") for _ in range(6)]
    waiting = [*PAGES, *(f"/office?q={text}" for text in sought), *(f"/office/{name}?q={sought[0]}" for name in ("numbers", "requests", "cases", "audit")),
               f"/office/{sought[1]}", *(f"/office/export/{name}.{ending}" for name in ("numbers", "requests", "cases", "audit") for ending in ("csv", "json"))]
    seen, office, shown = set(), 0, 0
    while waiting and len(seen) < 150:
        path = waiting.pop(0)
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        status, kind, text = browser.get(path)
        what = f"{path[:80]} ({status})"
        must(status < 500, f"{what}: {text[:500]}")
        shown += "evil" in text
        if kind == "text/html":
            office += status == 200
            waiting += [link.split("#")[0] for link in forms.page(what, text) if link.startswith("/office/") and "logout" not in link and "lang" not in link]
        elif kind == "text/csv":
            forms.table(what, text)
        elif kind == "application/json":
            forms.typed(what, text)
        elif kind == "message/rfc822":
            forms.mail(what, text)
    must(office > 15 and shown > 5, f"{office} pages were reached, and {shown} show a hostile text: {sorted(seen)}")


def programs(browser, token):
    """Checks the interface for programs."""
    must(token, "no token")
    for path in ("/api/v1/numbers", f"/api/v1/numbers/{NUMBER}", "/api/v1/requests", "/api/v1/cases", "/api/v1/cases/CAS-000001", "/api/v1/statistics"):
        status, kind, text = browser.get(path, Authorization=f"Bearer {token}")
        must(status in (200, 404) and kind.startswith("application/"), f"{path}: {status} {text[:300]}")
        forms.typed(path, text)
