"""A licence in its life: who may know of it, when goods may leave, and what is left on a line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from licensing.choices import LicenceState, RecusalReason
from licensing.models import Case, CaseKind, Licence, LicenceCondition, LicenceLine, Recusal
from licensing.models.licences.licence import find_licence
from tests.world import World


def test_used_stays_within_authorised(world: World) -> None:
    licence = world.licence()

    for used in ("-1", "40.001"):
        with pytest.raises(IntegrityError, match="used_within_authorised"), transaction.atomic():
            LicenceLine.objects.filter(licence=licence, number=1).update(used=used)


FROM, UNTIL = date(2026, 5, 4), date(2027, 5, 3)


def who_sees(world: World, licence: Licence) -> set[str]:
    """The first names of the people of the world who may know of a licence."""
    on = timezone.now()
    return {one.name for one in world.everybody if Licence.objects.visible_to(one, on=on).filter(pk=licence.pk).exists()}


def test_a_licence_is_known_to_its_holder_customs_and_authority(world: World) -> None:
    licence = world.licence()
    before = who_sees(world, licence)

    Recusal.objects.create(
        case=licence.case,
        person=world.otto,
        reason=RecusalReason.values[0],
        recorded_by=world.otto,
        recorded_at=timezone.now(),
    )

    assert before == {"Paula", "Otto", "Dora", "Audra", "Pol", "Cus"}
    assert who_sees(world, licence) == before - {"Otto"}


def test_a_licence_does_not_end_before_it_starts(world: World) -> None:
    licence = world.licence()

    with pytest.raises(IntegrityError, match="licence_starts_before_it_ends"), transaction.atomic():
        Licence.objects.filter(pk=licence.pk).update(valid_from=licence.valid_until + (UNTIL - FROM))


@pytest.mark.parametrize(
    ("state", "ends"),
    [
        (LicenceState.EXPIRED, [date(2027, 5, 4), date(2028, 5, 3)]),
        (LicenceState.REVOKED, [date(2026, 9, 1)]),
        (LicenceState.SURRENDERED, [date(2026, 9, 1)]),
    ],
)
def test_an_end_before_its_time_ends_the_last_report_period(state: LicenceState, ends: list[date]) -> None:
    licence = Licence(
        state=state,
        case=Case(kind=CaseKind(code="general_permit", permit="general", report_months=3)),
        issued_at=datetime(2026, 5, 4, 9, tzinfo=UTC),
        valid_until=date(2028, 5, 3),
        closed_at=datetime(2026, 9, 1, 9, tzinfo=UTC),
    )

    assert [one.ends_on for one in licence.list_reports_due()] == ends


@pytest.mark.walk
def test_a_case_that_is_not_granted_has_no_licence(world: World) -> None:
    assert find_licence(world.filed()) is None
    assert find_licence(world.granted()) == Licence.objects.get()


def test_what_is_left_on_a_line_is_what_customs_has_not_drawn() -> None:
    assert LicenceLine(authorised=Decimal(40), used=Decimal("12.5")).left == Decimal("27.5")


def test_a_condition_is_read_in_the_words_of_its_issue() -> None:
    condition = LicenceCondition(texts={"en": "Prove delivery.", "uk": "Підтвердьте доставку."})

    with translation.override("uk"):
        assert condition.text == "Підтвердьте доставку."
