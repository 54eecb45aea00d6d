"""A kept form says where it was sent, and nothing of what was typed."""

from __future__ import annotations

from licensing.models import KeptForm


def test_a_kept_form_is_named_by_where_it_was_sent() -> None:
    assert str(KeptForm(path="/cases/new/", content="sealed")) == "/cases/new/"
