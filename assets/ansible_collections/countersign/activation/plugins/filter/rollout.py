# Copyright: The Countersign maintainers
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the role C(countersign) makes of the hosts of a play: the requests to answer, and the lines of its report."""

from __future__ import annotations

import json


def known(variables):
    """What the module said last of a host; empty where it said nothing."""
    for result in ("countersign_entered", "countersign_activation"):
        said = (variables.get(result) or {}).get("countersign")
        if said:
            return said
    return {}


def requests(hosts, hostvars):
    """The requests of the hosts that aren't activated, as a list of host and request."""
    found = []
    for host in hosts:
        said = known(hostvars[host])
        request = said.get("request")
        if request and said.get("state") != "activated" and not hostvars[host].get("countersign_failure"):
            found.append({"host": host, "request": request["url"]})
    return found


def report(hosts, hostvars, reached):
    """A line of JSON for each host. C(reached) are the hosts that are still in the play."""
    lines = []
    for host in sorted(hosts):
        variables = hostvars[host]
        said = known(variables)
        why = variables.get("countersign_failure")
        if host not in reached:
            why = why or "The host was not reached, or its play ended."
        state = "failed" if why else said.get("state", "not-asked")
        if state == "not-activated" and said.get("request"):
            state = "requested"
        line = {
            "host": host,
            "state": state,
            "number": said.get("number") or (said.get("request") or {}).get("number"),
            "request": (said.get("request") or {}).get("name"),
            "way": said.get("way"),
            "codes": said.get("codes", []),
            "notes": said.get("notes", []),
            "why": why,
        }
        # In ASCII: what a host says of itself may hold characters that a terminal obeys.
        lines.append(json.dumps(line))
    return "".join(line + "\n" for line in lines)


def failure(result, task):
    """Why a task failed, in one line that is safe to show. C(result) is what the task gave."""
    why = result.get("msg") or "The task %s failed." % task
    # Ansible says nothing else where Python doesn't start.
    told = result.get("module_stderr") or result.get("module_stdout") or ""
    if "code" not in result and told.strip():
        why = "PYTHON-FAULT: Python can't run the module on the host: %s" % told.strip().splitlines()[-1]
    return "".join(character if character.isprintable() else " " for character in why)[:500]


def is_host(name):
    """Whether the desk takes a name for a host, and a terminal shows it as it is."""
    return 0 < len(name) <= 255 and name.isprintable()


class FilterModule:
    def filters(self):
        return {"requests": requests, "report": report, "failure": failure, "is_host": is_host}
