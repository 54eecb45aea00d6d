"""Endpoints as their owners keep them."""

from __future__ import annotations

import datetime as dt

from standardwebhooks import Webhook as Stock

from licensing.choices import MembershipRole
from licensing.models import Membership
from licensing.outbox.webhooks.encryption import decrypt
from licensing.outbox.webhooks.endpoints import register_endpoint, rotate_secret
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import Clock, create_endpoint, record_event, run_outbox
from tests.outbox.receiver import Got, Receiver
from tests.world import World


def test_after_a_change_both_secrets_sign_then_the_new_one_alone(world: World, receiver: Receiver, clock: Clock) -> None:
    hook = create_endpoint(world, receiver.url, kinds=[EventKind.CASE_RESUMED])
    case, former = world.filed(), decrypt(hook.secret)

    changed = rotate_secret(hook, hook.owner, keep_hours=24)
    new = decrypt(changed.secret)
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

    changed = rotate_secret(hook, hook.owner, keep_hours=0)
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
    alone = register_endpoint(world.paula, url="https://erp.example.org/hook")
    Membership.objects.create(user=world.paula, organisation=world.rival, role=MembershipRole.READER)

    shared = register_endpoint(world.paula, url="https://erp.example.org/other")

    assert (alone.organisation, shared.organisation) == (world.partner, None)
