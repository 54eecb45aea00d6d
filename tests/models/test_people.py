"""People, what ties them to bodies and organisations, and the facts that permissions ask about."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.models import Body, CaseDuty, Mandate
from tests.world import ALWAYS, World


def test_a_person_has_one_role_in_a_case_by_constraint_too(world: World) -> None:
    case = world.accepted()

    with pytest.raises(IntegrityError, match="one_duty_per_person_and_case"), transaction.atomic():
        CaseDuty.objects.create(case=case, person=world.otto, duty="decided", since=timezone.now())


def test_mandates_of_one_person_for_one_body_do_not_overlap(world: World) -> None:
    with pytest.raises(IntegrityError, match="mandates_of_a_person_do_not_overlap"), transaction.atomic():
        Mandate.objects.create(user=world.mira, body_id="MFA", period=ALWAYS)

    Mandate.objects.create(user=world.mira, body_id="ECON", period=ALWAYS)


@pytest.mark.parametrize("short_names", [{"en": "MOD"}, {"en": "M" * 41, "uk": "МО"}])
def test_a_body_has_its_short_name_in_both_languages(short_names: dict[str, str]) -> None:
    body = Body(code="ZZ", names={"en": "Ministry", "uk": "Міністерство"}, short_names=short_names)

    with pytest.raises(ValidationError) as refusal:
        body.clean_fields()

    assert set(refusal.value.message_dict) == {"short_names"}
