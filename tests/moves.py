"""The acts that a lifecycle declares as rows of a literal table: from which state, by which verb, to which state."""

from __future__ import annotations

from licensing.models.state_machine import Lifecycle


def table(text: str) -> set[tuple[str, str, str | None]]:
    rows = (line.split() for line in text.strip().splitlines())
    return {(source, verb, None if target == "-" else target) for source, verb, target in rows}


def declared_moves(lifecycle: type[Lifecycle]) -> set[tuple[str, str, str | None]]:
    acts = lifecycle.list_acts().values()
    return {(str(source), str(act.verb), act.target and str(act.target)) for act in acts for source in act.sources}
