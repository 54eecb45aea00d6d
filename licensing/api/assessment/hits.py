"""The hits of a case for programs of the authority: read, with what of the names is alike, and disposed of."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.assessment.disposing import dispose_hit
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.requests.cases import CASE, HANDLE, READ
from licensing.choices import HitStanding, HitStrength, HitVerdict
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed, NotFound, Stale, WrongState
from licensing.models import Case, CaseScreening, ScreeningHit
from licensing.policy.exact import format_decimal
from licensing.policy.shapes import DATE, as_prose, as_record, choose_from, forbid_empty

DISPOSITION: Final = as_record(
    ("verdict", "reason"),
    verdict=choose_from(HitVerdict),
    reason=forbid_empty(as_prose(4000)) | {"title": "what shows it; the applicant never reads it"},
    question=as_prose(4000) | {"title": "with `unclear`, while the case is looked at: what the applicant is asked"},
    due_on=DATE | {"title": "by when the applicant answers"},
)


class MatchedWordView(TypedDict):
    """A word of the party's name, and the word of the listed name that it was taken for."""

    asked: str
    listed: str
    likeness: str
    way: str


class SaidView(TypedDict):
    verdict: HitVerdict
    reason: str
    by: UUID
    at: datetime


class HitView(TypedDict):
    """A party that is named like a listed one; `version` is the first version of the list in which it stood like this."""

    id: UUID
    party: str
    list: str
    version: int
    reference: str
    listed: str
    alias: bool
    score: str
    strength: HitStrength
    standing: HitStanding
    words: list[MatchedWordView]
    said: list[SaidView]


class ScreenedListView(TypedDict):
    """A list, and the version that the parties were held against last."""

    list: str
    version: int
    as_of: date
    screened_at: datetime


class CaseScreeningView(TypedDict):
    lists: list[ScreenedListView]
    hits: list[HitView]


class CaseHits(ApiView):
    @query(CaseScreeningView, READ, summary="Read the screening of a case", refuses=(NotAllowed, NotFound))
    def get(self, call: Call, case_id: UUID) -> Result:
        """For the authority only: the lists that the parties were held against, and the hits that stand, the nearest first."""
        case = call.get_case(case_id)
        if call.get_reader(case).is_applicant(case):
            raise NotAllowed
        return Result(_show_screening(case))


class DisposeHit(ApiView):
    @command(
        CaseScreeningView,
        HANDLE,
        summary="Say who a hit is",
        takes=DISPOSITION,
        if_match=IfMatch.OPTIONAL,
        refuses=(ConflictOfDuties, Invalid, NotAllowed, NotFound, Stale, WrongState),
        example={"verdict": "false", "reason": "Another register number, and another address."},
    )
    def post(self, call: Call, case_id: UUID, hit_id: UUID) -> Result:
        """One officer clears a possible hit, two a strong one; a listed party stops the case, and nobody sets that aside."""
        case, body = call.get_case(case_id), call.body
        dispose_hit(
            case,
            call.user,
            hit_id,
            verdict=HitVerdict(body["verdict"]),
            reason=body["reason"],
            question=body.get("question", ""),
            due_on=date.fromisoformat(body["due_on"]) if body.get("due_on") else None,
            expected=call.get_expected_revision(case),
        )
        return Result(_show_screening(case))


def _show_screening(case: Case) -> CaseScreeningView:
    lists = CaseScreening.objects.filter(case=case).select_related("version").defer("version__content").order_by("list_code")
    hits = ScreeningHit.objects.current().filter(case=case).select_related("version").defer("version__content")
    ordered = hits.prefetch_related("dispositions").order_by("-strength", "-score", "party_name", "matched")
    return CaseScreeningView(
        lists=[
            ScreenedListView(
                list=one.list_code, version=one.version.number, as_of=one.version.as_of, screened_at=one.screened_at
            )
            for one in lists
        ],
        hits=[_show_hit(one) for one in ordered],
    )


def _show_hit(hit: ScreeningHit) -> HitView:
    return HitView(
        id=hit.pk,
        party=hit.party_name,
        list=hit.list_code,
        version=hit.version.number,
        reference=hit.listed["reference"],
        listed=hit.matched,
        alias=not hit.is_primary,
        score=format_decimal(Decimal(hit.score)),
        strength=HitStrength(hit.strength),
        standing=HitStanding(hit.standing),
        words=[
            MatchedWordView(asked=one["asked"], listed=one["listed"], likeness=one["likeness"], way=one["way"])
            for one in hit.tokens
        ],
        said=[
            SaidView(verdict=HitVerdict(one.verdict), reason=one.reason, by=one.by_id, at=one.at)
            for one in hit.dispositions.all()
        ],
    )


PATHS: Final = (
    path(f"{CASE}hits/", CaseHits.as_view(), name="hits"),
    path(f"{CASE}hits/<uuid:hit_id>/dispose/", DisposeHit.as_view(), name="dispose_hit"),
)
