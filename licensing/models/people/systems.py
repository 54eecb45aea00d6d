"""Programs that call the API, their secrets, and what persons allow them to do in their name.

What a person or a program may do is asked by the acts. Here stands who a program is, who answers for it, and until when.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.choices import AuthorisationEnd, ProposalState, SystemKind
from licensing.models.people.bodies import Body, Organisation
from licensing.models.people.users import User


def generate_client_id() -> str:
    """A name for a program in the protocol; it is no secret."""
    return secrets.token_urlsafe(15)


class SystemQuerySet(models.QuerySet["System"]):
    def pending(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(state=ProposalState.PENDING)

    def live(self) -> Self:
        """Those that were confirmed and have not ended; one that is suspended is among them."""
        return self.filter(state=ProposalState.CONFIRMED, ended_at=None)

    def usable(self, on: date) -> Self:
        """Those that may call on a day: confirmed, not suspended, not ended."""
        return self.live().filter(suspended_at=None, end_on__gt=on)


class System(models.Model):
    """A program: who answers for it and what for, what it may be given for, and until when.

    The library of the protocol has a row of the same client id, in which nothing counts: the account, the scopes, the addresses
    to return to and the secrets are these here, whose changes are events.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client_id = models.CharField(_("client id"), max_length=64, unique=True, default=generate_client_id)
    kind = models.CharField(_("kind"), max_length=8, choices=SystemKind.choices)
    # A program on a person's own machine keeps no secret (RFC 8252).
    is_public = models.BooleanField(_("runs on a person's own machine"), default=False)
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=200)
    purpose = models.TextField(_("purpose"))
    owner = models.ForeignKey(User, models.PROTECT, related_name="owned_systems", verbose_name=_("owner"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="systems", verbose_name=_("organisation")
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="systems", verbose_name=_("body"))
    # Whose rights it uses when it acts by itself: the account of a system, never that of a person.
    account = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="systems", verbose_name=_("account of the system")
    )
    scopes = models.JSONField(_("may be given for"), default=list)
    redirect_uris = models.JSONField(_("addresses to return to"), default=list, blank=True)
    rate = models.CharField(_("limit of calls"), max_length=20, blank=True)
    addresses = models.TextField(_("where it calls from"), blank=True)
    end_on = models.DateField(_("to (not included)"))
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"))
    due_at = models.DateTimeField(_("to be confirmed by"))
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.PENDING)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    # Who is proposed to answer for it instead; until a second administrator has confirmed it they hold nothing.
    next_owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed to answer for it")
    )
    next_owner_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed by")
    )
    next_owner_due_at = models.DateTimeField(_("to be confirmed by"), null=True, blank=True)
    next_owner_reason = models.TextField(_("reason"), blank=True)
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # Of the days before reminders of systems were rows (`Reminder`): written no more, but the record holds what they said.
    reminded_on = models.DateField(null=True, blank=True)
    left_reminded_on = models.DateField(null=True, blank=True)
    # Since somebody who answers for it, or knows a secret of it, belongs to its side no more; and until when that is settled.
    left_at = models.DateTimeField(_("its people have left since"), null=True, blank=True)
    left_due_at = models.DateTimeField(_("to be handed over by"), null=True, blank=True)
    # What was made before is known to nobody who left, by the word of who answers for it.
    secrets_confirmed_at = models.DateTimeField(_("secrets confirmed at"), null=True, blank=True)
    # Written at most once in an hour.
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = SystemQuerySet.as_manager()

    class Meta:
        verbose_name = _("system")
        verbose_name_plural = _("systems")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SystemKind.SERVICE, account__isnull=False, is_public=False)
                | Q(kind=SystemKind.DELEGATE, account__isnull=True),
                name="only_a_service_has_an_account",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("proposed_by")),
                name="a_system_is_settled_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(body__isnull=True) | Q(organisation__isnull=True), name="a_system_is_of_one_side"
            ),
            models.CheckConstraint(
                condition=Q(next_owner__isnull=True, next_owner_by__isnull=True, next_owner_due_at__isnull=True)
                | Q(next_owner__isnull=False, next_owner_by__isnull=False, next_owner_due_at__isnull=False)
                & ~Q(next_owner=F("next_owner_by")),
                name="another_person_proposes_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_usable(self, on: date) -> bool:
        """Whether it may call on a day, as far as its own row says."""
        stopped = self.suspended_at or self.ended_at
        return self.state == ProposalState.CONFIRMED and not stopped and self.end_on > on


class SystemSecret(models.Model):
    """One secret of a system. Two may hold at once, so that a system is changed over without standing still."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, models.PROTECT, related_name="secrets")
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system"], condition=Q(ends_at__isnull=True), name="one_lasting_secret_per_system"),
            models.UniqueConstraint(fields=["digest"], name="a_secret_is_of_one_system"),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.made_at:%Y-%m-%d}"


class IssuedToken(models.Model):
    """With which secret a program got a token: it holds no longer than that secret."""

    token = models.OneToOneField(
        "oauth2_provider.AccessToken", models.CASCADE, primary_key=True, related_name="issued", verbose_name=_("token")
    )
    secret = models.ForeignKey(SystemSecret, models.PROTECT, related_name="tokens", verbose_name=_("secret"))

    def __str__(self) -> str:
        return str(self.pk)


class AuthorisationQuerySet(models.QuerySet["Authorisation"]):
    def open(self, at: datetime) -> Self:
        """Those that hold at a moment."""
        return self.filter(ended_at=None, ends_at__gt=at)


class Authorisation(models.Model):
    """A person lets a program act in their name, for some scopes and a time. Its id is the family of the tokens under it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, models.PROTECT, related_name="authorisations", verbose_name=_("system"))
    person = models.ForeignKey(User, models.PROTECT, related_name="authorisations", verbose_name=_("person"))
    scopes = models.JSONField(_("may be given for"))
    allowed_at = models.DateTimeField(_("allowed at"))
    # When the person last proved who they are before allowing it: acts that ask for a fresh proof look at this.
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    # Whether a second factor was used in that session; unknown of what was allowed before this was asked.
    by_second_factor = models.BooleanField(_("by a second factor"), null=True)
    ends_at = models.DateTimeField(_("ends at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_because = models.CharField(max_length=8, choices=AuthorisationEnd.choices, blank=True)

    objects = AuthorisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "system"], condition=Q(ended_at__isnull=True), name="a_person_allows_a_program_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.system}"
