"""Which changes of an amendment are material under the procedure of a case, and which positions they void."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from licensing.acts.acting import Act
from licensing.messages import Message
from licensing.models import Case, CaseVersion, Round, RoundSeat, StandingPosition
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.requests.changes.materiality import (
    Change,
    Threshold,
    assess_amendment,
    find_unowned_changes,
    find_voided_seats,
)
from licensing.policy.signoff.procedures.checking import list_reliances


def find_material_changes(case: Case, before: CaseVersion, after: CaseVersion) -> tuple[Change, ...]:
    """The changes between two versions that its procedure calls material."""
    thresholds = _thresholds(case) or [Threshold("*")]
    return assess_amendment(json.loads(before.canonical), json.loads(after.canonical), thresholds).material


def find_voided_positions(
    case: Case, version: CaseVersion, standing: Sequence[StandingPosition]
) -> dict[int, tuple[Message, ...]]:
    """The standing positions that a version voids, each with the changes it rested on, since the version it signed."""
    signed = {one.position.version_digest for one in standing} - {version.digest}
    if not signed:
        return {}
    earlier = CaseVersion.objects.filter(case=case, digest__in=signed)
    changed = {old.digest: find_material_changes(case, old, version) for old in earlier}
    thresholds, relied_on = _thresholds(case), _list_reliances(case)
    voided = {}
    for one in standing:
        # A seat without declared dependencies has signed the whole request: any material change voids its position.
        rests_on = {one.seat.body_id: one.seat.depends_on or ["*"]}
        material = changed.get(one.position.version_digest, ())
        found = find_voided_seats(material, rests_on, unowned=find_unowned_changes(material, thresholds, relied_on))
        if found:
            voided[one.pk] = tuple(change.text for change in found[one.seat.body_id])
    return voided


def carry_over_positions(act: Act[Case], round: Round, seats: Mapping[str, RoundSeat]) -> bool:
    """Move the positions of the stage's last round to this one; void those that rested on what has changed, and record why.

    Whether any was moved.
    """
    before = StandingPosition.objects.filter(round__case=act.case, round__stage=round.stage).exclude(round=round)
    standing = list(before.select_related("position", "seat").order_by("pk"))
    reasons = find_voided_positions(act.case, round.version, standing)
    carried = False
    for one in standing:
        seat = seats.get(one.seat.body_id)
        why = reasons.get(one.pk) if seat else (Message("The seat is not asked again."),)
        if why or seat is None:
            void_position(act, one, because=[render_in_every_language(change) for change in why or ()])
        else:
            StandingPosition.objects.filter(pk=one.pk).update(round=round, seat=seat)
            carried = True
    return carried


def void_position(act: Act[Case], standing: StandingPosition, *, because: Any) -> None:
    """Let a position no longer count, with an event that says why; the signed row itself is never deleted."""
    StandingPosition.objects.filter(pk=standing.pk).delete()
    act.record(
        EventKind.POSITION_VOIDED,
        position=str(standing.position_id),
        round=str(standing.round_id),
        seat=standing.seat.body_id,
        because=because,
    )


def _list_reliances(case: Case) -> list[list[str]]:
    """What the seats of the case's procedure depend on, so that a change on which none of them does is not passed over."""
    if case.procedure is None:
        return []
    stages = case.procedure.stages.prefetch_related("seats")
    return list_reliances(
        [
            {
                "government": stage.government,
                "seats": [{"role": seat.role, "depends_on": seat.depends_on} for seat in stage.seats.all()],
            }
            for stage in stages
        ]
    )


def _thresholds(case: Case) -> list[Threshold]:
    """What the procedure calls material; where it says nothing, every change is."""
    return [Threshold.parse(row) for row in case.procedure.thresholds] if case.procedure else []
