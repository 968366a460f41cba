# Copyright: The Countersign maintainers
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Bundles: JSON Lines with a head, an entry for each machine, and an end with the count."""

from __future__ import annotations

import json

VERSION = 1
# As the desk has it: the longest line, in bytes.
MAX_LINE = 128 * 1024

# The option of a module that holds requests; its documentation is the fragment of that name.
REQUESTS = {
    "type": "list",
    "elements": "dict",
    "required": True,
    "options": {"host": {"type": "str", "required": True}, "request": {"type": "str", "required": True}},
}


class BundleError(Exception):
    """A file is no bundle."""


def to_text(kind, entries):
    """A bundle of that kind, "requests" or "answers"."""
    head = {"countersign": kind, "version": VERSION}
    lines = [head, *entries, {"end": len(entries)}]
    return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)


def entries(lines, kind):
    """The entries of a bundle, given its lines as bytes. A line that can't be read is left out; so is everything behind the end."""
    head = None
    for line in lines:
        if len(line) > MAX_LINE or not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            if head is None:
                break
            continue
        if not isinstance(entry, dict):
            continue
        if head is None:
            head = entry
            if head.get("countersign") != kind or head.get("version") != VERSION:
                break
            continue
        if "end" in entry:
            return
        yield entry
    if head is None or head.get("countersign") != kind or head.get("version") != VERSION:
        raise BundleError("this is no bundle of %s, version %d" % (kind, VERSION))
