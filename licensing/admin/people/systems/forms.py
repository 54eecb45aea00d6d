"""The forms by which systems are proposed, settled, corrected, suspended and ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.people.systems.keeping import correct_system, end_system, resume_system, suspend_system
from licensing.acts.people.systems.leaving import confirm_secrets
from licensing.acts.people.systems.owners import confirm_owner, decline_owner, propose_owner
from licensing.acts.people.systems.registration import (
    SystemInput,
    confirm_system,
    decline_system,
    propose_system,
    record_attempt,
)
from licensing.admin.forms.base import (
    build_checkboxes,
    build_date_field,
    build_line_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.pages.rights import local_now
from licensing.admin.people.form_page import PeopleForm, warn_of_leaver
from licensing.admin.tags import format_day
from licensing.choices import Scope, SystemKind
from licensing.errors import AccountOfAPerson, Gap, Invalid, Problem
from licensing.models import Body, Organisation, System, User
from licensing.policy.people.programs import SCOPES_OF_PROGRAMS

_NOBODY = ("", gettext_lazy("The authority itself"))
_YEAR = timedelta(days=365)


class ProposeSystem(PeopleForm):
    """Proposing a system of one kind."""

    subject: SystemKind
    lead = gettext_lazy("A second administrator confirms it. Afterwards its owner or an administrator makes its secret.")
    done = gettext_lazy("The system is proposed. It waits for a second administrator.")
    button = gettext_lazy("Propose")

    @property
    def title(self) -> str:
        return _("Propose a system: %(kind)s") % {"kind": SystemKind(self.subject).label}

    def prepare(self) -> None:
        _add_words(self)
        self.fields["owner"] = _build_owner_field()
        self.fields["organisation"] = build_select_field(
            _("Organisation"),
            [_NOBODY, *((str(one.pk), one.name) for one in Organisation.objects.order_by("name"))],
            required=False,
        )
        self.fields["body"] = build_select_field(
            _("Body"), [("", "–"), *sorted((one.pk, one.name) for one in Body.objects.all())], required=False
        )
        if self.subject == SystemKind.SERVICE:
            self.fields["account"] = build_line_field(
                _("E-mail address of the system's account"),
                help_text=_("An account that is a system and no person. Its rights are what the program can do."),
            )
        else:
            self.fields["redirect_uris"] = build_text_field(
                _("Addresses to which a person is sent back, one in each line"),
                help_text=_("Whole addresses with https://; a program on a person's machine may use http://127.0.0.1/…"),
            )
            self.fields["is_public"] = forms.BooleanField(
                label=_("It runs on a person's own machine and can keep no secret"), required=False
            )
        self.fields["scopes"] = build_checkboxes(_("What it can be given for"), _list_scopes(self.subject))
        self.fields["end_on"] = build_date_field(_("It ends on (not included)"))
        self.fields["end_on"].initial = to_local_day(local_now()) + _YEAR
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        given = self.cleaned_data
        self._account = _find_person(given["account"], "account") if given.get("account") else None
        wish = SystemInput(
            kind=self.subject,
            name=given["name"],
            purpose=given["purpose"],
            owner=_find_person(given["owner"], "owner"),
            organisation=Organisation.objects.filter(pk=given["organisation"]).first() if given["organisation"] else None,
            body=Body.objects.filter(pk=given["body"]).first() if given["body"] else None,
            account=self._account,
            scopes=tuple(given["scopes"]),
            redirect_uris=tuple(given.get("redirect_uris", "").split()),
            rate=given["rate"],
            addresses=given["addresses"],
            is_public=given.get("is_public", False),
            end_on=given["end_on"],
        )
        self._system = propose_system(self.user, wish, reason=given["reason"])

    def add_problem(self, problem: Problem) -> None:
        """As for every form; the attempt to let a program act as a person stays in the record, and the person hears of it."""
        if isinstance(problem, AccountOfAPerson) and self._account is not None:
            record_attempt(self._account, self.user)
        super().add_problem(problem)

    def get_next_url(self) -> str:
        return get_system_url(self._system)


class SystemForm(PeopleForm):
    """An act on one system, with its reason."""

    subject: System

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_system_facts(self.subject)


class ConfirmSystem(SystemForm):
    """Confirming what another administrator proposed."""

    title = gettext_lazy("Confirm a system")
    lead = gettext_lazy("Confirm only what you know to be so. Its owner, its organisation and the auditors are told.")
    done = gettext_lazy("The system is confirmed. Its owner can make its secret now.")
    button = gettext_lazy("Confirm")

    def prepare(self) -> None:
        """Nothing more is asked."""

    def get_hints(self) -> list[str]:
        return warn_of_leaver(self.subject.proposed_by)

    def execute(self) -> None:
        confirm_system(self.subject, self.user)


class DeclineSystem(SystemForm):
    """Declining what another administrator proposed."""

    title = gettext_lazy("Decline a system")
    done = gettext_lazy("The system is declined.")
    button = gettext_lazy("Decline")
    weight = "grave"

    def execute(self) -> None:
        decline_system(self.subject, self.user, **self.cleaned_data)


class CorrectSystem(SystemForm):
    """Correcting the words about a system and its limit."""

    title = gettext_lazy("Correct a system")
    lead = gettext_lazy("What it may do, where it sends people back to and when it ends is proposed again, by two.")
    done = gettext_lazy("The system is corrected.")
    button = gettext_lazy("Save")

    def prepare(self) -> None:
        _add_words(self)
        for name, value in model_to_dict(self.subject, fields=["name", "purpose", "rate", "addresses"]).items():
            self.fields[name].initial = value
        super().prepare()

    def execute(self) -> None:
        correct_system(self.subject, self.user, **self.cleaned_data)


class ProposeOwner(SystemForm):
    """Proposing who answers for a system from now on."""

    title = gettext_lazy("Propose who answers for a system")
    lead = gettext_lazy("A second administrator confirms it. Until then nothing changes; then all its secrets end at once.")
    done = gettext_lazy("It is proposed. It waits for a second administrator.")
    button = gettext_lazy("Propose")

    def prepare(self) -> None:
        self.fields["owner"] = _build_owner_field()
        super().prepare()

    def execute(self) -> None:
        owner = _find_person(self.cleaned_data["owner"], "owner")
        propose_owner(self.subject, self.user, owner=owner, reason=self.cleaned_data["reason"])


class ConfirmOwner(SystemForm):
    """Confirming who answers for a system."""

    title = gettext_lazy("Confirm who answers for a system")
    lead = gettext_lazy("All its secrets end at once: it cannot call before a new one is made. Both persons are told.")
    done = gettext_lazy("It is confirmed. The secrets have ended; who answers for the system now makes a new one.")
    button = gettext_lazy("Confirm")

    def prepare(self) -> None:
        """Nothing more is asked."""

    def get_hints(self) -> list[str]:
        return warn_of_leaver(self.subject.next_owner_by)

    def execute(self) -> None:
        confirm_owner(self.subject, self.user)


class DeclineOwner(SystemForm):
    """Declining who was proposed to answer for a system."""

    title = gettext_lazy("Decline who is proposed to answer for a system")
    done = gettext_lazy("It is declined. Nothing changes.")
    button = gettext_lazy("Decline")
    weight = "grave"

    def execute(self) -> None:
        decline_owner(self.subject, self.user, **self.cleaned_data)


class ConfirmSecrets(SystemForm):
    """Confirming that whoever left can use no secret of a system."""

    title = gettext_lazy("Confirm the secrets of a system")
    lead = gettext_lazy("Only where whoever left never kept them. Otherwise make a new secret, and confirm nothing.")
    done = gettext_lazy("The secrets are confirmed.")
    button = gettext_lazy("Confirm")

    def execute(self) -> None:
        confirm_secrets(self.subject, self.user, **self.cleaned_data)


class SuspendSystem(SystemForm):
    """Suspending a system at once."""

    title = gettext_lazy("Suspend a system")
    lead = gettext_lazy("It cannot call from this moment, with any token that it has.")
    done = gettext_lazy("The system is suspended.")
    button = gettext_lazy("Suspend it")
    weight = "grave"

    def execute(self) -> None:
        suspend_system(self.subject, self.user, **self.cleaned_data)


class ResumeSystem(SystemForm):
    """Letting a suspended system call again."""

    title = gettext_lazy("Let a system call again")
    done = gettext_lazy("The system may call again.")
    button = gettext_lazy("Let it call")

    def execute(self) -> None:
        resume_system(self.subject, self.user, **self.cleaned_data)


class EndSystem(SystemForm):
    """Ending a system for good."""

    title = gettext_lazy("End a system")
    lead = gettext_lazy("Its secrets and tokens end with it, and what persons allowed it. It does not come back.")
    done = gettext_lazy("The system has ended.")
    button = gettext_lazy("End it")
    weight = "grave"

    def execute(self) -> None:
        end_system(self.subject, self.user, **self.cleaned_data)


def get_system_url(system: System) -> str:
    return reverse("admin:licensing_system_change", args=[system.pk])


def list_system_facts(system: System) -> list[tuple[str, Any]]:
    """A system, as terms and what is said of each; what is not said is left out."""
    facts = [
        (_("Client id"), system.client_id),
        (_("Kind"), system.get_kind_display()),
        (_("Purpose"), system.purpose),
        (_("Who answers for it"), f"{system.owner.name} · {system.owner.email}"),
        (_("Proposed to answer for it"), system.next_owner and f"{system.next_owner.name} · {system.next_owner.email}"),
        (_("Why somebody else"), system.next_owner_reason),
        (_("Organisation"), system.organisation and system.organisation.name),
        (_("Body"), system.body and system.body.name),
        (_("Account of the system"), system.account and f"{system.account.name} · {system.account.email}"),
        (_("What it can be given for"), "; ".join(str(Scope(one).label) for one in system.scopes if one in Scope.values)),
        (_("Addresses to return to"), ", ".join(system.redirect_uris)),
        (_("Runs on a person's own machine"), _("yes") if system.is_public else ""),
        (_("Limit of calls"), system.rate),
        (_("Where it calls from"), system.addresses),
        (_("It ends on (not included)"), format_day(system.end_on)),
        (_("Reason"), system.reason),
    ]
    return [(term, said) for term, said in facts if said]


def _add_words(form: PeopleForm) -> None:
    form.fields["name"] = build_line_field(_("Name of the system"))
    form.fields["purpose"] = build_text_field(_("What it is for"), rows=2)
    form.fields["rate"] = build_line_field(
        _("Limit of its own"), required=False, max_length=20, help_text=_("Such as 600/min. Empty: that of every account.")
    )
    form.fields["addresses"] = build_line_field(_("Where it calls from, for whoever reads the logs"), required=False)


def _build_owner_field() -> forms.Field:
    return build_line_field(_("E-mail address of the person who answers for it"))


def _list_scopes(kind: SystemKind) -> list[tuple[str, str]]:
    allowed = SCOPES_OF_PROGRAMS if kind == SystemKind.SERVICE else frozenset(Scope)
    return [(one.value, f"{one.label} ({one.value})") for one in Scope if one in allowed]


def _find_person(email: str, field: str) -> User:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise Invalid(gaps=[Gap("unknown", field, _("Nobody has an account with this address. Invite them first."))])
    return person
