"""What is wrong with a stored row of the decision table: facts that no case has, bodies and procedures there are not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from licensing.messages import Message, Text
from licensing.policy import shapes
from licensing.policy.signoff.routing import CaseFacts

FACTS = shapes.as_record(**{fact: {} for fact in CaseFacts("").as_data()})
SEATS = shapes.list_of(shapes.as_code("code of a body", 24), 40)
FLAGS = shapes.list_of(shapes.as_code("flag"), 40)
_CONDITION = shapes.build_validator(shapes.as_record(when=FACTS, extra_seats=SEATS, flags=FLAGS))


def check_routing_row(
    row: Mapping[str, Any], *, bodies: Collection[str], procedures: Collection[str]
) -> Iterator[tuple[str, Text]]:
    """Each mistake with its column."""
    for gap in shapes.find_gaps(_CONDITION, {name: row[name] for name in ("when", "extra_seats", "flags")}):
        yield gap.path.partition(".")[0], gap.message
    if (code := row["procedure_code"]) and code not in procedures:
        yield "procedure_code", Message("There is no published procedure “%(code)s”.", code=code)
    for code in row["extra_seats"]:
        if code not in bodies:
            yield "extra_seats", Message("There is no body “%(code)s”.", code=code)
