"""The forms by which rights are proposed, confirmed, declined and ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.rights.corrections import close_review, correct_head, correct_right
from licensing.acts.people.rights.ending import end_head, end_right
from licensing.acts.people.rights.giving import RightInput, confirm_right, decline_right, has_proposer_left, propose_right
from licensing.admin.forms.base import (
    build_checkboxes,
    build_date_field,
    build_line_field,
    build_radio_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.pages.rights import local_now
from licensing.admin.people.form_page import PeopleForm, warn_of_proposer
from licensing.admin.tags import format_day
from licensing.choices import MandateKind, MembershipRole, Office, RightKind
from licensing.errors import Gap, Invalid
from licensing.models import Body, CaseKind, Organisation, RightCorrection, RightProposal, User
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.reference.alphabet import build_sort_key

_CHOOSE = ("", gettext_lazy("Choose"))
# What the act says of the body, organisation or office stands at the field that names it.
_SUBJECT_FIELDS = {RightKind.APPOINTMENT: "role", RightKind.MEMBERSHIP: "organisation"}


class Propose(PeopleForm):
    """Proposing a right of one kind for somebody, who is named by their address: names are not unique."""

    subject: RightKind
    lead = gettext_lazy("A second administrator confirms it. Nobody proposes a right for themselves or confirms their own.")
    done = gettext_lazy("The right is proposed. It waits for a second administrator.")
    button = gettext_lazy("Propose")

    @property
    def title(self) -> str:
        return _("Propose: %(right)s") % {"right": RightKind(self.subject).label}

    def prepare(self) -> None:
        kind = self.subject
        self.fields["email"] = build_line_field(_("E-mail address of the person"))
        if kind in (RightKind.MANDATE, RightKind.HEAD):
            self.fields["body"] = build_select_field(_("Body"), [_CHOOSE, *_list_names(Body)])
        if kind == RightKind.MEMBERSHIP:
            self.fields["organisation"] = build_select_field(_("Organisation"), [_CHOOSE, *_list_names(Organisation)])
        if kind != RightKind.HEAD:
            self.fields["role"] = build_radio_field(_("As"), _ROLES[kind].choices)
        if kind == RightKind.MANDATE:
            self.fields["order"] = forms.IntegerField(
                label=_("Order among deputies"),
                initial=1,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "dz-input dz-input-number"}),
            )
            kinds = [(one.pk, one.name) for one in CaseKind.objects.reviewed().order_by(InAlphabet(TextIn("names")))]
            self.fields["scope"] = build_checkboxes(
                _("Only these kinds of case"), kinds, help_text=_("None chosen: all kinds.")
            )
        self.fields["first_on"] = build_date_field(_("From"))
        self.fields["first_on"].initial = to_local_day(local_now())
        if kind != RightKind.HEAD:
            self.fields["end_on"] = build_date_field(
                _("To (not included)"), required=False, help_text=_("Leave it empty for an open end.")
            )
        self.fields["reason"] = build_text_field(_("Reason"))
        self.fields["emergency"] = forms.BooleanField(
            label=_("At once, as an emergency; everybody concerned is told"), required=False
        )

    def get_hints(self) -> list[str]:
        return [describe_delay()]

    def execute(self) -> None:
        given = self.cleaned_data
        person = User.objects.filter(email__iexact=given["email"]).first()
        if person is None:
            raise Invalid(gaps=[Gap("unknown", "person", _("Nobody has an account with this address. Invite them first."))])
        right = RightInput(
            kind=self.subject,
            person=person,
            first_on=given["first_on"],
            body=Body.objects.filter(pk=given["body"]).first() if given.get("body") else None,
            organisation=Organisation.objects.filter(pk=given["organisation"]).first() if given.get("organisation") else None,
            role=given.get("role", ""),
            end_on=given.get("end_on"),
            order=given.get("order", 1),
            scope=tuple(given.get("scope", ())),
        )
        self._proposal = propose_right(self.user, right, reason=given["reason"], emergency=given["emergency"])

    def get_next_url(self) -> str:
        return get_proposal_url(self._proposal)

    def find_field(self, path: str) -> str:
        if path == "subject":
            return _SUBJECT_FIELDS.get(self.subject, "body")
        return "email" if path == "person" else super().find_field(path)


class Settle(PeopleForm):
    """A proposal that a second person looks at."""

    subject: RightProposal

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_proposal_facts(self.subject)


class Confirm(Settle):
    """Confirming what another administrator proposed for a third person."""

    title = gettext_lazy("Confirm a right")
    lead = gettext_lazy("Confirm only what you know to be so. The person, the head of the body and the auditors are told.")
    done = gettext_lazy("The right is confirmed.")
    button = gettext_lazy("Confirm")

    def get_hints(self) -> list[str]:
        warning = warn_of_proposer(has_left=has_proposer_left(self.subject, at=now()))
        if self.subject.emergency:
            return [*warning, _("This is proposed as an emergency: once you confirm it, it holds at once.")]
        return [*warning, describe_delay()]

    def execute(self) -> None:
        confirm_right(self.subject, self.user)


class Decline(Settle):
    """Declining what another administrator proposed for a third person."""

    title = gettext_lazy("Decline a right")
    done = gettext_lazy("The right is declined.")
    button = gettext_lazy("Decline")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        decline_right(self.subject, self.user, reason=self.cleaned_data["reason"])


class End(PeopleForm):
    """Ending a right now, or from a later day."""

    title = gettext_lazy("End a right")
    lead = gettext_lazy("One administrator may take a right away. The person, the head of the body and the auditors are told.")
    done = gettext_lazy("The right is ended.")
    button = gettext_lazy("End it")
    weight = "grave"

    def prepare(self) -> None:
        if not isinstance(self.subject, Body):
            self.fields["end_on"] = build_date_field(
                _("From this day it no longer holds"), required=False, help_text=_("Leave it empty to end it at once.")
            )
        self.fields["reason"] = build_text_field(_("Reason"))

    def list_facts(self) -> list[tuple[str, Any]]:
        if isinstance(self.subject, Body):
            return [(_("Head of a body"), str(self.subject.head)), (_("Body"), self.subject.name)]
        return list_right_facts(self.subject)

    def execute(self) -> None:
        reason = self.cleaned_data["reason"]
        if isinstance(self.subject, Body):
            end_head(self.subject, self.user, reason=reason)
        else:
            end_right(self.subject, self.user, reason=reason, end_on=self.cleaned_data["end_on"])


class Correct(PeopleForm):
    """Recording that a right did not hold on some past days."""

    title = gettext_lazy("Correct the past of a right")
    lead = gettext_lazy(
        "This records that the right did not hold on some past days. What was done under it stays as it is, is listed, and"
        " waits for a review by an auditor or the head of the body. A right that still holds is ended at once."
    )
    done = gettext_lazy("The correction is recorded, and its review is open.")
    button = gettext_lazy("Record the correction")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["first_on"] = build_date_field(_("It did not hold from"))
        self.fields["end_on"] = build_date_field(_("To (not included)"))
        self.fields["reason"] = build_text_field(_("Reason"))

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_right_facts(self.subject)

    def execute(self) -> None:
        self._correction = self._correct()

    def _correct(self) -> RightCorrection:
        return correct_right(self.subject, self.user, **self.cleaned_data)

    def get_next_url(self) -> str:
        return reverse("admin:licensing_rightcorrection_change", args=[self._correction.pk])


class CorrectHead(Correct):
    """Recording that somebody was not the head of a body on some past days."""

    title = gettext_lazy("Correct the past of a head")
    subject: tuple[Body, User]

    def list_facts(self) -> list[tuple[str, Any]]:
        body, person = self.subject
        return [(_("Head of a body"), str(person)), (_("Body"), body.name)]

    def _correct(self) -> RightCorrection:
        body, person = self.subject
        return correct_head(body, person, self.user, **self.cleaned_data)


class Review(PeopleForm):
    """Closing the review of what was done under a corrected right."""

    subject: RightCorrection
    title = gettext_lazy("Close the review")
    lead = gettext_lazy("Nothing changes by it. Where a decision has to be taken again, its own acts do that.")
    done = gettext_lazy("The review is closed.")
    button = gettext_lazy("Close the review")

    def prepare(self) -> None:
        self.fields["note"] = build_text_field(_("What the review found"))

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_corrected_facts(self.subject)

    def execute(self) -> None:
        close_review(self.subject, self.user, note=self.cleaned_data["note"])


def list_corrected_facts(correction: RightCorrection) -> list[tuple[str, Any]]:
    """The right that a correction is about, as terms and what is said of each."""
    if correction.right is not None:
        return list_right_facts(correction.right)
    return [(_("Head of a body"), str(correction.head)), (_("Body"), correction.body and correction.body.name)]


def list_right_facts(right: Any) -> list[tuple[str, Any]]:
    """A right that was given, as terms and what is said of each."""
    return [
        (str(right._meta.verbose_name).capitalize(), str(right)),
        (_("From"), right.period.lower),
        (_("To (not included)"), right.period.upper),
    ]


def describe_delay() -> str:
    """From when a confirmed right holds in this installation."""
    hours = settings.RIGHTS_DELAY // timedelta(hours=1)
    if not hours:
        return _("For trying, a confirmed right holds at once here. In production it takes at least 24 hours.")
    sentence = ngettext(
        "Once confirmed, it holds from the first day that begins %(count)d hour later or after.",
        "Once confirmed, it holds from the first day that begins %(count)d hours later or after.",
        hours,
    )
    return sentence % {"count": hours}


def list_proposal_facts(proposal: RightProposal) -> list[tuple[str, Any]]:
    """A proposed right, as terms and what is said of each; what is not said is left out."""
    kind = RightKind(proposal.kind)
    roles = _ROLES.get(kind)
    kinds = CaseKind.objects.filter(pk__in=proposal.scope) if proposal.scope else ()
    facts = [
        (_("What"), kind.label),
        (_("Person"), f"{proposal.person.name} · {proposal.person.email}"),
        (_("Body"), proposal.body and proposal.body.name),
        (_("Organisation"), proposal.organisation and proposal.organisation.name),
        (_("As"), dict(roles.choices).get(proposal.role) if roles else ""),
        (_("Only these kinds of case"), ", ".join(one.name for one in kinds)),
        (_("From"), format_day(proposal.first_on)),
        (_("To (not included)"), format_day(proposal.end_on)),
        (_("Holds from"), format_day(proposal.starts_on)),
        (_("At once, as an emergency"), _("Yes") if proposal.emergency else ""),
        (_("Reason"), proposal.reason),
        (_("Proposed by"), proposal.proposed_by.name),
    ]
    return [(str(term), said) for term, said in facts if said]


def get_proposal_url(proposal: RightProposal) -> str:
    return reverse("admin:licensing_rightproposal_change", args=[proposal.pk])


_ROLES: dict[RightKind, Any] = {
    RightKind.MANDATE: MandateKind,
    RightKind.APPOINTMENT: Office,
    RightKind.MEMBERSHIP: MembershipRole,
}


def _list_names(model: type[Body | Organisation]) -> list[tuple[str, str]]:
    return sorted(((str(one.pk), one.name) for one in model.objects.all()), key=lambda one: build_sort_key(one[1]))
