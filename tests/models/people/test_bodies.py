"""State bodies and partner organisations."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from licensing.models import Body


@pytest.mark.parametrize("short_names", [{"en": "MOD"}, {"en": "M" * 41, "uk": "МО"}])
def test_a_body_has_its_short_name_in_both_languages(short_names: dict[str, str]) -> None:
    body = Body(code="ZZ", names={"en": "Ministry", "uk": "Міністерство"}, short_names=short_names)

    with pytest.raises(ValidationError) as refusal:
        body.clean_fields()

    assert set(refusal.value.message_dict) == {"short_names"}
