"""Country plans: what the state means to do with one country in a period, worked out by a group of its bodies."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from licensing.choices import CooperationForm, ParentState, PartnerTier, PlanMarking, PlanState, ProjectStatus
from licensing.models.people.actor import read_actor
from licensing.models.people.bodies import Body
from licensing.models.people.users import User
from licensing.models.plans.interests import Interest
from licensing.models.plans.participants import Participant
from licensing.models.record.guards import append_only
from licensing.models.reference.lists import Country, Currency
from licensing.models.requests.case import SEE_EVERY_FILE, Case
from licensing.models.requests.content import PlanProject
from licensing.models.supply.families import ItemFamily

# Projects on which requests draw: once approved, and neither they nor their plan have ended since.
_HOLDING: Final = Q(authorisation__isnull=False) & ~Q(authorisation__state=ParentState.ENDED)


class CountryPlanQuerySet(models.QuerySet["CountryPlan"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """All plans for who sees every file; for who speaks for a body, those on which it works, or of which it is asked to
        sign a version off. A program sees none."""
        actor = read_actor(user, on=on)
        if actor.is_program:
            return self.none()
        if actor.is_appointed(*SEE_EVERY_FILE):
            return self.all()
        working = _select_work(actor.bodies)
        reviews = Case.objects.filter(rounds__seats__body__in=actor.bodies, plan_version__isnull=False)
        return self.filter(Q(pk__in=working) | Q(pk__in=reviews.values("plan_version__plan")))

    def worked_on_by(self, bodies: Iterable[str]) -> Self:
        """Those in whose working group one of these bodies is, as their owners are."""
        return self.filter(pk__in=_select_work(bodies))

    def with_last_day(self) -> Self:
        """With the last day of each as `ends_on`: that of what was approved under it, or else its own, as `find_last_day`."""
        approved = _select_holding().order_by("-authorisation__ends_on").values("authorisation__ends_on")[:1]
        return self.annotate(ends_on=Coalesce(Subquery(approved), F("last_on")))

    def ending_by(self, day: date) -> Self:
        """Those worked on whose last day is this one or an earlier one, the first first; with it as `ends_on`."""
        return self.with_last_day().filter(~Q(state=PlanState.ENDED), ends_on__lte=day).order_by("ends_on", "code")

    def run_out_by(self, day: date) -> Self:
        """Those whose period, or that of what was approved under them, is over on a day, and nobody was told."""
        over = _select_holding().filter(authorisation__ends_on__lt=day, authorisation__ran_out_at__isnull=True)
        untold = ~Q(state=PlanState.ENDED) & Q(ran_out_at__isnull=True, ends_on__lt=day)
        return self.with_last_day().filter(untold | Q(Exists(over)))


def _select_work(bodies: Iterable[str]) -> models.QuerySet[Any]:
    return PlanBody.objects.filter(body__in=bodies, left_at__isnull=True).values("plan")


def _select_holding() -> models.QuerySet[Project]:
    return Project.objects.filter(_HOLDING, plan=OuterRef("pk"))


def may_read_country_plans(user: User, *, on: date) -> bool:
    """Whether somebody may read any plan: who sees every file, and whoever speaks for a body of the state; no program."""
    actor = read_actor(user, on=on)
    return not actor.is_program and (actor.is_appointed(*SEE_EVERY_FILE) or bool(actor.bodies))


class CountryPlan(models.Model):
    """A plan of the state for one country: its objectives, the tier that it rests on, its period, and who owns it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("number"), max_length=20, unique=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="plans", verbose_name=_("country"))
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("owner"))
    objectives = models.TextField(_("objectives"))
    tier = models.CharField(_("tier"), max_length=10, choices=PartnerTier.choices)
    marking = models.CharField(
        _("classification"), max_length=10, choices=PlanMarking.choices, default=PlanMarking.OFFICIAL, db_default="official"
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=PlanState.choices, default=PlanState.WORKING)
    # Counts the steps that were taken on it: whoever changes an older one reads first what was changed since.
    revision = models.PositiveIntegerField(default=0, db_default=0)
    comments_until = models.DateField(_("comments asked for until"), null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    opened_at = models.DateTimeField(_("opened at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = models.TextField(_("why it was ended"), blank=True)
    # Written until reminders were rows. Nothing does any more, and the release after the next one drops the column.
    reminded_at = models.DateTimeField(_("reminded of its last day at"), null=True, blank=True)
    # When its group was told that its period is over; not where that day was moved on since.
    ran_out_at = models.DateTimeField(_("told that it ran out at"), null=True, blank=True)

    objects: ClassVar[Any] = CountryPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("country plan")
        verbose_name_plural = _("country plans")
        constraints = [
            models.UniqueConstraint(
                fields=["country"], condition=~Q(state=PlanState.ENDED), name="a_country_has_one_plan_that_is_worked_on"
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="a_country_plan_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state=PlanState.ENDED, ended_at__isnull=False)
                | ~Q(state=PlanState.ENDED) & Q(ended_at__isnull=True),
                name="an_ended_country_plan_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.state != PlanState.ENDED

    def find_last_day(self) -> date:
        """The last day of what was approved under it, which a draft does not move; of a plan without that, its own."""
        approved: date | None = self.projects.filter(_HOLDING).aggregate(last=Max("authorisation__ends_on"))["last"]
        return approved or self.last_on

    def select_proposed(self) -> models.QuerySet[Project]:
        """Its projects that wait for the decision of the government, by priority."""
        return self.projects.select_related("plan").filter(status=ProjectStatus.PROPOSED).order_by("priority", "number")


class PlanBody(models.Model):
    """That a body belongs, or belonged, to the working group of a plan."""

    plan = models.ForeignKey(CountryPlan, models.PROTECT, related_name="group", verbose_name=_("country plan"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    joined_at = models.DateTimeField(_("joined at"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    class Meta:
        verbose_name = _("body of a working group")
        verbose_name_plural = _("bodies of working groups")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "body"], condition=Q(left_at__isnull=True), name="a_body_is_once_in_a_working_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.body_id}"


class Project(models.Model):
    """A project of a country plan, which requests of partners then fill."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(CountryPlan, models.PROTECT, related_name="projects", verbose_name=_("country plan"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    form = models.CharField(_("form of co-operation"), max_length=16, choices=CooperationForm.choices)
    purpose = models.TextField(_("what it is for"), blank=True)
    value = models.DecimalField(_("indicative value"), max_digits=20, decimal_places=4, null=True, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("currency"))
    # By calendar year as exact text, where it is said: they come to the value.
    value_years = models.JSONField(_("value by year"), default=dict, db_default={}, blank=True)
    own_share = models.DecimalField(
        _("our own forces' share of the output, per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    binding = models.BooleanField(_("volumes and value bind"), default=True)
    interest = models.ForeignKey(
        Interest, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("expression of interest")
    )
    # The project of a granted country plan of a partner, of before the state kept those itself.
    origin = models.OneToOneField(
        PlanProject, models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name=_("carried over from")
    )
    status = models.CharField(_("status"), max_length=10, choices=ProjectStatus.choices, default=ProjectStatus.IDEA)
    status_reason = models.TextField(_("why it stands so"), blank=True)
    priority = models.PositiveSmallIntegerField(_("General Staff's priority"), null=True, blank=True)
    priority_reason = models.TextField(_("reason of the priority"), blank=True)
    ranked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("priority set by")
    )
    ranked_at = models.DateTimeField(_("priority set at"), null=True, blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="project_number_once_per_country_plan"),
            models.CheckConstraint(
                condition=Q(priority__isnull=True, ranked_at__isnull=True)
                | Q(priority__gte=1, ranked_by__isnull=False, ranked_at__isnull=False) & ~Q(priority_reason=""),
                name="a_priority_has_its_author_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, currency__isnull=True) | Q(value__gt=0, currency__isnull=False),
                name="a_project_has_a_value_with_its_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def reference(self) -> str:
        """What the authority calls it by: the number of its plan, and its own; asks its plan."""
        return f"{self.plan.code}-{self.number}"


class ProjectVolume(models.Model):
    """How much of an item family a project is about, in the unit of the family."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="volumes", verbose_name=_("project"))
    family = models.ForeignKey(ItemFamily, models.PROTECT, related_name="+", verbose_name=_("item family"))
    quantity = models.DecimalField(_("indicative quantity"), max_digits=18, decimal_places=3)
    maker = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="volumes", verbose_name=_("maker")
    )
    # By calendar year as exact text, where it is said: they come to the quantity.
    years = models.JSONField(_("quantity by year"), default=dict, db_default={}, blank=True)

    class Meta:
        verbose_name = _("volume of a project")
        verbose_name_plural = _("volumes of projects")
        constraints = [
            models.UniqueConstraint(fields=["project", "family"], name="family_once_per_project"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_volume_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.family_id} {self.quantity}"


class PlanComment(models.Model):
    """What a body of the working group says on a plan or on one of its projects. It is never changed."""

    plan = models.ForeignKey(CountryPlan, models.PROTECT, related_name="comments", verbose_name=_("country plan"))
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("project")
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("comment on a country plan")
        verbose_name_plural = _("comments on country plans")
        triggers: ClassVar[list[Any]] = append_only("plancomment")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.body_id}"
