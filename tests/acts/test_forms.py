"""Forms of pages: whom a page was made for, which presses are the same, and what is kept for whom."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from licensing.acts.acting import at_time, now
from licensing.acts.forms import (
    KEPT_FOR,
    KeptContent,
    build_page_token,
    delete_kept_form,
    find_kept_form,
    fingerprint_form,
    keep_form,
    read_page_token,
)
from licensing.models import KeptForm, User
from tests.world import World

TYPED = KeptContent("/sign/", "/page/", {"comment": ["Our brigades wait for it."]}, ["scan.pdf"])


def test_a_page_token_names_its_person_and_cannot_be_made_up(world: World) -> None:
    token = build_page_token(world.paula)

    assert read_page_token(token) == world.paula.pk
    assert build_page_token(world.paula) != token
    for forged in ("", "x", token[:-1], str(world.paula.pk), token.replace(":", ".")):
        assert read_page_token(forged) is None


def test_two_files_of_one_name_and_size_are_two_commands(world: World) -> None:
    def press(content: bytes, **fields: list[str]) -> str:
        sent = SimpleUploadedFile("scan.pdf", content)
        digest = fingerprint_form(path="/x/", person=world.paula, fields=fields, files=[("file", [sent])], besides=("key",))
        # The act reads the file afterwards, whole.
        assert sent.read() == content
        return digest

    assert press(b"page 1") == press(b"page 1", key=["k"], page_token=["t"], csrfmiddlewaretoken=["c"])
    assert press(b"page 1") != press(b"page 2")
    assert press(b"page 1") != press(b"page 1", title=["Scan"])


def test_every_file_of_a_field_is_part_of_the_command(world: World) -> None:
    def press(*contents: bytes) -> str:
        files = [SimpleUploadedFile("scan.pdf", content) for content in contents]
        return fingerprint_form(path="/x/", person=world.paula, fields={}, files=[("file", files)])

    assert press(b"1", b"2") != press(b"3", b"2")


def test_what_is_kept_is_its_owners_alone_and_cannot_be_read_in_the_database(world: World) -> None:
    kept = keep_form(world.paula.pk, TYPED)

    assert kept is not None
    assert find_kept_form(world.paula, kept) == TYPED
    assert find_kept_form(world.rita, kept) is None
    assert "brigades" not in KeptForm.objects.get().content


def test_what_is_kept_is_gone_after_its_time_and_when_it_is_deleted(world: World) -> None:
    kept, other = keep_form(world.paula.pk, TYPED), keep_form(world.paula.pk, TYPED)
    assert kept is not None
    assert other is not None

    delete_kept_form(other)
    assert find_kept_form(world.paula, other) is None
    with at_time(now() + KEPT_FOR + timedelta(seconds=1)):
        assert find_kept_form(world.paula, kept) is None
        keep_form(world.rita.pk, TYPED)

    assert [one.owner for one in KeptForm.objects.all()] == [world.rita]


def test_a_machine_that_sends_again_and_again_fills_no_table(world: World) -> None:
    for _time in range(15):
        last = keep_form(world.paula.pk, TYPED)

    assert last is not None
    assert KeptForm.objects.count() == 10
    assert find_kept_form(world.paula, last) is not None


def test_as_much_is_kept_as_can_be_sent_in_any_alphabet(world: World, settings: LazySettings) -> None:
    long = KeptContent("/", "/", {"text": ["Ґ" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2)], "odd": ["\ud800"]}, [])

    kept = keep_form(world.paula.pk, long)

    assert kept is not None
    assert find_kept_form(world.paula, kept) == long


def test_nothing_is_kept_for_an_account_that_is_closed(world: World) -> None:
    User.objects.filter(pk=world.paula.pk).update(is_active=False)

    assert keep_form(world.paula.pk, TYPED) is None
    assert keep_form(uuid4(), TYPED) is None


def test_what_was_kept_under_a_key_that_is_gone_is_gone(world: World, settings: pytest.FixtureRequest) -> None:
    kept = keep_form(world.paula.pk, TYPED)
    settings.SECRET_KEY = "another secret key, because the one before was lost or taken"  # type: ignore[attr-defined]

    assert kept is not None
    assert find_kept_form(world.paula, kept) is None
