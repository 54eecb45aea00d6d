"""What may stand on a certificate."""

from __future__ import annotations

import pytest

from licensing.acts.assessment.certificates.facts import find_certificate
from licensing.errors import Invalid
from licensing.models import Certificate, CertificateTemplate
from tests.by_hand import by_hand
from tests.certificates import AUTHORITY, NUMBER, correct, take_up
from tests.world import World


def test_an_issuer_and_a_number_are_one_whatever_their_letters(world: World) -> None:
    take_up(world, world.filed())

    found = find_certificate("EE", f"  {AUTHORITY.upper()} ", NUMBER.lower())

    assert found == Certificate.objects.get()
    assert find_certificate("LV", AUTHORITY, NUMBER) is None


def test_a_template_that_ended_is_kept_by_what_has_it_and_chosen_by_nothing_new(world: World) -> None:
    case, other = world.filed(), world.filed(title="A second sale")
    take_up(world, case)
    with by_hand():
        CertificateTemplate.objects.filter(pk="military").update(active=False)

    correct(world, case)
    with pytest.raises(Invalid) as refused:
        take_up(world, other, number="EE-EUC-8")

    assert [gap.path for gap in refused.value.gaps] == ["template"]
