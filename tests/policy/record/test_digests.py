"""Canonical bytes: what is signed must be the same bytes tomorrow, from another process, from another language."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import PositionChoice
from licensing.policy.record.digests import GENESIS, compute_chain_digest, compute_digest, fingerprint_command, to_canonical


def test_canonical_bytes_are_those_of_rfc_8785():
    body = {
        "b": Decimal("80000.00"),
        "a": [PositionChoice.APPROVE, None, True, 7],
        "день": date(2026, 3, 2),
        "at": datetime(2026, 3, 2, 11, 20, tzinfo=timezone(timedelta(hours=2))),
        "id": UUID(int=1),
        "set": frozenset({"ML5", "ML10"}),
    }

    assert to_canonical(body).decode() == (
        '{"a":["approve",null,true,7],"at":"2026-03-02T09:20:00.000000Z","b":"80000",'
        '"id":"00000000-0000-0000-0000-000000000001","set":["ML10","ML5"],"день":"2026-03-02"}'
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [("80000.00", "80000"), ("0.10", "0.1"), ("1E+3", "1000"), ("-0.00", "0"), ("100", "100"), ("0.000001", "0.000001")],
)
def test_equal_decimals_have_equal_bytes(number, text):
    assert to_canonical(Decimal(number)) == f'"{text}"'.encode()


@pytest.mark.parametrize("value", [1.5, Decimal("NaN"), datetime(2026, 3, 2), object(), b"bytes"])  # noqa: DTZ001
def test_what_has_no_one_form_is_refused(value):
    with pytest.raises(TypeError):
        to_canonical({"value": value})


def test_a_chain_can_be_recomputed_with_nothing_but_sha_256():
    first = compute_chain_digest(GENESIS, {"seq": 1})
    second = compute_chain_digest(first, {"seq": 2})

    assert first == hashlib.sha256(b"0" * 64 + b'\n{"seq":1}').hexdigest()
    assert second == hashlib.sha256(first.encode() + b'\n{"seq":2}').hexdigest()
    assert compute_chain_digest(GENESIS, {"seq": 2}) != second


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_a_round_trip_through_json_changes_no_byte(data):
    again = json.loads(to_canonical(data))

    assert again == data
    assert compute_digest(again) == compute_digest(data)


@given(st.dictionaries(st.text(), st.integers(0, 9), min_size=2), st.randoms(use_true_random=False))
def test_the_order_of_keys_never_matters(data, random):
    keys = list(data)
    random.shuffle(keys)

    assert compute_digest({key: data[key] for key in keys}) == compute_digest(data)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_a_decimal_keeps_its_value(number):
    assert Decimal(json.loads(to_canonical(number))) == number


def test_a_moment_has_one_form_whatever_its_zone():
    moment = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

    assert to_canonical(moment) == to_canonical(moment.astimezone(timezone(timedelta(hours=3))))


COMMAND = {"method": "POST", "path": "/cases/", "person": UUID(int=1), "content": {"title": "A", "kind": "permit"}}


def test_a_command_spelled_otherwise_has_the_same_fingerprint():
    assert fingerprint_command(**COMMAND) == fingerprint_command(**COMMAND | {"content": {"kind": "permit", "title": "A"}})


@pytest.mark.parametrize(
    "other", [{"method": "PUT"}, {"path": "/cases/?x=1"}, {"person": UUID(int=2)}, {"content": {"title": "B"}}]
)
def test_another_command_has_another_fingerprint(other):
    assert fingerprint_command(**COMMAND) != fingerprint_command(**COMMAND | other)
