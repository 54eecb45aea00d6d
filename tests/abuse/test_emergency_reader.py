"""A43: whoever reads under emergency access reads nothing of a case without its opening in the record of that case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from licensing.acts.people.rights.emergency import confirm_access, propose_access
from licensing.models import Body, Case, Event, User
from licensing.policy.record.event_kinds import EventKind
from tests.abuse.walking import ids_of, list_routes, open_pages, signed_in
from tests.admin.conftest import call_sitting
from tests.administrators import add_administrator
from tests.api.calling import Caller, every_operation
from tests.by_hand import by_hand
from tests.world import World


def _add_desk(name: str) -> User:
    """Somebody with a desk and no right."""
    return User.objects.create_user(f"{name}@example.org", name=name.capitalize(), is_staff=True)


@pytest.fixture
def reader(world: World) -> User:
    """Somebody to whom every filed case is open for four hours."""
    with by_hand():
        ada, bea, reader = add_administrator("ada"), add_administrator("bea"), _add_desk("rosa")
        Body.objects.filter(pk="MFA").update(head=world.greta)
    confirm_access(propose_access(ada, reader, reason="The register was attacked."), bea)
    return reader


@pytest.fixture
def cases(world: World) -> list[Case]:
    """A licensed case, one under review that is proposed to a sitting too, and one filed: each under words of its own."""
    found = [world.licence().case, world.before_government(), world.accepted(), world.filed()]
    call_sitting(world, found[1])
    return [Case.objects.get(pk=one.pk) for one in found]


def _find_named(content: str, cases: list[Case]) -> set[Any]:
    """The cases that a text says something of."""
    return {case.pk for case in cases if str(case.pk) in content or str(case.reference) in content}


def _find_opened(reader: User) -> set[Any]:
    rows = Event.objects.filter(kind=EventKind.CASE_OPENED_IN_EMERGENCY, actor=reader)
    return set(rows.values_list("case", flat=True))


@contextmanager
def _forget() -> Iterator[None]:
    """What is opened inside is not opened for the next page."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.walk
def test_no_page_of_the_desk_says_a_word_of_a_case_that_it_does_not_open(world: World, cases: list[Case], reader: User) -> None:
    opening = signed_in(reader)
    plain = signed_in(_add_desk("petra"))
    shown, silent = set(), []

    for route in list_routes("admin/"):
        for path, _answer in open_pages(_Nothing(), [route], *ids_of(*cases)):
            with _forget():
                answer = opening.get(path)
                content = b"".join(answer) if answer.streaming else answer.content
                named = _find_named(content.decode(errors="replace"), cases) if answer.status_code == 200 else set()
                asked = {case.pk for case in cases if str(case.pk) in path}
                opened = _find_opened(reader)
            # The page of an access names nothing yet; what anybody with a desk reads is not opened by an emergency.
            if named and _find_named(plain.get(path).content.decode(errors="replace"), cases) >= named:
                continue
            shown |= named | (asked if answer.status_code == 200 and opened else set())
            if named - opened or (answer.status_code == 200 and not named and asked - opened):
                silent.append(path)

    assert silent == []
    assert shown == {case.pk for case in cases}


class _Nothing:
    """A client that opens nothing, to learn the addresses."""

    def get(self, _path: str) -> None:
        return None


@pytest.mark.walk
def test_no_answer_of_the_api_says_more_to_an_emergency_reader(world: World, cases: list[Case], reader: User) -> None:
    opening, plain = Caller(reader), Caller(_add_desk("petra"))
    different = []

    for case in cases:
        places = next(ids_of(case))
        ids = {
            name: next(iter(places.get(name) or [case.pk])) for name in ("case_id", "licence_id", "document_id", "question_id")
        }
        for operation in every_operation():
            if operation.method == "GET":
                path = operation.path(**ids, usage_id=case.pk, number=1)
                answers = [one.raw("GET", path, b"") for one in (opening, plain)]
                if answers[0].status_code != answers[1].status_code or _find_named(
                    answers[0].content.decode(errors="replace"), cases
                ):
                    different.append(path)

    assert different == []
    assert _find_opened(reader) == set()


def test_a_list_names_no_case_to_an_emergency_reader(world: World, cases: list[Case], reader: User) -> None:
    client = signed_in(reader)
    lists = [
        client.get(f"/admin/{path}").content.decode()
        for path in ("licensing/case/", "licensing/event/", "licensing/usage/", "licensing/sitting/", "")
    ]

    assert [_find_named(page, cases) for page in lists] == [set()] * 5
    assert _find_opened(reader) == set()
