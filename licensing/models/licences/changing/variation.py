"""A variation of a licence: what is asked to change, who settled it, and the version of the licence that it made."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import LicenceState, VariationOutcome, Verb
from licensing.models.licences.licence import Licence
from licensing.models.people.users import User
from licensing.models.record.guards import forbid_deletion
from licensing.models.requests.case import Case, CaseVersion
from licensing.permissions import Actor
from licensing.policy.exact import format_decimal
from licensing.policy.licences.request_changes import RequestChange


class LicenceVariationQuerySet(models.QuerySet["LicenceVariation"]):
    def open(self) -> Self:
        """Those that nobody has settled."""
        return self.filter(settled_at__isnull=True)


class LicenceVariation(models.Model):
    """What a holder asks for, or an officer proposes; granted, it makes the next version of the licence.

    `quantities` are by the number of the line, as exact text; `parties` and `route` are as `RequestChange` has them; `before`
    is what the licence said of all that changed. `request_version` is the version of the request that a granted one made,
    where it changed parties, the route or how much of an item is asked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="variations")
    number = models.PositiveSmallIntegerField()
    by_holder = models.BooleanField()
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(_("due"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    quantities = models.JSONField(default=dict, blank=True)
    parties = models.JSONField(default=list, db_default=[], blank=True)
    route = models.JSONField(default=list, db_default=[], blank=True)
    request_version = models.OneToOneField(
        CaseVersion, models.PROTECT, null=True, blank=True, related_name="variation", verbose_name=_("version of the request")
    )
    before = models.JSONField(default=dict, blank=True)
    version = models.PositiveSmallIntegerField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=VariationOutcome.choices, blank=True)
    settled_because = models.TextField(blank=True)

    objects = LicenceVariationQuerySet.as_manager()

    class Meta:
        verbose_name = _("variation of a licence")
        verbose_name_plural = _("variations of licences")
        constraints = [
            models.UniqueConstraint(fields=["licence", "number"], name="variation_number_once"),
            models.UniqueConstraint(fields=["licence", "version"], name="one_variation_of_a_version"),
            models.UniqueConstraint(fields=["licence"], condition=Q(settled_at__isnull=True), name="one_open_variation"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="") | Q(settled_at__isnull=False) & ~Q(outcome=""),
                name="settled_variation_says_how",
            ),
            models.CheckConstraint(
                condition=Q(outcome="granted", version__isnull=False) | ~Q(outcome="granted") & Q(version__isnull=True),
                name="granted_variation_makes_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["granted", "refused"]) | ~Q(settled_by=F("asked_by")),
                name="variation_is_decided_by_another",
            ),
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("licencevariation")

    def __str__(self) -> str:
        return f"{self.licence_id} {self.number}"

    def may_be_replaced_by(self, person: uuid.UUID | None, *, by_holder: bool) -> bool:
        """Whether something newer takes its place: what an officer proposed does, for the holder and for another officer.

        Its proposer may neither decide nor withdraw it, so it would bar everybody where nobody else decides.
        """
        return not self.by_holder and (by_holder or self.asked_by_id != person)

    @property
    def changes_parties_or_route(self) -> bool:
        """Whether other names are held against the lists with it."""
        return bool(self.parties or self.route)

    def get_quantities(self) -> dict[int, Decimal]:
        """What is asked for the lines that change, by their numbers."""
        return read_quantities(self.quantities)

    def get_request_change(self) -> RequestChange:
        """What is asked for of other parties and of another route."""
        return RequestChange(tuple(self.parties), tuple(self.route))

    def get_before(self) -> dict[int, Decimal]:
        """What the lines that changed were for, by their numbers; empty until it is granted."""
        return read_quantities(self.before.get("quantities", {}))

    def get_before_day(self) -> date | None:
        """The last day that it replaced; None where that did not change, or until it is granted."""
        stored: str | None = self.before.get("valid_until")
        return date.fromisoformat(stored) if stored else None


def read_quantities(stored: Mapping[str, str]) -> dict[int, Decimal]:
    """Quantities by the number of the line, as they are stored."""
    return {int(number): Decimal(quantity) for number, quantity in sorted(stored.items())}


def write_quantities(quantities: Mapping[int, Decimal]) -> dict[str, str]:
    """Quantities by the number of the line, as they are stored: exact text."""
    return {str(number): format_decimal(quantity) for number, quantity in sorted(quantities.items())}


def find_open_variation(licence: Licence) -> LicenceVariation | None:
    """The variation of a licence that waits to be settled."""
    return licence.variations.open().first()


def find_request_version(licence: Licence) -> CaseVersion | None:
    """The version of the request that a licence rests on by its variations; None where the decided one holds."""
    varied = (
        licence.variations.filter(request_version__isnull=False).select_related("request_version").order_by("-number").first()
    )
    return varied.request_version if varied else None


def load_asked_changes(cases: Iterable[uuid.UUID]) -> dict[uuid.UUID, RequestChange]:
    """What the variations that wait ask of parties and routes, by the case: those are screened before one is granted."""
    waiting = LicenceVariation.objects.open().filter(licence__case__in=cases).exclude(parties=[], route=[])
    return {one.licence.case_id: one.get_request_change() for one in waiting.select_related("licence")}


def list_variations(licence: Licence) -> list[LicenceVariation]:
    """The variations of a licence with those who had a part in them, the newest first."""
    return list(licence.variations.select_related("asked_by", "settled_by").order_by("-number"))


def list_asked_variations(cases: models.QuerySet[Case]) -> models.QuerySet[LicenceVariation]:
    """The variations of the licences of some cases that wait for a decision, the one due first first."""
    waiting = LicenceVariation.objects.open().filter(licence__case__in=cases)
    return waiting.select_related("licence").order_by("due_on", "asked_at", "pk")


def list_withheld_variation_acts(licence: Licence, actor: Actor) -> set[Verb]:
    """Acts on variations that this person is not offered: one waits already, none does, or they asked for it themselves."""
    if licence.state not in (LicenceState.ISSUED, LicenceState.SUSPENDED):
        return set()
    waiting = find_open_variation(licence)
    if waiting is None:
        return {Verb.GRANT_VARIATION, Verb.REFUSE_VARIATION, Verb.WITHDRAW_VARIATION}
    gone = set() if waiting.may_be_replaced_by(actor.id, by_holder=True) else {Verb.ASK_VARIATION}
    if not waiting.may_be_replaced_by(actor.id, by_holder=False):
        gone.add(Verb.PROPOSE_VARIATION)
    if not waiting.by_holder:
        gone.add(Verb.WITHDRAW_VARIATION)
    return gone | ({Verb.GRANT_VARIATION, Verb.REFUSE_VARIATION} if waiting.asked_by_id == actor.id else set())
