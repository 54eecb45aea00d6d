"""The secret part of a mailed link: the same for one letter, another for each, and not to be made without the site's key."""

from __future__ import annotations

from uuid import UUID

from django.conf import LazySettings

from licensing.models.people.admission.links import derive_token
from licensing.policy.people.secrets import digest_secret

ROW, OTHER = UUID(int=1), UUID(int=2)


def test_each_purpose_row_and_letter_has_a_link_of_its_own() -> None:
    made = {derive_token(*one) for one in (("a", ROW, 1), ("b", ROW, 1), ("a", OTHER, 1), ("a", ROW, 2))}

    assert len(made) == 4
    assert {len(one) for one in made} == {43}
    assert derive_token("a", ROW, 1) in made


def test_without_the_key_of_the_site_no_link_is_made(settings: LazySettings) -> None:
    before = derive_token("a", ROW, 1)
    settings.SECRET_KEY = "another key, which is as long as it has to be"

    assert derive_token("a", ROW, 1) != before


def test_any_text_has_a_digest() -> None:
    assert len(digest_secret("\ud800 typed into an address")) == 64
