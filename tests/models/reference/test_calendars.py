"""What policy is given of calendars and reminder rules, and what the database refuses of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from licensing.choices import Audience, TermUnit
from licensing.models import Calendar, Holiday, ReminderRule


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
