"""The change set of the demo waits once, is drafted by one of its policy officers, and can be approved by the other."""

from __future__ import annotations

import pytest

from licensing.management.demo.changes import propose_changes
from licensing.management.demo.people import load_people
from licensing.models import ChangeSet, User
from tests.change_sets import approve
from tests.management.demo.test_people import PEOPLE

pytestmark = pytest.mark.django_db


@pytest.mark.walk
def test_a_change_set_waits_once_for_the_other_policy_officer() -> None:
    load_people(PEOPLE)

    for _ in range(2):
        propose_changes(PEOPLE["change_sets"])
    waiting = ChangeSet.objects.get()
    approve(waiting, User.objects.get(email="pavlina@policy.example"))
    propose_changes(PEOPLE["change_sets"])

    assert (waiting.state, waiting.lines.count()) == ("sent", 2)
    assert (ChangeSet.objects.count(), ChangeSet.objects.get().release) == (1, 1)
