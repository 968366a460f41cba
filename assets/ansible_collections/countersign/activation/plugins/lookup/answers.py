# Copyright: The Countersign maintainers
# SPDX-License-Identifier: MIT OR Apache-2.0

from __future__ import annotations

DOCUMENTATION = r"""
name: answers
short_description: Reads the desk's answers to a bundle
version_added: "0.2.0"
description:
  - Reads the file that C(countersign-desk answer FILE) wrote, and gives the answer for each host.
  - A file that was cut off gives what is there. Of two answers for a host, a code wins over a refusal.
options:
  _terms:
    description: The files.
    required: true
    type: list
    elements: path
author:
  - The Countersign maintainers (@countersign)
"""

EXAMPLES = r"""
- name: Read the answers
  ansible.builtin.set_fact:
    answers: "{{ lookup('countersign.activation.answers', 'fleet.answers.jsonl') }}"
"""

RETURN = r"""
_raw:
  description: For each file the answers by host.
  type: list
  elements: dict
"""

from ansible.errors import AnsibleLookupError
from ansible.module_utils.common.text.converters import to_bytes, to_native
from ansible.plugins.lookup import LookupBase
from ansible_collections.countersign.activation.plugins.module_utils import bundles

# The members that the role uses.
MEMBERS = ("decision", "code", "reason", "what", "next", "case")


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        return [self.read(term) for term in terms]

    def read(self, term):
        path = self.find_file_in_search_path({}, "files", term) if not str(term).startswith("/") else term
        answers = {}
        try:
            with open(to_bytes(path or term), "rb") as file:
                for entry in bundles.entries(file, "answers"):
                    host = entry.get("host")
                    if not isinstance(host, str) or (answers.get(host) or {}).get("decision") == "issued":
                        continue
                    answers[host] = {name: entry.get(name) for name in MEMBERS}
        except (OSError, bundles.BundleError) as error:
            raise AnsibleLookupError("%s: %s" % (term, to_native(error))) from error
        return answers
