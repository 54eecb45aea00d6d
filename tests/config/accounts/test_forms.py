from __future__ import annotations

import pytest
from django.test import Client

from tests.abuse.walking import signed_in
from tests.world import World


@pytest.mark.parametrize(("language", "words"), [("en", "Present password"), ("uk", "Теперішній пароль")])
def test_forms_of_passwords_speak_our_words_once(world: World, language: str, words: str) -> None:
    type(world.paula).objects.filter(pk=world.paula.pk).update(language=language)

    change = signed_in(world.paula).get("/accounts/password/change/").content.decode()
    sign_in = Client(headers={"accept-language": language}).get("/accounts/login/").content.decode()

    assert words in change
    assert "placeholder" not in change + sign_in
