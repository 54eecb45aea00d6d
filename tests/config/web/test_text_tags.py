"""A name stands by itself, in a sentence too, and is never taken for markup."""

from __future__ import annotations

import pytest
from django.template import Context, Template

SENTENCE = "{% load i18n %}{% blocktranslate with name=name|isolated %}recorded by {{ name }}{% endblocktranslate %}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("משרד ההגנה", "recorded by <bdi>משרד ההגנה</bdi>"),
        ("<b>Rhea</b>", "recorded by <bdi>&lt;b&gt;Rhea&lt;/b&gt;</bdi>"),
        ("", "recorded by "),
        (None, "recorded by "),
    ],
)
def test_a_name_in_a_sentence_stands_by_itself(name: str | None, text: str) -> None:
    assert Template(SENTENCE).render(Context({"name": name})) == text
