#!/usr/bin/env python3
"""Reads every picture with four decoders, clean and degraded, prints the shares, and counts the checks.

judge.py FOLDER READER all|sample

FOLDER holds DISPLAY-{ours,utf8,ansi}.png, DISPLAY-request.txt (the expected text of ours) and DISPLAY-payload.txt (that of
qrencode's). A reading counts when the text is exactly right. Of a sample of the displays, neither the least share nor single changes are checked.
"""
import glob
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

import cv2
import numpy as np
import zxingcpp

from address import address
from degrade import CHANGES, STRENGTHS

FORMS = ["ours", "utf8", "ansi"]
NAMES = {"ours": "countersign", "utf8": "qrencode UTF8", "ansi": "qrencode ANSIUTF8"}
# Debian's OpenCV lacks the decoder of QRCodeDetector; its WeChat reader works.
DECODERS = ["zbar", "zxing", "opencv", "rqrr"]
# The width of a screen of 80 columns in a picture, about as in a frame of a phone.
WIDTH = 960
# Under one change ours may be read less often than the better of qrencode's forms by this share of the tries.
TOLERANCE = 0.03
# The least share of all spoiled pictures of ours, on all displays, that is read.
LEAST = 0.72


def main():
    folder, reader, of = sys.argv[1:]
    began = time.monotonic()
    displays = sorted(os.path.basename(path)[:-9] for path in glob.glob(f"{folder}/*-ours.png"))
    jobs = [(folder, reader, display, form) for display in displays for form in FORMS]
    with multiprocessing.Pool(os.cpu_count()) as pool:
        results = dict(zip([(job[2], job[3]) for job in jobs], pool.map(read_all, jobs, chunksize=1)))
    checks = clean(displays, results)
    checks += by_change(displays, results, of)
    checks += by_display(displays, results)
    failed = [text for passed, text in checks if not passed]
    for text in failed:
        print("FAILED:", text)
    print(f"\n{len(jobs) * (1 + len(CHANGES) * STRENGTHS) * len(DECODERS)} readings in {time.monotonic() - began:.0f} s")
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed")
    sys.exit(bool(failed))


def read_all(job):
    """Which decoder read which state of one picture: {(change or "clean", strength): {decoder: bool}}."""
    folder, reader, display, form = job
    cv2.setNumThreads(1)
    grey = cv2.imread(f"{folder}/{display}-{form}.png", cv2.IMREAD_GRAYSCALE)
    # The columns: a framebuffer console has glyphs of eight pixels.
    wide = 132 if display.endswith("-wide") else 80
    wide = grey.shape[1] // 8 if display in ("console-uefi", "console-mono") else wide
    grey = cv2.resize(grey, None, fx=(f := WIDTH * wide / 80 / grey.shape[1]), fy=f, interpolation=cv2.INTER_LINEAR)
    module = WIDTH / 80
    states = {("clean", 0): grey}
    for change in CHANGES:
        for at in range(STRENGTHS):
            states[(change.__name__, at)] = change(grey, module, at)
    if display == "xterm-dark-dejavu":
        sheet(f"{folder}/{display}-{form}-spoiled.png", states)
    want = wanted(folder, display, form)
    reader_of_opencv = cv2.wechat_qrcode_WeChatQRCode()
    with tempfile.TemporaryDirectory() as work:
        paths = {}
        for (change, at), picture in states.items():
            paths[(change, at)] = os.path.join(work, f"{change}-{at}.pgm")
            cv2.imwrite(paths[(change, at)], picture)
        zbar, rqrr = by_zbar(paths.values()), by_rqrr(reader, paths.values())
        return {
            state: {
                "zbar": want in zbar.get(path, []),
                "zxing": want in by_zxing(states[state]),
                "opencv": want in by_opencv(reader_of_opencv, states[state]),
                "rqrr": rqrr.get(path) == want,
            }
            for state, path in paths.items()
        }


def wanted(folder, display, form):
    if form == "ours":
        with open(f"{folder}/{display}-request.txt", encoding="ascii") as file:
            return address(file.read())
    with open(f"{folder}/{display}-payload.txt", encoding="ascii") as file:
        return file.read()


def by_zbar(paths):
    run = subprocess.run(["zbarimg", "--quiet", "--xml", "-Sdisable", "-Sqrcode.enable", *paths], check=False,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    read = {}
    text = re.sub(rb"\sxmlns=(['\"]).*?\1", b"", run.stdout)
    for source in xml.etree.ElementTree.fromstring(text).iter("source"):
        read[source.get("href")] = [data.text for data in source.iter("data")]
    return read


def by_zxing(picture):
    found = zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in found]


def by_opencv(reader, picture):
    try:
        return reader.detectAndDecode(picture)[0]
    except cv2.error:
        return ()


def by_rqrr(reader, paths):
    run = subprocess.run([reader, *paths], check=True, stdout=subprocess.PIPE)
    return dict(line.split("\t", 1) for line in run.stdout.decode().splitlines())


def sheet(path, states):
    """One picture of all states, to look at."""
    rows = []
    for change in CHANGES:
        tiles = [cv2.resize(states[(change.__name__, at)], (240, 144)) for at in range(STRENGTHS)]
        rows.append(np.hstack(tiles))
    cv2.imwrite(path, np.vstack(rows))


def share(results, displays, form, change, decoders=DECODERS):
    """How many of the tries were read, of how many."""
    read = [
        seen[decoder]
        for display in displays
        for (name, _), seen in results[(display, form)].items()
        if change in (None, name)
        for decoder in decoders
    ]
    return sum(read), len(read)


def percent(pair):
    return f"{100 * pair[0] / pair[1]:5.1f} %"


def clean(displays, results):
    """Every decoder reads every clean picture of ours, but where it reads none of qrencode's there."""
    print(f"\nclean{'':25}" + "".join(f"{NAMES[form]:>22}" for form in FORMS))
    checks = []
    for display in displays:
        cells = []
        for form in FORMS:
            seen = results[(display, form)][("clean", 0)]
            cells.append(" ".join(decoder if seen[decoder] else "-" * len(decoder) for decoder in DECODERS))
        print(f"{display:30}" + "".join(f"{cell:>22}" for cell in cells))
        for decoder in DECODERS:
            ours = results[(display, "ours")][("clean", 0)][decoder]
            theirs = [results[(display, form)][("clean", 0)][decoder] for form in FORMS[1:]]
            checks.append((ours or not any(theirs), f"{decoder} reads the clean picture of {display}"))
            if not ours:
                print(f"  {decoder} doesn't read ours" + ("" if any(theirs) else ", nor either of qrencode's"))
    return checks


def compare(displays, results, change, title, tolerance=0.0):
    shares = {form: share(results, displays, form, change) for form in FORMS}
    print(f"{title:30}" + "".join(f"{percent(shares[form]):>22}" for form in FORMS))
    ours, theirs = (shares[form][0] / shares[form][1] for form in ("ours", max(FORMS[1:], key=shares.get)))
    return ours >= theirs - tolerance, f"{title}: {100 * ours:.1f} % against {100 * theirs:.1f} %"


def by_change(displays, results, of):
    print(f"\nspoiled, all displays{'':9}" + "".join(f"{NAMES[form]:>22}" for form in FORMS))
    names = [change.__name__ for change in CHANGES]
    checks = [compare(displays, results, name, name, TOLERANCE) for name in names]
    if of == "sample":
        # 32 readings of one change tell nothing.
        checks.clear()
    checks.append(compare(displays, results, None, "all"))
    read, tries = share(results, displays, "ours", None)
    if of == "all":
        checks.append((read / tries >= LEAST, f"all: {percent((read, tries)).strip()}, at least {LEAST:.0%}"))
    for decoder in DECODERS:
        shares = [share(results, displays, form, None, [decoder]) for form in FORMS]
        print(f"  of it {decoder:22}" + "".join(f"{percent(pair):>22}" for pair in shares))
    return checks


def by_display(displays, results):
    print(f"\nspoiled, all changes{'':10}" + "".join(f"{NAMES[form]:>22}" for form in FORMS))
    return [compare([display], results, None, display) for display in displays]


if __name__ == "__main__":
    main()
