"""What a licence asks of its holder is read by the holder and the authority, and not by customs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from licensing.models import ConditionDuty, Licence, LicenceCondition
from licensing.models.read_models.obligations import read_duties, read_report_periods
from tests.models.read_models.reading import read_as
from tests.world import World


def test_customs_reads_neither_reports_nor_duties(world: World) -> None:
    licence = world.licence()
    condition = LicenceCondition.objects.create(licence=licence, number=9, texts={"en": "Prove delivery."})
    ConditionDuty.objects.create(condition=condition, due_on=licence.valid_until)

    shown = {}
    for user in (world.paula, world.audra, world.cus):
        reader = read_as(user, licence)
        shown[user.name] = len(read_report_periods(licence, [], reader)), list(read_duties(licence, reader))

    assert shown == {"Paula": (1, [9]), "Audra": (1, [9]), "Cus": (0, [])}


def test_a_period_opens_after_its_end_and_is_late_after_its_day(world: World) -> None:
    licence = Licence.objects.get(pk=world.licence().pk)
    reader = read_as(world.paula, licence)
    [due] = licence.list_reports_due()

    def flags(day_offset: int, start: str) -> tuple[bool, bool]:
        day = getattr(due, start) + timedelta(days=day_offset)
        [period] = read_report_periods(licence, [], replace(reader, day=day))
        return period["open"], period["overdue"]

    assert [flags(0, "ends_on"), flags(1, "ends_on"), flags(0, "due_on"), flags(1, "due_on")] == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
    ]
