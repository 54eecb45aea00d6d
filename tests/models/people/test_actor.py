"""The part that a person has in a case, and the facts that permissions ask about."""

from __future__ import annotations

import uuid
from datetime import date
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from licensing.choices import MandateKind, Office, RecusalReason
from licensing.models import Appointment, CaseDuty, Mandate, Recusal, read_actor
from licensing.models.people.actor import _fetch_facts, _select_actor_facts
from tests.world import World

DAY = date(2026, 5, 4)


def test_a_person_has_one_role_in_a_case_by_constraint_too(world: World) -> None:
    case = world.accepted()

    with pytest.raises(IntegrityError, match="one_duty_per_person_and_case"), transaction.atomic():
        CaseDuty.objects.create(case=case, person=world.otto, duty="decided", since=timezone.now())


def test_nobody_is_the_clock_and_a_closed_account_has_no_rights(world: World) -> None:
    world.otto.is_active = False

    assert read_actor(None, on=DAY).is_clock
    assert read_actor(world.otto, on=DAY).appointments == frozenset()


def test_an_actor_is_read_as_of_a_day_in_one_statement(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    case = world.accepted()
    Appointment.objects.filter(user=world.otto).update(period=(date(2026, 1, 1), DAY))

    with django_assert_num_queries(1):
        before = read_actor(world.otto, on=date(2026, 5, 3), case_id=case.pk, kind=case.kind_id)

    assert (before.appointments, before.case_roles) == ({Office.CASE_OFFICER}, {"handled"})
    # The end of a period is not included.
    assert read_actor(world.otto, on=DAY).appointments == frozenset()


def test_a_mandate_for_some_kinds_gives_no_voice_in_the_others(world: World) -> None:
    Mandate.objects.filter(user=world.dan).update(scope=["general_permit"])

    assert read_actor(world.dan, on=DAY, kind="general_permit").bodies == {"GS": MandateKind.DEPUTY}
    assert read_actor(world.dan, on=DAY, kind="single_permit").bodies == {}


def test_a_conflict_of_interest_holds_in_its_case_alone(world: World) -> None:
    case = world.accepted()
    Recusal.objects.create(
        case=case, person=world.mira, reason=RecusalReason.values[0], recorded_by=world.mira, recorded_at=timezone.now()
    )

    assert read_actor(world.mira, on=DAY, case_id=case.pk).recused
    assert not read_actor(world.mira, on=DAY, case_id=uuid.uuid4()).recused


def test_the_statement_that_is_written_once_answers_whoever_is_asked_for(world: World) -> None:
    case = world.accepted()
    Mandate.objects.filter(user=world.mira).update(scope=["other"])

    for user in (world.paula, world.otto, world.mira, world.dora):
        for day, case_id, kind in product((DAY, date(2019, 1, 1)), (None, case.pk), (None, "other", case.kind_id)):
            facts = _select_actor_facts(user.pk, day, case_id, kind)
            assert sorted(_fetch_facts(user, day, case_id, kind)) == sorted(facts[0].union(*facts[1:], all=True))
