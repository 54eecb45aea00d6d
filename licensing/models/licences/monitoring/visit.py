"""A visit to goods that were delivered under a licence: planned with its day and persons, what it found, whom that concerns."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import ADVERSE_FINDINGS, Verb, VisitFinding, VisitKind
from licensing.models.licences.licence import LIVE_STATES, Licence
from licensing.models.people.users import User
from licensing.models.record.guards import append_only, forbid_deletion
from licensing.models.requests.case import Case
from licensing.models.requests.content import Party
from licensing.policy.destinations.splitting import END_USERS, fold_end_user


class LicenceVisitQuerySet(models.QuerySet["LicenceVisit"]):
    def planned(self) -> Self:
        """Those that are still to be carried out."""
        return self.filter(recorded_at__isnull=True, called_off_at__isnull=True)


class LicenceVisit(models.Model):
    """One visit, or one verification with the authorities of the destination. `persons` are named, with their offices.

    What was planned of them is kept in the event; whoever came stands here once it is recorded. The report is a text of its
    own, and no document of the case: those the holder reads.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="visits")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=VisitKind.choices)
    place = models.CharField(_("where"), max_length=400)
    persons = models.CharField(_("who"), max_length=400)
    due_on = models.DateField(_("due"))
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    done_on = models.DateField(_("day of the visit"), null=True, blank=True)
    finding = models.CharField(_("finding"), max_length=11, choices=VisitFinding.choices, blank=True)
    report = models.TextField(_("report"), blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.TextField(blank=True)

    objects = LicenceVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit to delivered goods")
        verbose_name_plural = _("visits to delivered goods")
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(recorded_at__isnull=True, called_off_at__isnull=True),
                name="planned_visits_by_day",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["licence", "number"], name="visit_number_once"),
            models.UniqueConstraint(
                fields=["licence"],
                condition=Q(recorded_at__isnull=True, called_off_at__isnull=True),
                name="one_planned_visit",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True, finding="", done_on__isnull=True)
                | Q(recorded_at__isnull=False, done_on__isnull=False, recorded_by__isnull=False) & ~Q(finding=""),
                name="recorded_visit_says_what_it_found",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True) | Q(called_off_at__isnull=True),
                name="visit_is_recorded_or_called_off",
            ),
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("licencevisit")

    def __str__(self) -> str:
        return f"{self.licence_id} {self.number}"

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be carried out."""
        return self.recorded_at is None and self.called_off_at is None

    @property
    def is_adverse(self) -> bool:
        """Whether it found what speaks against deliveries to the end user."""
        return self.finding in ADVERSE_FINDINGS


class VisitConcern(models.Model):
    """That an adverse finding concerns a licence: the one that was visited, or one in force of the same end user."""

    visit = models.ForeignKey(LicenceVisit, models.PROTECT, related_name="concerns")
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="concerns")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "licence"], name="visit_concerns_a_licence_once")]
        triggers: ClassVar[list[Any]] = append_only("visitconcern")

    def __str__(self) -> str:
        return f"{self.visit_id} {self.licence_id}"


def find_planned_visit(licence: Licence) -> LicenceVisit | None:
    """The visit of a licence that is still to be carried out."""
    return licence.visits.planned().first()


def list_visits(licence: Licence) -> list[LicenceVisit]:
    """The visits of a licence with those who planned and recorded them and whom they concern, the newest first."""
    rows = licence.visits.select_related("planned_by", "recorded_by", "called_off_by").order_by("-number")
    concerns = VisitConcern.objects.select_related("licence").order_by("licence__number")
    return list(rows.prefetch_related(models.Prefetch("concerns", concerns)))


def list_planned_visits(cases: models.QuerySet[Case]) -> models.QuerySet[LicenceVisit]:
    """The visits of the licences of some cases that are still to be carried out, the one due first first."""
    planned = LicenceVisit.objects.planned().filter(licence__case__in=cases)
    return planned.select_related("licence").order_by("due_on", "planned_at", "pk")


def list_licences_of_end_users(licence: Licence) -> list[Licence]:
    """A licence and those in force that serve an end user of it: by name in its spellings, or by number.

    It is itself among them whatever its state: goods are mostly visited when all of them have left.
    """
    own = Party.objects.filter(case=licence.case_id, role__in=END_USERS)
    others = Party.objects.filter(role__in=END_USERS, case__licence__in=Licence.objects.live())
    cases = {party.case_id for party in _select_same(own, others)}
    rows = Licence.objects.filter(Q(pk=licence.pk) | Q(case__in=cases, state__in=LIVE_STATES))
    return list(rows.order_by("number"))


def list_adverse_visits(case: Case) -> list[LicenceVisit]:
    """The visits to an end user of a case that found something adverse, under whatever licence, the newest first."""
    own = Party.objects.filter(case=case, role__in=END_USERS)
    others = Party.objects.filter(role__in=END_USERS, case__licence__visits__finding__in=ADVERSE_FINDINGS)
    cases = {party.case_id for party in _select_same(own, others)}
    if not cases:
        return []
    adverse = LicenceVisit.objects.filter(finding__in=ADVERSE_FINDINGS, licence__case__in=cases)
    return list(adverse.select_related("licence").order_by("-recorded_at", "pk"))


def list_withheld_visit_acts(licence: Licence) -> set[Verb]:
    """Acts on visits that nobody is offered now: one is planned already, or none is."""
    if find_planned_visit(licence) is None:
        return {Verb.RECORD_VISIT, Verb.CALL_OFF_VISIT}
    return {Verb.PLAN_VISIT}


def _select_same(own: models.QuerySet[Party], others: models.QuerySet[Party]) -> list[Party]:
    """Those of the others that are one of these end users; it reads these only where any other is in their countries."""
    near = list(others.filter(country__in=own.values("country")).distinct())
    known = {key for party in own for key in _fold(party)} if near else set()
    return [party for party in near if known & set(_fold(party))]


def _fold(party: Party) -> list[str]:
    return list(fold_end_user(party.country_id, party.name, party.register_no))
