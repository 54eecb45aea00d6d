"""What came of holding the parties of cases against lists: once per case and list, with the hits and what was said of them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import CaseState, HitStanding, HitStrength, HitVerdict
from licensing.models.assessment.lists import ListVersion
from licensing.models.licences.licence import LIVE_STATES
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.requests.case import Case

WAITING_STANDINGS = (HitStanding.WAITING, HitStanding.SECOND, HitStanding.UNCLEAR)


class CaseScreening(models.Model):
    """That the parties of a case, as filed in a version, were held against a version of a list, and what was found.

    `parties` are the digests of those that were looked for, `applicant` the names under which the applicant was. There is one
    row per case and list: it moves on with every version of either, and when the applicant is renamed.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="screenings", verbose_name=_("case"))
    list_code = models.CharField(_("list"), max_length=16)
    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="screenings", verbose_name=_("version"))
    parties = models.JSONField(default=list)
    applicant = models.JSONField(default=list, db_default=[])
    screened_at = models.DateTimeField(_("screened at"))

    class Meta:
        verbose_name = _("screening of a case")
        verbose_name_plural = _("screenings of cases")
        constraints = [models.UniqueConstraint(fields=["case", "list_code"], name="one_screening_per_case_and_list")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.list_code}"


class ScreeningHitQuerySet(models.QuerySet["ScreeningHit"]):
    def current(self) -> Self:
        """Those that the lists in force still give."""
        return self.filter(gone_at__isnull=True)

    def waiting(self) -> Self:
        """Those of cases under way and of licences in force that somebody has still to say something of."""
        live = Q(case__in=Case.objects.requests().open()) | Q(
            case__state=CaseState.GRANTED, case__licence__state__in=LIVE_STATES
        )
        return self.current().filter(live, standing__in=WAITING_STANDINGS)


class ScreeningHit(models.Model):
    """That a party of a case is named like a listed one: what the list says of it, and what of the names is alike.

    It is one and the same as long as neither the party nor the listed entry says anything else, whatever the version, and
    so is what was said of it. `standing` follows from that; `gone_at` says since when no list in force gives it any more, and
    `returned_at` since when one gives it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hits", verbose_name=_("case"))
    # Digests: of the party with its facts, and of the listed entry with its own.
    party = models.CharField(max_length=64)
    entry = models.CharField(max_length=64)
    party_name = models.CharField(_("party"), max_length=400)
    list_code = models.CharField(_("list"), max_length=16)
    # The first in which it stood like this.
    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="hits", verbose_name=_("version"))
    listed = models.JSONField()
    matched = models.CharField(_("listed name"), max_length=400)
    is_primary = models.BooleanField()
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=3)
    strength = models.CharField(_("strength"), max_length=8, choices=HitStrength.choices)
    tokens = models.JSONField()
    found_at = models.DateTimeField(_("found at"))
    standing = models.CharField(_("standing"), max_length=8, choices=HitStanding.choices, default=HitStanding.WAITING)
    gone_at = models.DateTimeField(_("gone since"), null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScreeningHitQuerySet.as_manager()

    class Meta:
        verbose_name = _("hit of screening")
        verbose_name_plural = _("hits of screening")
        constraints = [
            models.UniqueConstraint(fields=["case", "party", "entry"], name="a_hit_is_found_once"),
            # PostgreSQL's NaN is above every number, so that this refuses it, too.
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="score_is_between_nothing_and_one"),
        ]
        indexes = [models.Index(fields=["standing", "found_at"], condition=Q(gone_at__isnull=True), name="hits_by_standing")]

    def __str__(self) -> str:
        return f"{self.party_name} – {self.matched}"


class Disposition(models.Model):
    """What one person said of a hit, with the reason. Nothing is taken back: who thinks otherwise says so after it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hit = models.ForeignKey(ScreeningHit, models.PROTECT, related_name="dispositions")
    number = models.PositiveSmallIntegerField()
    verdict = models.CharField(_("verdict"), max_length=8, choices=HitVerdict.choices)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["hit", "number"], name="disposition_number_once_per_hit")]
        triggers: ClassVar[list[Any]] = append_only("disposition")

    def __str__(self) -> str:
        return f"{self.hit_id} {self.number}"
