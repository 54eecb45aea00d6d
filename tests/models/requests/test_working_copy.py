"""One working copy of each person and request."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from licensing.models import WorkingCopy
from tests.world import World


def test_a_person_has_one_working_copy_of_a_request(world: World) -> None:
    case = world.draft()
    copy = WorkingCopy.objects.create(case=case, author=world.paula, version=1)

    with pytest.raises(IntegrityError, match="one_working_copy_of_a_person"), transaction.atomic():
        WorkingCopy.objects.create(case=case, author=world.paula, version=2)
    assert str(copy) == f"{case.pk} · {world.paula.pk}"
