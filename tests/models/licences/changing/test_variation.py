"""What the database keeps of a variation: one waits at a time, and nobody decides what they asked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import Error, transaction
from django.db.models import F

from licensing.acts.acting import now
from licensing.acts.licences.changing.variation import grant_variation
from licensing.choices import Verb
from licensing.models import LicenceVariation, read_actor
from licensing.models.clocks.days import to_local_day
from licensing.models.licences.changing.variation import (
    find_open_variation,
    list_variations,
    list_withheld_variation_acts,
    read_quantities,
    write_quantities,
)
from tests.variations import issue_asked_licence, issue_proposed_licence
from tests.world import World


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: LicenceVariation.objects.update(settled_by=F("asked_by"), settled_at=now(), outcome="granted", version=2),
        lambda: LicenceVariation.objects.update(settled_at=now(), outcome="granted"),
        lambda: LicenceVariation.objects.update(settled_at=now(), outcome="refused", version=2),
        lambda: LicenceVariation.objects.update(settled_at=now()),
        lambda: LicenceVariation.objects.all().delete(),
    ],
)
def test_the_database_refuses_a_decision_by_who_asked_and_a_version_without_one(world: World, spoil: Callable[[], int]) -> None:
    issue_proposed_licence(world)

    with pytest.raises(Error), transaction.atomic():
        spoil()


def test_quantities_are_kept_as_exact_text() -> None:
    stored = write_quantities({2: Decimal("0.500"), 1: Decimal(30)})

    assert stored == {"1": "30", "2": "0.5"}
    assert read_quantities(stored) == {1: Decimal(30), 2: Decimal("0.5")}


def test_what_it_replaced_is_kept_beside_it(world: World) -> None:
    subject = issue_proposed_licence(world)
    waiting = find_open_variation(subject)

    assert waiting is not None
    grant_variation(subject, world.dora)
    assert find_open_variation(subject) is None
    [made] = list_variations(subject)
    assert (made.get_quantities(), made.get_before(), made.get_before_day()) == ({1: Decimal(30)}, {1: Decimal(40)}, None)


@pytest.mark.walk
def test_what_is_offered_follows_from_what_waits(world: World) -> None:
    subject = issue_asked_licence(world)
    actor = read_actor(world.dora, on=to_local_day(now()), case_id=subject.case_id, kind=subject.case.kind_id)

    assert list_withheld_variation_acts(subject, actor) == {Verb.ASK_VARIATION, Verb.PROPOSE_VARIATION}
    proposed = issue_proposed_licence(world, title="Proposed")
    assert list_withheld_variation_acts(proposed, actor) == {Verb.WITHDRAW_VARIATION}
    assert list_withheld_variation_acts(world.licence(title="Other"), actor) == {
        Verb.GRANT_VARIATION,
        Verb.REFUSE_VARIATION,
        Verb.WITHDRAW_VARIATION,
    }
