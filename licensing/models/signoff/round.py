"""Collective sign-off as it happened: rounds, the seats they asked, positions taken and the ones that stand."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import MandateKind, PositionChoice, RoundEnd, SeatRole, StageOutcome, Veto
from licensing.messages import TranslatedText
from licensing.models.people.bodies import Body
from licensing.models.people.users import User
from licensing.models.record.guards import append_only, forbid_deletion, freeze_facts, require_matching_event
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.models.requests.case import Case, CaseVersion
from licensing.models.signoff.procedure import SeatTerms, Stage
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally_types import SeatPosition, Tally, TallySeat, Why

# Which event must go with a change: of which case, of which kinds, and what its data contains. A null `told` asks for none.
# IS DISTINCT FROM, because closed_at is null while a round is open, and `<>` with a null lets the change pass.
_OUTCOME_EVENT_SQL = """
    IF (NEW.closed_at, NEW.ended_by, NEW.outcome, NEW.result) IS DISTINCT FROM
       (OLD.closed_at, OLD.ended_by, OLD.outcome, OLD.result) THEN
        event_case := NEW.case_id;
        kinds := ARRAY['round.closed', 'outcome.stands'];
        told := jsonb_build_object('round', NEW.id, 'outcome', NEW.outcome);
    END IF;
"""
# A row that changes and keeps its position was carried into the round that an amendment opened.
_STANDING_EVENT_SQL = """
    IF TG_OP = 'DELETE' THEN
        SELECT r.case_id INTO event_case FROM licensing_round r WHERE r.id = OLD.round_id;
        kinds := ARRAY['position.voided'];
        told := jsonb_build_object('position', OLD.position_id);
    ELSE
        SELECT r.case_id INTO event_case FROM licensing_round r WHERE r.id = NEW.round_id;
        IF TG_OP = 'INSERT' THEN
            kinds := ARRAY['position.taken'];
            told := jsonb_build_object('position', NEW.position_id);
        ELSIF NEW.position_id <> OLD.position_id THEN
            kinds := ARRAY['position.replaced'];
            told := jsonb_build_object('position', NEW.position_id);
        ELSE
            kinds := ARRAY['round.opened'];
            told := jsonb_build_object('round', NEW.round_id);
        END IF;
    END IF;
"""


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self) -> Self:
        """Rounds in which seats may still speak; a case has at most one."""
        return self.filter(closed_at__isnull=True)


class Round(models.Model):
    """One opening of a stage for one version of a case. Its rule and seats are frozen when it opens."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="rounds")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="rounds")
    version = models.ForeignKey(CaseVersion, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    rule = models.JSONField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=12, choices=RoundEnd.choices, blank=True)
    outcome = models.CharField(max_length=24, choices=StageOutcome.choices, default=StageOutcome.PENDING)
    result = models.JSONField(default=dict, blank=True)
    # Of the first round of an appeal: the numbers of the conditions of the decision before that it is against.
    contested = models.JSONField(default=list, db_default=[], blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="round_number_once_per_case"),
            models.UniqueConstraint(fields=["case"], condition=Q(closed_at__isnull=True), name="one_open_round_per_case"),
        ]
        triggers: ClassVar[list[Any]] = [
            freeze_facts("round", "case", "stage", "version", "number", "rule", "opened_at"),
            *forbid_deletion("round"),
            require_matching_event("round_as_told", pgtrigger.Update, _OUTCOME_EVENT_SQL),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_deemed(self) -> bool:
        """Whether the outcome is nobody's: the legal limit passed, and the procedure says what that counts as."""
        return self.result.get("why") == Why.LIMIT and self.outcome != StageOutcome.ESCALATED

    @property
    def explanation(self) -> str:
        """Why it ended as it did, in the reader's language."""
        return str(TranslatedText(self.result.get("explanation", {})))

    def parse_rule(self) -> Rule:
        """The rule that was frozen when the round opened, whatever the procedure says today."""
        return Rule.parse(self.rule)


class RoundSeat(SeatTerms):
    """A seat as it stood when the round opened."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="seats")
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats_asked")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "body"], name="one_seat_per_body_and_round")]
        triggers: ClassVar[list[Any]] = append_only("roundseat")

    def __str__(self) -> str:
        return f"{self.round_id} · {self.body_id}"

    @classmethod
    def build_extra(cls, round: Round, body_id: str, number: int) -> Self:
        """A body that is asked besides the seats of the stage, and need not speak; asks the case of the round.

        Of a request, routing has it heard, and it has no vote. Of a country plan it is of the working group, and votes.
        """
        role = SeatRole.DELIBERATIVE if round.case.is_of_state else SeatRole.CONSULTATIVE
        return cls(round=round, body_id=body_id, number=number, role=role, mandatory=False)

    @property
    def speaks(self) -> bool:
        """Whether positions are taken for this seat at all; an observer only reads."""
        return SeatRole(self.role).speaks

    def for_tally(self, *, recused: bool = False) -> TallySeat:
        """The seat as the tally reads it. Recusal is the caller's to find: it is a fact of people, not of the seat."""
        return TallySeat(
            code=self.body_id,
            name=TranslatedText(self.body.names),
            role=SeatRole(self.role),
            weight=self.weight,
            veto=Veto(self.veto),
            mandatory=self.mandatory,
            explicit=self.explicit,
            chair=self.chair,
            recused=recused,
        )


class Position(models.Model):
    """What a person said for a seat on a version. Written once; to change it is to take a new one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="positions")
    seat = models.ForeignKey(RoundSeat, models.PROTECT, related_name="positions")
    person = models.ForeignKey(User, models.PROTECT, related_name="positions")
    speaks_as = models.CharField(max_length=8, choices=MandateKind.choices)
    number = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=12, choices=PositionChoice.choices)
    casting = models.BooleanField(_("the chair's casting vote"), default=False)
    grounds = models.JSONField(default=list, blank=True)
    conditions = models.JSONField(default=list, blank=True)
    # What it advises on single items: their numbers, and approve, proviso, refuse or not_required.
    items = models.JSONField(default=list, db_default=[], blank=True)
    comment = models.TextField(blank=True)
    taken_at = models.DateTimeField()
    # The release of the governed data that was in force then; None for what is older than releases.
    release = models.PositiveIntegerField(null=True, blank=True)
    # Without a random part, whoever has the digest could find the choice behind it by trying them all.
    nonce = models.CharField(max_length=32)
    version_digest = models.CharField(_("digest of the version that was signed"), max_length=64, default="")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "number"], name="position_number_once_per_seat"),
            models.CheckConstraint(
                condition=~Q(choice=PositionChoice.OBJECT) | ~Q(grounds=[]) | ~Q(comment=""),
                name="objection_has_grounds",
            ),
        ]
        triggers: ClassVar[list[Any]] = append_only("position")

    def __str__(self) -> str:
        return f"{self.seat_id} {self.choice}"

    def as_signed_data(self) -> dict[str, Any]:
        """What the position's digest covers: version, round, seat, person, choice and everything said with it."""
        return {
            "version": self.version_digest,
            "round": str(self.round_id),
            "seat": self.seat.body_id,
            "person": str(self.person_id),
            "speaks_as": self.speaks_as,
            "number": self.number,
            "choice": self.choice,
            "casting": self.casting,
            "grounds": self.grounds,
            "conditions": self.conditions,
            "comment": self.comment,
            "taken_at": self.taken_at,
            "nonce": self.nonce,
        } | self._list_later_data()

    def _list_later_data(self) -> dict[str, Any]:
        # Only where there is any: the digests of older positions must stay as they were.
        return ({} if self.release is None else {"release": self.release}) | ({"items": self.items} if self.items else {})

    def for_tally(self) -> SeatPosition:
        """The position without its words: a tally looks at the choice alone."""
        return SeatPosition(seat=self.seat.body_id, choice=PositionChoice(self.choice), casting=self.casting)


class StandingPosition(models.Model):
    """The position that counts for a seat now: one per seat, and one seat per person (a casting vote is counted apart)."""

    seat = models.ForeignKey(RoundSeat, models.PROTECT, related_name="standing")
    casting = models.BooleanField(default=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="standing")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    position = models.OneToOneField(Position, models.PROTECT, related_name="standing")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "casting"], name="one_standing_position_per_seat"),
            models.UniqueConstraint(fields=["round", "person", "casting"], name="one_seat_per_person_and_round"),
        ]
        triggers: ClassVar[list[Any]] = [
            require_matching_event(
                "standing_as_told", pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, _STANDING_EVENT_SQL
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} · {self.position_id}"


class NeedStatementQuerySet(models.QuerySet["NeedStatement"]):
    def holding(self, *, on: date) -> Self:
        """Statements that hold on a day: neither out of date, nor lapsed with a version that asks for other goods."""
        return self.unlapsed().filter(expires_on__gte=on)

    def unlapsed(self) -> Self:
        """Statements about the goods that are still asked for, whether they are out of date or not."""
        return self.filter(lapse__isnull=True)

    def find_newest(self) -> NeedStatement | None:
        """The one that was stated last, if there is any."""
        return self.order_by("-stated_at", "-pk").first()


class NeedStatement(models.Model):
    """Whether our own forces can spare the goods. The figures never leave the authority; the verdict may."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="need_statements")
    body = models.ForeignKey(Body, models.PROTECT)
    verdict = models.CharField(max_length=12)
    data_on = models.DateField()
    expires_on = models.DateField()
    figures = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    # What was computed from the supply plans, line by line; empty where only a document speaks.
    computed = models.JSONField(default=dict, db_default={}, blank=True)
    # When the items are delivered: the number of the item, the day and the quantity.
    deliveries = models.JSONField(default=list, db_default=[], blank=True)
    document_no = models.CharField(max_length=80, blank=True, default="", db_default="")
    stated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    objects = NeedStatementQuerySet.as_manager()

    class Meta:
        triggers: ClassVar[list[Any]] = append_only("needstatement")

    def __str__(self) -> str:
        return f"{self.case_id} {self.verdict}"

    def is_good_on(self, day: date) -> bool:
        """Whether seats may rest on it on a day: the rule of `NeedStatementQuerySet.holding`, of a statement that was read."""
        return self.expires_on >= day and not hasattr(self, "lapse")


class NeedLapse(models.Model):
    """That a statement of need no longer holds: `version` asks for other goods than the version that was weighed.

    Without a version less can be spared by now than was stated.
    """

    statement = models.OneToOneField(NeedStatement, models.PROTECT, related_name="lapse")
    version = models.ForeignKey(CaseVersion, models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers: ClassVar[list[Any]] = append_only("needlapse")

    def __str__(self) -> str:
        return f"{self.statement_id} lapsed"


def serialize_tally(counted: Tally) -> dict[str, Any]:
    """A tally as a round keeps it and as the API publishes it, explained in every language of the site."""
    return counted.as_data() | {"explanation": render_in_every_language(counted.text)}
