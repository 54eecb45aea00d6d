"""The case officer's acts on a file: taking it on, finding it complete, sending it back, ending what needs no licence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from licensing.acts.acting import to_local_day
from licensing.acts.assessment.classification.releasing import find_release_ground, release_goods
from licensing.acts.assessment.classification.rerouting import (
    find_rerouting,
    find_rerouting_procedure,
    reroute_case,
)
from licensing.acts.obstacles.listing import list_stopping
from licensing.acts.obstacles.situation import Situation
from licensing.acts.requests.submission import (
    accept_case,
    list_acceptance_obstacles,
    refuse_under_appeal,
    send_back_case,
    take_on_case,
)
from licensing.acts.signoff.ballots import list_effective_positions
from licensing.admin.forms.base import ActForm, build_checkboxes, build_text_field
from licensing.admin.people.rights.away import list_before_a_stage
from licensing.choices import AgendaResult, QuestionState, Step, Verb
from licensing.errors import NoProcedure, WrongState
from licensing.messages import TranslatedText
from licensing.models import Case, ReturnGround


class TakeOn(ActForm[Case]):
    """Becoming the case officer of a file, also of one that a colleague has."""

    verb = Verb.TAKE_ON
    title = gettext_lazy("Take on the file")
    lead = gettext_lazy("You become the case officer of this file. The applicant is not told.")
    done = gettext_lazy("You are the case officer of this file now.")

    def list_notes(self) -> Sequence[str]:
        if self.subject.officer_id is None:
            return ()
        return [_("%(officer)s is the case officer at present.") % {"officer": self.subject.officer}]

    def execute(self) -> None:
        take_on_case(self.subject, self.user)


class Accept(ActForm[Case]):
    """Finding the file complete: the legal time limit starts, and the first stage opens. An open question does not bar it."""

    verb = Verb.ACCEPT
    button_weight = "primary"
    title = gettext_lazy("Accept the file as complete")
    lead = gettext_lazy("The legal time limit starts now, and the first stage of sign-off opens. The applicant is told.")
    done = gettext_lazy("The file is accepted. The legal clock runs, and the first stage is open.")

    def find_obstacles(self) -> Sequence[str]:
        return [str(one) for one in list_acceptance_obstacles(self.subject, at=self.now)]

    def list_notes(self) -> Sequence[str]:
        unsettled = self.subject.questions.filter(state__in=(QuestionState.OPEN, QuestionState.ANSWERED)).exists()
        notes = [_("A question to the applicant is not settled yet.")] if unsettled else []
        return [*notes, *list_before_a_stage(self.subject, to_local_day(self.now))]

    def build_context(self) -> Mapping[str, Any]:
        fired = self.subject.routing.get("fired", [])
        because = [str(TranslatedText(row["because"])) for row in fired]
        return {"procedure": self.subject.procedure, "because": because}

    def execute(self) -> None:
        accept_case(self.subject, self.user, expected=self.cleaned_data["expected"])


class SendBack(ActForm[Case]):
    """Returning the request for correction; the applicant may submit it again as a new version."""

    verb = Verb.SEND_BACK
    button_weight = "grave"
    title = gettext_lazy("Send the request back to the applicant")
    lead = gettext_lazy(
        "The applicant may amend the request and submit it again as a new version. Open rounds end, and the legal clock "
        "stands still meanwhile."
    )
    done = gettext_lazy("The request is back with the applicant.")
    weight = "grave"

    def prepare(self) -> None:
        grounds = [(row.pk, f"{row.pk} · {row.text}") for row in ReturnGround.objects.current().order_by("pk")]
        self.fields["grounds"] = build_checkboxes(_("Grounds"), grounds)
        self.fields["reason"] = build_text_field(
            _("What has to be put right"), rows=6, help_text=_("The applicant reads this as you write it.")
        )

    def find_obstacles(self) -> Sequence[str]:
        try:
            refuse_under_appeal(self.subject)
        except WrongState as refusal:
            return [str(refusal.sentence)]
        return []

    def list_notes(self) -> Sequence[str]:
        """What it costs, told before it is done."""
        standing = len(list_effective_positions(self.subject))
        notes = []
        if standing:
            sentence = ngettext(
                "%(count)d position stands. When the file is accepted again, it counts unless what it rests on has changed.",
                "%(count)d positions stand. When the file is accepted again, they count unless what they rest on has changed.",
                standing,
            )
            notes.append(sentence % {"count": standing})
        if self.subject.agenda_items.filter(result=AgendaResult.PENDING).exists():
            notes.append(_("The case is on the agenda of a sitting, which will not be able to decide it."))
        return notes

    def execute(self) -> None:
        send_back_case(
            self.subject,
            self.user,
            grounds=self.cleaned_data["grounds"],
            reason=self.cleaned_data["reason"],
            expected=self.cleaned_data["expected"],
        )


class ReleaseGoods(ActForm[Case]):
    """Finding that no licence is required: the request ends, and its applicant is told why."""

    verb = Verb.RELEASE_GOODS
    button_weight = "grave"
    title = gettext_lazy("No licence is required")
    lead = gettext_lazy(
        "The request ends, and its clocks stop. What it had kept of stock, or of what it draws on, is free again. "
        "The applicant is told."
    )
    done = gettext_lazy("The request has ended: no licence is required.")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(
            _("Why no licence is required"), rows=6, help_text=_("The applicant reads this as you write it.")
        )

    def find_obstacles(self) -> Sequence[str]:
        record = find_release_ground(self.subject, at=self.now)
        if record is None:
            return [_("A licence is required until a classification that holds says of every item that it is not controlled.")]
        if record.recorded_by_id == self.user.pk:
            return [_("You classified the goods, so another officer finds that no licence is required.")]
        return [str(one.message) for one in list_stopping(Situation(self.subject, self.now, Step.RELEASE))]

    def execute(self) -> None:
        release_goods(self.subject, self.user, reason=self.cleaned_data["reason"], expected=self.cleaned_data["expected"])


class Reroute(ActForm[Case]):
    """Sending a request another way, because the authority found its goods to be other than what was filed."""

    verb = Verb.REROUTE
    button_weight = "grave"
    title = gettext_lazy("Send the request another way")
    lead = gettext_lazy(
        "The decision table is asked again, by the entries that the authority found. "
        "The bodies that it names are asked, and the applicant is told."
    )
    done = gettext_lazy("The request takes another way.")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(
            _("Why the request takes another way"), rows=4, help_text=_("The applicant reads this as you write it.")
        )

    def find_obstacles(self) -> Sequence[str]:
        way = find_rerouting(self.subject, at=self.now)
        if way is None:
            return [_("By the entries that the authority found, the request takes the way that it is on.")]
        if find_rerouting_procedure(self.subject, way, at=self.now) is None:
            return [str(NoProcedure.title)]
        return []

    def list_notes(self) -> Sequence[str]:
        """Which way follows, and what it costs."""
        way = find_rerouting(self.subject, at=self.now)
        found = find_rerouting_procedure(self.subject, way, at=self.now) if way else None
        if found is None or found == self.subject.procedure:
            return ()
        return [
            _("Another procedure follows: %(name)s.") % {"name": TranslatedText(found.names)},
            _("All that was signed is asked again. The time limit of the law is that of this procedure, from the same day on."),
        ]

    def execute(self) -> None:
        reroute_case(self.subject, self.user, reason=self.cleaned_data["reason"], expected=self.cleaned_data["expected"])
