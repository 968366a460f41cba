"""The usual way through the wizard, for scenes that test something else."""


def to_request(line, number, *inspected):
    """From Welcome to Request by the first way to the desk; Inspect shows these texts."""
    line.wait("1 WELCOME")
    line.send(f"{number}\r")
    line.wait("2 INSPECT", *inspected)
    line.send("\r")
    line.wait("4 ROUTE")
    line.send("\r")
    line.wait("5 REQUEST")


def type_code(line, lines):
    """Types the seven lines, each after the last was read."""
    line.wait("6 CODE")
    for at, typed in enumerate(lines):
        line.send(typed)
        line.wait(f"Lines left: {6 - at} of 7." if at < 6 else "All seven lines are complete.")
