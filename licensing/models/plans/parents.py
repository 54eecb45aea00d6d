"""Authorisations that other requests draw on, with their ceilings and the ledger of what was drawn.

Whoever draws locks the authorisation first (`lock_parents`), so that the same volume is never given twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from licensing.choices import Account, ParentState
from licensing.models.plans.country_plans import Project
from licensing.models.record.guards import append_only, forbid_deletion
from licensing.models.reference.case_kinds import FRAMEWORK, NEGOTIATION
from licensing.models.reference.lists import Currency, Unit
from licensing.models.requests.case import Case
from licensing.models.supply.families import ItemFamily
from licensing.policy.plans.ceilings import Line, Term
from licensing.policy.plans.parents import Balance, Ceiling, Move, Share, sum_moves
from licensing.policy.supply.families import Goods

_LEAVE_OR_PLAN: Final = Q(kind__is_plan=True) | Q(kind=NEGOTIATION)
# A contract of several years of another kind, whose first goods leave under its own permit (`Case.is_contract`).
_CONTRACT: Final = Q(long_term__term_years__gte=1) & (
    Q(plan__isnull=True) | Q(plan__kind__is_plan=True) | Q(plan__kind=NEGOTIATION)
)
# What others draw on.
CARRYING: Final = _LEAVE_OR_PLAN | Q(kind=FRAMEWORK) | _CONTRACT
# What its name is read from.
_NAMED: Final = ("case__kind", "project__plan")
# How long a volume is kept for a request that was accepted, in days, unless the authorisation says otherwise: the longest
# review that the law knows, 90 days, and a month for a decision that was adjourned.
RESERVE_DAYS: Final = 120


class ParentAuthorisationQuerySet(models.QuerySet["ParentAuthorisation"]):
    def run_out_by(self, day: date) -> Self:
        """Those whose last day is over on a day and of which nobody was told; what was ended before is told of already."""
        return self.filter(ends_on__lt=day, ran_out_at__isnull=True).exclude(state=ParentState.ENDED)


class ParentAuthorisation(models.Model):
    """What requests draw on: a framework, an authorisation to negotiate or a plan as it was granted, or an approved project.

    Its ceilings bind, or are indicative: then what passes them is told and stops nothing. Partners never read the plan of a
    project, so they are not told its number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(
        Case, models.PROTECT, null=True, blank=True, related_name="authorisation", verbose_name=_("case")
    )
    project = models.OneToOneField(
        Project, models.PROTECT, null=True, blank=True, related_name="authorisation", verbose_name=_("project")
    )
    binding = models.BooleanField(_("the ceilings bind"), default=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    reserve_days = models.PositiveSmallIntegerField(_("days that a volume is kept"), default=RESERVE_DAYS)
    state = models.CharField(_("state"), max_length=10, choices=ParentState.choices, default=ParentState.IN_FORCE)
    state_reason = models.TextField(_("why it is in this state"), blank=True)
    state_since = models.DateTimeField(_("in this state since"))
    # When those below it were told that its last day is over; none again where that day was moved on.
    ran_out_at = models.DateTimeField(_("told that it ran out at"), null=True, blank=True)

    objects: ClassVar[Any] = ParentAuthorisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorisation that requests draw on")
        verbose_name_plural = _("authorisations that requests draw on")
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="parent_starts_before_it_ends"),
            models.CheckConstraint(
                condition=Q(case__isnull=True, project__isnull=False) | Q(case__isnull=False, project__isnull=True),
                name="parent_is_of_a_case_or_of_a_project",
            ),
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("parentauthorisation")

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What people of the authority call it by."""
        return self.project.reference if self.project else (self.case.reference or "") if self.case else ""

    @property
    def term(self) -> Term | None:
        """Its years, where it is of several."""
        return Term(self.starts_on, self.years) if self.years else None

    def find_year(self, day: date) -> int:
        """The year in which a day lies: of its own term, where it is of several years, else of the calendar."""
        return self.term.find_year(day) if self.term else day.year

    def find_first_day(self, year: int) -> date:
        """The first day of such a year."""
        return self.term.get_last_day(year - 1) + timedelta(days=1) if self.term else date(year, 1, 1)

    def is_over(self, day: date) -> bool:
        """Whether its last day has passed."""
        return day > self.ends_on

    def is_in_force(self, day: date) -> bool:
        """Whether it holds on a day: nobody has suspended or ended it, and its last day has not passed."""
        return self.state == ParentState.IN_FORCE and not self.is_over(day)


class CeilingQuerySet(models.QuerySet["ParentCeiling"]):
    def in_order(self) -> Self:
        """As people read them: line by line, the whole time before its years."""
        return self.order_by(F("line").asc(nulls_first=True), F("year").asc(nulls_first=True), "pk")


class ParentCeiling(models.Model):
    """What may be drawn of an authorisation at most: of a line or of all, in a year or in the whole time.

    A row of one line also names its goods, by which those of a request are found to be of it.
    """

    authorisation = models.ForeignKey(ParentAuthorisation, models.PROTECT, related_name="ceilings")
    line = models.PositiveSmallIntegerField(_("line"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    maker = models.CharField(_("maker"), max_length=200, blank=True)
    family = models.ForeignKey(ItemFamily, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("family"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3, null=True, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("currency"))
    value = models.DecimalField(_("value"), max_digits=40, decimal_places=9, null=True, blank=True)
    price = models.DecimalField(_("price of one"), max_digits=22, decimal_places=6, null=True, blank=True)

    objects: ClassVar[Any] = CeilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ceiling")
        verbose_name_plural = _("ceilings")
        constraints = [
            models.CheckConstraint(
                condition=(Q(quantity__isnull=True) | Q(quantity__gte=0)) & (Q(value__isnull=True) | Q(value__gte=0)),
                name="ceiling_is_not_negative",
            ),
            models.UniqueConstraint(
                fields=["authorisation", "line", "year", "unit"], nulls_distinct=False, name="ceiling_once_per_line_and_year"
            ),
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("parentceiling")

    def __str__(self) -> str:
        return f"{self.authorisation_id} {self.line or '*'}/{self.year or '*'}"

    def as_policy(self) -> Ceiling:
        """The row as policy adds up against it."""
        return Ceiling(self.line, self.year, self.unit_id or "", self.quantity, self.currency_id or "", self.value, self.price)

    def as_line(self) -> Line:
        """The goods of a row of one line."""
        return Line(self.line or 0, self.unit_id or "", self.name, Goods(self.maker, self.model), self.family_id)


class CeilingDraw(models.Model):
    """An entry of the ledger: a quantity of one item of a case moves from one account of the authorisation to another."""

    authorisation = models.ForeignKey(ParentAuthorisation, models.PROTECT, related_name="draws")
    case = models.ForeignKey(Case, models.PROTECT, related_name="draws")
    item = models.PositiveSmallIntegerField(_("item"))
    line = models.PositiveSmallIntegerField(_("line"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    price = models.DecimalField(_("price of one"), max_digits=22, decimal_places=6, null=True, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=10, choices=Account.choices)
    target = models.CharField(max_length=10, choices=Account.choices)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    drawn_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draw on an authorisation")
        verbose_name_plural = _("draws on authorisations")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="something_is_drawn"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="a_draw_moves"),
        ]
        indexes = [models.Index(fields=["authorisation", "case"], name="draws_of_a_case")]
        triggers: ClassVar[list[Any]] = append_only("ceilingdraw")

    def __str__(self) -> str:
        return f"{self.case_id} {self.item}: {self.source} → {self.target} {self.quantity}"


def find_parents(case: Case) -> list[ParentAuthorisation]:
    """What a case draws on: the authorisation that it is filed under, where that was granted, and the project that it fills."""
    return list(_select_parents(case).select_related(*_NAMED)) if case.plan_id or case.project_id else []


def find_parent_of(plan: uuid.UUID) -> ParentAuthorisation | None:
    """The authorisation that the case of a plan was granted."""
    return ParentAuthorisation.objects.select_related(*_NAMED).filter(case=plan).first()


def find_drawn(case: Case) -> list[ParentAuthorisation]:
    """The same for what leaves under its licence: of a contract that delivers itself, its own authorisation is among them."""
    return list(_select_drawn(case).select_related(*_NAMED)) if case.is_contract else find_parents(case)


def lock_parents(case: Case) -> list[ParentAuthorisation]:
    """What a case draws on, locked until the act is committed: who draws on it waits for this act, and this act for them.

    They are locked after the case or the licence that draws, in the order of their keys, and before the head of the chain.
    """
    return list(_for_lock(_select_parents(case))) if case.plan_id or case.project_id else []


def lock_drawn(case: Case) -> list[ParentAuthorisation]:
    """All of that, locked at once: case by case in another order, two licences would wait for each other."""
    return list(_for_lock(_select_drawn(case))) if case.is_contract else lock_parents(case)


def lock_parent_of(plan: uuid.UUID) -> ParentAuthorisation | None:
    """That of the case of a plan, locked in the same way."""
    return _for_lock(ParentAuthorisation.objects.filter(case=plan)).first()


def lock_parent_of_project(project: uuid.UUID) -> ParentAuthorisation | None:
    """That of a project, locked in the same way; None of one that was never approved."""
    return _for_lock(ParentAuthorisation.objects.filter(project=project)).first()


def lock_parents_of_plan(plan: uuid.UUID) -> list[ParentAuthorisation]:
    """Those of all projects of a country plan, locked in the same way."""
    return list(_for_lock(ParentAuthorisation.objects.filter(project__plan=plan).order_by("pk")))


def _for_lock(rows: models.QuerySet[ParentAuthorisation]) -> models.QuerySet[ParentAuthorisation]:
    return rows.select_for_update(of=("self",), no_key=True).select_related(*_NAMED)


def _select_drawn(case: Case) -> models.QuerySet[ParentAuthorisation]:
    return _select_parents(case, Q(case=case.pk))


def _select_parents(case: Case, also: Q | None = None) -> models.QuerySet[ParentAuthorisation]:
    named = also or Q(pk__in=[])
    if case.plan_id is not None:
        named |= Q(case=case.plan_id)
    if case.project_id is not None:
        named |= Q(project=case.project_id)
    return ParentAuthorisation.objects.filter(named).order_by("pk")


def load_shares(authorisation: ParentAuthorisation) -> dict[Share, Balance]:
    """What every case stands with on each account; added up by the database, so that its size is that of the requests."""
    return load_shares_of([authorisation])[authorisation.pk]


def load_shares_of(authorisations: Sequence[ParentAuthorisation]) -> dict[uuid.UUID, dict[Share, Balance]]:
    """The same of several at once, by the key of each."""
    columns = ("authorisation_id", "case_id", "item", "line", "year", "unit_id", "price", "currency_id", "source", "target")
    drawn = CeilingDraw.objects.filter(authorisation__in=authorisations)
    rows = drawn.values_list(*columns).annotate(total=Sum("quantity")).order_by("case_id", "item", "line")
    moves: dict[uuid.UUID, dict[Share, list[Move]]] = {one.pk: {} for one in authorisations}
    for authorisation, case, item, line, year, unit, price, currency, source, target, total in rows:
        share = Share(str(case), item, line, year, unit, price, currency or "")
        moves[authorisation].setdefault(share, []).append(Move(Account(source), Account(target), total))
    return {pk: {share: sum_moves(made) for share, made in shares.items()} for pk, shares in moves.items()}


def select_shares(shares: Mapping[Share, Balance], case: Case, *, own: bool) -> dict[Share, Balance]:
    """Those of a case itself, or those of all others."""
    return {share: one for share, one in shares.items() if (share.case == str(case.pk)) is own}


def build_draws(
    authorisation: ParentAuthorisation, case: Case, share: Share, moves: list[Move], *, at: datetime
) -> list[CeilingDraw]:
    """The entries of moves, not written yet."""
    return [
        CeilingDraw(
            authorisation=authorisation,
            case=case,
            item=share.item,
            line=share.line,
            year=share.year,
            unit_id=share.unit,
            price=share.price,
            currency_id=share.currency or None,
            source=one.source,
            target=one.target,
            quantity=one.quantity,
            drawn_at=at,
        )
        for one in moves
    ]


def normalise_price(price: Decimal | None) -> Decimal | None:
    """A price with the decimals of its column, so that the same share is the same key before and after it is stored."""
    return None if price is None else price.quantize(Decimal("0.000001"))
