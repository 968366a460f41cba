"""Rolls out to a fleet: rollout.py TARGET [--hosts N]. Run by tests/ansible/run.

A tenth of the hosts are broken, and at least one in each of the ways. The first run with answers reports exactly these hosts. The second run changes nothing.
Then they are mended, and the third run activates them. The last line is "N passed, N failed".
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

from fleet import NETWORK, Fleet, run  # noqa: E402

TOOLS = pathlib.Path(sys.executable).parent
# A run takes at most this many times as long as Ansible's own ping of the same hosts.
MOST = 6.0
PROGRAM = "/opt/countersign"
VOLUME = "AA05559999999"
STATE_FULL = """mkdir -p ROOT/var/lib/countersign
mount -t tmpfs -o size=4k,mode=755 tmpfs ROOT/var/lib/countersign
dd if=/dev/zero of=ROOT/var/lib/countersign/full bs=4k count=1 2>/dev/null || true
"""
NO_PYTHON = 'for python in /usr/bin/python3*; do mount --bind /dev/null "ROOT$python"; done\n'


class Broken:
    """A way in which a host fails: `breaks` breaks it, `says` is in the report, `mends` mends it."""

    def __init__(self, name, says, breaks, mends):
        self.name, self.says, self.breaks, self.mends = name, says, breaks, mends


def no_program(host, stage):
    (host.root / PROGRAM[1:]).unlink()


def program(host, stage):
    shutil.copy(stage.device, host.root / PROGRAM[1:])


def other_processor(host, stage):
    # An ELF file for another processor (RISC-V, e_machine 243).
    head = bytearray(stage.device.read_bytes()[:4096])
    head[18:20] = (243).to_bytes(2, "little")
    (host.root / PROGRAM[1:]).write_bytes(head)


def vanishes(host, _stage):
    # The link goes down while the module waits for the program.
    script = host.root / PROGRAM[1:]
    script.write_text(f"#!/bin/sh\n/usr/sbin/ip link set {host.link} down\nexec sleep 60\n")
    script.chmod(0o755)


def comes_back(host, stage):
    host.connect()
    host.restart()
    program(host, stage)


def hostile_name(host, stage):
    # The name resets a terminal, and changes the direction of its text.
    stage.rename(host, f"{host.node} \x1bc\u202e")


def wrong_clock(host):
    """Replaces the host's program by a script that runs it with a clock that is years behind."""
    path = host.root / PROGRAM[1:]
    path.rename(path.with_suffix(".now"))
    path.write_text('#!/bin/sh\nexec faketime "2020-02-02" /opt/countersign.now "$@"\n')
    path.chmod(0o755)


BROKEN = [
    Broken("fillers everywhere", "NO-WAY", lambda host, stage: host.firmware("Default string", None),
           lambda host, stage: host.firmware(f"BR80G0{host.digits}", f"M80-{host.digits}")),
    Broken("not reached", "not reached", lambda host, stage: host.before("exit 1\n"), lambda host, stage: host.restart()),
    Broken("gone in the middle", "not reached", vanishes, comes_back),
    Broken("a number that the desk lacks", "NUMBER-UNKNOWN", lambda host, stage: stage.numbers.update({host.name: "AA09999999999"}),
           lambda host, stage: stage.numbers.update({host.name: stage.number(host)})),
    Broken("a suspended number", "NUMBER-SUSPENDED", lambda host, stage: stage.desk("licenses", "suspend", stage.number(host), "--reason", "x"),
           lambda host, stage: stage.desk("licenses", "resume", stage.number(host), "--reason", "x")),
    Broken("no Python", "PYTHON-FAULT", lambda host, stage: host.before(NO_PYTHON), lambda host, stage: host.restart()),
    Broken("a full disk", "KEEP-FULL", lambda host, stage: host.before(STATE_FULL), lambda host, stage: host.restart()),
    Broken("another processor", "PROGRAM-FAULT", other_processor, program),
    Broken("no program", "PROGRAM-MISSING", no_program, program),
    Broken("a profile that is cut off", "PROFILE", lambda host, stage: (host.root / "etc/countersign/profile.toml").write_text(stage.profile[:80]),
           lambda host, stage: (host.root / "etc/countersign/profile.toml").write_text(stage.profile)),
    Broken("no number in the table", "NUMBER-NEEDED", lambda host, stage: stage.numbers.pop(host.name),
           lambda host, stage: stage.numbers.update({host.name: stage.number(host)})),
    Broken("a name that a terminal obeys", "HOST-MALFORMED", hostile_name, lambda host, stage: stage.rename(host, host.node)),
]


class Stage:
    """The desk, the fleet, and the folder of the control node."""

    def __init__(self, target, folder, count):
        self.folder = folder
        self.device, self.program = target / "debug/countersign", target / "debug/countersign-desk"
        self.desk("init", "--product", "example-os", "--name", "Example OS", "--mask", "AA99999999999", "--host", "desk.example")
        self.profile = (folder / "desk/profile.toml").read_text()
        self.fleet = Fleet(folder, count)
        self.numbers = {host.name: self.number(host) for host in self.fleet.hosts}
        self.desk("licenses", "add", *self.numbers.values())
        for host in self.fleet.hosts:
            host.firmware(f"BR80G0{host.digits}", f"M80-{host.digits}")
            (host.root / "etc/countersign/profile.toml").write_text(self.profile)
            program(host, self)
        # A tenth of the hosts, but each way at least once.
        step = max(1, count // max(count // 10, len(BROKEN)))
        self.broken = {host: BROKEN[at % len(BROKEN)] for at, host in enumerate(self.fleet.hosts[::step])}

        healthy = [host for host in self.fleet.hosts if host not in self.broken]
        # Two hosts share a number with two seats.
        self.volume = healthy[-2:]
        self.desk("licenses", "add", VOLUME, "--seats", str(len(self.volume)))
        for host in self.volume:
            del self.numbers[host.name]
        # A name with characters that are special in a shell, a pattern, a template or a CSV file; and a host with a wrong clock.
        self.rename(healthy[0], "rack 3, 'O\"Neill' $(id) {{ 7 * 7 }} \\ =1+1 机架")
        self.late = healthy[1]
        wrong_clock(self.late)

    def rename(self, host, name):
        if host.name in self.numbers:
            self.numbers[name] = self.numbers.pop(host.name)
        host.name = name

    def number(self, host):
        return f"AA0555{int(host.digits):07}"

    def desk(self, *arguments):
        return run(self.program, "--data", self.folder / "desk", "--lang", "en", *arguments)

    def write_inventory(self):
        of_volume = [host.name for host in self.volume]
        shared = lambda host: {"countersign_number": VOLUME} if host.name in of_volume else {}
        of_all = {"ansible_user": "root", "ansible_ssh_private_key_file": str(self.fleet.key), "ansible_python_interpreter": "/usr/bin/python3"}
        hosts = {host.name: {"ansible_host": str(host.address), **shared(host)} for host in self.fleet.hosts}
        (self.folder / "inventory.yml").write_text(json.dumps({"fleet": {"hosts": hosts, "vars": of_all}}))
        (self.folder / "numbers.json").write_text(json.dumps({"countersign_numbers": self.numbers}))
        (self.folder / "ansible.cfg").write_text(
            "[defaults]\nforks = 20\nhost_key_checking = false\nretry_files_enabled = false\ninterpreter_python = /usr/bin/python3\n"
            "[ssh_connection]\npipelining = true\nssh_args = -o ControlMaster=auto -o ControlPersist=60s -o ConnectTimeout=10 "
            "-o ServerAliveInterval=5 -o ServerAliveCountMax=3\n")
        play = [{"hosts": "fleet", "gather_facts": False, "roles": [{"role": "countersign.activation.countersign"}]}]
        (self.folder / "play.yml").write_text(json.dumps(play))

    def ansible(self, program, *arguments):
        """Runs a program of Ansible. Returns its output and the seconds it took."""
        environment = {**os.environ, "ANSIBLE_CONFIG": str(self.folder / "ansible.cfg"), "ANSIBLE_LOCALHOST_WARNING": "false",
                       "ANSIBLE_HOME": str(self.folder / "ansible"), "ANSIBLE_NOCOLOR": "true"}
        began = time.monotonic()
        done = subprocess.run([TOOLS / program, "-i", self.folder / "inventory.yml", *arguments], cwd=self.folder, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.stdout, time.monotonic() - began

    def play(self, *options, **variables):
        """Runs the play. Returns its report by host, the names of the changed hosts, and the seconds it took."""
        arguments = [*options, "-e", "@numbers.json", "-e", f"countersign_executable={PROGRAM}"]
        for name, value in variables.items():
            arguments += ["-e", f"countersign_{name}={value}"]
        said, took = self.ansible("ansible-playbook", "play.yml", *arguments)
        (self.folder / "said").write_text(said)
        lines = [json.loads(line) for line in (self.folder / "countersign-report.jsonl").read_text().splitlines()]
        recap = said.split("PLAY RECAP")[-1].split("\n")
        changed = {line.rsplit(" : ok=", 1)[0].rstrip() for line in recap if "changed=" in line and "changed=0 " not in line}
        return {line["host"]: line for line in lines}, changed, took


def reports_exactly_the_broken(stage, report):
    failed = {name for name, line in report.items() if line["state"] == "failed"}
    broken_names = {host.name for host in stage.broken}
    assert failed == broken_names, f"the failed hosts are not the broken ones: {sorted(failed)}, {sorted(broken_names)}"
    wrong = []
    for host, broken in stage.broken.items():
        why = report[host.name]["why"]
        wrong.extend([] if broken.says in why and "\n" not in why else [f"{broken.name}: {why}"])
    assert not wrong, "; ".join(wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=pathlib.Path)
    parser.add_argument("--hosts", type=int, default=200)
    asked = parser.parse_args()
    run("ip", "link", "set", "lo", "up")
    with tempfile.TemporaryDirectory(prefix="countersign-rollout-") as place:
        folder = pathlib.Path(place)
        folder.chmod(0o755)
        stage = Stage(asked.target.resolve(), folder, asked.hosts)
        try:
            return roll_out(stage)
        except AssertionError as error:
            print(f"failed  {error}")
            said = folder / "said"
            print(said.read_text()[-6000:] if said.exists() else "")
            return 1
        finally:
            stage.fleet.end()


def roll_out(stage):
    healthy = {host.name for host in stage.fleet.hosts if host not in stage.broken}
    for host, broken in stage.broken.items():
        broken.breaks(host, stage)
    for host in stage.fleet.hosts:
        host.start()
    stage.write_inventory()
    time_of_ping = stage.ansible("ansible", "fleet", "-m", "ping")[1]

    report, _, took = stage.play("--check", "--diff")
    kept = [host.name for host in stage.fleet.hosts if host.name in healthy and any((host.root / "var/lib/countersign").glob("*"))]
    assert not kept and not (stage.folder / "countersign-requests.jsonl").exists(), f"a run in check mode left files: {kept}"
    refused = [host.name for host, broken in stage.broken.items() if broken.says == "NO-WAY"]
    assert all("NO-WAY" in report[name]["why"] for name in refused), [report[name] for name in refused]
    print(f"passed  a check changes nothing and names the hosts that the desk will refuse ({took:.0f} s)", flush=True)

    report, _, took = stage.play()
    assert all(report[name]["state"] == "requested" for name in healthy), report
    requests = stage.folder / "countersign-requests.jsonl"
    assert len(requests.read_text().splitlines()) >= len(healthy) + 2
    print(f"passed  the requests of {len(healthy)} hosts are in one bundle ({took:.0f} s; ping {time_of_ping:.0f} s)", flush=True)

    answered = subprocess.run([stage.program, "--data", stage.folder / "desk", "answer", requests], capture_output=True, text=True, check=False)
    assert "codes" in answered.stdout, answered.stderr
    answers = stage.folder / "countersign-requests.answers.jsonl"
    report, changed, took = stage.play(answers=answers)
    assert changed >= healthy, sorted(healthy - changed)
    assert all(report[name]["state"] == "activated" for name in healthy), report
    assert report[stage.late.name]["notes"] == ["CLOCK-BEHIND"], report[stage.late.name]
    shown = json.loads(stage.desk("licenses", "show", VOLUME, "--json").stdout)
    assert len(shown["bindings"]) == len(stage.volume), shown
    reports_exactly_the_broken(stage, report)
    print(f"passed  {len(healthy)} hosts are activated, and exactly the {len(stage.broken)} broken ones are reported ({took:.0f} s)", flush=True)
    ratio = took / time_of_ping
    assert ratio <= MOST, f"the run takes {ratio:.1f} times as long as ping"
    print(f"passed  the run takes {ratio:.1f} times as long as ping; at most {MOST:.0f}", flush=True)

    report, changed, took = stage.play(answers=answers)
    assert not changed & healthy, sorted(changed & healthy)
    reports_exactly_the_broken(stage, report)
    print(f"passed  a second run changes nothing ({took:.0f} s)", flush=True)

    for host, broken in stage.broken.items():
        broken.mends(host, stage)
    stage.write_inventory()
    serve = subprocess.Popen([stage.program, "--data", stage.folder / "desk", "serve", "--listen", f"{NETWORK[1]}:8650", "--insecure-cookies",
                              "--per-source", "10000", "--per-number", "1000"], stdout=subprocess.PIPE, text=True)
    try:
        serve.stdout.readline()
        report, changed, took = stage.play(desk=f"http://{NETWORK[1]}:8650")
    finally:
        serve.terminate()
        serve.wait()
    assert all(line["state"] == "activated" for line in report.values()), report
    mended = {host.name for host in stage.broken}
    assert changed == mended, sorted(changed ^ mended)
    print(f"passed  with the broken ones mended, a third run activates them at a desk on the network ({took:.0f} s)", flush=True)
    print("6 passed, 0 failed")
    return 0


sys.exit(main())
