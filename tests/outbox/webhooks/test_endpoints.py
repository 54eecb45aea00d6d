"""Endpoints as their owners keep them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from standardwebhooks import Webhook as Stock

from licensing.acts.origin import Origin, from_origin
from licensing.choices import MembershipRole
from licensing.errors import Invalid, NotAllowed, StepUpRequired, WrongState
from licensing.models import Endpoint, Event, Membership, User
from licensing.outbox.webhooks.encryption import decrypt
from licensing.outbox.webhooks.endpoints import (
    MOST_ENDPOINTS,
    end_endpoint,
    register_endpoint,
    resume_endpoint,
    rotate_secret,
    suspend_endpoint,
    update_endpoint,
)
from licensing.policy.record.event_kinds import EventKind
from tests.by_hand import cover
from tests.outbox.post import Clock, create_endpoint, record_event, run_outbox
from tests.outbox.receiver import Got, Receiver
from tests.world import World


def register(user: User, **given: Any) -> Endpoint:
    return register_endpoint(user, **given).endpoint


def test_after_a_change_both_secrets_sign_then_the_new_one_alone(world: World, receiver: Receiver, clock: Clock) -> None:
    hook = create_endpoint(world, receiver.url, kinds=[EventKind.CASE_RESUMED])
    case, former = world.filed(), decrypt(hook.secret)

    changed, new = rotate_secret(hook, hook.owner, keep_hours=24)
    assert decrypt(changed.secret) == new
    for hours in (0, 23, 25):
        clock.ahead = dt.timedelta(hours=hours)
        record_event(case, EventKind.CASE_RESUMED)
        run_outbox(clock)

    # The receiver's library refuses old messages, and these are from hours ahead: the signature is looked at by itself.
    read_by = [{name for name, secret in (("new", new), ("former", former)) if _is_signed(got, secret)} for got in receiver.got]
    assert read_by == [{"new", "former"}, {"new", "former"}, {"new"}]
    assert new != former


def test_a_secret_that_became_known_ends_at_once(world: World, receiver: Receiver) -> None:
    hook = create_endpoint(world, receiver.url, kinds=[EventKind.CASE_RESUMED])
    former = decrypt(hook.secret)

    changed = rotate_secret(hook, hook.owner, keep_hours=0).endpoint
    record_event(world.filed(), EventKind.CASE_RESUMED)
    run_outbox()

    [got] = receiver.got
    assert (_is_signed(got, decrypt(changed.secret)), _is_signed(got, former)) == (True, False)
    assert (changed.former_secret, changed.former_until) == ("", None)


def _is_signed(got: Got, secret: str) -> bool:
    headers = {name.lower(): value for name, value in got.headers.items()}
    signed_at = dt.datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=dt.UTC)
    return Stock(secret).sign(headers["webhook-id"], signed_at, got.body.decode()) in headers["webhook-signature"].split()


def test_an_endpoint_belongs_to_the_one_organisation_of_its_owner(world: World) -> None:
    alone = register(world.paula, url="https://erp.example.org/hook")
    Membership.objects.create(user=world.paula, organisation=world.rival, role=MembershipRole.READER)

    shared = register(world.paula, url="https://erp.example.org/other")

    assert (alone.organisation, shared.organisation) == (world.partner, None)


def test_only_endpoints_that_are_called_count_towards_the_limit(world: World) -> None:
    made = [register(world.paula, url=f"https://erp.example.org/{number}") for number in range(MOST_ENDPOINTS)]
    update_endpoint(made[0], enabled=False)

    replaced = register(world.paula, url="https://erp.example.org/new")

    with pytest.raises(Invalid):
        register(world.paula, url="https://erp.example.org/another")
    with pytest.raises(Invalid):
        update_endpoint(made[0], enabled=True)
    update_endpoint(replaced, enabled=False)
    assert update_endpoint(made[0], enabled=True).disabled_at is None


def test_no_address_is_called_twice_for_one_account(world: World) -> None:
    first = register(world.paula, url="https://приклад.укр/hook")
    other = register(world.paula, url="https://erp.example.org/hook")

    with pytest.raises(Invalid) as again:
        register(world.paula, url="https://XN--80AIKIFVH.xn--j1amh:443/hook")
    with pytest.raises(Invalid):
        update_endpoint(other, url="https://приклад.укр/hook")

    assert [(gap.code, gap.path) for gap in again.value.gaps] == [("twice", "url")]
    assert again.value.extra == {"endpoint": first.pk}
    assert register(world.rita, url=first.url).url == first.url
    assert update_endpoint(first, url="https://приклад.укр/hook", description="Unchanged").pk == first.pk


def test_an_address_may_be_registered_anew_when_it_was_disabled_but_not_enabled_beside_it(world: World) -> None:
    former = register(world.paula, url="https://erp.example.org/hook")
    update_endpoint(former, enabled=False)

    register(world.paula, url="https://erp.example.org/hook")

    with pytest.raises(Invalid):
        update_endpoint(former, enabled=True)
    assert Endpoint.objects.filter(owner=world.paula, disabled_at__isnull=True).count() == 1


@pytest.mark.parametrize("enabled", [True, False])
def test_the_bookmark_is_locked_before_the_endpoint(world: World, enabled: bool) -> None:
    """fan_out locks them in this order; in the other one the two would wait for each other."""
    hook = register(world.paula, url="https://erp.example.org/hook")

    with CaptureQueriesContext(connection) as captured:
        update_endpoint(hook, enabled=enabled, description="Changed")

    locks = [one["sql"] for one in captured if "FOR UPDATE" in one["sql"] or "FOR NO KEY UPDATE" in one["sql"]]
    tables = [table for sql in locks for table in ("_user", "_bookmark", "_endpoint") if f'FROM "licensing{table}"' in sql]
    assert tables[:3] == ["_user", "_bookmark", "_endpoint"]


def test_a_secret_asks_a_person_for_a_fresh_proof_and_a_program_for_none(world: World, settings: Settings) -> None:
    settings.STEP_UP = True
    with from_origin(Origin(client="erp")):
        with pytest.raises(StepUpRequired):
            register_endpoint(world.paula, url="https://erp.example.org/hook")
        world.cus.is_system = True
        made = register(world.cus, url="https://erp.example.org/hook")
        with pytest.raises(NotAllowed):
            rotate_secret(made, world.otto)

    assert Endpoint.objects.get().secret == made.secret


def test_a_new_secret_and_switching_on_ask_for_a_fresh_proof(world: World, settings: Settings) -> None:
    hook = register(world.paula, url="https://erp.example.org/hook")
    suspend_endpoint(hook, world.paula, reason="Moved.")
    settings.STEP_UP = True

    with from_origin(Origin(client="browser")):
        for act in (rotate_secret, resume_endpoint):
            with pytest.raises(StepUpRequired):
                act(hook, world.paula)


@pytest.mark.parametrize("change", [{"kinds": []}, {"url": "https://elsewhere.example.org/"}, {"enabled": True}])
def test_whoever_changes_what_is_sent_or_where_proves_themselves(
    world: World, settings: Settings, change: dict[str, Any]
) -> None:
    hook = register(world.paula, url="https://erp.example.org/hook", kinds=[EventKind.CASE_RESUMED])
    if "enabled" in change:
        update_endpoint(hook, enabled=False)
    settings.STEP_UP = True

    with from_origin(Origin(client="erp")), pytest.raises(StepUpRequired):
        update_endpoint(hook, **change)


def test_each_step_is_an_event_that_names_what_was_changed(world: World) -> None:
    hook = register(world.paula, url="https://erp.example.org/hook")
    update_endpoint(hook, url="https://erp.example.org/other", kinds=[EventKind.CASE_RESUMED], description="")
    rotate_secret(hook, world.paula)
    suspend_endpoint(hook, world.paula, reason="A holiday.")
    resume_endpoint(hook, world.paula)
    end_endpoint(hook, world.paula, reason="Replaced.")

    events = list(Event.objects.filter(kind__startswith="endpoint.").order_by("number"))
    assert [one.kind for one in events] == [
        EventKind.ENDPOINT_SET_UP,
        EventKind.ENDPOINT_CHANGED,
        EventKind.ENDPOINT_SECRET_MADE,
        EventKind.ENDPOINT_SUSPENDED,
        EventKind.ENDPOINT_RESUMED,
        EventKind.ENDPOINT_ENDED,
    ]
    assert events[1].data["changed"] == ["kinds", "url"]
    assert "example.org" not in str([one.data for one in events])


def test_what_has_ended_is_neither_called_nor_changed_again(world: World) -> None:
    hook = end_endpoint(register(world.paula, url="https://erp.example.org/hook"), world.paula, reason="Replaced.")

    for act in (
        lambda: update_endpoint(hook, enabled=True),
        lambda: resume_endpoint(hook, world.paula),
        lambda: rotate_secret(hook, world.paula),
        lambda: end_endpoint(hook, world.paula, reason="Again."),
    ):
        with pytest.raises(WrongState):
            act()

    assert Event.objects.filter(kind__startswith="endpoint.").count() == 2


def test_where_it_is_sent_is_not_changed_without_an_event(world: World) -> None:
    hook = register(world.paula, url="https://erp.example.org/hook")

    Endpoint.objects.filter(pk=hook.pk).update(url="https://thief.example.net/")

    with pytest.raises(IntegrityError, match="no event covers"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cover()
