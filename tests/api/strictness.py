"""The contract as strict as our own answers must be, though clients are asked to be lenient."""

from __future__ import annotations

import copy
from typing import Any

from licensing.api.http.schema import build_contract


def build_strict_contract() -> dict[str, Any]:
    """The published contract with answers closed: nothing is answered that it does not declare."""
    contract = copy.deepcopy(build_contract())
    for name, shape in contract["components"]["schemas"].items():
        if name not in ("Problem", "Request") and "properties" in shape:
            shape["additionalProperties"] = False
        if values := shape.pop("x-extensible-enum", None):
            shape["enum"] = values
    return contract
