#!/usr/bin/python
# Copyright: The Countersign maintainers
# SPDX-License-Identifier: MIT OR Apache-2.0

from __future__ import annotations

DOCUMENTATION = r"""
module: countersign
short_description: Reviews a machine, makes its request, enters its license code
version_added: "0.2.0"
description:
  - Runs the program C(countersign) on the machine, as root.
  - A machine that is activated is left as it is, whatever is asked.
options:
  state:
    description:
      - V(inspected) changes nothing.
      - V(requested) makes the request of the machine, or keeps the one that is open.
      - V(activated) enters O(code).
    type: str
    choices: [inspected, requested, activated]
    default: requested
  number:
    description: The license number. With O(state=requested) it is needed on a machine that isn't activated.
    type: str
  code:
    description: The license code, or the desk's whole answer in which it stands. Needed with O(state=activated) on a machine that isn't activated.
    type: str
  ways:
    description:
      - What may be bound in place of values that the desk refuses, in this order, as far as the product's profile allows it.
      - V(recover) binds what the machine says elsewhere. V(assign) computes the rest from it.
    type: list
    elements: str
    choices: [recover, assign]
    default: [recover, assign]
  executable:
    description: The program.
    type: path
    default: countersign
  profile:
    description: The product's profile, where it is not in its usual place.
    type: path
  product:
    description: The product, where the machine has several.
    type: str
  state_path:
    description: Where activations are kept, where that is not the usual place.
    type: path
  hardware:
    description: A recorded machine in place of this one. For trials.
    type: path
author:
  - The Countersign maintainers (@countersign)
attributes:
  check_mode:
    description: Says whether a request would be made or a code entered. It does not predict whether the code is accepted.
    support: full
  diff_mode:
    description: Shows state, license number and request before and after.
    support: full
"""

EXAMPLES = r"""
- name: Make the request
  countersign.activation.countersign:
    number: "{{ countersign_numbers[inventory_hostname] }}"
  register: activation

- name: Enter the code
  countersign.activation.countersign:
    state: activated
    code: "{{ answers[inventory_hostname].code }}"
"""

RETURN = r"""
countersign:
  description: What is known of the machine.
  returned: always
  type: dict
  contains:
    state:
      description: V(activated), V(not-activated), V(changed), V(expired) and so on, as C(countersign status --json) says.
      type: str
    number:
      description: The license number that is bound.
      type: str
    expires:
      description: The last day.
      type: str
    notes:
      description: The codes of what else the license's state says, such as C(CLOCK-BEHIND).
      type: list
      elements: str
    acceptable:
      description: Whether the desk accepts the firmware's own values; null where that can't be told.
      type: bool
    codes:
      description: The codes of the findings on manufacturer, model and serial.
      type: list
      elements: str
    values:
      description: Manufacturer, model and serial as the firmware says them.
      type: dict
    way:
      description: What is bound, V(firmware), V(recover) or V(assign); null where none of O(ways) is enough.
      type: str
    request:
      description: The open request, with C(name), C(number), C(text) and C(url).
      type: dict
"""

import json
import os

from ansible.module_utils.basic import AnsibleModule

# The fields that the desk binds.
BINDING = ("manufacturer", "model", "serial")


class Program:
    """The program on this machine."""

    def __init__(self, module):
        self.module = module
        executable = module.params["executable"]
        self.path = executable if os.sep in executable else module.get_bin_path(executable, required=False)
        if not self.path or not os.access(self.path, os.X_OK):
            self.fail("PROGRAM-MISSING", "The program %s is not on this machine." % executable, "Install the package countersign, or name the program.")
        self.options = []
        for option, value in (("--profile", "profile"), ("--product", "product"), ("--state", "state_path"), ("--hardware", "hardware")):
            if module.params[value]:
                self.options += [option, module.params[value]]

    def run(self, *arguments, **kwargs):
        """Exit code and the object that the program prints. A fault of it ends the module."""
        command = [self.path, *arguments, "--json", "--lang", "en", *self.options]
        environment = {"LC_ALL": "C.UTF-8"}
        try:
            code, out, err = self.module.run_command(command, environ_update=environment, handle_exceptions=False, **kwargs)
        except OSError as error:
            self.fail("PROGRAM-FAULT", "%s doesn't run here: %s." % (self.path, error.strerror), "Install the program for this processor.")
        try:
            told = json.loads(out)
        except ValueError:
            lines = (err or out).strip().splitlines() or ["no output"]
            first = "".join(character if character.isprintable() else "?" for character in lines[0][:200])
            self.fail("PROGRAM-FAULT", "%s ended with %d: %s" % (self.path, code, first), "Run it by hand on this machine.")
        if not isinstance(told, dict):
            self.fail("PROGRAM-FAULT", "%s printed no object." % self.path, "Update the program.")
        return code, told

    def result(self, *arguments, **kwargs):
        """The object, where it is no error; else the module ends with it."""
        _code, told = self.run(*arguments, **kwargs)
        error = told.get("error")
        if error:
            self.fail(error.get("code"), error.get("what"), error.get("cure"))
        return told

    def fail(self, code, what, cure, **more):
        self.module.fail_json(msg="%s: %s %s" % (code, what, cure), code=code, what=what, cure=cure, **more)


def facts(program):
    status = program.result("status")
    review = program.result("inspect")
    fields = [one for one in review["fields"] if one["name"] in BINDING]
    _code, request = program.run("request")
    known = {
        "state": status["state"],
        "number": status["number"],
        "expires": status["expires"],
        "notes": status["notes"],
        "acceptable": review["acceptable"],
        "codes": [one["code"] for one in fields if one["code"]],
        "values": {one["name"]: one["value"] for one in fields},
        "way": "firmware" if review["acceptable"] else None,
        "request": None if request.get("error") else short(request),
    }
    return known, review


def short(request):
    return {name: request.get(name) for name in ("name", "number", "way", "text", "url")}


def chosen_way(program, known, review):
    """The first of the ways that makes the machine an accepted one."""
    if known["acceptable"]:
        return "firmware"
    for kind in program.module.params["ways"]:
        if any(way["kind"] == kind for way in review.get("ways", [])):
            return kind
    return None


def no_way(program, known, review):
    ways = review.get("ways", [])
    best = "%s: %s" % (ways[0]["title"], ways[0]["what"]) if ways else "There is no other way; ask the desk."
    what = "The desk refuses this machine (%s), and none of the ways %s is open." % (
        ", ".join(known["codes"]) or "values that can't be read",
        ", ".join(program.module.params["ways"]) or "(none)",
    )
    program.fail("NO-WAY", what, best, countersign=known)


def request(program, known, review):
    """Makes the request, or keeps the open one. Gives whether anything changed."""
    module = program.module
    number = module.params["number"]
    way = chosen_way(program, known, review)
    if way is None:
        no_way(program, known, review)
    known["way"] = way
    if not number:
        program.fail("NUMBER-NEEDED", "No license number is given for this machine.", "Add it to the table of numbers.", countersign=known)
    before = known["request"]
    if module.check_mode:
        same = before is not None and plain(before["number"]) == plain(number) and before["way"] == way
        return not same
    arguments = ["request", "--number", number]
    if way != "firmware":
        arguments.append("--" + way)
    known["request"] = short(program.result(*arguments))
    return before is None or before["name"] != known["request"]["name"]


def plain(number):
    return "".join(character for character in number if character.isalnum()).upper()


def activate(program, known):
    """Enters the code. Gives whether anything changed."""
    code = program.module.params["code"]
    if not code:
        program.fail("CODE-NEEDED", "No license code is given for this machine.", "Give the desk its request.", countersign=known)
    if program.module.check_mode:
        return True
    program.result("enter", "--file", "-", data=code)
    known.update(facts(program)[0])
    return True


def main():
    module = AnsibleModule(
        argument_spec={
            "state": {"type": "str", "choices": ["inspected", "requested", "activated"], "default": "requested"},
            "number": {"type": "str"},
            "code": {"type": "str", "no_log": False},
            "ways": {"type": "list", "elements": "str", "choices": ["recover", "assign"], "default": ["recover", "assign"]},
            "executable": {"type": "path", "default": "countersign"},
            "profile": {"type": "path"},
            "product": {"type": "str"},
            "state_path": {"type": "path"},
            "hardware": {"type": "path"},
        },
        supports_check_mode=True,
    )
    program = Program(module)
    known, review = facts(program)
    before = json.dumps({name: known[name] for name in ("state", "number", "request")}, indent=2, ensure_ascii=False)
    changed = False
    if known["state"] != "activated":
        known["way"] = chosen_way(program, known, review)
        if module.params["state"] == "requested":
            changed = request(program, known, review)
        elif module.params["state"] == "activated":
            changed = activate(program, known)
    after = json.dumps({name: known[name] for name in ("state", "number", "request")}, indent=2, ensure_ascii=False)
    module.exit_json(changed=changed, countersign=known, diff={"before": before + "\n", "after": after + "\n"})


if __name__ == "__main__":
    main()
