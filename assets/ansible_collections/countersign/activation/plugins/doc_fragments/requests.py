# Copyright: The Countersign maintainers
# SPDX-License-Identifier: MIT OR Apache-2.0

from __future__ import annotations


class ModuleDocFragment:
    # The option that holds the requests of many machines.
    DOCUMENTATION = r"""
options:
  requests:
    description: The requests.
    type: list
    elements: dict
    required: true
    suboptions:
      host:
        description: What the administrator calls the machine.
        type: str
        required: true
      request:
        description: The request, as C(countersign request) prints it.
        type: str
        required: true
"""
