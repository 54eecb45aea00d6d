"""The kind of request that partners file no more: country plans, which the state keeps itself."""

from __future__ import annotations

from licensing.errors import KindRetired
from licensing.models import CaseKind


def refuse_retired_kind(kind: CaseKind) -> None:
    """Raise KindRetired for a country plan of a partner: it is neither begun nor changed nor filed any more."""
    if kind.is_retired:
        raise KindRetired
