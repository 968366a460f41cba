"""8a The power is cut while an activation is kept, twenty times: never broken, and a second go succeeds."""

import random
import threading
import time

from guest import Machine

ROUNDS, LANES = 20, 2
NEVER_MIND = "for v in /sys/firmware/efi/efivars/CountersignActivation-*; do [ -e $v ] && chattr -i $v && rm $v; done"
ANEW = f"rm -rf /var/lib/countersign && cp -a /var/lib/before /var/lib/countersign && {{ {NEVER_MIND}; sync; }}"


def play(stage):
    seed = random.randrange(1 << 32)
    machines = [Machine(stage, f"cut-{lane}") for lane in range(LANES)]
    numbers = [stage.desk.number() for _ in machines]
    lock, found, wrong = threading.Lock(), [], []

    def lane(at):
        try:
            play_lane(stage, machines[at], numbers[at], random.Random(seed + at), lock, found)
        except Exception as error:  # noqa: BLE001  told by the scene
            wrong.append(error)

    threads = [threading.Thread(target=lane, args=[at]) for at in range(LANES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = {state: found.count(state) for state in sorted(set(found))}
    assert not wrong, f"seed {seed}: {wrong}"
    assert len(found) == ROUNDS, found
    return f"seed {seed}; after the cut: {counts}"


def play_lane(stage, machine, number, dice, lock, found):
    guest = machine.boot()
    try:
        with lock:
            lines = stage.desk.issue(guest.json(f"countersign request --json --number {number}")[1]["url"])
        guest.type_file("/var/lib/code", "\n".join(lines))
        guest.run("cp -a /var/lib/countersign /var/lib/before; sync")
        began = time.monotonic()
        code, said = guest.run("countersign enter --file /var/lib/code")
        took = time.monotonic() - began
        assert code == 0, said
        for _ in range(ROUNDS // LANES):
            code, said = guest.run(ANEW)
            assert code == 0, said
            assert guest.json("countersign status --json")[1]["state"] == "not-activated"
            guest.line.send("r 'countersign enter --file /var/lib/code'\r")
            guest.line.wait_out("BEGIN:")
            # The moment is what is random here; nothing is waited for.
            time.sleep(dice.uniform(0, took * 1.2))
            guest.cut()
            guest = machine.boot()
            code, said = guest.json("cat /run/countersign/status.json")
            assert said["state"] in ("activated", "not-activated"), said
            assert all(slot in ("whole", "none") for slot in said["kept"].values()), said
            found.append("+".join(k for k, v in said["kept"].items() if v == "whole") or said["state"])
            code, text = guest.run("countersign enter --file /var/lib/code")
            assert code == 0, text
            code, said = guest.json("countersign status --json")
            assert (said["state"], said["kept"]) == ("activated", {"file": "whole", "efi": "whole"}), said
            assert said["notes"] == [], said
    finally:
        guest.cut()
