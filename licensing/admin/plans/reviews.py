"""The form in which an officer records the review of a contract of several years."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.plans.parents.reviewing import review_contract
from licensing.admin.forms.base import ActForm, build_radio_field, build_select_field, build_text_field
from licensing.choices import ReviewResult, Verb
from licensing.models import Case, ContractReview


class ReviewContract(ActForm[Case]):
    """What a review found: recorded once, and never changed."""

    verb = Verb.REVIEW_CONTRACT
    title = gettext_lazy("Record the review of the contract")
    lead = gettext_lazy(
        "It is kept with your name, and changes nothing by itself: a decider ends or reduces what was granted. "
        "The holder reads that the review was held, not what it found."
    )
    done = gettext_lazy("The review is recorded.")

    def prepare(self) -> None:
        today = to_local_day(self.now)
        open_to_it = ContractReview.objects.to_hold_by(today).filter(authorisation__case=self.subject).in_order()
        choices = [(str(one.number), _name_review(one)) for one in open_to_it]
        self.is_open = bool(choices)
        self.fields["number"] = build_select_field(_("Review"), choices)
        self.fields["result"] = build_radio_field(_("What it found"), ReviewResult.choices)
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The authority alone reads this."))

    def find_obstacles(self) -> Sequence[str]:
        sentence = _("No review can be recorded now: from 90 days before its day on it can.")
        return [] if self.is_open else [sentence]

    def execute(self) -> None:
        given = self.cleaned_data
        review_contract(
            self.subject,
            self.user,
            int(given["number"]),
            result=ReviewResult(given["result"]),
            reason=given["reason"],
            expected=given["expected"],
        )


def _name_review(review: ContractReview) -> str:
    day = date_format(review.due_on, "SHORT_DATE_FORMAT")
    return f"{day} · {review.subject}" if review.subject else day
