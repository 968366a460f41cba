"""A desk after four weeks of work, for pictures: machines with codes, refusals that were solved, one case that is open today.

The weeks pass by libfaketime: a file says how far back the clock of every program is.
"""

import glob
import json
import os
import re
import subprocess
import urllib.request
from datetime import date, timedelta

import full_desk
from office import PROGRAMS, Desk

WORDS = {
    "en": {"product": "Example OS 10", "firms": ["Hailan Technology", "Qingshan Hospital", "Port of Linhai"], "contact": "Chen"},
    "zh": {"product": "示例系统 10", "firms": ["海澜科技", "青山医院", "临海港务"], "contact": "陈工"},
}
MAKERS = [
    ("American Megatrends International, LLC.", "Hailan Computer", "Hailan T2200", "HLB-Q670"),
    ("INSYDE Corp.", "Lenovo", "ThinkCentre M70q", "3176"),
    ("American Megatrends Inc.", "ASUSTeK COMPUTER INC.", "PRIME B460M-A", "PRIME B460M-A"),
    ("Phoenix Technologies LTD", "Dell Inc.", "OptiPlex 7080", "0J37VM"),
]
TABLE = """# dmidecode 3.4
SMBIOS 3.2.0 present.

Handle 0x0000, DMI type 0, 26 bytes
BIOS Information
\tVendor: {vendor}
\tVersion: 2.10
\tRelease Date: 03/14/2025

Handle 0x0001, DMI type 1, 27 bytes
System Information
\tManufacturer: {maker}
\tProduct Name: {model}
\tSerial Number: {serial}
\tUUID: 5b0e63d1-84c7-4f2a-9d36-c07a11e8{at:04x}

Handle 0x0002, DMI type 2, 15 bytes
Base Board Information
\tManufacturer: {maker}
\tProduct Name: {board}
\tSerial Number: HB67025030{at:04}
"""
FILLER = "To Be Filled By O.E.M."
# How many machines got a code at once, on each of the 28 days before today.
GOOD = [1, 2, 2, 0, 0, 3, 2, 1, 4, 2, 0, 0, 2, 3, 3, 1, 2, 1, 0, 4, 3, 2, 5, 2, 0, 1, 3, 4]
# On which days before today a machine was refused for its serial, and how many days later it asked by the first way.
REFUSED = {26: 0, 23: 0, 20: 1, 15: 0, 9: 0, 6: 1, 2: 0}
# When a number that nobody has was asked for.
UNKNOWN = [22, 13, 5]
# When a second machine asked with the number of the first machine; an operator closed its case.
DIFFERENT = 11
# Those that an operator helped.
HELPED = (20, 6)
# The numbers whose last day is near, as days from today.
EXPIRING = [5, 17, 25, 41, 52, 66, 80, 88]
NUMBER, SPOKEN, GRANTED = "AA03220123951", "AA03220123952", "AA03220123953"



def number(at):
    return f"AA81640275{at:03}"


# The first machine's.
BOUND = number(len(EXPIRING))


class Story(Desk):
    """The desk of one language. `li` is a lead, `case` the open one."""

    def __init__(self, folder, lang):
        self.lang, self.words, self.folder = lang, WORDS[lang], folder
        self.data, self.programs = os.path.join(folder, "desk"), PROGRAMS
        library = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")[0]
        self.clock = os.path.join(folder, "clock")
        self.past = dict(os.environ, LD_PRELOAD=library, FAKETIME_TIMESTAMP_FILE=self.clock, FAKETIME_NO_CACHE="1", DONT_FAKE_MONOTONIC="1")
        self.environment, self.days_ago = self.past, 28
        self.turn(28)
        self.run("init", "--product", "example-os", "--name", self.words["product"], "--host", "desk.example.com", "--hotline",
                 "400 000 0000", "--spoken", "--assigned", "--declared", "serial")
        for operator, role in [("zhang", "admin"), ("li", "lead"), ("wang", "operator")]:
            self.run("operators", "add", operator, "--role", role, "--password-stdin", text=full_desk.PASSWORD + "\n")
        self.import_numbers()
        self.serve()
        self.weeks()
        self.close()
        self.environment = dict(os.environ)
        self.serve()
        self.today()

    def turn(self, days_ago):
        """Sets the clock of the programs."""
        self.days_ago = days_ago
        with open(self.clock, "w", encoding="ascii") as file:
            file.write(f"-{days_ago}d\n")

    def run(self, *arguments, text=None, fine=(0,)):
        command = [os.path.join(PROGRAMS, "countersign-desk"), "--data", self.data, "--lang", self.lang, *arguments]
        done = subprocess.run(command, input=text, capture_output=True, text=True, env=self.environment)
        assert done.returncode in fine, (arguments, done.stdout, done.stderr)
        return done.stdout

    def serve(self):
        self.server = subprocess.Popen(
            [os.path.join(PROGRAMS, "countersign-desk"), "--data", self.data, "serve", "--listen", "127.0.0.1:0",
             "--insecure-cookies", "--per-source", "10000", "--sign-ins-per-source", "1000"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.environment,
        )
        self.url = re.search(r"http://[^ ]*?(?=/)", self.server.stdout.readline()).group()

    def import_numbers(self):
        day = lambda days: (date.today() + timedelta(days=days)).isoformat()
        lines = [f"{number(at)},1,{day(EXPIRING[at] if at < len(EXPIRING) else 800)},1,{self.firm(at)},,,," for at in range(120)]
        path = os.path.join(self.folder, "numbers.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        self.run("licenses", "import", path)
        self.run("licenses", "add", NUMBER, SPOKEN, GRANTED)

    def firm(self, at):
        return self.words["firms"][at % len(self.words["firms"])]

    def machine(self, at, serial=None):
        """The recording of a machine of its own. One without a serial has the first maker's board, which has one."""
        vendor, maker, model, board = MAKERS[0 if serial else at % len(MAKERS)]
        path = os.path.join(self.folder, f"machine-{at}.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(TABLE.format(vendor=vendor, maker=maker, model=model, serial=serial or f"HLT22K7Q{at:04}", board=board, at=at))
        return path

    def made(self, machine, asked, *more):
        """What the device program says of a request; `more` may ask for another form."""
        state = f"{machine}.state"
        command = [
            os.path.join(PROGRAMS, "countersign"), "request", "--number", asked, "--hardware", machine, "--state", state,
            "--profile", os.path.join(self.data, "profile.toml"), "--lang", self.lang, *more,
        ]
        return subprocess.run(command, capture_output=True, text=True, env=self.environment).stdout

    def ask(self, machine, asked, *more):
        """A request that is answered over the network: what was decided."""
        made = json.loads(self.made(machine, asked, "--json", *more))
        body = json.dumps({"request": made["url"], "scheme": 3}).encode()
        request = urllib.request.Request(self.url + "/api/v1/requests", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            return made | json.load(reply)

    def issued(self, *asked):
        decided = self.ask(*asked)
        assert decided["decision"] == "issued", decided

    def page(self, made):
        """The phone's page of a request."""
        return re.sub(r"^HTTPS://[^/]+", self.url, made["url"])

    def weeks(self):
        """Four weeks of requests, and what was done about the refusals."""
        asked, waiting = len(EXPIRING), []
        for days_ago in range(28, 0, -1):
            self.turn(days_ago)
            for machine, its, day in [one for one in waiting if one[2] >= days_ago]:
                waiting.remove((machine, its, day))
                self.issued(machine, its, "--new", "--recover")
            for _ in range(GOOD[28 - days_ago]):
                self.issued(self.machine(asked), number(asked))
                asked += 1
            if days_ago in REFUSED:
                machine, its = self.machine(asked, FILLER), number(asked)
                asked += 1
                case = self.ask(machine, its)["case"]
                waiting.append((machine, its, days_ago - REFUSED[days_ago] - 1))
                if days_ago in HELPED:
                    self.run("cases", "note", case, "Called back." if self.lang == "en" else "已回电。")
            if days_ago in UNKNOWN:
                self.ask(self.machine(600 + days_ago), "AA00000000000")
            if days_ago == DIFFERENT:
                case = self.ask(self.machine(700), BOUND)["case"]
                self.run("cases", "close", case, "--reason", "Ordered a second number." if self.lang == "en" else "另购了一个许可证号。")

    def today(self):
        """The open case, a request that gets a code, one that is read out, and a number with a history."""
        samples = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "crates", "probe", "samples")
        copy = lambda name: subprocess.run(["cp", os.path.join(samples, name), self.folder], check=True) and os.path.join(self.folder, name)
        bad, good = copy("placeholder-serial.bin"), copy("clean.txt")
        self.granted = json.loads(self.made(good, GRANTED, "--json"))
        self.refused = self.ask(bad, NUMBER)
        self.case = self.refused["case"]
        spoken = self.machine(500)
        self.spoken = re.findall(r"(?:[0-9A-Z]{5} ){3}[0-9A-Z]{5}", self.made(spoken, SPOKEN, "--spoken"))
        self.spoken_name = json.loads(self.made(spoken, SPOKEN, "--json"))["name"]
        li = full_desk.Operator(self, "li")
        customer = {
            "organisation": self.words["firms"][0], "contact": self.words["contact"], "telephone": "010 5550 1234", "mail": "chen@hailan.example",
            "ticket": "T-4711",
        }
        li.post(f"/office/cases/{self.case}/step", step="customer", version="0", **customer)
        li.post(f"/office/cases/{self.case}/step", step="assign", version="1", assignee="li")
        note = {
            "en": "Called back. The label says BR80G1234567; the customer tries the first way.",
            "zh": "已回电：机身标签上是 BR80G1234567，客户先试第一个办法。",
        }[self.lang]
        li.post(f"/office/cases/{self.case}/note", text=note, audience="internal")
