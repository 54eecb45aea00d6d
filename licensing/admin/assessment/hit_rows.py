"""Hits of a case in words, as its page and the page of a hit show them: the names side by side, and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import HitStanding, HitStrength, HitVerdict
from licensing.models import Case, CaseScreening, Disposition, ScreeningHit

_TONES: Final = {
    HitStanding.WAITING: "warn",
    HitStanding.SECOND: "warn",
    HitStanding.UNCLEAR: "busy",
    HitStanding.TRUE: "bad",
    HitStanding.CLEARED: "good",
}
_WAYS: Final[Mapping[str, Any]] = {
    "equal": _("the same"),
    "spelling": _("sounds the same"),
    "typo": _("a slip of writing"),
    "initial": _("an initial"),
    "joined": _("written in one word"),
    "number": _("the same IMO number"),
}


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word of the party's name beside the word of the listed name, and in which way they are alike."""

    asked: str
    listed: str
    likeness: str
    way: str


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit as its reader sees it."""

    hit: ScreeningHit
    strength: str
    standing: str
    tone: str
    words: Sequence[WordRow]
    facts: Sequence[tuple[Any, str]]
    aliases: Sequence[str]
    said: Sequence[tuple[Disposition, str]]
    may_dispose: bool
    is_former_name: bool

    @property
    def is_strong(self) -> bool:
        return self.hit.strength == HitStrength.STRONG


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """What the page of a case shows of its screening: the lists with their versions, and the hits that stand."""

    lists: Sequence[CaseScreening]
    hits: Sequence[HitRow]


def build_screening_view(case: Case, *, may_dispose: bool) -> ScreeningView | None:
    """The screening of a case; None where it was never held against a list."""
    rows = CaseScreening.objects.filter(case=case).select_related("version").defer("version__content")
    lists = list(rows.order_by("list_code"))
    if not lists:
        return None
    hits = ScreeningHit.objects.current().filter(case=case).select_related("version").defer("version__content")
    ordered = hits.prefetch_related("dispositions__by").order_by("-strength", "-score", "party_name", "matched")
    former = case.organisation.former_names if case.organisation else ()
    return ScreeningView(lists, [build_hit_row(one, may_dispose=may_dispose, former_names=former) for one in ordered])


def build_hit_row(hit: ScreeningHit, *, may_dispose: bool, former_names: Sequence[str] = ()) -> HitRow:
    """A hit in words; its dispositions are read along with it by whoever lists many. Former names are the applicant's."""
    standing, listed = HitStanding(hit.standing), hit.listed
    facts = (
        (_("Reference"), listed["reference"]),
        (_("Kind"), listed["kind"]),
        (_("Programme"), listed["programme"]),
        (_("Country"), listed["country"]),
        (_("Dates"), listed["dates"]),
        (_("Remarks"), listed["remarks"]),
    )
    return HitRow(
        hit=hit,
        strength=str(HitStrength(hit.strength).label),
        standing=str(standing.label),
        tone=_TONES[standing],
        words=[
            WordRow(one["asked"], one["listed"], one["likeness"], str(_WAYS.get(one["way"], one["way"]))) for one in hit.tokens
        ],
        facts=[(term, said) for term, said in facts if said],
        aliases=[one["text"] for one in listed["names"] if one["text"] != hit.matched],
        said=[(one, str(HitVerdict(one.verdict).label)) for one in hit.dispositions.all()],
        may_dispose=may_dispose and hit.gone_at is None,
        is_former_name=hit.party_name in former_names,
    )
