"""Governed lists: what an act is given of their rows, and what the database refuses of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from licensing.models import Condition, ExchangeRate


def test_a_currency_has_one_rate_for_a_day(db: None) -> None:
    ExchangeRate.objects.create(currency_id="USD", on=date(2031, 5, 4), to_eur="0.9")

    with pytest.raises(IntegrityError, match="one_rate_per_currency_and_day"), transaction.atomic():
        ExchangeRate.objects.create(currency_id="USD", on=date(2031, 5, 4), to_eur="0.8")


def test_a_proviso_is_given_to_policy_with_its_parameters() -> None:
    row = Condition(code="P03", texts={"en": "Prove delivery in {days} days."}, parameters=["days"], blocks_start=True)

    proviso = row.as_policy()

    assert (proviso.code, proviso.parameters, proviso.blocks_start) == ("P03", ["days"], True)
