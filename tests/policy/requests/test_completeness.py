"""What a request of its kind still misses."""

from __future__ import annotations

from datetime import date

from licensing.choices import Section
from licensing.errors import Gap
from licensing.messages import TranslatedText
from licensing.policy.requests.completeness import Requirement, find_gaps
from tests.languages import render_gaps

TODAY = date(2026, 3, 2)


def need(code: str, kind: str, target: str, section: Section, **applies_if: object) -> Requirement:
    sentence = TranslatedText({"en": f"{code} is missing.", "uk": f"Бракує: {code}."})
    return Requirement(code, kind, target, section, sentence, applies_if)  # type: ignore[arg-type]


REQUIREMENTS = (
    need("items", "section", "items", Section.ITEMS),
    need("quantity", "field", "items.quantity", Section.ITEMS),
    need("end_user", "party", "end_user", Section.PARTIES),
    need("purpose", "field", "end_use.purpose", Section.END_USE),
    need("euc", "document", "end_user_certificate", Section.DOCUMENTS),
    need("jv", "field", "terms.joint_venture.name", Section.TERMS, cooperation_form=["joint_venture", "mixed"]),
)


def missing(document: dict) -> list[Gap]:
    return find_gaps(document, REQUIREMENTS, today=TODAY)


def test_an_empty_draft_misses_exactly_what_its_kind_requires():
    assert render_gaps(missing({"items": [], "cooperation_form": "direct_sale"}), "en") == [
        ("items", "items", "items is missing."),
        ("end_user", "parties", "end_user is missing."),
        ("purpose", "end_use.purpose", "purpose is missing."),
        ("euc", "documents", "euc is missing."),
    ]


def test_a_complete_request_misses_nothing_and_the_list_shrinks():
    complete = {
        "items": [{"quantity": "40"}, {"quantity": "0"}],
        "parties": [{"role": "buyer"}, {"role": "end_user"}],
        "end_use": {"purpose": "Reconnaissance training"},
        "documents": [{"type": "end_user_certificate", "expires_on": "2026-03-02"}],
    }

    assert missing(complete) == []
    assert [gap.code for gap in missing({**complete, "parties": [{"role": "buyer"}]})] == ["end_user"]


def test_every_element_of_a_list_is_asked_and_blank_is_not_an_answer():
    document = {"items": [{"quantity": "40"}, {"quantity": "  "}, {}]}

    assert [gap.path for gap in missing(document) if gap.code == "quantity"] == ["items.1.quantity", "items.2.quantity"]


def test_of_several_fields_one_is_enough_and_the_first_is_named():
    rate = [need("rate", "field", "terms.rate|margin", Section.TERMS)]
    documents = [
        {},
        {"terms": {"rate": "", "margin": None}},
        {"terms": {"margin": "2"}},
        {"terms": {"rate": "0", "margin": ""}},
    ]

    found = [[gap.path for gap in find_gaps(one, rate, today=TODAY)] for one in documents]

    assert found == [["terms.rate"], ["terms.rate"], [], []]


def test_a_requirement_applies_only_where_its_condition_holds():
    assert [gap.path for gap in missing({"cooperation_form": "mixed"}) if gap.code == "jv"] == ["terms.joint_venture.name"]


def test_an_expired_document_is_named_unless_a_valid_one_is_attached():
    expired = {"type": "end_user_certificate", "expires_on": "2026-03-01"}
    fresh = {"type": "end_user_certificate", "expires_on": None}

    def of_certificate(*documents: dict) -> list[tuple[str, str, str]]:
        return render_gaps([gap for gap in missing({"documents": list(documents)}) if gap.code == "euc"], "uk")

    assert of_certificate(expired) == [("euc", "documents.0.expires_on", "Бракує: euc. Строк дії доданого документа минув.")]
    assert of_certificate(expired, fresh) == []


def test_a_request_of_the_wrong_shape_is_incomplete_and_no_failure():
    assert [gap.code for gap in missing({"items": "x", "parties": "y", "end_use": "z", "documents": [None]})] == [
        "quantity",
        "end_user",
        "purpose",
        "euc",
    ]
