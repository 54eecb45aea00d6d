"""What a kind of case leads to, and what it requires."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from licensing.models import CaseKind, Requirement

_KINDS = CaseKind.objects


def test_an_open_permit_is_reported_on_each_year() -> None:
    reporting = {permit: CaseKind(permit=permit).permit_policy().reporting for permit in ("single", "general", "open")}

    assert reporting == {"single": "after_expiry", "general": "every_year", "open": "every_year"}


def test_a_requirement_of_every_kind_is_there_once(db: None) -> None:
    common = Requirement.objects.filter(kind=None)[0]
    common.pk = None

    # `kind` is null, and two nulls count as the same.
    with pytest.raises(IntegrityError, match="requirement_once_per_kind"), transaction.atomic():
        common.save(force_insert=True)


def test_a_requirement_is_called_by_what_it_asks_for(db: None) -> None:
    urgent = Requirement.objects.get(kind=None, code="urgency_reason")

    assert str(urgent) == "Say why the request is urgent. (urgency_reason)"


def test_partners_choose_neither_country_plans_nor_what_the_state_reviews_itself(db: None) -> None:
    CaseKind.objects.update(active=True)
    offered, reviewed = (set(rows.values_list("pk", flat=True)) for rows in (_KINDS.offered(), _KINDS.reviewed()))

    assert reviewed - offered == {"plan_review"}
    assert "country_plan" not in reviewed
    assert "country_plan" in _KINDS.reviewed(named=["country_plan"]).values_list("pk", flat=True)


def test_the_review_of_country_plans_is_no_kind_that_has_ended(db: None) -> None:
    assert set(_KINDS.filter(active=False).values_list("pk", flat=True)) == {"country_plan"}
