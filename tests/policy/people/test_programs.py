"""How a system is registered, and what a program may never be given for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from licensing.choices import Office, Scope, SystemKind
from licensing.policy.people.programs import (
    SCOPES_OF_PROGRAMS,
    WishedSystem,
    find_account_refusal,
    find_overlap_gap,
    find_owner_settler_refusal,
    find_registration_gaps,
    find_system_settler_refusal,
    is_redirect,
)

TODAY = date(2026, 5, 4)
SERVICE = WishedSystem(SystemKind.SERVICE, "ERP", "Files requests", ["cases:write"], [], "600/min", date(2027, 5, 4))
DELEGATE = replace(SERVICE, kind=SystemKind.DELEGATE, scopes=["positions:write"], redirect_uris=["https://a.example/back"])


def _gaps(wish: WishedSystem, reason: str = "Ordered.") -> list[tuple[str, str]]:
    return [(gap.path, gap.code) for gap in find_registration_gaps(wish, reason=reason, today=TODAY)]


def test_whole_proposals_of_both_kinds_have_no_gap() -> None:
    assert [_gaps(SERVICE), _gaps(DELEGATE)] == [[], []]


@pytest.mark.parametrize(
    ("wish", "change", "gap"),
    [
        (SERVICE, {"name": " "}, ("name", "required")),
        (SERVICE, {"purpose": ""}, ("purpose", "required")),
        (SERVICE, {"rate": "many"}, ("rate", "wrong_form")),
        (SERVICE, {"scopes": []}, ("scopes", "required")),
        (SERVICE, {"scopes": ["cases:destroy"]}, ("scopes", "unknown_code")),
        *[(SERVICE, {"scopes": [one]}, ("scopes", "person_only")) for one in sorted(set(Scope) - SCOPES_OF_PROGRAMS)],
        (SERVICE, {"redirect_uris": ["https://a.example/"]}, ("redirect_uris", "invalid")),
        (SERVICE, {"is_public": True}, ("redirect_uris", "invalid")),
        (SERVICE, {"end_on": None}, ("end_on", "required")),
        (SERVICE, {"end_on": TODAY}, ("end_on", "invalid")),
        (SERVICE, {"end_on": TODAY + timedelta(days=1_200)}, ("end_on", "invalid")),
        (DELEGATE, {"redirect_uris": []}, ("redirect_uris", "required")),
        (DELEGATE, {"redirect_uris": ["https://a.example/"] * 11}, ("redirect_uris", "wrong_form")),
        (DELEGATE, {"redirect_uris": ["http://127.0.0.1/back"]}, ("redirect_uris", "wrong_form")),
    ],
)
def test_each_fault_of_a_proposal_is_named(wish: WishedSystem, change: dict[str, Any], gap: tuple[str, str]) -> None:
    assert _gaps(replace(wish, **change)) == [gap]


def test_nothing_to_sign_or_decide_with_is_ever_given_to_a_program() -> None:
    assert {Scope.POSITIONS_WRITE, Scope.DECISIONS_WRITE} & SCOPES_OF_PROGRAMS == set()


@pytest.mark.parametrize(
    ("uri", "is_public", "allowed"),
    [
        ("https://a.example/back", False, True),
        ("https://a.example:8443/back?x=1", False, True),
        ("http://127.0.0.1/back", True, True),
        ("http://[::1]:0/back", True, False),
        ("http://[::1]/back", True, True),
        ("http://127.0.0.1/back", False, False),
        ("http://localhost/back", True, False),
        ("http://a.example/back", True, False),
        ("https://a.example/back#x", True, False),
        ("https://a@b.example/back", True, False),
        ("https://*.example/back", True, False),
        ("https://127.0.0.1/back", True, False),
        ("https://localhost/back", True, False),
        ("https:///back", True, False),
        ("com.example:/back", True, False),
        ("javascript:alert(1)", True, False),
        ("https://[bad/back", True, False),
        ("https://приклад.example/back", True, False),
        ("https://a.example/ back", True, False),
    ],
)
def test_a_code_is_sent_only_to_whole_safe_addresses(uri: str, is_public: bool, allowed: bool) -> None:
    assert is_redirect(uri, is_public=is_public) is allowed


@pytest.mark.parametrize(
    ("has_mandate", "offices", "refused"),
    [(False, [], False), (False, [Office.CUSTOMS], False), (True, [], True), (False, [Office.DECIDER], True)],
)
def test_the_account_of_a_system_holds_no_more_than_customs(has_mandate: bool, offices: list[str], refused: bool) -> None:
    assert (find_account_refusal(has_mandate=has_mandate, offices=offices) is not None) is refused


@pytest.mark.parametrize(("settler", "refused"), [(1, True), (2, True), (3, False)])
def test_a_third_person_settles_who_answers_for_a_system(settler: int, refused: bool) -> None:
    found = find_owner_settler_refusal(settler=UUID(int=settler), proposer=UUID(int=1), proposed=UUID(int=2))

    assert (found is not None) == refused


@pytest.mark.parametrize(("settler", "refused"), [(1, True), (2, True), (3, False)])
def test_a_third_person_settles_a_system(settler: int, refused: bool) -> None:
    found = find_system_settler_refusal(settler=UUID(int=settler), proposer=UUID(int=1), owner=UUID(int=2))

    assert (found is not None) is refused


@pytest.mark.parametrize(("hours", "allowed"), [(-1, False), (0, True), (168, True), (169, False)])
def test_a_former_secret_goes_on_for_a_week_at_most(hours: int, allowed: bool) -> None:
    assert (find_overlap_gap(hours) is None) is allowed
