"""Acts on a licence at the desk, the decision of an appeal against its revocation among them. Its holder is told of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.licences.changing.refusals import find_suspending_refusal
from licensing.acts.licences.conditions.milestones import list_licence_milestones, list_met, record_milestone
from licensing.acts.licences.licence import activate_licence, revoke_licence, suspend_licence
from licensing.acts.licences.revocation import decide_revocation
from licensing.admin.forms.base import (
    ActForm,
    build_date_field,
    build_line_field,
    build_radio_field,
    build_select_field,
    build_text_field,
    describe_refusal,
    map_by_verb,
)
from licensing.choices import RevocationOutcome, Verb
from licensing.models import Licence
from licensing.models.licences.revocation import find_open_appeal, has_part_in_revocation


class LicenceForm(ActForm[Licence]):
    """An act on a licence that takes its reason and nothing else. The holder reads the reason."""

    act: ClassVar[Any]

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The holder of the licence reads this."))

    def execute(self) -> None:
        act = type(self).act
        act(self.subject, self.user, reason=self.cleaned_data["reason"], expected=self.cleaned_data["expected"])


class Activate(LicenceForm):
    """Putting a licence into force that waited for a condition, such as a treaty; it is valid from today."""

    verb = Verb.ACTIVATE
    act = staticmethod(activate_licence)
    title = gettext_lazy("Put the licence into force")
    lead = gettext_lazy("What the licence waited for has come: goods may leave from today.")
    done = gettext_lazy("The licence is in force.")

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.subject.is_dormant else [_("This licence is in force already.")]


class Suspend(LicenceForm):
    """Stopping a licence at once: customs refuses every draw-down until it is reinstated, or the suspension lapses."""

    verb = Verb.SUSPEND
    act = staticmethod(suspend_licence)
    title = gettext_lazy("Suspend the licence")
    lead = gettext_lazy("From this second customs lets nothing pass under it. A decider must confirm it within 24 hours.")
    done = gettext_lazy("The licence is suspended.")
    button_weight = weight = "grave"

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_suspending_refusal(self.subject, self.user))


class Revoke(LicenceForm):
    """Ending a licence for good; what was drawn down stays on its ledger."""

    verb = Verb.REVOKE
    act = staticmethod(revoke_licence)
    title = gettext_lazy("Revoke the licence")
    lead = gettext_lazy("The licence ends. Only an appeal of its holder can set this aside.")
    done = gettext_lazy("The licence is revoked.")
    button_weight = weight = "grave"


class DecideRevocation(ActForm[Licence]):
    """Deciding an appeal against a revocation, with what its holder says beside it; final either way."""

    verb = Verb.DECIDE_REVOCATION
    button_weight = "primary"
    title = gettext_lazy("Decide the appeal against the revocation")
    lead = gettext_lazy(
        "Upheld, the revocation is final. Set aside, the licence is in force again from now on, with its last day as it was."
    )
    done = gettext_lazy("The decision on the appeal is recorded.")

    def prepare(self) -> None:
        self.fields["outcome"] = build_radio_field(_("Decision"), RevocationOutcome.choices)
        self.fields["reasons"] = build_text_field(_("Reasons"), help_text=_("The holder of the licence reads this."))

    def find_obstacles(self) -> Sequence[str]:
        if find_open_appeal(self.subject) is None:
            return [_("No appeal against a revocation of this licence waits to be decided.")]
        if has_part_in_revocation(self.subject, self.actor):
            return [_("You had a part in the revocation or in the decision; somebody else decides this appeal.")]
        return []

    def list_notes(self) -> Sequence[str]:
        appeal = find_open_appeal(self.subject)
        words = {"revoked": self.subject.state_reason, "appeal": appeal.reason if appeal else ""}
        return [_("Revoked because: %(revoked)s — The holder says: %(appeal)s") % words] if appeal else []

    def execute(self) -> None:
        given = self.cleaned_data
        outcome = RevocationOutcome(given["outcome"])
        decide_revocation(self.subject, self.user, outcome=outcome, reasons=given["reasons"], expected=given["expected"])


class RecordMilestone(ActForm[Licence]):
    """Recording that a milestone or the gate of a stage is met, with what shows it; what waited for it alone may leave."""

    verb = Verb.RECORD_MILESTONE
    title = gettext_lazy("Record that a milestone is met")
    lead = gettext_lazy("From that moment customs lets pass what waited for it alone. This cannot be undone.")
    done = gettext_lazy("It is recorded. What waited for it alone may leave.")

    def prepare(self) -> None:
        met = list_met(self.subject)
        self.waiting = {":".join(one.key): one for one in list_licence_milestones(self.subject) if one.key not in met}
        named = [(key, f"{one.kind.label}: {one.title}") for key, one in self.waiting.items()]
        self.fields["title"] = build_select_field(_("What is met"), named)
        self.fields["met_on"] = build_date_field(_("Met on"))
        self.fields["met_on"].initial = to_local_day(self.now)
        self.fields["evidence"] = build_text_field(
            _("What shows that it is met"), help_text=_("For the authority only. Name who confirmed it, and how.")
        )
        self.fields["document_no"] = build_line_field(_("Number of the document"), required=False, max_length=80)

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.waiting else [_("No delivery under this licence waits for a milestone that is not met.")]

    def execute(self) -> None:
        given = self.cleaned_data
        chosen = self.waiting[given["title"]]
        record_milestone(
            self.subject,
            self.user,
            kind=chosen.kind,
            title=chosen.title,
            met_on=given["met_on"],
            evidence=given["evidence"],
            document_no=given["document_no"],
            expected=given["expected"],
        )


LICENCE_FORMS: Final = map_by_verb(Activate, RecordMilestone, Suspend, Revoke, DecideRevocation)
