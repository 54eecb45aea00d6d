"""A licence in its life: who may know of it, when goods may leave, and what is left on a line."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from licensing.models import LicenceLine
from tests.world import World


def test_used_stays_within_authorised(world: World) -> None:
    licence = world.licence()

    for used in ("-1", "40.001"):
        with pytest.raises(IntegrityError, match="used_within_authorised"), transaction.atomic():
            LicenceLine.objects.filter(licence=licence, number=1).update(used=used)
