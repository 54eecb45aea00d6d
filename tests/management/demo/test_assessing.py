"""The invented list of the demo comes into force by two officers, and once."""

from __future__ import annotations

import pytest

from licensing.acts.acting import at_time, now
from licensing.management.demo.assessing import list_list_acts
from licensing.management.demo.people import load_people
from licensing.models import ListVersion
from tests.management.demo.test_people import PEOPLE

pytestmark = pytest.mark.django_db


@pytest.mark.walk
def test_the_list_is_in_force_from_its_day_on_and_there_once() -> None:
    load_people(PEOPLE)

    for act in list_list_acts(PEOPLE["lists"], now=now()):
        with at_time(act.at):
            act.carry_out()

    version = ListVersion.objects.in_force().get()
    assert (version.code, version.entries, version.names) == ("DEMO", 4, 6)
    assert list_list_acts(PEOPLE["lists"], now=now()) == []
