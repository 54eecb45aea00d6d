"""The form on which a case officer says who a hit is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.assessment.disposing import dispose_hit, may_ask
from licensing.admin.assessment.hit_rows import build_hit_row
from licensing.admin.forms.base import ActForm, build_date_field, build_radio_field, build_text_field
from licensing.admin.forms.questions import USUAL_DAYS
from licensing.choices import HitVerdict, Verb
from licensing.models import Case


class DisposeHit(ActForm[Case]):
    """Saying of one hit, which is shown with what is alike, who it is."""

    verb = Verb.DISPOSE_HIT
    template = "admin/licensing/assessment/dispose.html"
    title = gettext_lazy("Say who a hit is")
    lead = gettext_lazy(
        "One person clears a possible hit, two a strong one and one that was ever found to be listed. A listed party stops the"
        " grant: nobody can set it aside. The applicant reads nothing of it but the question."
    )
    done = gettext_lazy("What you said of the hit is recorded.")

    def prepare(self) -> None:
        self.fields["verdict"] = build_radio_field(_("Who it is"), HitVerdict.choices)
        self.fields["reason"] = build_text_field(_("What shows it"), help_text=_("Auditors read it, and who comes after you."))
        if may_ask(self.subject):
            self.fields["question"] = build_text_field(
                _("Question to the applicant"),
                required=False,
                help_text=_("Only where it cannot be told yet. The applicant reads it: name no list."),
            )
            self.fields["due_on"] = build_date_field(_("Answer by"), required=False)
            self.fields["due_on"].initial = to_local_day(self.now) + timedelta(days=USUAL_DAYS)

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.target.gone_at is None else [_("No list in force gives this hit any more.")]

    def build_context(self) -> Mapping[str, Any]:
        return {"row": build_hit_row(self.target, may_dispose=False)}

    def execute(self) -> None:
        given = self.cleaned_data
        asks = given["verdict"] == HitVerdict.UNCLEAR
        dispose_hit(
            self.subject,
            self.user,
            self.target.pk,
            verdict=HitVerdict(given["verdict"]),
            reason=given["reason"],
            question=given.get("question", ""),
            due_on=given.get("due_on") if asks else None,
            expected=given["expected"],
        )
