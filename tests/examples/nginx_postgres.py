"""Runs the lines of examples/nginx-postgres/README.md in a copied system, and asks the desk through nginx. Run by tests/examples/run.

The folder /story holds the example, both programs, the unit of the desk and the text of a recorded machine. No systemd runs here: `systemctl` is a script that
starts what the unit says.
"""

import http.client
import json
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import urllib.parse

STORY = pathlib.Path("/story")
HOST, NUMBER = "desk.example.com", "AA03220123951"
CERTIFICATE = "/etc/ssl/certs/desk.example.com.pem"
DESK_LOG = pathlib.Path("/var/log/desk")
# An address of this computer besides loopback, and one that a stranger claims to have.
OUTER, CLAIMED = "192.0.2.7", "203.0.113.9"

SYSTEMCTL = """#!/bin/bash
# Starts a service as its unit says, once.
set -euo pipefail
case $* in
  daemon-reload) ;;
  "enable countersign-desk") [[ -e /usr/lib/systemd/system/countersign-desk.service ]] ;;
  "restart countersign-desk")
    start=$(sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/countersign-desk.service)
    runuser -u countersign-desk -- $start >/var/log/desk 2>&1 </dev/null &
    curl --silent --retry 60 --retry-delay 1 --retry-connrefused http://127.0.0.1:8650/readyz >/dev/null ;;
  "restart nginx") nginx -t && nginx ;;
  *) echo "systemctl $*: not known here" >&2; exit 1 ;;
esac
"""


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, text=True, stdout=subprocess.PIPE, **options).stdout


def desk(*arguments):
    return run("runuser", "-u", "countersign-desk", "--", "countersign-desk", "--config", "/etc/countersign/desk.toml", "--lang", "en", *arguments)


def passed(what):
    print(f"passed  {what}", flush=True)


class Reply:
    """A response: status, headers and text."""

    def __init__(self, response):
        self.status, self.headers, self.text = response.status, response.headers, response.read().decode()


def ask(method, path, source="127.0.0.1", body=None, scheme="https", **headers):
    """Sends a request to nginx from a source address of this computer."""
    context = ssl.create_default_context(cafile=CERTIFICATE)
    connection = http.client.HTTPConnection(HOST, 80, source_address=(source, 0), timeout=30) if scheme == "http" \
        else http.client.HTTPSConnection(HOST, 443, source_address=(source, 0), context=context, timeout=30)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        return Reply(connection.getresponse())
    finally:
        connection.close()


def prepare():
    """Makes this system one with the package countersign-desk and a running PostgreSQL."""
    run("ip", "address", "add", f"{OUTER}/32", "dev", "lo")
    with open("/etc/hosts", "a") as hosts:
        hosts.write(f"127.0.0.1 {HOST}\n")
    for program in ("countersign", "countersign-desk"):
        shutil.copy(STORY / program, "/usr/bin")
    pathlib.Path("/usr/lib/systemd/system").mkdir(parents=True, exist_ok=True)
    shutil.copy(STORY / "countersign-desk.service", "/usr/lib/systemd/system")
    pathlib.Path("/etc/countersign").mkdir(exist_ok=True)
    run("useradd", "--system", "--user-group", "--home-dir", "/var/lib/countersign-desk", "--shell", "/usr/sbin/nologin", "countersign-desk")
    run("install", "-d", "-o", "countersign-desk", "-g", "countersign-desk", "-m", "750", "/var/lib/countersign-desk")
    for name, text in (("systemctl", SYSTEMCTL), ("apt", "#!/bin/sh\nfor package; do :; done\ndpkg -s nginx postgresql >/dev/null\n")):
        script = pathlib.Path("/usr/local/bin") / name
        script.write_text(text)
        script.chmod(0o755)
    run("find", "/var/log/nginx", "-type", "f", "-delete")
    version = max(int(folder.name) for folder in pathlib.Path("/usr/lib/postgresql").iterdir() if (folder / "bin/postgres").exists())
    for cluster in run("pg_lsclusters", "--no-header").splitlines():
        run("pg_dropcluster", "--stop", *cluster.split()[:2])
    run("pg_createcluster", "--port", "5432", "--start", version, "main")


def readme_lines():
    """The commands of the README, which are indented."""
    text = (STORY / "README.md").read_text()
    return "\n".join(line[4:] for line in text.splitlines() if line.startswith("    "))


def the_lines_of_the_readme_give_a_desk():
    said = run("bash", "-euc", readme_lines(), cwd=STORY, stderr=subprocess.STDOUT).strip()
    assert said.splitlines()[-1] == "ok", said
    assert "countersign-desk --config /etc/countersign/desk.toml licenses add" in " ".join(said.split()) and "ledger.db" not in said, said
    tables = run("runuser", "-u", "postgres", "--", "psql", "-At", "-c", "select count(*) from pg_tables where schemaname = 'public'", "countersign")
    assert int(tables) > 5 and not list(pathlib.Path("/var/lib/countersign-desk").glob("*.db")), tables
    passed("the lines of the README lead to a desk whose database is PostgreSQL")
    return re.search(r"(?m)^Password, .*: (\S+)$", said)[1]


def an_activation_through_nginx():
    device = ["countersign", "--lang", "en", "--hardware", STORY / "machine.txt", "--profile", "/etc/countersign/profile.toml", "--state", "/tmp/state"]
    shutil.copy("/var/lib/countersign-desk/profile.toml", "/etc/countersign/profile.toml")
    address = json.loads(run(*device, "request", "--number", NUMBER, "--recover", "--json"))["url"]
    reply = ask("POST", "/api/v1/requests", body=json.dumps({"request": address}), Content_Type="application/json")
    answer = json.loads(reply.text)
    assert (reply.status, answer["decision"]) == (200, "issued"), reply.text
    pathlib.Path("/tmp/answer").write_text("\n".join(answer["lines"]))
    run(*device, "enter", "--file", "/tmp/answer")
    state = json.loads(run(*device, "status", "--json"))["state"]
    assert state == "activated", state
    assert NUMBER in desk("licenses", "list", "--state", "bound")
    path = urllib.parse.urlsplit(address).path
    assert ask("GET", path).status == 200 and "max-age" in ask("GET", path).headers["Strict-Transport-Security"]
    passed("a machine is activated with a code that came through nginx over TLS")
    return address


def limits_are_those_of_the_client(address):
    # A desk gives one address at most ten answers a minute for one number. Each request claims to come from another address.
    def answered(source, claimed):
        return ask("POST", "/api/v1/requests", source, json.dumps({"request": address}), Content_Type="application/json", X_Forwarded_For=claimed).status

    states = []
    while 429 not in states and len(states) < 60:
        states.append(answered("127.0.0.2", f"203.0.113.{len(states)}"))
    assert states[:10] == [200] * 10 and states[-1] == 429, states
    # One more answer is allowed each six seconds: of two at once, one is refused.
    assert 429 in [answered("127.0.0.2", "127.0.0.3") for _ in range(2)]
    assert [answered("127.0.0.3", "127.0.0.2") for _ in range(3)] == [200] * 3
    passed("the limit of an address is the client's own, whatever X-Forwarded-For it sends")


def form(**fields):
    return {"body": urllib.parse.urlencode(fields), "Content_Type": "application/x-www-form-urlencoded"}


def the_office_works_over_https(password):
    plain = ask("GET", "/office", scheme="http")
    assert (plain.status, plain.headers["Location"]) == (301, f"https://{HOST}/office"), vars(plain)
    closed = ask("GET", "/office")
    to = urllib.parse.urljoin(f"https://{HOST}/office", closed.headers["Location"])
    assert closed.status == 303 and to.startswith(f"https://{HOST}/office/login"), closed.headers
    page = ask("GET", to.removeprefix(f"https://{HOST}"))
    assert page.status == 200 and "<form" in page.text, page.text

    fields = {"name": "li", "password": password}
    other = ask("POST", "/office/login", Origin="https://other.example", **form(**fields))
    assert other.status == 403 and "Set-Cookie" not in other.headers, vars(other)
    signed_in = ask("POST", "/office/login", Origin=f"https://{HOST}", **form(**fields))
    cookie = next(value for name, value in signed_in.headers.items() if name.lower() == "set-cookie" and value.startswith("countersign="))
    assert signed_in.status == 303 and all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/office")), cookie
    office = ask("GET", "/office", Cookie=cookie.split(";")[0])
    assert office.status == 200 and "http://" not in office.text.replace("http://www.w3.org", ""), office.text
    passed("the office is reached by https alone, and its cookie travels by https alone")

    wrong = ask("POST", "/office/login", "127.0.0.4", X_Forwarded_For=CLAIMED, **form(name="li", password="not the password"))
    log = DESK_LOG.read_text()
    assert wrong.status == 403 and "127.0.0.4" in log and CLAIMED not in log, (wrong.status, log)
    passed("the desk logs a failed sign-in with the address of the client")


def a_bundle_of_several_megabytes_is_answered(address):
    token = json.loads(desk("tokens", "add", "rollout", "--scope", "requests:answer", "--json"))["token"]
    # Nothing is decided of a request that is none, so these lines cost little.
    entries = [{"host": "web-01", "request": address}] + [{"host": f"web-{at}", "request": "x" * 100_000} for at in range(30)]
    lines = [{"countersign": "requests", "version": 1}, *entries, {"end": len(entries)}]
    body = "".join(json.dumps(line) + "\n" for line in lines)
    reply = ask("POST", "/api/v1/bundles", "127.0.0.7", body, Authorization=f"Bearer {token}", Content_Type="application/x-ndjson")
    assert reply.status == 200, vars(reply)
    answers = [json.loads(line) for line in reply.text.splitlines()]
    assert (answers[1]["decision"], answers[-1]["end"]) == ("issued", len(entries)), reply.text[:2000]
    passed("a bundle of three megabytes is answered through nginx")


def strangers_are_bounded():
    try:
        socket.create_connection((OUTER, 8650), timeout=5)
        raise AssertionError("the desk can be reached beside nginx")
    except ConnectionRefusedError:
        pass
    context = ssl.create_default_context(cafile=CERTIFICATE)
    head = f"POST /api/v1/requests HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n".encode()
    held = []
    for _ in range(65):
        plain = socket.create_connection((HOST, 443), timeout=30, source_address=("127.0.0.5", 0))
        held.append(context.wrap_socket(plain, server_hostname=HOST))
        held[-1].sendall(head)
    # nginx reads heads in any order: exactly one of these is one too many.
    held[-1].settimeout(30)
    states = ask("GET", "/readyz", "127.0.0.5").status, ask("GET", "/readyz", "127.0.0.6").status
    assert states == (429, 200), states
    for connection in held:
        connection.close()
    passed("the desk's own port is closed to others, and nginx holds 64 requests of one client")


def no_log_has_paths(path):
    run("pkill", "-TERM", "-u", "countersign-desk", "-x", "countersign-des")
    while subprocess.run(["pgrep", "-u", "countersign-desk", "-x", "countersign-des"], stdout=subprocess.DEVNULL, check=False).returncode == 0:
        pass
    assert ask("GET", path).status == 502
    texts = [file.read_text() for file in [*pathlib.Path("/var/log/nginx").iterdir(), DESK_LOG]]
    assert not [text for text in texts if path[3:40] in text or NUMBER in text], texts
    passed("no log holds the path of a request, also while the desk is away")


def main():
    prepare()
    password = the_lines_of_the_readme_give_a_desk()
    address = an_activation_through_nginx()
    limits_are_those_of_the_client(address)
    the_office_works_over_https(password)
    a_bundle_of_several_megabytes_is_answered(address)
    strangers_are_bounded()
    no_log_has_paths(urllib.parse.urlsplit(address).path)
    return 0


sys.exit(main())
