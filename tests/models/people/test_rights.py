"""Proposed rights as rows: the database holds what must always hold of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.choices import ProposalState, RightKind
from licensing.models import Appointment, Mandate, RightCorrection, RightProposal
from tests.world import World


def _proposal(world: World, **changes: Any) -> RightProposal:
    at = timezone.now()
    given = {
        "kind": RightKind.MANDATE,
        "person": world.stella,
        "body_id": "MFA",
        "role": "deputy",
        "first_on": at.date(),
        "reason": "She joined the ministry.",
        "proposed_by": world.pol,
        "proposed_at": at,
        "due_at": at + timedelta(days=7),
    }
    return RightProposal.objects.create(**given | changes)


def test_what_waits_and_what_is_late_are_found(world: World) -> None:
    late = timezone.now() - timedelta(days=1)
    waits, overdue = _proposal(world), _proposal(world, person=world.rita, due_at=late)
    _proposal(world, person=world.paula, state=ProposalState.DECLINED, due_at=late)

    assert set(RightProposal.objects.pending()) == {waits, overdue}
    assert set(RightProposal.objects.overdue(timezone.now())) == {overdue}


def test_a_correction_is_of_one_right_and_reviewed_by_another(world: World) -> None:
    at = timezone.now()
    mandate, office = Mandate.objects.get(user=world.mira), Appointment.objects.get(user=world.dora)
    given = {"mandate": mandate, "first_on": at.date(), "end_on": at.date() + timedelta(days=1), "reason": "Recalled."}
    given |= {"corrected_by": world.pol, "corrected_at": at}
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("a_correction_is_of_one_right", {"appointment": office}),
        ("a_correction_is_of_one_right", {"mandate": None}),
        ("corrected_days_are_some", {"end_on": at.date()}),
        ("another_person_reviews_a_correction", {"reviewed_by": world.pol}),
    ]

    for name, change in wrong:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            RightCorrection.objects.create(**given | change)

    assert RightCorrection.objects.create(**given).right == mandate


def test_the_database_refuses_what_no_act_would_write(world: World) -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("nobody_proposes_a_right_for_themselves", {"proposed_by": world.stella}),
        ("a_right_is_settled_by_a_third_person", {"settled_by": world.pol}),
        ("right_ends_after_it_begins", {"end_on": timezone.now().date()}),
        ("right_names_what_it_is_for", {"organisation": world.partner}),
        ("right_names_what_it_is_for", {"kind": RightKind.APPOINTMENT, "role": "auditor"}),
    ]

    for name, change in wrong:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            _proposal(world, **change)
