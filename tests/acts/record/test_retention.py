"""What is no part of the record is kept for its time, and then deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from licensing.acts.acting import at_time
from licensing.acts.record.retention import delete_expired, delete_old_responses
from licensing.models import Session, StoredAnswer
from tests.world import World


@pytest.mark.parametrize(("days", "kept"), [(6, ["form", "api"]), (8, ["api"]), (29, ["api"]), (31, [])])
def test_answers_are_kept_by_their_kind(world: World, days: int, kept: list[str]) -> None:
    for key, status in (("form", 302), ("api", 201)):
        StoredAnswer.objects.create(user=world.paula, key=key, fingerprint="-", status=status, created_at=timezone.now())

    with at_time(timezone.now() + timedelta(days=days)):
        assert delete_old_responses() == 2 - len(kept)

    assert list(StoredAnswer.objects.order_by("-key").values_list("key", flat=True)) == kept


def test_ended_sessions_and_tokens_are_deleted(world: World) -> None:
    now = timezone.now()
    for name, ends in (("ended", -timedelta(days=2)), ("running", timedelta(hours=1))):
        Session.objects.create(session_key=name, session_data="", expire_date=now + ends)
        get_access_token_model().objects.create(user=world.cus, token=name, expires=now + ends, scope="")

    assert (delete_expired(), delete_expired()) == (2, 0)

    assert Session.objects.get().session_key == "running"
    assert get_access_token_model().objects.get().token == "running"


def test_many_are_deleted_in_short_steps(db: None, django_assert_max_num_queries: Any) -> None:
    ended = timezone.now() - timedelta(days=1)
    Session.objects.bulk_create(
        Session(session_key=f"s{number}", session_data="", expire_date=ended) for number in range(2_500)
    )

    with django_assert_max_num_queries(13):
        assert delete_expired() == 2_500
