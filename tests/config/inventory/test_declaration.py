from __future__ import annotations

from config.inventory.declaration import Who


def test_links_of_letters_and_signing_in_are_public_and_nothing_of_anybody_is() -> None:
    assert {one for one in Who if one.is_public} == {Who.EVERYBODY, Who.LINK, Who.SIGNING_IN}
