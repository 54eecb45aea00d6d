"""The government's decision: recorded once per round, with its resolution, lines, conditions and grounds.

A refusal that is appealed against stays on record; `Case.decision` is the one that holds.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import DecisionOutcome
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.requests.case import Case, CaseVersion
from licensing.models.requests.content import Item
from licensing.models.signoff.round import Round


class Decision(models.Model):
    """What the government decided on a version of a case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    round = models.OneToOneField(Round, models.PROTECT, related_name="decision")
    version = models.ForeignKey(CaseVersion, models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=14, choices=DecisionOutcome.choices)
    resolution_no = models.CharField(_("resolution number"), max_length=60)
    resolution_on = models.DateField(_("resolution date"))
    grounds = models.JSONField(default=list, blank=True)
    # The criteria on which a refusal rests, each with its title, its set and the version that it was found by.
    criteria = models.JSONField(default=list, db_default=[], blank=True)
    conditions = models.JSONField(default=list, blank=True)
    # Of an appeal against conditions: what became of each, with its words before and after.
    rulings = models.JSONField(default=list, db_default=[], blank=True)
    reasons = models.TextField(blank=True)
    # Why more is granted than can be spared; empty where it is not.
    need_override = models.TextField(blank=True, default="", db_default="")
    # What measures of the state charge on what is granted, as computed on that day.
    charges = models.JSONField(default=list, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    # The release of the governed data that was in force then; None for what is older than releases.
    release = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(outcome=DecisionOutcome.REFUSE) | ~Q(grounds=[]), name="refusal_has_grounds")
        ]
        triggers: ClassVar[list[Any]] = append_only("decision")

    def __str__(self) -> str:
        return f"{self.resolution_no}: {self.get_outcome_display()}"

    def as_signed_data(self, *, version_digest: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
        """What the decision's digest covers."""
        return {
            "version": version_digest,
            "round": str(self.round_id),
            "outcome": self.outcome,
            "resolution_no": self.resolution_no,
            "resolution_on": self.resolution_on.isoformat(),
            "grounds": self.grounds,
            "conditions": self.conditions,
            "reasons": self.reasons,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "decided_by": str(self.decided_by_id),
            "decided_at": self.decided_at,
            "lines": lines,
            # What decisions had no word for once stays out of what their digests cover.
        } | {name: said for name, said in self._list_later_words() if said is not None}

    def _list_later_words(self) -> list[tuple[str, Any]]:
        return [
            ("release", self.release),
            ("need_override", self.need_override or None),
            ("charges", self.charges or None),
            ("criteria", self.criteria or None),
            ("rulings", self.rulings or None),
        ]


def read_asked_quantities(version: CaseVersion) -> dict[int, Decimal]:
    """How much of each item a version asks for, by number: what was decided on, whatever a variation asks for since."""
    items = json.loads(version.canonical).get("items") or ()
    return {one["number"]: Decimal(one["quantity"]) for one in items if one.get("quantity") is not None}


class DecisionLine(models.Model):
    """How much of an item was granted; less than asked is a grant in part, with a reason."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "item"], name="item_decided_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="decided_quantity_is_not_negative"),
        ]
        triggers: ClassVar[list[Any]] = append_only("decisionline")

    def __str__(self) -> str:
        return f"{self.item_id}: {self.quantity}"

    def as_data(self) -> dict[str, Any]:
        """The line as the decision's digest covers it: the number of the item, and the normalized quantity."""
        # A normalized 40 is written "4E+1". The digests of all decisions so far cover that text, so it stays.
        return {"item": self.item.number, "quantity": str(self.quantity.normalize()), "reason": self.reason}


def list_granted_items(case_id: uuid.UUID) -> list[int]:
    """The numbers of the items that the lines of a case's licence are of, line by line.

    A decision has a line for every item; the licence has one, with a number of its own, for each that was granted, and
    further ones for what an appeal has added. Never by their names: two items may bear the same.
    """
    return load_granted_items([case_id])[case_id]


def load_granted_items(cases: Collection[uuid.UUID]) -> dict[uuid.UUID, list[int]]:
    """The same of many cases, in one statement."""
    rows = DecisionLine.objects.filter(decision__case__in=cases).exclude(decision__outcome=DecisionOutcome.REFUSE)
    ordered = rows.order_by("decision__decided_at", "item__number")
    standing: dict[tuple[uuid.UUID, int], Decimal] = {}
    found: dict[uuid.UUID, list[int]] = {case: [] for case in cases}
    for case, number, quantity in ordered.values_list("decision__case", "item__number", "quantity"):
        if quantity > standing.get((case, number), Decimal()):
            found[case].append(number)
        standing[case, number] = quantity
    return found


class Countersignature(models.Model):
    """A second decider's name under a decision: a person with no other role in the case confirms it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="countersignature")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    countersigned_at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        triggers: ClassVar[list[Any]] = append_only("countersignature")

    def __str__(self) -> str:
        return f"{self.decision_id} · {self.person_id}"

    def as_signed_data(self) -> dict[str, Any]:
        """What the countersignature's digest covers: the decision as it was recorded, the person and the moment."""
        return {
            "decision": self.decision.digest,
            "person": str(self.person_id),
            "countersigned_at": self.countersigned_at,
        }
