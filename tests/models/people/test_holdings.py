"""What ties a person to a body or an organisation for a period."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from licensing.models import Mandate
from tests.world import ALWAYS, World


def test_mandates_of_one_person_for_one_body_do_not_overlap(world: World) -> None:
    with pytest.raises(IntegrityError, match="mandates_of_a_person_do_not_overlap"), transaction.atomic():
        Mandate.objects.create(user=world.mira, body_id="MFA", period=ALWAYS)

    Mandate.objects.create(user=world.mira, body_id="ECON", period=ALWAYS)
