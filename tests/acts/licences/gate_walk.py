"""Random messages at the gate, through the acts and on the database, beside the second gate of plain numbers.

What the second gate (`tests/policy/licences/customs/gate_model.py`) does not let leave must be refused, and what it lets leave
must pass: customs asks, draws, reports and reverses, an officer records, corrects and voids, and days pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from licensing.acts.acting import at_time, to_local_day
from licensing.acts.licences import ledger
from licensing.acts.licences.changing.variation import grant_variation, propose_variation
from licensing.acts.licences.clearance import ask_clearance
from licensing.acts.licences.conditions.records import RecordInput, correct_record, record_condition, void_record
from licensing.acts.licences.obligations import accept_evidence, file_evidence
from licensing.errors import Problem
from licensing.models import ConditionDuty, Licence
from licensing.policy.licences.clearance import Refusal
from tests.conditions import EACH_BATCH, ON_NOTICE, VERIFIED, acceptance, apply_overdue, verification
from tests.policy.licences.customs.gate_model import Book, may_leave
from tests.world import World, clearance

CARRIER: Final = {"code": "P08", "parameters": {"days": 3}}
# A month, so that days pass on which what left before just counts, or just does not.
CAP: Final = {"code": "P05", "parameters": {"quantity": "10", "measure": "NAR", "months": 1}}
PAID: Final = {"code": "P16", "parameters": {"milestone": "Advance paid", "amount": "5000", "currency": "EUR"}}
EACH_LINE: Final = {"code": "P25", "parameters": {"quantity": "8", "months": 1}}
CONDITIONS: Final = (VERIFIED, CAP, EACH_BATCH, ON_NOTICE, CARRIER, PAID, EACH_LINE)
# A month is longer than what is sent within it, so that more than one delivery stands open.
PROOF: Final = {"code": "P03", "parameters": {"days": 20}}
_CAP: Final = {"rule": "cap", "scope": "licence", "months": 1, "limit": 10, "weights": {1: 1, 2: 1}}
# The same conditions in the words of the second gate, by their numbers.
RULES: Final[dict[int, dict[str, Any]]] = {
    1: {"rule": "once", "days": 0},
    2: _CAP | {"days": 0},
    3: {"rule": "covered", "days": 0},
    4: {"rule": "notice", "days": 0},
    5: {"rule": "covered", "days": 3},
    6: {"rule": "milestone", "days": 0},
    7: _CAP | {"rule": "calendar_cap", "scope": "line", "limit": 8, "days": 0},
}
AUTHORISED: Final = {1: 40, 2: 4}
LONGEST: Final = 240


class GateWalk:
    """One licence, what happened under it by the second gate, and how often the real one said what."""

    rules = RULES

    def __init__(self, world: World, licence: Licence, random: Random, start: datetime) -> None:
        self.world, self.licence, self.random, self.now = world, licence, random, start
        self.end = start + timedelta(days=LONGEST)
        self.book, self.entries, self.heard = Book(), dict[str, Any](), Counter[str]()
        self.number, self.authorised = 0, dict(AUTHORISED)

    @property
    def today(self) -> date:
        return to_local_day(self.now)

    def take_step(self) -> None:
        """Do one of the things that may happen; the weights let a good part of the deliveries pass."""
        steps = self.list_steps()
        [step] = self.random.choices(list(steps), weights=list(steps.values()))
        with at_time(self.now):
            step()

    def list_steps(self) -> dict[Callable[[], None], int]:
        """What may happen, with how often it does."""
        return {
            self.draw: 12,
            self.record: 9,
            self.void: 2,
            self.correct: 1,
            self.reverse: 3,
            self.report: 1,
            self.vary: 1,
            self.wait: 6,
        }

    def draw(self) -> None:
        """Ask, then draw: both must say what the second gate says, and nothing else may leave."""
        line, quantity = self.random.choice((1, 1, 1, 2)), self.random.choice((1, 2, 3, 5, 8))
        unmet = [n for n, rule in self.rules.items() if not may_leave(rule, n, self.book, line, quantity, self.today)]
        left = self.authorised[line] - self._count_cleared(line)
        message = clearance(self._name(), quantity, line=line)
        asked = ask_clearance(Licence.objects.get(pk=self.licence.pk), message.as_asked(), at=self.now)
        try:
            usage = ledger.draw_down_licence(self.licence, self.world.cus, message)
        except Problem as refusal:
            said = refusal.code
        else:
            said = "passed"
            self.book.departures[message.message_id] = (line, self.today, quantity)
            self.entries[message.message_id] = usage.pk
        passes = not unmet and quantity <= left and not self.is_suspended()
        assert (said == "passed", not isinstance(asked, Refusal)) == (passes, passes), (said, unmet, left, self.book)
        assert said != "condition_not_met" or unmet
        self.heard[f"unmet {unmet[0]}" if len(unmet) == 1 else said] += 1

    def record(self) -> None:
        """Record what would meet one of the conditions; a notice seldom, because it stops everything."""
        [number] = self.random.choices((1, 3, 4, 5, 6), weights=(6, 9, 1, 9, 6))
        made = record_condition(self.licence, self.world.otto, number, self._say(number))
        self._note(made, number)

    def correct(self) -> None:
        """Put another record in the place of one."""
        if self.book.records:
            wrong = self.random.choice(sorted(self.book.records))
            number = self.book.records[wrong][0]
            made = correct_record(self.licence, self.world.otto, self.entries[wrong], self._say(number))
            del self.book.records[wrong]
            self._note(made, number)

    def void(self) -> None:
        """Void a record: also after goods have left by it."""
        if self.book.records:
            # A notice is the one that is voided most, or nothing would leave any more.
            notices = [name for name, one in self.book.records.items() if one[0] == 4]
            gone = self.random.choice(sorted(notices or self.book.records))
            void_record(self.licence, self.world.otto, self.entries[gone], reason="It does not stand any more.")
            del self.book.records[gone]

    def reverse(self) -> None:
        """Give something back that had left."""
        if self.book.departures:
            gone = self.random.choice(sorted(self.book.departures))
            ledger.reverse_usage(self.licence, self.world.cus, self.entries[gone], message_id=self._name())
            del self.book.departures[gone]

    def report(self) -> None:
        """Tell afterwards what has left: a fact, which no condition refuses, and which counts from then on."""
        told = clearance(self._name(), 1, line=1, cleared_on=self.today)
        usage = ledger.report_clearance(self.licence, self.world.cus, told)
        self.book.departures[told.message_id] = (1, self.today, 1)
        self.entries[told.message_id] = usage.pk

    def vary(self) -> None:
        """Make the next version of the licence, for one UAV less: what left under the ones before counts as it did."""
        fewer = self.authorised[1] - 1
        if fewer < max(self._count_cleared(1), 1) or not Licence.objects.get(pk=self.licence.pk).is_live:
            return
        propose_variation(self.licence, self.world.otto, reason="Need at home.", quantities={1: Decimal(fewer)})
        self.licence = grant_variation(self.licence, self.world.dora)
        self.authorised[1] = fewer

    def is_suspended(self) -> bool:
        """Whether what happened has suspended the licence; nothing here does."""
        return False

    def wait(self) -> None:
        """Let days pass, seldom many."""
        self.now = min(self.now + timedelta(days=self.random.choice((1, 3, 7, 10, 14, 25))), self.end)

    def _say(self, number: int) -> RecordInput:
        day, line = self.today - timedelta(days=self.random.choice((0, 1, 3, 5))), self.random.choice((1, 1, 2))
        if number == 1:
            return verification(done_on=day)
        if number == 4:
            return RecordInput(done_on=self.today, person="The General Staff", note="By letter 7.")
        covers = Decimal(self.random.choice((2, 3)) if line == 2 else min(self.random.choice((5, 20, 40)), self.authorised[1]))
        if number == 3:
            return acceptance(line, covers, done_on=day)
        if number == 6:
            return RecordInput(done_on=day, content=b"The bank confirms the payment.", file_name="bank.txt")
        return RecordInput(
            done_on=day, line=line, quantity=covers, content=b"The carrier is approved.", file_name="carrier.txt"
        )

    def _note(self, made: Any, number: int) -> None:
        name = self._name()
        line = made.line.number if made.line else None
        self.book.records[name] = (number, made.done_on, line, int(made.quantity) if made.quantity else None)
        self.entries[name] = made.pk

    def _count_cleared(self, line: int) -> int:
        return sum(quantity for of, _day, quantity in self.book.departures.values() if of == line)

    def _name(self) -> str:
        self.number += 1
        return f"x{self.number}"


class DeliveryWalk(GateWalk):
    """Each delivery is to be proved within 20 days of it: while one is overdue nothing more leaves, until it is proved."""

    rules: Final[dict[int, dict[str, Any]]] = {2: _CAP | {"days": 0}}

    def __init__(self, world: World, licence: Licence, random: Random, start: datetime) -> None:
        super().__init__(world, licence, random, start)
        self.proved = set[str]()

    def list_steps(self) -> dict[Callable[[], None], int]:
        return {self.draw: 12, self.prove: 5, self.reverse: 2, self.vary: 1, self.wait: 6}

    def draw(self) -> None:
        """Ask and draw, but in the days after a missed one in which the last reminder of it waits for a working day."""
        if self.is_overdue() == self.is_suspended():
            super().draw()

    def is_suspended(self) -> bool:
        """Whether a delivery is past its day so long that all reminders of it must have been sent."""
        return self.is_overdue(grace=7)

    def is_overdue(self, grace: int = 0) -> bool:
        """Whether a delivery that was not given back is past its day and not proved."""
        left = [day for name, (_line, day, _quantity) in self.book.departures.items() if name not in self.proved]
        return any(day + timedelta(days=20 + grace) < self.today for day in left)

    def prove(self) -> None:
        """File what proves one of the deliveries, and accept it."""
        if open_ones := sorted(self.book.departures.keys() - self.proved):
            name = self.random.choice(open_ones)
            duty = ConditionDuty.objects.get(condition__licence=self.licence, after=self.entries[name])
            file_evidence(self.licence, self.world.paula, duty.pk, text="As the certificate says.")
            accept_evidence(self.licence, self.world.otto, duty.pk)
            self.proved.add(name)

    def wait(self) -> None:
        """Let days pass, and the clock send what is due and apply what follows."""
        super().wait()
        with at_time(self.now):
            apply_overdue()
