"""Random messages at the gate, through the acts and on the database, beside the second gate of plain numbers.

What the second gate (`tests/policy/licences/customs/gate_model.py`) does not let leave must be refused, and what it lets leave
must pass: customs asks, draws, reports and reverses, an officer records, corrects and voids, and days pass.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from licensing.acts.acting import at_time, to_local_day
from licensing.acts.licences import ledger
from licensing.acts.licences.clearance import ask_clearance
from licensing.acts.licences.conditions.records import RecordInput, correct_record, record_condition, void_record
from licensing.errors import Problem
from licensing.models import Licence
from licensing.policy.licences.clearance import Refusal
from tests.conditions import EACH_BATCH, ON_NOTICE, VERIFIED, acceptance, verification
from tests.policy.licences.customs.gate_model import Book, may_leave
from tests.world import World, clearance

CARRIER: Final = {"code": "P08", "parameters": {"days": 3}}
# A month, so that days pass on which what left before just counts, or just does not.
CAP: Final = {"code": "P05", "parameters": {"quantity": "10", "measure": "NAR", "months": 1}}
CONDITIONS: Final = (VERIFIED, CAP, EACH_BATCH, ON_NOTICE, CARRIER)
_CAP: Final = {"rule": "cap", "scope": "licence", "months": 1, "limit": 10, "weights": {1: 1, 2: 1}}
# The same conditions in the words of the second gate, by their numbers.
RULES: Final[dict[int, dict[str, Any]]] = {
    1: {"rule": "once", "days": 0},
    2: _CAP | {"days": 0},
    3: {"rule": "covered", "days": 0},
    4: {"rule": "notice", "days": 0},
    5: {"rule": "covered", "days": 3},
}
AUTHORISED: Final = {1: 40, 2: 4}
LONGEST: Final = 240


class GateWalk:
    """One licence, what happened under it by the second gate, and how often the real one said what."""

    def __init__(self, world: World, licence: Licence, random: Random, start: datetime) -> None:
        self.world, self.licence, self.random, self.now = world, licence, random, start
        self.end = start + timedelta(days=LONGEST)
        self.book, self.entries, self.heard = Book(), dict[str, Any](), Counter[str]()
        self.number = 0

    @property
    def today(self) -> date:
        return to_local_day(self.now)

    def take_step(self) -> None:
        """Do one of the things that may happen; the weights let a good part of the deliveries pass."""
        steps = (self.draw, self.record, self.void, self.correct, self.reverse, self.report, self.wait)
        [step] = self.random.choices(steps, weights=(12, 6, 2, 1, 3, 1, 6))
        with at_time(self.now):
            step()

    def draw(self) -> None:
        """Ask, then draw: both must say what the second gate says, and nothing else may leave."""
        line, quantity = self.random.choice((1, 1, 1, 2)), self.random.choice((1, 2, 3, 5, 8))
        unmet = [n for n, rule in RULES.items() if not may_leave(rule, n, self.book, line, quantity, self.today)]
        left = AUTHORISED[line] - self._count_cleared(line)
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
        passes = not unmet and quantity <= left
        assert (said == "passed", not isinstance(asked, Refusal)) == (passes, passes), (said, unmet, left, self.book)
        assert said != "condition_not_met" or unmet
        self.heard[f"unmet {unmet[0]}" if len(unmet) == 1 else said] += 1

    def record(self) -> None:
        """Record what would meet one of the conditions; a notice seldom, because it stops everything."""
        [number] = self.random.choices((1, 3, 4, 5), weights=(4, 10, 2, 10))
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

    def wait(self) -> None:
        """Let days pass, seldom many."""
        self.now = min(self.now + timedelta(days=self.random.choice((1, 3, 7, 10, 14, 25))), self.end)

    def _say(self, number: int) -> RecordInput:
        day, line = self.today - timedelta(days=self.random.choice((0, 1, 3, 5))), self.random.choice((1, 1, 2))
        if number == 1:
            return verification(done_on=day)
        if number == 4:
            return RecordInput(done_on=self.today, person="The General Staff", note="By letter 7.")
        covers = Decimal(self.random.choice((2, 3)) if line == 2 else self.random.choice((5, 20, 40)))
        if number == 3:
            return acceptance(line, covers, done_on=day)
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
