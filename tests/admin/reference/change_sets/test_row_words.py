"""A difference is in words: names and not codes, days and not digits, texts by language, in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from licensing.acts.reference.procedures import build_procedure_document
from licensing.admin.reference.change_sets.row_words import RowWords, build_line_views, get_row_name
from licensing.choices import ChangeAction
from licensing.models import ChangeLine, Procedure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "column", "value", "words"),
    [
        ("countries", "tier", "excluded", "Excluded"),
        ("conditions", "breach", "revoke", "revocation of the licence"),
        ("requirements", "kind", "single_permit", "Single permit (single_permit)"),
        ("requirements", "kind", None, "every kind of case"),
        ("requirements", "test", "party", "a party of this role is named"),
        ("holidays", "on", "2026-05-01", "1 May 2026"),
        ("quiet_hours", "starts", "21:00:00", "21:00"),
        ("rates", "to_eur", "0.23470000", "0.2347"),
        ("bodies", "states_need", True, "Yes"),
        ("conditions", "parameters", [{"name": "days", "kind": "integer"}, "bank"], "days (a whole number), bank"),
        ("item_families", "entries", ["ML3", "ML99"], "ML3 · Ammunition and fuze setters, ML99"),
        ("splitting_rules", "by", ["end_user", "family"], "the end user, the item family"),
        ("requirements", "target", "urgency.reason", "Urgency / Why it is urgent"),
        ("requirements", "target", "title|partner_country", "Title | Partner country"),
        ("requirements", "target", "jv_partner", "Joint-venture partner"),
        ("requirements", "target", "contract", "Contract or draft contract"),
        ("conditions", "due_rule", "before_start", "before the licence takes effect (before_start)"),
        ("countries", "note", "", "–"),
        ("countries", "never heard of", "as it is", "as it is"),
    ],
)
def test_a_value_is_said_in_words(code: str, column: str, value: Any, words: str) -> None:
    assert RowWords([(code, {column: value})]).describe(code, column, value) == words


def test_texts_differ_by_language_and_under_the_readers_words() -> None:
    before, after = {"names": {"en": "Estonia", "uk": "Естонія"}}, {"names": {"en": "Eesti", "uk": "Естонія"}}

    with translation.override("uk"):
        [one] = RowWords([]).compare("countries", before, after)

    assert (one.label, one.before, one.after) == ("Назва · Англійська", "Estonia", "Eesti")


def test_a_document_is_compared_in_the_words_of_its_forms() -> None:
    before = build_procedure_document(Procedure.objects.get(code="fast-lane"))
    stages = [{**before["stages"][0], "deadline": {"amount": 12, "unit": "working"}}, *before["stages"][1:]]

    found = RowWords([]).compare("procedures", before, before | {"version": 9, "stages": stages})

    stage = "Stage “Three ministries” › Deadline: "
    assert [(one.label, one.before, one.after) for one in found] == [
        ("Version", str(before["version"]), "9"),
        (f"{stage}days", "10", "12"),
        (f"{stage}which days", "calendar days", "working days"),
    ]


def test_a_line_says_whether_its_row_is_new_changed_or_ends() -> None:
    row = {"calendar": "UA-PEACE", "on": "2026-05-01", "kind": "off", "names": {"en": "Labour Day"}}
    lines = [
        ChangeLine(list="holidays", key="UA-PEACE:2026-05-01", action=ChangeAction.PUT, before=None, after=row),
        ChangeLine(
            list="holidays", key="UA-PEACE:2026-05-01", action=ChangeAction.PUT, before=row, after=row | {"kind": "working"}
        ),
        ChangeLine(list="holidays", key="UA-PEACE:2026-05-01", action=ChangeAction.END, before=row),
    ]

    views = build_line_views(lines, {("holidays", "UA-PEACE:2026-05-01"): ["Wrong."]})

    assert [one.what for one in views] == ["New row", "Changed", "Ends"]
    assert {one.name for one in views} == {"Labour Day (UA-PEACE · 1 May 2026)"}
    assert [len(one.differences) for one in views] == [4, 1, 4]
    assert views[0].gaps == ["Wrong."]


def test_a_row_without_a_name_is_called_by_its_key() -> None:
    assert get_row_name("rates", "USD:2026-01-02", {"to_eur": "1"}) == "USD · 2 January 2026"
