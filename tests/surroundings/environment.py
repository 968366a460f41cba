"""Unusual environments: no HOME, a wrong locale, another user's programs on PATH."""

import os

from stage import DESK_EXITS, DEVICE_EXITS, ENVIRONMENT, assert_coded, assert_harmless, run
from suite import must

TOOLS = ("dmidecode", "ipmitool", "fw_setenv", "fw_printenv", "vpd", "sudo", "sh", "systemd-detect-virt", "id", "lscpu", "mount", "xclip")
LONG = "x" * 100_000
COMMANDS = {
    "status": ("device", "status"), "status --json": ("device", "status", "--json"), "inspect": ("device", "inspect"), "report": ("device", "report"),
    "sheet": ("device", "report", "--sheet"), "doctor": ("device", "doctor"), "request": ("device", "request", "--number", "AA03220123952"),
    "QR": ("device", "request", "--number", "AA03220123952", "--qr"), "help": ("device", "help", "commands"), "usage": ("device", "--nonsense"),
    "wizard": ("device",), "plain": ("device", "--plain"), "practice": ("device", "practice", "placeholder-serial", "--plain"),
    "desk answer": ("desk", "answer", "request.txt"), "desk list": ("desk", "licenses", "list"), "desk statistics": ("desk", "statistics"),
    "desk check": ("desk", "database", "check"), "desk audit": ("desk", "audit", "export"), "desk usage": ("desk", "--nonsense"),
}


def without(*gone):
    return {name: value for name, value in ENVIRONMENT.items() if name not in gone}


ENVIRONMENTS = {
    "nothing": {},
    "no PATH": without("PATH"),
    "no TERM": without("TERM"),
    **{f"LANG {lang[:12]!r}": {**ENVIRONMENT, "LANG": lang, "LC_ALL": lang}
       for lang in ("nonsense", "zh_CN.GB18030", "zh_CN.UTF-8", "tr_TR.UTF-8", "../../etc/passwd", "\x1b[31m", "C", "en_US@cjkwide", "", LONG)},
    **{f"TERM {term[:12]!r}": {**ENVIRONMENT, "TERM": term} for term in ("nonsense", "../../x", "\x1b]0;x\x07", "dumb", "", LONG)},
    **{f"COLUMNS {size[:12]!r}": {**ENVIRONMENT, "COLUMNS": size, "LINES": size} for size in ("0", "-1", "99999999999999999999", "65536", "x", "1")},
    "backtrace": {**ENVIRONMENT, "RUST_BACKTRACE": "full", "RUST_LOG": "trace", "RUST_LIB_BACKTRACE": "1", "NO_COLOR": "1"},
    "HOME and TMPDIR": {**ENVIRONMENT, "HOME": "/dev/null", "TMPDIR": "/nowhere\x1b[2J", "XDG_CONFIG_HOME": "/dev/zero", "XDG_RUNTIME_DIR": "/dev/full"},
    "proxies": {**ENVIRONMENT, "HTTPS_PROXY": "http://\x1b[2J:99999", "ALL_PROXY": "socks5://127.0.0.1:1", "NO_PROXY": "*" * 9000, "SSL_CERT_FILE": "/dev/zero"},
    "a clock": {**ENVIRONMENT, "SOURCE_DATE_EPOCH": "-1", "TZ": "../../../dev/zero", "TZDIR": "/dev"},
    "no UTF-8": {os.fsencode(name): b"\xff\xfe" + os.fsencode(value) if name == "USER" else os.fsencode(value) for name, value in ENVIRONMENT.items()},
    "a user": {**ENVIRONMENT, "USER": "\x1b[31m\u202eroot\n=cmd", "LOGNAME": "\x1b", "SUDO_USER": "<script>"},
    "9000 variables": {**ENVIRONMENT, **{f"V{number}": "x" * 90 for number in range(9000)}},
    "the desk's own": {**ENVIRONMENT, "COUNTERSIGN_PASSPHRASE": "\x1b[2J\n", "COUNTERSIGN_PIN": "\xff" * 5000, "CREDENTIALS_DIRECTORY": "/dev",
                       "LISTEN_FDS": "99999", "NOTIFY_SOCKET": "/nowhere", "ACCESSIBLE": "\x1b"},
    "a stranger's PATH": "tools",
    "relative PATH": "relative",
}


def cases():
    for number, environment in enumerate(ENVIRONMENTS):
        for command in COMMANDS:
            yield f"{environment}: {command}", number, (environment, command)


def words_of(stage, command):
    who, *words = COMMANDS[command]
    if who == "desk":
        return [stage.desk, "--data", "desk", *words], DESK_EXITS
    machine = () if "practice" in words or "help" in words else ("--hardware", "sys", "--profile", "profile.toml", "--state", "state")
    return [stage.device, *words, *machine], DEVICE_EXITS


def check(stage, case, values):
    name, command = values
    place = stage.copy(case) / "place"
    words, exits = words_of(stage, command)
    env, ran_one = ENVIRONMENTS[name], place.parent / "victims/ran"
    if isinstance(env, str):
        (place / "tools").mkdir()
        for tool in TOOLS:
            (place / "tools" / tool).write_text(f"#!/bin/sh\necho $0 >>{ran_one}\n")
            (place / "tools" / tool).chmod(0o755)
        # An empty entry means the current folder.
        path = str(place / "tools") if env == "tools" else ".:tools::./tools"
        env = {**ENVIRONMENT, "PATH": path}
    ran = run(words, cwd=place, env=env)
    assert_harmless(ran, exits)
    assert_coded(ran)
    must(not ran_one.exists(), f"another user's program was run: {ran_one.exists() and ran_one.read_text()}")
    # The exit code is the same as in the usual environment.
    usual = run(words, cwd=place)
    must(ran.exit == usual.exit or "COUNTERSIGN_PASSPHRASE" in env, f"exit {ran.exit}, usually {usual.exit}: {ran.text[:1500]}")
