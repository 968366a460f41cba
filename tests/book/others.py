"""Every block of commands outside the book's own chapters: who runs it, or why nobody does.

A block is named by its document and by how it begins. `documents.py` fails if a block has no entry, or an entry no block.
"""

from dataclasses import dataclass

from blocks import Block


@dataclass
class Here:
    """`run` runs it as it stands, in the order of the document, with what `before` makes. `serves` is what one that goes on prints."""

    before: str = ""
    serves: str = ""


@dataclass
class Elsewhere:
    """A suite or a test runs it, or the same with paths of its own. `words` are in that file. Without, it has the path of the document, whose blocks it
    runs."""

    test: str
    words: str = ""


@dataclass
class Never:
    """Nobody runs it, because of this."""

    why: str


SETTINGS = Never("settings or a form, no command")
SYNOPSIS = Never("a synopsis: its parts stand for words of the reader's own")
DEVELOPMENT = Never("the build itself and the suites; .ci/run and docs/release.md call them")
RECORDINGS = "dmidecode --dump-bin machine.bin >/dev/null; mkdir -p fleet; cp machine.bin fleet/one.bin"

OTHERS = {
    "README.md": {
        "cargo run --release": DEVELOPMENT,
        "cargo test --workspace": DEVELOPMENT,
        "cargo build --release": DEVELOPMENT,
        "countersign doctor": Elsewhere("tests/session/doctor.rs", '"doctor"'),
        "countersign inspect": Here("""
countersign-desk --data made init --product example-os --name "Example OS" --mask AA99999999999 --host desk.example.com
countersign-desk --data made licenses add AA03220123951
install -m 644 -D made/profile.toml /etc/countersign/profile.toml
countersign request --number AA03220123951 | countersign-desk --data made answer - >answer.txt"""),
        "countersign-desk --data desk init": Elsewhere("tests/book/chapters.py", "countersign-desk --data /desk init"),
    },
    "README.zh-CN.md": {
        "cargo run --release": DEVELOPMENT,
        "cargo test --workspace": DEVELOPMENT,
        "cargo build --release": DEVELOPMENT,
        "countersign doctor": Elsewhere("tests/session/doctor.rs", '"doctor"'),
        "countersign inspect": Here("""
countersign-desk --data made init --product example-os --name "Example OS" --mask AA99999999999 --host desk.example.com
countersign-desk --data made licenses add AA03220123951
install -m 644 -D made/profile.toml /etc/countersign/profile.toml
countersign request --number AA03220123951 | countersign-desk --data made answer - >answer.txt"""),
        "countersign-desk --data desk init": Elsewhere("tests/book/chapters.py", "countersign-desk --data /desk init"),
    },
    "docs/api.md": {
        "export COUNTERSIGN_DESK_DATA": Elsewhere("tests/api/run"),
        "```sh": Elsewhere("tests/api/run"),
        "POST /api/v1/answers": Never("a request of HTTP; schemathesis makes it in tests/api/run"),
        "pip install openapi-python-client": Elsewhere("tests/api/run", "openapi-python-client"),
    },
    "docs/desk.md": {
        "countersign-desk --data desk init": Here(),
        "COUNTERSIGN_PASSPHRASE='…' countersign-desk --data desk keys add": Elsewhere("crates/desk/tests/desk/commands/init.rs", '"keys", "add"'),
        "countersign-desk --data desk products add": Elsewhere("crates/desk/tests/desk/programs/bundles.rs", '"products", "add"'),
        "countersign-desk --data desk licenses add": Here("echo AA03220123952,0,2030-12-31 >numbers.csv"),
        "countersign-desk --data desk answer request.txt": Here("""
install -m 644 -D desk/profile.toml /etc/countersign/profile.toml
countersign request --number AA03220123951 --out request.txt"""),
        '{"countersign":"requests"': SETTINGS,
        "countersign-desk --data desk serve --second-factor": Here(
            "countersign-desk --data desk operators add li", "http://127.0.0.1:8650"),
        "countersign-desk --data desk operators totp": Elsewhere("crates/desk/tests/desk/office/second_factor.rs", '"operators", "totp"'),
        "install -o countersign-desk": Never("it needs the user that the package makes; tests/oidc/run has a secret of its own"),
        "[oidc]": SETTINGS,
        "countersign-desk operators link": Elsewhere("crates/desk/tests/desk/office/operators.rs", '"operators", "link"'),
        "countersign-desk --data desk audit head": Here(),
        "countersign-desk --data desk operators add li": Here("""
countersign-desk --data desk operators add ming --role admin && countersign-desk --data desk operators remove li
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=desk.example.com -keyout desk.key -out desk.pem 2>/dev/null""", "https://0.0.0.0:443"),
        "--database 'postgres://USER:PASSWORD@HOST:PORT/": SETTINGS,
        "--database 'postgres://USER:PASSWORD@db1": SETTINGS,
        '{"request": "HTTPS': SETTINGS,
        "countersign-desk --data desk operators add|list": SYNOPSIS,
        "countersign-desk --data desk downloads add": Elsewhere("crates/desk/tests/desk/commands/downloads.rs", '"downloads", "add"'),
        "curl -fLO": Elsewhere("crates/desk/tests/desk/web/downloads.rs", "curl -sfLO"),
        "countersign-desk --data desk cases list [": SYNOPSIS,
        "countersign-desk --data desk statistics [": SYNOPSIS,
        "apt-get install softhsm2": Elsewhere("tests/pkcs11/run", "softhsm2"),
        "install -m 600 -o countersign-desk": Never("it asks for a PIN on systemd's terminal; crates/desk/tests/tokens/adding.rs adds the key"),
        "systemd-creds encrypt": Never("it needs a running systemd with a machine's key"),
        "[Service]": Never("settings, and a restart that needs a running systemd with the package's unit"),
        "countersign-desk --data desk database check": Elsewhere("crates/desk/tests/postgres/upkeep.rs", '"database", "check"'),
        "countersign-desk --data desk backup": Here(),
    },
    "docs/device.md": {
        "cargo device": DEVELOPMENT,
        "cargo device --features online": DEVELOPMENT,
        "ssh web-01 sudo countersign request": Elsewhere("tests/routes/relay.rs", '"relay"'),
        "6 CODE. Line 2 of 7": SETTINGS,
        "cp assets/countersign-status": Elsewhere("tests/systemd/run", "assets/countersign-status"),
        "[Service]": SETTINGS,
    },
    "docs/inspect.md": {
        "countersign inspect ": Here(RECORDINGS),
        "dmidecode --dump-bin": Here("rm machine.bin"),
        "countersign inspect --line": Here(RECORDINGS),
        "countersign inspect --summary --json": Here(RECORDINGS),
        "use countersign_core::machine::{Field, Machine};": Never("Rust, no command"),
        "let machine = Machine::from_recording(": Never("Rust, no command"),
    },
    "docs/install.md": {
        "apt install -y ./countersign_": Elsewhere("tests/packages/run"),
        "desk() {": Elsewhere("tests/packages/run"),
        "install -m 644 /var/lib": Elsewhere("tests/packages/run"),
        "cd /root": Elsewhere("tests/packages/run"),
        "systemctl enable": Elsewhere("tests/packages/run"),
        "apt install -y ./libcountersign0_": Elsewhere("tests/packages/run"),
        "apt remove": Elsewhere("tests/packages/story"),
        "COUNTERSIGN_PURGE=all": Elsewhere("tests/packages/story"),
        "crates/packaging/build": Elsewhere("tests/packages/run"),
    },
    # A measurement takes minutes to hours and depends on the computer. docs/release.md says when each is repeated.
    "docs/measurements.md": {"": Never("a measurement is repeated by hand")},
    "docs/protocol.md": {"[COUNTERSIGN REQUEST K7Q-F2M]": SETTINGS},
    "docs/release.md": {
        "tests/packages/run": DEVELOPMENT,
        "crates/packaging/": Elsewhere("tests/packages/run", "crates/packaging/sums"),
    },
    "docs/rollout.md": {
        "ansible-galaxy collection": Never("it installs for the user; tests/ansible/run takes the collection from its folder"),
        "countersign_numbers:": SETTINGS,
        "- hosts: web": SETTINGS,
        "ansible-playbook": Elsewhere("tests/ansible/rollout.py", '"ansible-playbook"'),
        "countersign-desk answer countersign-requests.jsonl": Elsewhere("tests/ansible/rollout.py", '"answer", requests'),
        "[ssh_connection]": SETTINGS,
        "ssh web-01": Elsewhere("tests/routes/relay.rs", '"relay"'),
        "countersign relay": Elsewhere("tests/routes/relay.rs", '"relay"'),
        '{"host": "web-01"': SETTINGS,
        "jq -r": Never("it reads a report; tests/ansible/rollout.py checks what the report has"),
        'sed "s/AA05550001234': Elsewhere("tests/replay/cloud.py", '"mcopy", "-i"'),
        "This machine isn't activated.": SETTINGS,
        "countersign-desk answer HTTPS": Elsewhere("tests/replay/scenes/unattended.py", '"answer"'),
    },
    "docs/verify.md": {
        "assets/install-library": Elsewhere("tests/verify/run", "assets/install-library"),
        "cc product.c": Elsewhere("tests/verify/run", "pkg-config --cflags --libs countersign"),
        "```sh": Elsewhere("tests/verify/run", "check.sh"),
    },
}


def beginning(block: Block, entries: dict) -> str | None:
    """Returns the name of a block among the entries of its document: the longest that fits, since one may begin another."""
    text = "```sh" if block.kind == "sh" and "```sh" in entries else block.text
    return max((begin for begin in entries if text.startswith(begin)), key=len, default=None)
