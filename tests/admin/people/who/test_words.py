"""A right in words: no kind of right, role, scope or kind of case is shown as the code that stands for it."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from licensing.acts.acting import now
from licensing.admin.people.who.holdings import read_holdings
from licensing.admin.people.who.lines import Wanted
from licensing.admin.people.who.words import describe_holding, describe_kind, describe_scopes, list_rights
from licensing.choices import MandateKind, MembershipRole, Office, RightKind, Scope
from licensing.models import CaseKind, Mandate, User
from tests.admin.conftest import At, text_of
from tests.administrators import today
from tests.api.calling import allow, new_system
from tests.by_hand import by_hand
from tests.world import World

WHO = reverse("admin:licensing_who")


@pytest.mark.parametrize(
    ("kind", "role", "words"),
    [
        (RightKind.MANDATE, MandateKind.DEPUTY, "Mandate for a body: deputy"),
        (RightKind.APPOINTMENT, Office.DECIDER, "Office of the authority: decider"),
        (RightKind.HEAD, "", "Head of a body"),
    ],
)
def test_a_right_is_named_by_its_kind_and_role(kind: str, role: str, words: str) -> None:
    assert describe_kind(kind, role) == words


def test_every_kind_and_every_role_can_be_chosen() -> None:
    offered = dict(list_rights())

    assert {*RightKind.values} <= set(offered)
    assert {f"appointment:{one}" for one in Office.values} <= set(offered)


@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_kind_role_and_scope_has_words_of_its_own(language: str) -> None:
    with translation.override(language):
        rights = [(code.rpartition(":")[2], words.removeprefix("— ")) for code, words in list_rights()]
        scopes = [(one.value, describe_scopes([one])) for one in Scope]

    assert [code for code, words in [*rights, *scopes] if not words or code in words] == []
    assert [words for _code, words in rights if language == "uk" and re.search("[A-Za-z]", words)] == []
    assert len({words for _code, words in scopes}) == len(Scope)


def test_a_scope_that_there_is_no_more_is_shown_as_it_was_written() -> None:
    assert describe_scopes(["gone:read", Scope.CASES_READ]) == "Read cases; gone:read"


def test_the_kinds_of_case_that_a_mandate_is_for_are_named(world: World) -> None:
    kinds = list(CaseKind.objects.order_by("pk")[:3])
    with by_hand():
        Mandate.objects.filter(user=world.rhea).update(scope=[one.pk for one in kinds])

    [line], _last = read_holdings(Wanted(today(), now(), name=world.rhea.email))

    assert describe_holding(line, today()).scope == ", ".join(one.name for one in kinds)


def test_neither_the_page_nor_the_sheet_shows_a_code(world: World, at: At) -> None:
    kinds = list(CaseKind.objects.all())
    with by_hand():
        Mandate.objects.all().update(scope=[one.pk for one in kinds])
        User.objects.filter(pk=world.audra.pk).update(language="uk")
    begun = {"settled_at": now() - timedelta(days=4), "end_on": today() + timedelta(days=9), "scopes": Scope.values}
    allow(world.dora, new_system(name="Register", client_id="the-register", **begun))
    codes = {*RightKind.values, *Office.values, *MandateKind.values, *MembershipRole.values, *Scope.values}
    codes |= {one.pk for one in kinds}

    client = at(world.audra)
    page = text_of(client.get(WHO))
    cells = list(csv.reader(io.StringIO(client.get(WHO, {"format": "csv"}).content.decode("utf-8-sig"))))

    for words in (re.sub("<[^>]+>", " ", page), " | ".join(cell for row in cells for cell in row)):
        assert _in_ukrainian(kinds[0]) in words
        assert [code for code in sorted(codes) if re.search(rf"(?<![\w@.-]){re.escape(code)}(?![\w@.-])", words)] == []


def _in_ukrainian(kind: CaseKind) -> str:
    with translation.override("uk"):
        return kind.name
