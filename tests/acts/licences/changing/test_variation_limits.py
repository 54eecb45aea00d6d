"""A later last day is held against what would stop an issue today, and against what ends before it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences.changing.variation import ask_variation, grant_variation
from licensing.acts.licences.changing.variation_limits import build_term, load_lines
from licensing.errors import Invalid
from licensing.models import Licence, LicenceVariation, ParentAuthorisation
from tests.by_hand import by_hand
from tests.certificates import take_up
from tests.parents import find_authorisation, grant_contract, grant_framework, yearly
from tests.world import World, resolution

DAYS = timedelta(days=1)


def test_a_licence_is_held_against_its_kind_and_its_lines_as_they_are(world: World) -> None:
    subject = world.licence()

    term, lines = build_term(subject), load_lines(subject)

    assert (term.valid_from, term.valid_until) == (subject.valid_from, subject.valid_until)
    assert term.latest >= subject.valid_until
    assert [(one.number, one.authorised, one.cleared) for one in lines] == [(1, Decimal(40), 0), (2, Decimal(4), 0)]


def test_a_licence_does_not_outlast_its_certificate(world: World) -> None:
    today, case = to_local_day(now()), world.before_government()
    take_up(world, case)
    government.grant_case(case, world.dora, resolution(valid_until=today + 90 * DAYS))
    subject = Licence.objects.get(case=case)

    ask_variation(subject, world.paula, reason="Late delivery.", valid_until=today + 151 * DAYS)
    with pytest.raises(Invalid) as refused:
        grant_variation(subject, world.dora)

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("outlasts_certificate", "valid_until")]
    assert Licence.objects.get(pk=subject.pk).valid_until == today + 90 * DAYS
    assert LicenceVariation.objects.get().settled_at is None


@pytest.mark.walk
def test_a_licence_does_not_outlast_what_it_draws_on(world: World) -> None:
    framework = grant_framework(world)
    case = world.before_government(title="Year 2", **yearly(framework, quantity="40"))
    today = to_local_day(now())
    government.grant_case(case, world.dora, resolution(number="418-r", valid_until=today + 30 * DAYS))
    subject, parent = Licence.objects.get(case=case), find_authorisation(framework)

    ask_variation(subject, world.paula, reason="Late delivery.", valid_until=today + 60 * DAYS)
    granted = parent.ends_on >= today + 60 * DAYS
    grant_variation(subject, world.dora)

    assert granted
    assert Licence.objects.get(pk=subject.pk).valid_until == today + 60 * DAYS


def test_the_own_licence_of_a_contract_does_not_outlast_the_contract(world: World) -> None:
    today = to_local_day(now())
    subject = Licence.objects.get(case=grant_contract(world, valid_until=today + 30 * DAYS))
    with by_hand():
        ParentAuthorisation.objects.update(ends_on=today + 40 * DAYS)

    ask_variation(subject, world.paula, reason="Late delivery.", valid_until=today + 60 * DAYS)
    with pytest.raises(Invalid) as refused:
        grant_variation(subject, world.dora)

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("outlasts_parent", "valid_until")]
