"""Governed lists: what policy is given of their rows, and what the database refuses of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from licensing.choices import Audience, TermUnit
from licensing.models import Calendar, CaseKind, Condition, Country, ExchangeRate, Holiday, ReminderRule, Requirement


def test_an_open_permit_is_reported_on_each_year() -> None:
    reporting = {permit: CaseKind(permit=permit).permit_policy().reporting for permit in ("single", "general", "open")}

    assert reporting == {"single": "after_expiry", "general": "every_year", "open": "every_year"}


def test_a_calendar_has_a_new_version_whenever_a_day_changes(db: None) -> None:
    calendar = Calendar.objects.get(pk="UA")
    before = calendar.as_policy()

    Holiday.objects.create(calendar=calendar, on=date(2031, 5, 7), kind="off", names={"en": "Added by hand"})
    after = calendar.as_policy()

    assert after.days_off - before.days_off == {date(2031, 5, 7)}
    assert before.version != after.version
    Holiday.objects.filter(calendar=calendar, on=date(2031, 5, 7)).delete()
    assert calendar.as_policy().version == before.version


def test_a_working_weekend_is_no_day_off(db: None) -> None:
    calendar = Calendar.objects.get(pk="UA")

    Holiday.objects.create(calendar=calendar, on=date(2031, 5, 10), kind="working", names={"en": "Moved"})

    policy = calendar.as_policy()
    assert date(2031, 5, 10) in policy.days_on
    assert date(2031, 5, 10) not in policy.days_off


def test_only_applicants_are_reminded_by_webhook(db: None) -> None:
    rule = ReminderRule.objects.exclude(audience=Audience.APPLICANT)[0]

    with pytest.raises(IntegrityError, match="only_applicants_are_reminded_by_webhook"), transaction.atomic():
        ReminderRule.objects.filter(pk=rule.pk).update(by_webhook=True)


def test_a_rule_is_given_to_policy_in_its_own_unit() -> None:
    rule = ReminderRule(code="r", offset_days=-3, audience="applicant", unit="working", repeat_every=2, repeat_until=9)

    policy = rule.as_policy()

    assert (policy.offset_days, policy.unit, policy.repeat_every, policy.repeat_until) == (-3, TermUnit.WORKING, 2, 9)


def test_a_currency_has_one_rate_for_a_day(db: None) -> None:
    ExchangeRate.objects.create(currency_id="USD", on=date(2031, 5, 4), to_eur="0.9")

    with pytest.raises(IntegrityError, match="one_rate_per_currency_and_day"), transaction.atomic():
        ExchangeRate.objects.create(currency_id="USD", on=date(2031, 5, 4), to_eur="0.8")


def test_a_requirement_of_every_kind_is_there_once(db: None) -> None:
    common = Requirement.objects.filter(kind=None)[0]
    common.pk = None

    # `kind` is null, and two nulls count as the same.
    with pytest.raises(IntegrityError, match="requirement_once_per_kind"), transaction.atomic():
        common.save(force_insert=True)


def test_a_row_is_called_by_its_name_in_the_readers_language() -> None:
    country = Country(code="EE", names={"en": "Estonia", "uk": "Естонія"})
    condition = Condition(code="P03", texts={"en": "Prove delivery.", "uk": "Підтвердьте доставку."})

    with translation.override("uk"):
        assert (str(country), str(condition)) == ("Естонія", "P03 Підтвердьте доставку.")
