"""Registrations: an organisation that asks to become a partner, with what it says of itself and its documents."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import RegistrationState, ScanVerdict
from licensing.models.people.admission.invitation import Invitation
from licensing.models.people.admission.links import derive_token
from licensing.models.people.bodies import Organisation
from licensing.models.people.users import User, list_languages
from licensing.models.reference.lists import Country
from licensing.policy.people.registrations import Details
from licensing.policy.people.secrets import digest_secret

_PURPOSE = "registration"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def editable(self) -> Self:
        """Those that their applicant still writes: not sent yet, or come back."""
        return self.filter(state__in=(RegistrationState.ASKED, RegistrationState.RETURNED))

    def overdue(self, at: datetime) -> Self:
        """Those that their applicant has left alone for too long."""
        return self.editable().filter(ends_at__lte=at)

    def waiting_since(self, at: datetime) -> Self:
        """Those that have waited for the authority since a moment, and of which nobody was reminded since."""
        waiting = self.filter(state=RegistrationState.FILED, filed_at__lte=at)
        return waiting.filter(Q(reminded_at=None) | Q(reminded_at__lte=at))

    def over_since(self, at: datetime) -> Self:
        """Those that came to nothing before a moment, and still say something."""
        return self.filter(state=RegistrationState.LAPSED, settled_at__lte=at, erased_at=None)

    def with_token(self, token: str) -> Self:
        """The one, if any, to which a link leads; to one that was erased none does."""
        return self.filter(token_digest=digest_secret(token), erased_at=None)


class Registration(models.Model):
    """What somebody without an account says of an organisation. Its address is proved by the link that was mailed to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Given when it is sent for the first time.
    reference = models.CharField(_("reference"), max_length=24, null=True, unique=True, editable=False)  # noqa: DJ001 - none before
    name = models.CharField(_("name"), max_length=200)
    name_original = models.CharField(_("name in its own script"), max_length=200, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    register_no = models.CharField(_("register number"), max_length=40)
    address = models.TextField(_("address"))
    signatory = models.CharField(_("who signs for it"), max_length=200)
    signatory_position = models.CharField(_("in which office"), max_length=200)
    contact = models.CharField(_("contact"), max_length=200)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language of the letters"), max_length=10, choices=list_languages)
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState.choices, default=RegistrationState.ASKED)
    asked_at = models.DateTimeField(_("asked at"))
    ends_at = models.DateTimeField(_("to be sent by"))
    filed_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    # When case officers were last reminded that it waits.
    reminded_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("what is missing"), blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    # From then on it says nothing any more of anybody, and its documents are gone.
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, blank=True, related_name="registration", verbose_name=_("organisation")
    )
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("invitation")
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RegistrationState.ACCEPTED, organisation__isnull=False, invitation__isnull=False)
                | ~Q(state=RegistrationState.ACCEPTED) & Q(organisation__isnull=True, invitation__isnull=True),
                name="accepted_registration_has_its_organisation",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RegistrationState.ASKED, RegistrationState.LAPSED]) | Q(reference__isnull=False),
                name="filed_registration_has_a_reference",
            ),
        ]
        indexes = [
            models.Index(fields=["email", "asked_at"], name="registration_by_address"),
            models.Index(fields=["state", "filed_at"], name="registration_by_state"),
        ]

    def __str__(self) -> str:
        return self.reference or self.name or str(self.pk)

    @property
    def token(self) -> str:
        """The secret part of the link to it. It goes into letters alone."""
        return derive_token(_PURPOSE, self.pk, 1)

    @property
    def is_editable(self) -> bool:
        """Whether its applicant has it to work on."""
        return self.state in (RegistrationState.ASKED, RegistrationState.RETURNED)

    @property
    def details(self) -> Details:
        """What it says of the organisation."""
        return Details(
            name=self.name,
            name_original=self.name_original,
            country=self.country_id,
            register_no=self.register_no,
            address=self.address,
            signatory=self.signatory,
            signatory_position=self.signatory_position,
            contact=self.contact,
        )


class RegistrationDocument(models.Model):
    """A document of a registration, kept like those of requests: under its digest, and behind the scanner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="documents")
    file = models.FileField(_("file"), max_length=200)
    file_name = models.CharField(_("name of the file"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(_("scanner"), max_length=12, choices=ScanVerdict.choices, default=ScanVerdict.NOT_SCANNED)
    attached_at = models.DateTimeField()
    # Marked and not deleted: it may have been sent before.
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name
