"""Reviews of a contract of several years on the page of its case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from licensing.acts.acting import to_local_day
from licensing.admin.requests.case_buttons import Button, get_act_url
from licensing.choices import ReviewResult, Verb
from licensing.models import Case, ContractReview
from licensing.models.plans.contract_reviews import list_reviews_of
from licensing.permissions import Actor


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review point in words; `tone` is the colour of its state."""

    due_on: str
    subject: str
    state: str
    tone: str
    reason: str
    held: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The review points of a contract, with the way to record one where this person may."""

    rows: Sequence[ReviewRow]
    buttons: Sequence[Button]


def build_review_view(case: Case, actor: Actor, *, now: datetime) -> ReviewView | None:
    """The reviews of what a case was granted; None where there are none."""
    if not case.is_drawn_on or case.decision_id is None:
        return None
    today, reviews = to_local_day(now), list_reviews_of(case)
    if not reviews:
        return None
    may = Verb.REVIEW_CONTRACT in case.list_available_acts(actor) and not case.is_own(actor)
    is_open = may and ContractReview.objects.to_hold_by(today).filter(authorisation__case=case).exists()
    verb = Verb.REVIEW_CONTRACT
    buttons = [Button(verb, str(verb.label), get_act_url(case, verb), weight="primary")] if is_open else []
    return ReviewView([_build_review_row(one, today) for one in reviews], buttons)


def _build_review_row(review: ContractReview, today: date) -> ReviewRow:
    day = date_format(review.due_on, "SHORT_DATE_FORMAT")
    if review.held_by is None or review.held_at is None:
        state, tone = (pgettext("of a review", "Missed"), "bad") if review.is_missed(today) else (_("Not held yet"), "")
        return ReviewRow(day, review.subject, state, tone, "", "")
    tone = "good" if review.result == ReviewResult.CONTINUES else "busy"
    held = _("%(person)s, %(day)s") % {
        "person": review.held_by.name,
        "day": date_format(to_local_day(review.held_at), "SHORT_DATE_FORMAT"),
    }
    return ReviewRow(day, review.subject, review.get_result_display(), tone, review.reason, held)
