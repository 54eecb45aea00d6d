"""Forms of the review of a licence: opened by an officer, concluded by a decider beside what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.licences.monitoring.refusals import find_concluding_refusal, find_opening_refusal, find_varying_refusal
from licensing.acts.licences.monitoring.review import CONCLUSIONS, conclude_review, open_review
from licensing.admin.forms.base import ActForm, build_radio_field, build_text_field, describe_refusal, map_by_verb
from licensing.admin.pages.inputs import TypedText
from licensing.choices import ReviewCause, ReviewOutcome, Verb
from licensing.models import Licence
from licensing.models.licences.changing.variation import find_open_variation
from licensing.models.licences.monitoring.knowledge import compute_known, find_knowledge
from licensing.models.licences.monitoring.review import find_open_review
from licensing.models.read_models.licences.variations import list_changes


class OpenReview(ActForm[Licence]):
    """Opening a review with what became known. The holder does not read it."""

    verb = Verb.OPEN_REVIEW
    title = gettext_lazy("Open a review of the licence")
    lead = gettext_lazy("A decider concludes it: the licence is confirmed, varied, suspended or revoked. It holds meanwhile.")
    done = gettext_lazy("The review is open.")

    def prepare(self) -> None:
        self.fields["cause"] = build_radio_field(_("What became known"), ReviewCause.choices)
        self.fields["finding"] = build_text_field(_("What was found, and how"), help_text=_("For the authority only."))

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_opening_refusal(self.subject))

    def execute(self) -> None:
        given = self.cleaned_data
        open_review(
            self.subject,
            self.user,
            cause=ReviewCause(given["cause"]),
            finding=given["finding"],
            expected=given["expected"],
        )


class ConcludeReview(ActForm[Licence]):
    """Concluding it, with what was found and the variation that is proposed beside it; what it leads to follows at once."""

    verb = Verb.CONCLUDE_REVIEW
    button_weight = "primary"
    title = gettext_lazy("Conclude the review of the licence")
    lead = gettext_lazy(
        "What you choose follows at once. The holder is told of it with the reasons, but not of a confirmation."
    )
    done = gettext_lazy("The review is concluded.")

    # The digest of what the notes say became known: they answer for it, and for nothing that they were not shown.
    known = TypedText(required=False, widget=forms.HiddenInput, max_length=64)

    def prepare(self) -> None:
        self.fields["outcome"] = build_radio_field(_("Decision"), [(one.value, one.label) for one in CONCLUSIONS])
        self.fields["reasons"] = build_text_field(
            _("Reasons"), help_text=_("The holder reads them; those of a confirmation stay with the authority.")
        )

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_concluding_refusal(self.subject, self.user))

    def list_notes(self) -> Sequence[str]:
        found, proposed = find_open_review(self.subject), find_open_variation(self.subject)
        if found is None:
            return []
        notes = [f"{found.get_cause_display()}: {found.shown_finding}"]
        # What became known since the review was opened, or beside what an officer opened it for.
        known = [str(one.sentence) for one in find_knowledge(self.subject)]
        notes += [sentence for sentence in known if sentence not in found.shown_finding]
        if proposed is None:
            return [*notes, _("No variation is proposed. To vary the licence, an officer proposes it first.")]
        if (refusal := find_varying_refusal(self.subject)) is not None:
            return [*notes, str(refusal.sentence)]
        lines = self.subject.lines.select_related("unit")
        notes.append(_("%(person)s proposes to vary the licence:") % {"person": proposed.asked_by.name})
        return [*notes, *map(str, list_changes(proposed, self.subject, lines))]

    def build_hidden_values(self, last_event: int) -> dict[str, Any]:
        return super().build_hidden_values(last_event) | {"known": compute_known(find_knowledge(self.subject))}

    def execute(self) -> None:
        given = self.cleaned_data
        outcome = ReviewOutcome(given["outcome"])
        conclude_review(
            self.subject,
            self.user,
            outcome=outcome,
            reasons=given["reasons"],
            known=given["known"],
            expected=given["expected"],
        )


REVIEW_FORMS: Final = map_by_verb(OpenReview, ConcludeReview)
