"""Accounts, and the languages that they may read."""

from __future__ import annotations

from licensing.models import User
from licensing.models.people.users import list_languages


def test_an_account_is_found_by_its_address_in_any_case(db: None) -> None:
    made = User.objects.create_user("Olena@Example.ORG", "a long and quiet river", name="Olena")

    assert made.email == "olena@example.org"
    assert User.objects.get_by_natural_key("OLENA@example.org") == made
    assert made.check_password("a long and quiet river")


def test_a_language_is_offered_by_its_own_name() -> None:
    assert dict(list_languages())["uk"] == "Українська"
