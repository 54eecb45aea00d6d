"""What a person may see is the same by plain queries of their own as by one predicate that is asked of every case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, Func, JSONField, OuterRef, Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licensing.acts.requests import drafting
from licensing.acts.signoff import recusal
from licensing.choices import Office, RecusalReason
from licensing.models import Appointment, Body, Case, Licence, Mandate, Membership, Recusal, User
from licensing.models.requests.case import SEE_EVERY_FILE
from licensing.models.requests.visibility import read_sight
from tests.plans import planned, rows_read
from tests.size.crowd import copy_case
from tests.world import ALWAYS, World

TODAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 12, tzinfo=timezone.get_fixed_timezone(180))
PAST, FUTURE = DateRange(date(2020, 1, 1), date(2026, 6, 1)), DateRange(date(2026, 6, 2), date(2030, 1, 1))
PERIODS = st.sampled_from([ALWAYS, ALWAYS, PAST, FUTURE])
KINDS = ("single_permit", "general_permit")
BODIES = ("MFA", "GS", "MOD", "SBU")


def _match_by_one_predicate(user: User, day: date) -> Q:
    """The rule as one condition on a case, as it would be said to somebody who reads the file."""
    own = Exists(Membership.objects.filter(user=user, organisation=OuterRef("organisation")))
    appointed = Exists(Appointment.objects.filter(user=user, kind__in=SEE_EVERY_FILE, period__contains=day))
    of_its_kind = Func(OuterRef("kind"), function="jsonb_build_array", output_field=JSONField())
    mandates = Mandate.objects.filter(Q(scope=[]) | Q(scope__contains=of_its_kind), user=user, period__contains=day)
    asked = Exists(mandates.filter(body__seats_asked__round__case=OuterRef("pk")))
    recused = Exists(Recusal.objects.filter(case=OuterRef("pk"), person=user))
    return (Q(own) | (Q(submitted_at__isnull=False) & (Q(appointed) | Q(asked)))) & ~Q(recused)


def _sees_licence(user: User, day: date) -> Q:
    offices = (*SEE_EVERY_FILE, Office.CUSTOMS)
    appointed = Exists(Appointment.objects.filter(user=user, kind__in=offices, period__contains=day))
    own = Exists(Membership.objects.filter(user=user, organisation=OuterRef("organisation")))
    recused = Exists(Recusal.objects.filter(case=OuterRef("case"), person=user))
    return (Q(own) | Q(appointed)) & ~Q(recused)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# One person's offices, memberships, mandates and conflicts: enough of each that any two of them meet.
PEOPLE = st.fixed_dictionaries(
    {
        "offices": st.lists(st.tuples(st.sampled_from(list(Office)), PERIODS), max_size=2, unique_by=lambda one: one[0]),
        "organisations": st.sets(st.sampled_from(["partner", "rival"])),
        "mandates": st.lists(
            st.tuples(
                st.sampled_from(["MFA", "GS", "MOD", "SBU"]), PERIODS, st.sampled_from([[], [KINDS[0]], [KINDS[1]], [*KINDS]])
            ),
            max_size=3,
            unique_by=lambda one: one[0],
        ),
        "conflicts": st.sets(st.integers(0, 4)),
    }
)


@pytest.mark.walk
def test_plain_queries_see_what_one_predicate_sees(world: World) -> None:
    other = drafting.create_case(world.rita, {"kind": KINDS[1]})
    cases = [world.draft(), world.filed(), world.accepted(), world.licence().case, other]
    assert Body.objects.filter(pk__in=BODIES).count() == 4

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(facts=PEOPLE)
    def compare(facts: dict[str, Any]) -> None:
        with _undone():
            user = User.objects.create_user("anybody@example.org", name="Anybody")
            _give(world, user, facts, cases)

            seen = set(Case.objects.visible_to(user, on=NOON))
            assert seen == set(Case.objects.filter(_match_by_one_predicate(user, TODAY)))
            theirs = Membership.objects.filter(user=user).values("organisation")
            reviewed = Case.objects.filter(_match_by_one_predicate(user, TODAY), submitted_at__isnull=False)
            assert set(Case.objects.reviewable_by(user, on=NOON)) == set(reviewed.exclude(organisation__in=theirs))
            licences = set(Licence.objects.filter(_sees_licence(user, TODAY)))
            assert set(Licence.objects.visible_to(user, on=NOON)) == licences

    compare()


def _give(world: World, user: User, facts: dict[str, Any], cases: list[Case]) -> None:
    for office, period in facts["offices"]:
        Appointment.objects.create(user=user, kind=office, period=period)
    for name in facts["organisations"]:
        Membership.objects.create(user=user, organisation=getattr(world, name), role="reader")
    for body, period, scope in facts["mandates"]:
        Mandate.objects.create(user=user, body_id=body, period=period, scope=scope)
    for number in facts["conflicts"]:
        Recusal.objects.create(case=cases[number], person=user, reason="family", recorded_by=user, recorded_at=NOON)


def test_a_person_is_resolved_in_one_statement(world: World, django_assert_num_queries: Any) -> None:
    case = world.accepted()
    recusal.recuse_member(case, world.mira, reason=RecusalReason.FAMILY)

    with django_assert_num_queries(1):
        sight = read_sight(world.mira, on=TODAY)

    assert (sight.bodies, sight.has_conflicts, sight.is_member) == ({(): frozenset({"MFA"})}, True, False)


def test_who_is_not_active_sees_nothing(world: World) -> None:
    world.filed()
    world.otto.is_active = False

    assert not Case.objects.visible_to(world.otto, on=timezone.now()).exists()


def test_a_partner_with_few_cases_reads_none_of_the_others(world: World) -> None:
    copy_case(world.filed(), 2_000)
    own = world.draft()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE licensing_case")

    page = Case.objects.visible_to(world.paula, on=NOON).order_by("-created_at")[:21]
    with CaptureQueriesContext(connection) as seen:
        assert own in page

    assert rows_read(planned(seen.captured_queries[-1]["sql"])) < 50
