"""Years of frameworks and projects at the customs gate: what is of a later year leaves early only where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from licensing.acts.obstacles.situation import Situation, name_parent
from licensing.choices import LicenceState, Step
from licensing.errors import BeforeItsYear
from licensing.messages import DayText, Message
from licensing.models import LicenceLine, ParentAuthorisation
from licensing.models.licences.licence import find_licence
from licensing.models.read_models.licences.years import judge_years
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.customs.years import Leaving
from licensing.policy.obstacles import Obstacle


def find_early_leaving(situation: Situation) -> Iterator[Obstacle]:
    """Each line of a licence of which less may leave in this year than is asked, or on the page than is left of it; and every
    line while what it draws on has not begun.

    Only what binds holds customs; and what was granted while it held may leave when it is ended or over.
    """
    licence = situation.line.licence if situation.line else find_licence(situation.case)
    if licence is None or licence.state != LicenceState.ISSUED or licence.is_dormant:
        return
    parents = [one for one in situation.read_parents() if one.binding and one.is_in_force(situation.today)]
    if not parents:
        return
    lines = [situation.line] if situation.line else list(licence.lines.select_related("unit").order_by("number"))
    for parent in parents:
        if (situation.left_on or situation.today) < parent.starts_on:
            yield from (_build_unbegun_obstacle(parent, line) for line in lines if line.left)
            continue
        found = judge_years(situation.case, lines, parent, day=situation.left_on or situation.today)
        for line in lines:
            wanted, leaving = situation.leaving if situation.line else line.left, found.get(line.number)
            if leaving is not None and leaving.next_year is not None and wanted > leaving.allowed:
                yield _build_early_obstacle(parent, line, leaving, first_on=parent.find_first_day(leaving.next_year))


def _build_unbegun_obstacle(parent: ParentAuthorisation, line: LicenceLine) -> Obstacle:
    words: dict[str, Any] = {"line": line.number, "parent": parent.reference, "day": DayText(parent.starts_on)}
    return Obstacle(
        "before_its_year",
        Message("Line %(line)d: nothing of it may leave before %(parent)s begins, on %(day)s.", **words),
        source=name_parent(parent),
        lift=Message("Its first day comes."),
        stops=frozenset({Step.DRAW_DOWN}),
        for_applicant=Message(
            "Line %(line)d: these goods were granted for a time that begins on %(day)s.", line=line.number, day=words["day"]
        ),
        refusal=BeforeItsYear,
        data={"first_on": parent.starts_on.isoformat()},
    )


def _build_early_obstacle(parent: ParentAuthorisation, line: LicenceLine, leaving: Leaving, *, first_on: date) -> Obstacle:
    words: dict[str, Any] = {
        "line": line.number,
        "parent": parent.reference,
        "year": str(leaving.year),
        "allowed": count_in_unit(leaving.allowed, line.unit_id),
        "day": DayText(first_on),
    }
    return Obstacle(
        "before_its_year",
        _describe_early(words, has_some=leaving.allowed > 0),
        source=name_parent(parent),
        lift=Message("The next year begins, or others give back what they hold of this one."),
        stops=frozenset({Step.DRAW_DOWN}),
        # Never the figure, which would tell what others have drawn of the year.
        for_applicant=Message(
            "Line %(line)d: a part of these goods was granted for later years, and there is no room for it in this one. "
            "The next of its years begins on %(day)s.",
            line=line.number,
            day=words["day"],
        ),
        refusal=BeforeItsYear,
        data={"first_on": first_on.isoformat()},
    )


def _describe_early(words: dict[str, Any], *, has_some: bool) -> Message:
    if has_some:
        return Message(
            "Line %(line)d: in year %(year)s of %(parent)s only %(allowed)s of it may still leave; the rest was granted for "
            "later years, the next of which begins on %(day)s.",
            **words,
        )
    return Message(
        "Line %(line)d: in year %(year)s of %(parent)s nothing of it may leave; it was granted for later years, the next of "
        "which begins on %(day)s.",
        **words,
    )
