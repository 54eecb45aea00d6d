"""The shape of a procedure as it is written down, as JSON Schema. Whether it can work is asked in `procedures`."""

from __future__ import annotations

from licensing.choices import Deemed, OnFail, OnLimit, ReferralRank, Roll, SeatRole, TermUnit, Veto
from licensing.policy.assessment.kinds import REQUIRED_KINDS
from licensing.policy.reference.texts import allow_further_languages
from licensing.policy.shapes import (
    DATE,
    FLAG,
    Schema,
    allow_null,
    as_code,
    as_line,
    as_money,
    as_prose,
    as_record,
    as_share,
    as_whole,
    choose_from,
    forbid_empty,
    list_of,
)

_CODE = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]*$", "maxLength": 48, "title": "small letters, digits, - and _"}
_BODY = as_code("code of a body", 24)
_TERM = as_record(("amount",), amount=as_whole(1, 3650), unit=choose_from(TermUnit), roll=choose_from(Roll))
_SEAT = as_record(
    ("body",),
    body=_BODY,
    role=choose_from(SeatRole),
    weight=as_whole(0, 1000),
    veto=choose_from(Veto),
    mandatory=FLAG,
    explicit=FLAG,
    chair=FLAG,
    needs_need=FLAG,
    depends_on=list_of(forbid_empty(as_line(300))),
)
_ASSESSMENT = as_record(
    ("kind", "owner"),
    kind={"type": "string", "enum": [one.value for one in REQUIRED_KINDS]},
    owner=as_code("code of a body, or case_officer", 24),
    seats=list_of(_BODY, 60),
    apart=FLAG,
    within=_TERM,
)
_ESCALATION = as_record(
    to=_CODE,
    triggers=list_of({"type": "string", "enum": ["split", "veto", "tie", "deadline", "threshold", "appeal"]}),
    by=list_of(_BODY),
    rank=choose_from(ReferralRank),
    only_dissent=FLAG,
    same_persons=FLAG,
    within=_TERM,
    above=as_money("euros, as text"),
    default={"type": "string", "enum": ["stands", "refuse", "escalate"]},
)
_STAGE = as_record(
    ("code", "name_en", "name_uk", "deadline", "rule"),
    code=_CODE,
    name_en=forbid_empty(as_line(300)),
    name_uk=forbid_empty(as_line(300)),
    government=FLAG,
    only_when_referred=FLAG,
    deadline=_TERM,
    rule={"type": "object"},
    on_fail=choose_from(OnFail),
    deemed=choose_from(Deemed),
    escalation=_ESCALATION,
    entry_checks=list_of({"type": "string", "enum": ["need_stated", "no_open_question"]}),
    assessments=list_of(_ASSESSMENT, 12),
    seats=list_of(_SEAT, 60),
) | allow_further_languages(name=forbid_empty(as_line(300)))
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:dozvil:procedure:1",
    "title": "A procedure of collective sign-off",
    **as_record(
        ("code", "version", "valid_from", "name_en", "name_uk", "calendar", "term", "stages"),
        code=_CODE,
        version=as_whole(1, 9999),
        valid_from=DATE,
        sample=FLAG,
        name_en=forbid_empty(as_line(300)),
        name_uk=forbid_empty(as_line(300)),
        description_en=as_prose(),
        description_uk=as_prose(),
        source=as_prose(),
        calendar=as_code("code of a calendar", 16),
        term=_TERM,
        on_limit=choose_from(OnLimit),
        requires_scan=FLAG,
        cap_days=allow_null(as_whole(1, 3650)),
        completeness=_TERM,
        thresholds=list_of(
            as_record(
                ("pattern",),
                pattern=forbid_empty(as_line(300)),
                more_than_percent=as_share("per cent, as text"),
                direction={"type": "string", "enum": ["up", "down", "both"]},
                beyond={
                    "type": "string",
                    "enum": ["form", "typo"],
                    "title": "an edit of a text that goes no further is nothing",
                },
            )
        ),
        stages=list_of(_STAGE, 40) | {"minItems": 1},
    ),
    **allow_further_languages(name=forbid_empty(as_line(300)), description=forbid_empty(as_prose())),
}
