"""Codes of governed lists in words: every code that a seed file may bring has some, and the filters of a list say them."""

from __future__ import annotations

import re

from django.urls import reverse

from licensing.admin.reference.code_words import BREACHES, CRITERION_TESTS, OWNERS, PERMITS, name_code
from licensing.models import CaseKind, Condition, Criterion
from tests.admin.conftest import At
from tests.world import World


def test_every_code_that_stands_in_a_list_has_its_words(db: None) -> None:
    used = (
        (Criterion.objects.values_list("test", flat=True), CRITERION_TESTS),
        (CaseKind.objects.values_list("permit", flat=True), PERMITS),
        (Condition.objects.values_list("owner", flat=True), OWNERS),
        (Condition.objects.values_list("breach", flat=True), BREACHES),
    )

    assert [sorted({code for code in codes if code} - words.keys()) for codes, words in used] == [[]] * len(used)


def test_a_code_that_nobody_knows_stands_for_itself() -> None:
    assert (name_code(PERMITS, "open"), name_code(PERMITS, "of_tomorrow")) == ("an open permit", "of_tomorrow")


def test_a_filter_names_its_values_in_words(world: World, at: At) -> None:
    page = at(world.otto).get(reverse("admin:licensing_condition_changelist") + "?breach=revoke")

    links = {
        found[1]: found[2].strip()
        for found in re.finditer(r'<a[^>]*href="\?breach=(\w+)"[^>]*>([^<]*)<', page.content.decode())
    }

    assert links | {"revoke": "revocation of the licence"} == {
        "report": "a warning, of which the desk is told",
        "bar": "no further requests until it is met",
        "suspend": "suspension of the licence",
        "revoke": "revocation of the licence",
    }
    assert {row.breach for row in page.context["cl"].result_list} == {"revoke"}
