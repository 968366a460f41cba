"""Fills a serving desk as a year of work would: several pages of each list, and values as long as they may be."""

import http.cookiejar
import json
import os
import re
import subprocess
import tempfile
import urllib.parse
import urllib.request

MANY = 56
PASSWORD = "correct horse battery"
COLLEAGUE = "wang"
LONG_NAME = "operator-with-the-longest-name-there-is."
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-" * 2
LONG_CHINESE = "北京经济技术开发区人工智能与先进计算产业创新中心信息化建设和运行维护管理办公室" * 4
LONG_SERIAL = "SERIAL0123456789" * 6
TABLE = """# dmidecode 3.4
SMBIOS 3.2.0 present.

Handle 0x0001, DMI type 1, 27 bytes
System Information
\tManufacturer: {maker}
\tProduct Name: {model}
\tSerial Number: {serial}
\tUUID: 6e1d7fe0-4c2b-11ea-9a5c-{at:012x}

Handle 0x0002, DMI type 2, 15 bytes
Base Board Information
\tManufacturer: ASRock
\tProduct Name: B450M Pro4
\tSerial Number: BR80G7{at:06}
"""


class Operator:
    """An operator's session without a browser."""

    def __init__(self, desk, name):
        self.desk = desk
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open
        self.post("/office/login", name=name, password=PASSWORD)
        self.csrf = re.search(r'name="csrf" value="([^"]*)"', self.get("/office"))[1]

    def get(self, path):
        with self.open(self.desk.url + path) as page:
            return page.read().decode()

    def post(self, path, **fields):
        fields.setdefault("csrf", getattr(self, "csrf", ""))
        with self.open(self.desk.url + path, urllib.parse.urlencode(fields).encode()) as page:
            return page.read().decode()


def number(at):
    return f"AA{at:011}"


def import_numbers(desk):
    """Numbers with their customers."""
    lines = []
    for at in range(1, 2 * MANY + 1):
        customer = f"Acme {at},Li Wei,+86 10 1234 {at:04},li{at}@acme.example,T-{at}"
        lines.append(f"{number(at)},1,2027-{at % 12 + 1:02}-28,1,{customer}")
    lines += [f"{number(900)},,,3", f"{number(901)}"]
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        desk.run("licenses", "import", file.name)


def ask(desk, at, maker="ASRock", model="B450M Pro4", serial=None):
    """A request of a machine of its own, answered over the network: what was decided."""
    with tempfile.TemporaryDirectory() as state:
        machine = os.path.join(state, "machine.txt")
        with open(machine, "w", encoding="utf-8") as file:
            file.write(TABLE.format(maker=maker, model=model, serial=serial or f"M80-D8018200{at:04}", at=at))
        command = [
            os.path.join(desk.programs, "countersign"), "request", "--number", number(at), "--json", "--hardware", machine, "--state",
            state, "--profile", os.path.join(desk.data, "profile.toml"),
        ]
        made = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    body = json.dumps({"request": made["url"], "scheme": 3}).encode()
    request = urllib.request.Request(desk.url + "/api/v1/requests", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)


def fill(desk):
    """All of it. Returns the addresses of the request and the case with the longest values. `desk` serves, and has the operators."""
    import_numbers(desk)
    for at in range(1, MANY + 1):
        ask(desk, at, serial="To Be Filled By O.E.M.")
        ask(desk, MANY + at)
    longest = ask(desk, 900, maker="超长制造商名称" * 4, model=LONG_SERIAL, serial="To Be Filled By O.E.M.")
    ask(desk, 901, maker="W" * 96, model="型号" * 16, serial=LONG_SERIAL)
    operator = Operator(desk, LONG_NAME)
    for at in range(1, MANY + 1):
        operator.post(f"/office/numbers/{number(at)}/act", act="suspend", reason=f"payment of order {at} is open")
    operator.post(f"/office/numbers/{number(900)}/act", act="suspend", reason=LONG_CHINESE)
    case = longest["case"]
    operator.post(f"/office/cases/{case}/note", text=LONG_WORD * 4 + "\n" + LONG_CHINESE * 3, audience="customer")
    customer = {
        "organisation": LONG_CHINESE, "contact": LONG_WORD, "telephone": "1" * 60, "mail": "x" * 180 + "@acme.example", "ticket": "T" * 200,
    }
    operator.post(f"/office/numbers/{number(901)}/customer", **customer)
    operator.post(f"/office/cases/{case}/step", step="customer", version="0", **customer)
    operator.post(f"/office/cases/{case}/step", step="assign", version="1", assignee=LONG_NAME)
    operator.post(f"/office/cases/{case}/step", step="wait", version="2")
    found = operator.get(f"/office?q={longest['request']}")
    return {"case-long": f"/office/cases/{case}", "request-long": re.search(r"/office/requests/\d+", found)[0]}
