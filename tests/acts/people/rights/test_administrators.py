"""The first administrators of a new installation: two of them, and again only when fewer are in office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.rights.administrators import appoint_first_administrator, appoint_first_policy_officer
from licensing.choices import Office
from licensing.errors import Invalid, NotAllowed
from licensing.models import Appointment, Event, User
from licensing.policy.record.event_kinds import EventKind
from tests.world import World

PASSWORD = "a long and quiet river"


def test_an_address_in_use_is_refused_in_any_spelling(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        appoint_first_administrator(email="PAULA@example.org", name="Olena", password=PASSWORD)

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("taken", "email")]


def test_an_administrator_whose_office_ended_is_succeeded(db: None) -> None:
    before = User.objects.create(email="before@example.org", name="Before", is_staff=True)
    today = to_local_day(now())
    Appointment.objects.create(
        user=before, kind=Office.ADMINISTRATOR, period=DateRange(today - timedelta(days=9), today - timedelta(days=1))
    )

    olena = appoint_first_administrator(email="olena@example.org", name=" Olena ", password=PASSWORD)

    assert (olena.name, olena.appointments.get().period.lower) == ("Olena", today)


def test_an_installation_names_two_and_no_third(db: None) -> None:
    for name in ("olena", "bohdan"):
        appoint_first_administrator(email=f"{name}@example.org", name=name, password=PASSWORD)

    with pytest.raises(NotAllowed, match="two administrators"):
        appoint_first_administrator(email="third@example.org", name="Third", password=PASSWORD)

    named = Event.objects.filter(kind=EventKind.ADMINISTRATOR_NAMED).order_by("number")
    assert [one.data["person"] for one in named] == [
        str(User.objects.get(email=f"{name}@example.org").pk) for name in ("olena", "bohdan")
    ]


def test_two_policy_officers_are_named_beside_them(db: None) -> None:
    appoint_first_administrator(email="olena@example.org", name="Olena", password=PASSWORD)

    for name in ("petro", "polina"):
        appoint_first_policy_officer(email=f"{name}@example.org", name=name, password=PASSWORD)

    with pytest.raises(NotAllowed, match="two policy officers"):
        appoint_first_policy_officer(email="third@example.org", name="Third", password=PASSWORD)
    assert Event.objects.filter(kind=EventKind.POLICY_OFFICER_NAMED).count() == 2
