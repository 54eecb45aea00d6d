"""What a licence asks of its holder is read by the holder and the authority, and not by customs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.licence import surrender_licence
from licensing.choices import ReportKind
from licensing.models import CaseKind, ConditionDuty, Licence, LicenceCondition, UseReport
from licensing.models.read_models.licences.obligations import (
    find_licences_owing_reports,
    list_reports_owed,
    read_duties,
    read_report_periods,
)
from tests.by_hand import before_the_record, by_hand
from tests.models.read_models.reading import read_as
from tests.size.crowd import copy_case
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


@pytest.mark.parametrize("permit", ["single", "general"])
def test_licences_owing_reports_are_found_as_their_periods_say(world: World, permit: str) -> None:
    """The database counts periods as `list_reports_due` lists them, over leap days and ends before their time."""
    licence = world.licence()
    leap, plain = date(2024, 2, 29), date(2023, 3, 1)
    days = [leap + timedelta(days=step) for step in (-1, 0, 1, 365, 366, 367, 730, 731, 732, 1460, 1461, 1462, 1463)]
    periods = [(begins_on, ends_on) for begins_on, ends_on in product((leap, plain), days) if begins_on <= ends_on]
    copy_case(licence.case, len(periods) - 1)
    with before_the_record():
        CaseKind.objects.filter(pk=licence.case.kind_id).update(permit=permit)
        for one, (begins_on, ends_on) in zip(Licence.objects.all(), periods, strict=True):
            Licence.objects.filter(pk=one.pk).update(valid_from=begins_on, valid_until=ends_on)
    licences = Licence.objects.prefetch_related("reports")

    owing = {day: {one.licence.pk for one in list_reports_owed(list(licences), day)} for day in days}

    assert {day: {one.pk for one in find_licences_owing_reports(Licence.objects.all(), day)} for day in days} == owing
    assert {len(owing[day]) for day in days} > {0}


def test_reports_are_owed_until_both_are_filed(world: World) -> None:
    licence = world.licence()
    day = licence.valid_until + timedelta(days=1)

    def owed() -> list[tuple[ReportKind, ...]]:
        rows = find_licences_owing_reports(Licence.objects.all(), day).prefetch_related("reports")
        return [one.missing for one in list_reports_owed(rows, day)]

    before = owed()
    file_by_hand(licence, world, ReportKind.FACT, number=1)
    file_by_hand(licence, world, ReportKind.FACT, number=2)
    between = owed()
    file_by_hand(licence, world, ReportKind.USE, number=1)

    assert (before, between, owed()) == ([(ReportKind.FACT, ReportKind.USE)], [(ReportKind.USE,)], [])


def test_a_licence_that_is_given_back_is_reported_on_at_once(world: World) -> None:
    licence = surrender_licence(world.licence(), world.paula, reason="No longer needed.")
    today = to_local_day(now())

    rows = find_licences_owing_reports(Licence.objects.all(), today).prefetch_related("reports")

    assert [one.licence.pk for one in list_reports_owed(rows, today)] == [licence.pk]


def file_by_hand(licence: Licence, world: World, kind: ReportKind, *, number: int) -> None:
    with by_hand():
        UseReport.objects.create(
            licence=licence, period=1, kind=kind, number=number, outcome="in_full", filed_by=world.paula, filed_at=now()
        )
