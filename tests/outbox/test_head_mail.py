"""The head of the chain by mail, to those who keep it."""

from __future__ import annotations

from django.conf import LazySettings
from django.core import mail

from licensing.outbox.head_mail import send_head


def test_each_keeper_gets_the_head(settings: LazySettings) -> None:
    settings.HEAD_KEEPERS = ["court@example.org", "audit@example.org"]

    assert send_head(f"12:{'a' * 64}") == 2

    first = mail.outbox[0]
    assert (first.subject, first.to) == ("Dozvil: head of the record 12", ["court@example.org"])
    assert f"--anchor 12:{'a' * 64}" in first.body


def test_without_keepers_nothing_is_sent(settings: LazySettings) -> None:
    settings.HEAD_KEEPERS = []

    assert send_head(f"12:{'a' * 64}") == 0
