#!/usr/bin/python
# Copyright: The Countersign maintainers
# SPDX-License-Identifier: MIT OR Apache-2.0

from __future__ import annotations

DOCUMENTATION = r"""
module: countersign_ask
short_description: Asks a desk on behalf of machines that can't reach it
version_added: "0.2.0"
description:
  - Sends requests to a desk on the network, one after the other, and gives its answers.
  - It keeps nothing and decides nothing. Each machine checks its own code.
  - Where the desk says that it is asked too often, the module waits as long as the desk says.
options:
  desk:
    description: The address of the desk, such as V(https://desk.example.com).
    type: str
    required: true
  ca_path:
    description: The file of the authority that signed the desk's certificate, where the system doesn't know it.
    type: path
  patience:
    description: How many seconds the module waits for the desk in all before it gives up on the requests that are left.
    type: int
    default: 900
author:
  - The Countersign maintainers (@countersign)
extends_documentation_fragment:
  - countersign.activation.requests
attributes:
  check_mode:
    description: Asks nothing.
    support: full
  diff_mode:
    description: There is nothing to show.
    support: none
"""

EXAMPLES = r"""
- name: Ask the desk from the control node
  countersign.activation.countersign_ask:
    desk: https://desk.example.com
    requests:
      - host: web-01
        request: HTTPS://DESK.EXAMPLE.COM/R/EEAACAAB...
  delegate_to: localhost
  register: asked
"""

RETURN = r"""
answers:
  description: The desk's answer for each host.
  returned: always
  type: dict
  sample: {"web-01": {"decision": "issued", "code": "...", "reason": null}}
"""

import json
import time
import urllib.error

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.urls import open_url
from ansible_collections.countersign.activation.plugins.module_utils import bundles

# The longest answer, in bytes.
MAX_ANSWER = 1024 * 1024
# So many seconds at most for one answer.
TIMEOUT = 30


def not_answered(code, what, cure):
    return {"decision": None, "code": None, "reason": code, "what": what, "next": cure}


def ask(desk, request, ca_path):
    """The answer, or the seconds to wait."""
    body = json.dumps({"request": request, "scheme": 3})
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    url = desk.rstrip("/") + "/api/v1/requests"
    try:
        reply = open_url(url, data=body, headers=headers, method="POST", timeout=TIMEOUT, ca_path=ca_path, follow_redirects="none")
        return json.loads(reply.read(MAX_ANSWER)), None
    except urllib.error.HTTPError as error:
        if error.code in (429, 503):
            try:
                return None, max(1, int(error.headers.get("Retry-After", "5")))
            except ValueError:
                return None, 5
        try:
            told = json.loads(error.read(MAX_ANSWER))["error"]
            return not_answered(told["code"], told["what"], told["cure"]), None
        except (ValueError, KeyError, TypeError):
            return not_answered("DESK-FAULT", "The desk answered with status %d." % error.code, "Check the address of the desk."), None
    except (ValueError, TypeError):
        return not_answered("DESK-FAULT", "The desk's answer is no JSON.", "Check the address of the desk."), None


def main():
    module = AnsibleModule(
        argument_spec={
            "desk": {"type": "str", "required": True},
            "requests": bundles.REQUESTS,
            "ca_path": {"type": "path"},
            "patience": {"type": "int", "default": 900},
        },
        supports_check_mode=True,
    )
    answers = {}
    if module.check_mode:
        module.exit_json(changed=False, answers=answers)
    until = time.monotonic() + module.params["patience"]
    for one in module.params["requests"]:
        while True:
            try:
                answer, wait = ask(module.params["desk"], one["request"], module.params["ca_path"])
            except OSError as error:
                answer, wait = None, 5
                why = getattr(error, "reason", None) or error
                unreachable = "The desk can't be reached: %s." % why
            else:
                unreachable = "The desk is busy."
            if answer is not None:
                answers[one["host"]] = answer
                break
            if time.monotonic() + wait > until:
                answers[one["host"]] = not_answered("DESK-UNREACHABLE", unreachable, "Run the play again; what is answered stays so.")
                break
            time.sleep(wait)
    module.exit_json(changed=False, answers=answers)


if __name__ == "__main__":
    main()
