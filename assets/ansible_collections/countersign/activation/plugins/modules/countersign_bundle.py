#!/usr/bin/python
# Copyright: The Countersign maintainers
# SPDX-License-Identifier: MIT OR Apache-2.0

from __future__ import annotations

DOCUMENTATION = r"""
module: countersign_bundle
short_description: Writes the requests of many machines into one file
version_added: "0.2.0"
description:
  - Writes a bundle of requests, which C(countersign-desk answer FILE) answers.
  - The file changes only if its requests do.
options:
  path:
    description: The file.
    type: path
    required: true
author:
  - The Countersign maintainers (@countersign)
attributes:
  check_mode:
    description: Says whether the file would change.
    support: full
  diff_mode:
    description: Shows the file before and after.
    support: full
extends_documentation_fragment:
  - countersign.activation.requests
"""

EXAMPLES = r"""
- name: Collect the requests
  countersign.activation.countersign_bundle:
    path: fleet.jsonl
    requests:
      - host: web-01
        request: HTTPS://DESK.EXAMPLE/R/EEAACAAB...
  delegate_to: localhost
"""

RETURN = r"""
path:
  description: The file.
  returned: always
  type: str
count:
  description: How many requests it has.
  returned: always
  type: int
"""

import os
import tempfile

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.countersign.activation.plugins.module_utils import bundles


def main():
    module = AnsibleModule(
        argument_spec={
            "path": {"type": "path", "required": True},
            "requests": bundles.REQUESTS,
        },
        supports_check_mode=True,
    )
    path = os.path.abspath(module.params["path"])
    requests = sorted(module.params["requests"], key=lambda one: one["host"])
    after = bundles.to_text("requests", requests)
    try:
        with open(path, "rb") as file:
            before = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        before = ""
    except OSError as error:
        module.fail_json(msg="%s can't be read: %s" % (path, error.strerror))
    changed = before != after
    if changed and not module.check_mode:
        place, temporary = tempfile.mkstemp(dir=module.tmpdir)
        with os.fdopen(place, "w", encoding="utf-8") as file:
            file.write(after)
        module.atomic_move(temporary, path)
    diff = {"before": before, "after": after, "before_header": path, "after_header": path}
    module.exit_json(changed=changed, path=path, count=len(requests), diff=diff)


if __name__ == "__main__":
    main()
