"""Each kind of event is declared once, wholly, and listed nowhere else but on the page that is made from it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils import translation

from licensing.choices import Audience, Freshness
from licensing.models import Event
from licensing.policy.record.declaration import MailSentence
from licensing.policy.record.disclosure import FREE_TEXT
from licensing.policy.record.event_kinds import DELIBERATION, EventKind
from tests.declared import undeclared
from tests.sources import IN_ONE_PROCESS, list_nodes

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "licensing/policy/record/event_kinds.py"
DECLARATIONS = ROOT / "licensing/policy/record/kinds"
DOCUMENT, FRESH = ROOT / "docs/events.md", ROOT / "var/events.md"
FACTS = {"reference", "licence"}
PEOPLE_OF_AUTHORITY = set(Audience) - {Audience.APPLICANT, Audience.SYSTEMS}


def test_each_declaration_is_a_member_exactly_once() -> None:
    # A declaration that is no member could not be recorded, and one that is two members would be one kind with an alias.
    declared = [
        f"{file.stem}.{node.target.id}"
        for file in sorted(DECLARATIONS.rglob("*.py"))
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and _is_declaration(node.value)
    ]
    members = [ast.unparse(node.value) for node in _enum_body() if isinstance(node, ast.Assign)]

    assert sorted(members) == sorted(declared)
    assert len(EventKind.__members__) == len(EventKind) == len({kind.declaration.code for kind in EventKind}) == len(members)


def test_deliberation_reaches_neither_the_applicant_nor_other_systems() -> None:
    for kind in EventKind:
        declared = kind.declaration

        if declared.deliberation and not declared.reminder:
            assert not {Audience.APPLICANT, Audience.SYSTEMS} & set(declared.audiences), kind
            assert (declared.disclosed, declared.to_applicant) == ((), None), kind


def test_whatever_the_applicant_must_know_reaches_the_applicant() -> None:
    silent = {kind for kind in EventKind if Audience.APPLICANT not in kind.declaration.audiences} - DELIBERATION

    assert silent == {
        EventKind.CASE_CREATED,
        EventKind.CASE_EDITED,
        EventKind.CASE_COPIED,
        EventKind.DOCUMENT_ATTACHED,
        EventKind.DOCUMENT_SCANNED,
        EventKind.CERTIFICATE_CITED,
        EventKind.DOCUMENT_REMOVED,
        EventKind.QUESTION_ANSWERED,
        EventKind.EVIDENCE_FILED,
        EventKind.ROUND_OPENED,
        # Told with the grant itself.
        EventKind.AUTHORISATION_GRANTED,
        # Told with the variation itself.
        EventKind.REQUEST_VARIED,
    }


def test_those_who_are_mailed_have_a_sentence_and_nobody_else() -> None:
    for kind in EventKind:
        declared = kind.declaration

        assert bool(declared.to_applicant) == (Audience.APPLICANT in declared.audiences), kind
        assert not PEOPLE_OF_AUTHORITY & set(declared.audiences) or declared.select_mail_sentence(applicant=False), kind
        assert not declared.to_authority or PEOPLE_OF_AUTHORITY & set(declared.audiences), kind


def test_fields_are_declared_once_and_what_is_attested_is_one_of_them() -> None:
    for kind in EventKind:
        declared = kind.declaration
        fields = [*declared.disclosed, *declared.internal]

        assert len(fields) == len(set(fields)), kind
        assert set(declared.optional) <= set(fields), kind
        assert not declared.attests or {declared.attests, "digest"} <= set(fields), kind


def test_label_and_sentences_read_in_both_languages() -> None:
    for kind in EventKind:
        texts = [kind.label, *(sentence.text for sentence in _sentences(kind))]

        for text in texts:
            with translation.override("en"):
                english = str(text)
            with translation.override("uk"):
                ukrainian = str(text)
            assert english, kind
            assert ukrainian not in ("", english), kind


def test_sentences_name_only_references_licences_and_days() -> None:
    for kind in EventKind:
        declared = kind.declaration
        # Whoever is concerned by a right is of the authority, or it is their own: they may read its days.
        read = {*declared.disclosed, *(declared.internal if declared.concerned else ())}
        known = FACTS | ({"due_on", "from_on", "until", "confirm_by", "consequence", "ended"} & read)
        # A letter with a link, to whom no page says so, names the organisation too.
        known |= {"organisation"} if declared.to_addressee else set()

        named = {name for sentence in _sentences(kind) for name in re.findall(r"%\((\w+)\)s", str(sentence.text))}

        assert named <= known, kind


def test_what_belongs_to_no_case_asks_for_a_proof_or_says_why_not() -> None:
    for kind in EventKind:
        declared = kind.declaration
        of_no_case = bool(declared.concerned) or declared.changes_governed or declared.is_release

        assert not (declared.step_up and declared.without_proof), kind
        assert bool(declared.step_up or declared.without_proof) or not of_no_case, kind


# What gives or takes a right, a secret, an account, or brings rules into force, by the first word of its code.
WEIGHTY = ("right", "account", "factor", "identity", "address", "password", "system", "program", "access", "release", "change")


def test_what_weighs_asks_anew_unless_no_person_presses_for_it() -> None:
    for kind in EventKind:
        declared = kind.declaration
        if not kind.startswith(tuple(f"{one}." for one in WEIGHTY)) or declared.without_proof:
            continue

        # Sending, declining and withdrawing a change set bring nothing into force; a review only looks.
        lighter = {"change.drafted", "change.sent", "change.declined", "change.withdrawn", "right.reviewed"}
        assert declared.step_up == Freshness.NOW or kind in lighter, kind


def test_a_new_kind_needs_no_migration() -> None:
    column = Event._meta.get_field("kind")

    assert column.choices is None
    assert max(len(kind) for kind in EventKind) <= (column.max_length or 0)
    assert not [one for one in Event._meta.constraints if "kind" in str(one)]


@IN_ONE_PROCESS
def test_no_other_module_lists_kinds() -> None:
    # One kind has a meaning of its own, a list of them is a second declaration: declare what the list is about.
    lists = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file, node in _nodes()
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict)
        if len(set(_kinds_named(node))) > 1
    ]

    assert lists == []


# What an act of an earlier version has recorded: their events are read for good.
OF_OLDER_RECORDS = {"REFERENCE_CHANGED", "PROCEDURE_PUBLISHED"}


@IN_ONE_PROCESS
def test_every_kind_is_recorded_by_some_act() -> None:
    named = {
        name
        for file, node in _nodes()
        if {"acts", "outbox"} & set(file.parts) and isinstance(node, ast.Attribute)
        for name in _kinds_named(node)
    }

    assert named | OF_OLDER_RECORDS == {kind.name for kind in EventKind}


def test_data_that_departs_from_its_declaration_is_noticed() -> None:
    whole = {
        "decision": "x",
        "outcome": "grant",
        "resolution_no": "1",
        "resolution_on": "2026-11-28",
        "digest": "d",
        "under": 1,
        "release": 1,
    }

    assert undeclared(EventKind.CASE_GRANTED, whole) == []
    assert undeclared(EventKind.CASE_GRANTED, whole | {"sitting": "s"}) == []
    assert undeclared(EventKind.CASE_GRANTED, whole | {"votes": 7}) == ["votes"]
    assert undeclared(EventKind.CASE_RESUMED, {"reason": "x", "under": 1}) == ["reason"]
    assert undeclared(EventKind.CASE_ADJOURNED, {"reason": "x"}) == ["under", "until"]


def _is_declaration(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "EventDeclaration"


def _enum_body() -> list[ast.stmt]:
    page = ast.parse(PAGE.read_text(encoding="utf-8"))
    return next(node.body for node in page.body if isinstance(node, ast.ClassDef) and node.name == "EventKind")


def _sentences(kind: EventKind) -> list[MailSentence]:
    declared = kind.declaration
    of_cases = (declared.to_applicant, declared.to_authority)
    of_no_case = (declared.to_concerned, declared.to_keepers, declared.to_organisation, declared.to_addressee)
    return [one for one in (*of_cases, *of_no_case) if one]


def _nodes() -> Iterator[tuple[Path, ast.AST]]:
    for file in sorted((ROOT / "licensing").rglob("*.py")):
        if "migrations" not in file.parts and file != PAGE:
            for node in list_nodes(file):
                yield file, node


def _kinds_named(node: ast.AST) -> list[str]:
    return [
        one.attr
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "EventKind"
    ]


# docs/events.md is what the declarations say.

HEAD = """# Kinds of event

Everything that happens to a case or a licence, or to what stands around them (rights, accounts, lists, measures, interests,
country plans), is an event of one of these kinds. This page is made from
`licensing/policy/record/kinds/` and held by a test; change the declaration, not the page.

- **Applicant**: their people are mailed. They also see the event and the fields under "read by the applicant" in the history
  (portal and API), unless it is part of the **deliberation**, of which they and other systems hear nothing.
- **Authority**: who is mailed. Nobody is mailed about what they did themselves.
- **Concerned**: who is mailed about what belongs to no case.
- **Webhook**: subscribed systems that may see the case are called. Their `details` hold the fields that the applicant reads,
  without free text ({free_text}).

| Kind | What happened | Applicant | Authority | Concerned | Webhook | Read by the applicant | Read by the authority alone |
|---|---|---|---|---|---|---|---|
"""
REMINDER = "as its rule says"


def test_page_says_what_is_declared() -> None:
    fresh = render_page()
    if not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != fresh:
        FRESH.write_text(fresh, encoding="utf-8")

    assert DOCUMENT.read_text(encoding="utf-8") == fresh, "copy var/events.md to docs/events.md"


def render_page() -> str:
    with translation.override("en"):
        return HEAD.format(free_text=_code(sorted(FREE_TEXT))) + "".join(map(_row, EventKind))


def _row(kind: EventKind) -> str:
    declared = kind.declaration
    authority = [str(one.label) for one in declared.audiences if one not in (Audience.APPLICANT, Audience.SYSTEMS)]
    cells = [
        f"`{kind}`",
        f"{kind.label}{' (deliberation)' if declared.deliberation and not declared.reminder else ''}",
        REMINDER if declared.reminder else _yes(Audience.APPLICANT in declared.audiences),
        REMINDER if declared.reminder else "; ".join(authority),
        "; ".join(str(one.label) for one in declared.concerned),
        "those of the applicant, where its rule says so" if declared.reminder else _yes(Audience.SYSTEMS in declared.audiences),
        _code(declared.disclosed),
        _code(declared.internal),
    ]
    return f"| {' | '.join(cells)} |\n"


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
