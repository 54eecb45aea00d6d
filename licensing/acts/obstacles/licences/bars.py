"""Bars to requests as obstacles: while a condition of a licence is not met, its holder and its end user are barred."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from licensing.acts.obstacles.situation import Situation
from licensing.choices import Consequence, Step
from licensing.errors import BarredFromFiling
from licensing.messages import DayText, Message, Text
from licensing.models import Case, DutyConsequence, Party
from licensing.policy.destinations.splitting import END_USERS
from licensing.policy.input.drafts import list_rows
from licensing.policy.licences.duties.consequences import EndUser, describe_bar, describe_end_user_bar, find_same_end_user
from licensing.policy.obstacles import Obstacle

_BARRED: Final = frozenset({Step.SUBMIT, Step.ACCEPT})


def find_bars(situation: Situation) -> Iterator[Obstacle]:
    """Each condition that bars further requests, as ground R09 has it of overdue reports, until it is met.

    It bars the holder of its licence, and whoever else names an end user of that licence as theirs; these read no more of the
    other licence than that. What is accepted goes on, but no amendment brings in an end user who is barred.
    """
    case = situation.case
    if case.organisation_id is None or not (situation.step or case.accepted_at is None):
        return
    bars = DutyConsequence.objects.in_effect().filter(kind=Consequence.BAR).exclude(duty__condition__licence__case=case.pk)
    rows = list(bars.select_related("duty__condition__licence").order_by("began_at", "pk"))
    if situation.step is Step.AMEND:
        yield from _find_end_user_bars(case, rows, before=_read_named_before(case) if rows else ())
        return
    own = [one for one in rows if one.duty.condition.licence.organisation_id == case.organisation_id]
    for one in own:
        message = describe_bar(one.duty.condition.licence.number, one.duty.condition.number, DayText(one.duty.due_on))
        yield _build_bar(one, message, message, {"licence": one.duty.condition.licence.number})
    yield from _find_end_user_bars(case, [one for one in rows if one not in own])


def _find_end_user_bars(case: Case, bars: Sequence[DutyConsequence], *, before: Sequence[EndUser] = ()) -> Iterator[Obstacle]:
    named = _read_end_users([case.pk]).get(case.pk, []) if bars else []
    if not named:
        return
    known = _read_end_users([one.duty.condition.licence.case_id for one in bars])
    for one in bars:
        licence = one.duty.condition.licence
        same = _find_brought_in(named, before, known.get(licence.case_id, ()))
        if same is not None:
            words = {"name": same.name, "number": one.duty.condition.number, "licence": licence.number}
            message = Message(
                "Condition %(number)d of the licence %(licence)s for the end user “%(name)s” was not met in time; until it"
                " is, no further requests for this end user are taken.",
                **words,
            )
            yield _build_bar(one, message, describe_end_user_bar(same.name), {"end_user": same.name})


def _find_brought_in(named: Sequence[EndUser], before: Sequence[EndUser], barred: Sequence[EndUser]) -> EndUser | None:
    """Who is named as one of the barred, each of whom the version before did not name yet."""
    fresh = [one for one in barred if find_same_end_user(before, [one]) is None]
    return find_same_end_user(named, fresh)


def _read_named_before(case: Case) -> list[EndUser]:
    """The end users of the version before: an amendment has filed its own already when it is asked about."""
    before = case.versions.order_by("-number")[1:2].first()
    rows = list_rows(json.loads(before.canonical), "parties") if before else ()
    return [
        EndUser(str(one.get("name") or ""), str(one.get("country") or ""), str(one.get("register_no") or ""))
        for one in rows
        if one.get("role") in END_USERS
    ]


def _read_end_users(cases: Sequence[UUID]) -> dict[UUID, list[EndUser]]:
    found: dict[UUID, list[EndUser]] = {}
    rows = Party.objects.filter(case__in=cases, role__in=END_USERS).order_by("case", "number")
    for row in rows:
        found.setdefault(row.case_id, []).append(EndUser(row.name, row.country_id, row.register_no))
    return found


def _build_bar(one: DutyConsequence, message: Text, told: Text, data: dict[str, object]) -> Obstacle:
    condition = one.duty.condition
    return Obstacle(
        "barred_from_filing",
        message,
        source=Message("Condition %(number)d, licence %(code)s", number=condition.number, code=condition.licence.number),
        lift=Message("The holder files the evidence and it is accepted, or a case officer lifts the bar by name."),
        stops=_BARRED if "licence" in data else _BARRED | {Step.AMEND},
        since=one.began_at,
        for_applicant=told,
        refusal=BarredFromFiling,
        data=data | ({"condition": condition.number, "due_on": one.duty.due_on} if "licence" in data else {}),
    )
