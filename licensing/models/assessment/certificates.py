"""End-user certificates: records of their own, which cases cite; what was found of each, and how it was shown to be genuine."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from licensing.choices import Authenticity, AuthenticityStep, StepChannel, StepResult
from licensing.models.people.users import User
from licensing.models.record.guards import append_only, forbid_deletion
from licensing.models.reference.certificate_templates import CertificateTemplate
from licensing.models.reference.lists import Country, Unit
from licensing.models.requests.case import Case
from licensing.models.requests.content import Document
from licensing.policy.assessment.certificates.coverage import CertifiedLine
from licensing.policy.assessment.certificates.templates import judge_authenticity


class Certificate(models.Model):
    """A certificate by its issuer and number: no other one has both. Cases cite it, and all they are granted is counted on it.

    `revision` rises with whatever is changed, found or heard of it; an assessment rests on one revision.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country of the issuer"))
    authority = models.CharField(_("issuing authority"), max_length=200)
    number = models.CharField(_("number"), max_length=80)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    end_user = models.CharField(_("end user"), max_length=200)
    template = models.ForeignKey(CertificateTemplate, models.PROTECT, related_name="+", verbose_name=_("template"))
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("end-user certificate")
        verbose_name_plural = _("end-user certificates")
        constraints = [
            models.UniqueConstraint(
                F("country"), Upper("authority"), Upper("number"), name="certificate_number_once_per_issuer"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="certificate_begins_before_it_ends",
            ),
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("certificate")

    def __str__(self) -> str:
        return self.number


class CertificateLine(models.Model):
    """Goods that a certificate names, in an exact quantity of one unit."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)
    model = models.CharField(_("model"), max_length=120, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("goods of a certificate")
        verbose_name_plural = _("goods of certificates")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["certificate", "number"], name="line_number_once_per_certificate"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="certified_quantity_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def as_policy(self) -> CertifiedLine:
        """The line as goods are held against it."""
        return CertifiedLine(self.number, self.name, self.model, self.unit_id, Decimal(self.quantity))


class CitationQuerySet(models.QuerySet["CertificateCitation"]):
    def standing(self) -> Self:
        """Those that no other one has replaced."""
        return self.filter(ended_at__isnull=True)


class CertificateCitation(models.Model):
    """That a case cites a certificate, and which of its items stand on which line: `covers` is by the number of the item.

    `document` is the file of the case in which the certificate was read. Citing another one ends it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="citations")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="citations")
    covers = models.JSONField(default=dict)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    cited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    cited_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation of a certificate")
        verbose_name_plural = _("citations of certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_certificate_per_case_at_a_time"
            )
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("certificatecitation")

    def __str__(self) -> str:
        return f"{self.case_id} {self.certificate_id}"


class CertificateCheck(models.Model):
    """What one person found of every element of a certificate, with notes. The newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="checks")
    # The revision that this check made of it.
    revision = models.PositiveIntegerField()
    # By the code of the element: what was found, and a note.
    findings = models.JSONField(default=dict)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("check of a certificate")
        verbose_name_plural = _("checks of certificates")
        triggers: ClassVar[list[Any]] = append_only("certificatecheck")

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.revision}"

    def read_found(self) -> dict[str, str]:
        """What was found of each element, by its code."""
        return {code: said["found"] for code, said in self.findings.items()}


class CertificateStep(models.Model):
    """One step by which somebody found out whether a certificate is genuine. Of each kind the newest answer counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="steps")
    revision = models.PositiveIntegerField()
    kind = models.CharField(_("step"), max_length=12, choices=AuthenticityStep.choices)
    channel = models.CharField(_("channel"), max_length=12, choices=StepChannel.choices)
    done_on = models.DateField(_("day"))
    result = models.CharField(_("result"), max_length=12, choices=StepResult.choices)
    note = models.TextField(_("what shows it"))
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("step on a certificate")
        verbose_name_plural = _("steps on certificates")
        triggers: ClassVar[list[Any]] = append_only("certificatestep")

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind}"


def find_citation(case: Case) -> CertificateCitation | None:
    """The citation of a case that stands, with its certificate and template."""
    found: CertificateCitation | None = (
        CertificateCitation.objects.standing().filter(case=case).select_related("certificate__template").first()
    )
    return found


def lock_certificate(certificate_id: uuid.UUID) -> Certificate:
    """A certificate locked until the end of the transaction: whoever counts on it waits for whoever is granted on it."""
    rows = Certificate.objects.select_related("template").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=certificate_id)


def judge_steps(certificate: Certificate) -> Authenticity:
    """What the steps of a certificate come to, by its template."""
    return judge_authenticity(read_results(certificate), certificate.template.confirmed_by)


def read_results(certificate: Certificate) -> dict[str, str]:
    """What was answered last of each kind of step; that somebody was asked counts only where nothing was answered."""
    found: dict[str, str] = {}
    for kind, result in certificate.steps.order_by("revision").values_list("kind", "result"):
        if result != StepResult.ASKED or kind not in found:
            found[kind] = result
    return found


def find_newest_check(certificate: Certificate) -> CertificateCheck | None:
    """The check of the elements that counts."""
    return certificate.checks.select_related("checked_by").order_by("-revision").first()
