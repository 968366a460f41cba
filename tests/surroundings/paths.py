"""Each path that a command reads or writes, with such a command."""

import dataclasses

from stage import DESK_EXITS, DEVICE_EXITS, OTHER


@dataclasses.dataclass(frozen=True)
class Path:
    """A path below the place of a case, and the arguments of a command of the device program or of the desk."""

    path: str
    words: tuple
    # The device program trusts the file, so it refuses a file of another user.
    trusted: bool = False
    # The command writes it.
    written: bool = False
    desk: bool = False
    # The command may read it from a pipe, and waits for a writer.
    piped: bool = False
    # The command reads it to its end without a limit: 10 GB take too long for a test.
    whole: bool = False
    # The machine has an open request and isn't activated.
    asked: bool = False

    @property
    def exits(self):
        return DESK_EXITS if self.desk else DEVICE_EXITS

    def command(self, stage, words=None):
        words = self.words if words is None else words
        if self.desk:
            data = () if "--data" in words else ("--data", "desk")
            return [stage.desk, *data, "--lang", "en", *words]
        given = [("--hardware", "sys"), ("--profile", "profile.toml"), ("--state", "state"), ("--lang", "en")]
        more = [word for option in given if option[0] not in words and not ("--profiles" in words and option[0] == "--profile") for word in option]
        return [stage.device, *words, *more]

    @property
    def name(self):
        return f"{'desk ' if self.desk else ''}{' '.join(self.words[:3])}: {self.path}"


ENTER = ("enter", "--file", "code.txt")
TAG = "5f2d5097"
# No desk listens at this address.
NO_DESK = "http://127.0.0.1:9"

PATHS = [
    Path("profile.toml", ("status",), trusted=True),
    Path("profile.toml", ("inspect",), trusted=True),
    Path("profiles", ("status", "--profiles", "profiles")),
    Path("profiles/example.toml", ("status", "--profiles", "profiles"), trusted=True),
    Path("profiles/other.toml", ("status", "--profiles", "profiles")),
    *(Path("state", words, asked=asked) for words, asked in ((("status",), False), (ENTER, True), (("release", "--yes"), False),
                                                             (("request", "--number", OTHER), False), (("doctor",), False))),
    *(Path(f"state/{name}", ENTER, trusted=trusted, asked=True)
      for name, trusted in ((f"requests-{TAG}.json", True), ("lock", True), (f"activation-{TAG}.json", False), (f"released-{TAG}.json", False),
                            (f"earlier-{TAG}.json", False), (f".activation-{TAG}.json.new", False), ("changed", False))),
    *(Path(f"state/{name}", ("status",)) for name in (f"activation-{TAG}.json", f"released-{TAG}.json")),
    *(Path(f"state/{name}", ("release", "--yes")) for name in (f"activation-{TAG}.json", f"released-{TAG}.json", ".rehearsal.new")),
    Path(f"state/session-{TAG}.json", ("report",)),
    *(Path(f"sys/firmware/efi/efivars/Countersign{name}-{TAG}-167deb41-258a-4c23-b2e3-b8d66d9e4725", words)
      for name, words in (("Activation", ("status",)), ("Released", ("release", "--yes")), ("Requests", ("request", "--number", OTHER)))),
    Path("sys/firmware/efi/efivars", ("status",)),
    *(Path(f"sys/firmware/dmi/tables/{name}", ("inspect",)) for name in ("DMI", "smbios_entry_point")),
    Path("sys", ("inspect",)),
    Path("report.html", ("inspect", "--hardware", "report.html")),
    Path("report.html", ("inspect", "--html", "report.html", "sys"), written=True),
    Path("run/example-os.json", ("status", "--write-run", "run/example-os.json"), written=True),
    Path("run", ("status", "--write-run", "run/example-os.json")),
    Path("motd", ("status", "--write-motd", "motd"), written=True),
    *(Path("written", ("request", option, "written"), written=True) for option in ("--out", "--png", "--svg")),
    Path("code.txt", ENTER, asked=True),
    # In a build without the network, `relay` is wrong usage.
    *(Path(name, ("relay", name, "--desk", NO_DESK), piped=True, whole=True) for name in ("request.txt", "bundle.jsonl")),
    Path("written", ("relay", "bundle.jsonl", "--desk", NO_DESK, "--out", "written"), written=True),
    Path("written.part", ("relay", "bundle.jsonl", "--desk", NO_DESK, "--out", "written")),
    Path("desk", ("licenses", "list"), desk=True),
    Path("desk/ledger.db", ("licenses", "list"), desk=True),
    Path("desk/ledger.db", ("answer", "request.txt"), desk=True),
    Path("desk/ledger.db-wal", ("answer", "request.txt"), desk=True),
    Path("desk/ledger.db-shm", ("licenses", "list"), desk=True),
    Path("desk/profile.toml", ("profiles", "publish", "--hotline", "400 123 4567"), desk=True),
    Path("new/profile.toml", ("--data", "new", "init", "--product", "other", "--name", "Other", "--mask", "AA99", "--host", "a.example"), desk=True),
    Path("new", ("--data", "new", "init", "--product", "other", "--name", "Other", "--mask", "AA99", "--host", "a.example"), desk=True),
    Path("config.toml", ("--config", "config.toml", "licenses", "list"), desk=True),
    Path("passphrase", ("--passphrase-file", "passphrase", "keys", "list"), desk=True),
    Path("passphrase", ("--data", "new", "--passphrase-file", "passphrase", "init", "--product", "other", "--name", "Other", "--mask", "AA99", "--host",
                        "a.example"), desk=True),
    Path("pin", ("--pin-file", "pin", "keys", "list"), desk=True),
    Path("numbers.csv", ("licenses", "import", "numbers.csv"), desk=True, piped=True),
    Path("request.txt", ("answer", "request.txt"), desk=True, piped=True),
    Path("bundle.jsonl", ("answer", "bundle.jsonl"), desk=True, piped=True, whole=True),
    Path("bundle.answers.jsonl", ("answer", "bundle.jsonl"), desk=True, written=True),
    Path("written", ("answer", "bundle.jsonl", "--out", "written"), desk=True, written=True),
    Path("written.part", ("answer", "bundle.jsonl", "--out", "written"), desk=True),
    Path("copy", ("backup", "copy"), desk=True),
    Path("backup", ("--data", "new", "restore", "backup"), desk=True),
    Path("backup/ledger.db", ("--data", "new", "restore", "backup"), desk=True, whole=True),
    Path("copy.db", ("database", "copy", "--to", "copy.db"), desk=True, written=True),
    Path("head", ("audit", "verify", "--head", "head"), desk=True),
    Path("profile.toml", ("profiles", "publish", "profile.toml"), desk=True),
    Path("code.txt", ("downloads", "add", "--version", "1.0", "code.txt"), desk=True),
    Path("code.txt", ("downloads", "add", "--version", "1.0", "--signature", "code.txt", "PROGRAM"), desk=True),
    *(Path("pin", ("serve", "--listen", "127.0.0.1:0", "--tls-cert", one, "--tls-key", other), desk=True)
      for one, other in (("pin", "passphrase"), ("passphrase", "pin"))),
]
