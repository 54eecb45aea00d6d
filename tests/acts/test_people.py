"""The first administrator of a new installation: appointed once, and again only when nobody is in office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from licensing.acts.acting import now, to_local_day
from licensing.acts.people import appoint_first_administrator
from licensing.choices import Office
from licensing.errors import Invalid
from licensing.models import Appointment, User
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
