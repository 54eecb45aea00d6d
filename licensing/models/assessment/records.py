"""Assessments: what a named person established about a request, on which day, from which sources; and why one lapsed."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from licensing.choices import AssessmentKind, LapseReason
from licensing.models.assessment.certificates import CertificateCitation
from licensing.models.people.bodies import Body
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.requests.case import Case, CaseVersion


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def unlapsed(self) -> Self:
        """Those that count and that nothing has voided, whether their last day has passed or not.

        The newest of a kind counts: what was found before it is on record alone, and no day or amendment makes news of it.
        """
        of_same = self.model._default_manager.filter(case=OuterRef("case"), kind=OuterRef("kind"))
        at_once = Q(recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk"))
        newer = of_same.filter(Q(recorded_at__gt=OuterRef("recorded_at")) | at_once)
        return self.filter(~Exists(newer), lapse__isnull=True)

    def holding(self, *, on: date) -> Self:
        """Those that count and hold on a day."""
        return self.unlapsed().filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on))

    def outdated(self, *, on: date) -> Self:
        """Those whose last day has passed, and those that rest on less than is on record of their certificate by now."""
        cited = CertificateCitation.objects.standing().filter(case=OuterRef("case"))
        known = Cast(KT("details__certificate__revision"), models.IntegerField())
        moved = Exists(cited.filter(certificate__revision__gt=OuterRef("known_revision")))
        return self.annotate(known_revision=known).filter(Q(expires_on__lt=on) | moved)

    def newest_first(self) -> Self:
        """The one that was recorded last before those of earlier."""
        return self.order_by("-recorded_at", "-pk")


class Assessment(models.Model):
    """What a person found of one kind, about one version of a request. Written once: who finds otherwise records another.

    `fields_digest` is of exactly those fields of the version on which the kind depends; `release` the governed data
    that were in force. The newest of a kind counts, as long as it has neither lapsed nor run out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments", verbose_name=_("case"))
    version = models.ForeignKey(CaseVersion, models.PROTECT, related_name="assessments", verbose_name=_("version"))
    kind = models.CharField(_("kind"), max_length=16, choices=AssessmentKind.choices)
    result = models.CharField(_("result"), max_length=24)
    findings = models.TextField(_("findings"))
    data_on = models.DateField(_("state of the data"))
    expires_on = models.DateField(_("holds until"), null=True, blank=True)
    sources = models.JSONField(_("sources"), default=list)
    # What a kind says of its own beside the result: entries by item, elements of a certificate, findings by criterion.
    details = models.JSONField(_("details"), default=dict, db_default={}, blank=True)
    fields_digest = models.CharField(_("digest of the fields it depends on"), max_length=64)
    # None where a case officer recorded it, under no mandate.
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    release = models.PositiveIntegerField(_("release of the governed data"), null=True, blank=True)

    objects: ClassVar[Any] = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        indexes = [models.Index(fields=["expires_on"], name="assessments_by_last_day")]
        triggers: ClassVar[list[Any]] = append_only("assessment")

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class AssessmentLapse(models.Model):
    """That an assessment holds no longer, and why: `because` says it in every language of the site, one entry per change."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="lapse", verbose_name=_("assessment"))
    reason = models.CharField(_("reason"), max_length=8, choices=LapseReason.choices)
    because = models.JSONField(_("what changed"), default=list)
    lapsed_at = models.DateTimeField(_("lapsed at"))

    class Meta:
        verbose_name = _("lapse of an assessment")
        verbose_name_plural = _("lapses of assessments")
        triggers: ClassVar[list[Any]] = append_only("assessmentlapse")

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.reason}"
