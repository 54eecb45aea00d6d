"""Visits as they are stored: one is planned at a time, none is deleted, and the end user is known by name and number."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import Error, transaction
from django.db.models import QuerySet

from licensing.acts.acting import now
from licensing.choices import LicenceState, VisitFinding
from licensing.models import Case, Licence, LicenceVisit, Party, VisitConcern
from licensing.models.licences.monitoring.visit import (
    find_planned_visit,
    list_licences_of_end_users,
    list_planned_visits,
    list_visits,
    list_withheld_visit_acts,
)
from tests.acts.record.spoiling import behind_the_back
from tests.by_hand import before_the_record
from tests.visits import issue_visited_licence, record
from tests.world import World


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: LicenceVisit.objects.update(recorded_at=now()),
        lambda: LicenceVisit.objects.update(finding="missing"),
        lambda: LicenceVisit.objects.all().delete(),
    ],
)
def test_the_database_refuses_a_finding_of_no_visit(world: World, spoil: Callable[[], int]) -> None:
    issue_visited_licence(world)

    with pytest.raises(Error), transaction.atomic():
        spoil()


def test_a_concern_is_written_once_and_stays(world: World) -> None:
    record(world, issue_visited_licence(world), VisitFinding.MISUSED)

    with pytest.raises(Error), transaction.atomic():
        VisitConcern.objects.all().delete()


def test_what_is_planned_waits_and_bars_another(world: World) -> None:
    subject, without = issue_visited_licence(world), world.licence(title="Without")
    [visit] = list_visits(subject)

    assert find_planned_visit(subject) == visit
    assert list(list_planned_visits(Case.objects.all())) == [visit]
    assert {str(one) for one in list_withheld_visit_acts(subject)} == {"plan_visit"}
    assert {str(one) for one in list_withheld_visit_acts(without)} == {"record_visit", "call_off_visit"}


def test_an_end_user_is_known_in_another_spelling_and_by_its_number_alone(world: World) -> None:
    first, spelt, numbered, other = (world.licence(title=one) for one in ("First", "Spelt", "Numbered", "Other"))

    def rename(case: Case, name: str, number: str = "") -> None:
        with behind_the_back():
            Party.objects.filter(case=case, role__in=("end_user", "ultimate_end_user")).update(name=name, register_no=number)

    rename(first.case, "Estonian Defence Forces", "70008747")
    rename(spelt.case, "ESTONIAN  Defence-Forces")
    rename(numbered.case, "Kaitsevägi", "70008747")
    rename(other.case, "Somebody Else")

    assert set(list_licences_of_end_users(first)) == {first, spelt, numbered}
    assert list_licences_of_end_users(other) == [other]
    with before_the_record():
        QuerySet(Licence).filter(pk__in=(first.pk, spelt.pk)).update(state=LicenceState.EXHAUSTED)
    assert set(list_licences_of_end_users(first)) == {first, numbered}
