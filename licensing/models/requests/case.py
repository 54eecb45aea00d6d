"""A case: one proposed transfer, from the partner's draft to the decision, and the versions it was filed in."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, NoReturn, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import GONE_STATES, CaseState, CooperationForm, EndUseSector, Office
from licensing.errors import NotFound
from licensing.models.clocks.days import to_local_day
from licensing.models.people.bodies import Organisation
from licensing.models.people.users import User
from licensing.models.record.guards import append_only, enforce_graph, require_event
from licensing.models.reference.case_kinds import PLAN_REVIEW, CaseKind
from licensing.models.reference.lists import Country, Incoterm
from licensing.models.requests.lifecycle import CaseLifecycle
from licensing.models.requests.visibility import read_sight
from licensing.models.signoff.procedure import Procedure
from licensing.permissions import Actor

# Customs is not among them: it reads licences and never the requests behind them.
SEE_EVERY_FILE = (
    Office.CASE_OFFICER,
    Office.DECIDER,
    Office.POLICY_OFFICER,
    Office.AUDITOR,
)


M = TypeVar("M", bound=models.Model)


class GuardedQuerySet(models.QuerySet[M]):
    """Refuses what would walk round the lifecycle."""

    # save() needs no guard of its own: the field is protected, so that only an act can assign a state.

    def update(self, **fields: Any) -> int:
        """As Django's, but TypeError for a state: the trigger that asks for its event would refuse it only at commit."""
        if "state" in fields:
            raise TypeError("A state changes only through an act.")
        return super().update(**fields)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """As Django's, but TypeError for a state."""
        if "state" in fields:
            raise TypeError("A state changes only through an act.")
        return super().bulk_update(objs, fields, batch_size)

    def delete(self) -> NoReturn:
        """Always TypeError: the record of an export decision is kept."""
        raise TypeError("Cases and licences are never deleted; a request is withdrawn.")

    def visible_to(self, user: User, *, on: datetime) -> Self:
        """What this person may know of at a moment. Why they see anything is read now, the rows when they are asked for."""
        raise NotImplementedError

    def get_visible(self, pk: UUID, user: User, *, on: datetime) -> M:
        """One of these that this person may know of; Unseen for any other, whether there is such a row or not."""
        found = self.visible_to(user, on=on).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found


class CaseQuerySet(GuardedQuerySet["Case"]):
    def drawing_on(self, case: Case) -> Self:
        """The requests that draw on what a case was granted: those that name it, and a contract with its own permit itself."""
        return self.filter(Q(plan=case) | Q(pk=case.pk))

    def visible_to(self, user: User, *, on: datetime) -> Self:
        """What this person may know of: their organisation's requests, filed cases for the authority, and cases
        in which a body they speak for is asked; never a case with a conflict of interest recorded for them."""
        sight = read_sight(user, on=to_local_day(on))
        if sight.has_office(*SEE_EVERY_FILE):
            # Whoever reads every filed case finds in it those that their body is asked in.
            filed = Q(submitted_at__isnull=False)
            seen = self.filter(filed | sight.match_own() if sight.is_member else filed)
        else:
            seen = self._in_any(([sight.match_own()] if sight.is_member else []) + sight.match_asked())
        return seen.exclude(sight.match_conflict("pk"))

    def reviewable_by(self, user: User, *, on: datetime, in_emergency: bool = False) -> Self:
        """Filed cases that this person may see and review: never those of an organisation that they belong to.

        `in_emergency` adds those that were opened to them in an emergency. Each of these says in its record that it was
        opened, so they are asked for one by one, and stand in no list.
        """
        sight = read_sight(user, on=to_local_day(on), at=on if in_emergency else None)
        filed = Q(submitted_at__isnull=False)
        ways = [*sight.match_asked(), *sight.match_opened()]
        seen = self.filter(filed) if sight.has_office(*SEE_EVERY_FILE) else self._in_any(ways)
        seen = seen.exclude(sight.match_own()) if sight.is_member else seen
        return seen.exclude(sight.match_conflict("pk"))

    def _in_any(self, ways: list[Q]) -> Self:
        """The rows of any of some conditions, each answered by itself: `OR` would leave no index to any of them."""
        if not ways:
            return self.none()
        if len(ways) == 1:
            return self.filter(ways[0])
        first, *rest = [self.model._default_manager.filter(way).values("pk") for way in ways]
        return self.filter(pk__in=first.union(*rest))

    def requests(self) -> Self:
        """What somebody applied for: all but what the state signs off for itself."""
        return self.filter(organisation__isnull=False)

    def open(self) -> Self:
        """Cases that are neither decided nor gone, drafts included. A refusal under appeal is open again."""
        return self.exclude(state__in=(CaseState.GRANTED, CaseState.REFUSED, *GONE_STATES))

    def looked_after_by(self, user: User) -> Self:
        """Open cases that somebody looks after: those handed over to them, and those they began and have still."""
        return self.open().filter(Q(handed_to=user) | Q(handed_to__isnull=True, created_by=user))

    def for_act(self) -> Self:
        """With what most acts look at."""
        return self.select_related("kind", "organisation", "partner_country", "procedure__calendar")

    def for_lists(self) -> Self:
        """With the rows that a list of cases prints, so that no line of it costs a statement of its own."""
        return self.select_related("kind", "organisation", "partner_country", "officer")


class Case(CaseLifecycle):
    """One request and its whole life. Its content is in rows of their own; what was filed is frozen in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=24, null=True, unique=True, editable=False)  # noqa: DJ001 - a draft has none
    kind = models.ForeignKey(CaseKind, models.PROTECT, verbose_name=_("kind"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    # Of what the state signs off for itself there is none: see `is_of_state`.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("applicant")
    )
    partner_country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    cooperation_form = models.CharField(_("form of co-operation"), max_length=16, choices=CooperationForm.choices, blank=True)
    plan = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    # Of a framework of several years: the year in which the request delivers, from 1.
    plan_year = models.PositiveSmallIntegerField(_("year of the framework"), null=True, blank=True)
    # Of a country plan of the state, as its working group has named it; the applicant neither writes nor reads it.
    project = models.ForeignKey("Project", models.PROTECT, null=True, blank=True, related_name="cases")
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    language = models.CharField(max_length=10, default="en")
    urgent = models.BooleanField(_("urgent"), default=False)
    urgency_reason = models.TextField(_("why it is urgent"), blank=True)
    officer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="files")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Who looks after it in the organisation since whoever began it, or had it then, handed it over.
    handed_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked after by")
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    adjourned_until = models.DateField(null=True, blank=True)

    procedure = models.ForeignKey(Procedure, models.PROTECT, null=True, blank=True, related_name="cases")
    # The decision that holds. A refusal that is appealed against holds no longer; a grant in part stands until it is added to.
    decision = models.OneToOneField("Decision", models.PROTECT, null=True, blank=True, related_name="+")
    routing = models.JSONField(_("why this procedure and these bodies"), default=dict, blank=True)

    # End use and terms are one of each per request, so they are columns and no rows of their own.
    end_use_purpose = models.TextField(_("end use"), blank=True)
    end_use_location = models.CharField(_("place of use"), max_length=300, blank=True)
    end_use_programme = models.CharField(_("programme"), max_length=200, blank=True)
    end_use_sector = models.CharField(_("sector"), max_length=10, choices=EndUseSector.choices, blank=True)
    contract_no = models.CharField(_("contract number"), max_length=80, blank=True)
    contract_date = models.DateField(_("contract date"), null=True, blank=True)
    incoterm = models.ForeignKey(Incoterm, models.PROTECT, null=True, blank=True, related_name="+")
    delivery_place = models.CharField(_("named place"), max_length=200, blank=True)
    payment = models.TextField(_("payment"), blank=True)
    payment_bank = models.CharField(_("bank of the payment"), max_length=200, blank=True, default="", db_default="")
    # Delivery schedule, joint venture, long-term contract and financing terms: kept as they were written.
    deliveries = models.JSONField(_("delivery schedule"), default=list, db_default=[], blank=True)
    joint_venture = models.JSONField(null=True, blank=True)
    long_term = models.JSONField(null=True, blank=True)
    financing = models.JSONField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=(CaseState.DRAFT, CaseState.WITHDRAWN, CaseState.CARRIED_OVER))
                | Q(reference__isnull=False),
                name="filed_case_has_a_reference",
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.ADJOURNED) | Q(adjourned_until__isnull=False),
                name="adjournment_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, kind=PLAN_REVIEW) | Q(organisation__isnull=False) & ~Q(kind=PLAN_REVIEW),
                name="only_the_state_files_without_an_applicant",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="case_newest_first"),
            models.Index(fields=["organisation", "-created_at"], name="case_of_organisation"),
            models.Index(fields=["state", "-created_at"], name="case_by_state"),
        ]
        triggers: ClassVar[list[Any]] = [
            *enforce_graph("case", CaseState.DRAFT, CaseLifecycle.list_edges()),
            require_event("case", "case_id"),
        ]

    @property
    def is_authorisation(self) -> bool:
        """Whether requests draw on what this one is granted, and nothing leaves under it; asks its kind."""
        return self.kind.is_drawn_on

    @property
    def is_contract(self) -> bool:
        """Whether it is a contract of several years by itself: its own permit and later call-offs draw on what it is granted.

        A call-off names the same term, and stands under what it is called off from; asks its plan.
        """
        if not isinstance(self.long_term, dict) or not self.long_term.get("term_years"):
            return False
        return self.plan is None or self.plan.kind.is_leave_or_plan

    @property
    def is_drawn_on(self) -> bool:
        """Whether requests draw on what this one is granted, whether goods leave under it too or not."""
        return self.is_authorisation or self.is_contract

    @property
    def applicant_name(self) -> str:
        """Who asks for it, in words for people; asks its organisation."""
        return str(_("The state")) if self.organisation is None else self.organisation.name

    def __str__(self) -> str:
        return f"{self.reference or _('Draft')} · {self.title or self.kind_id}"

    @property
    def keeper(self) -> User:
        """Who looks after it in its organisation; others of it may do the same acts."""
        return self.handed_to or self.created_by

    @property
    def is_open(self) -> bool:
        """Neither decided nor gone; the same question as `CaseQuerySet.open`, for a row that is loaded."""
        return self.state not in (CaseState.GRANTED, CaseState.REFUSED, *GONE_STATES)

    @property
    def is_editable(self) -> bool:
        """The applicant has it to work on: a draft, or a request that was returned. A filed one is amended instead."""
        return self.state in (CaseState.DRAFT, CaseState.RETURNED)

    def is_own(self, actor: Actor) -> bool:
        """Whether the actor belongs to the organisation that filed it, in whatever role."""
        return self.organisation_id in actor.memberships


class CaseVersion(models.Model):
    """What was filed: the request as canonical JSON (RFC 8785) and its SHA-256. People sign a version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    canonical = models.TextField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # The release of the governed data that was in force then; None for what is older than releases, and of a variation.
    release = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="version_number_once_per_case")]
        triggers: ClassVar[list[Any]] = append_only("caseversion")

    def __str__(self) -> str:
        return f"{self.case_id} v{self.number}"
