"""A second ledger, kept with plain numbers and days, and a machine that sends the real one the same messages.

It shares no code with the product: what it expects was written down from the rules, so that a fault of the one is not a fault
of the other. `./run fuzz` runs it long, the default suite briefly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from licensing.acts.acting import at_time, now
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.acts.licences.clearance import Clearance, ask_clearance
from licensing.acts.record.verification import verify_record
from licensing.choices import ClearanceRefusal
from licensing.errors import Invalid, Problem
from licensing.models import Licence, Usage
from licensing.policy.licences.clearance import Refusal
from tests.suspensions import reinstate
from tests.world import REQUEST, World, resolution

KYIV = ZoneInfo("Europe/Kyiv")
GRAMS = {"GRM": Decimal(1), "KGM": Decimal(1000), "TNE": Decimal(1000000)}
LINES = {1: ("NAR", 0, Decimal(40)), 2: ("KGM", 3, Decimal(4))}
GOODS = [REQUEST["items"][0], REQUEST["items"][1] | {"unit": "KGM"}]
DAYS = 4
MOST = Decimal(10) ** 15

MESSAGES = st.sampled_from([f"m{number}" for number in range(9)])
QUANTITIES = st.sampled_from(["1", "3", "7", "25", "40", "1.5", "0.5", "4", "2", "5", "20", "0", "-1", "0.0005"])
# What a message may say, in the order in which one is looked for that gets a wanted answer.
AMOUNTS = ("1", "45", "1.5", "0", "999999999999999", "1e15")
LOOKED_FOR = tuple(product((False, True), (1, 2, 9), AMOUNTS, ("", "KGM", "NAR"), (None, 0, 1, 2, -1, 9)))


@dataclass
class Made:
    """An entry of the second ledger, under the id of its message."""

    command: tuple[Any, ...]
    line: int
    amount: Decimal
    usage: Any
    irregular: bool = False
    reversed: bool = False
    reverses: str = ""


class LedgerModel:
    """What the ledger of one licence has to be."""

    def __init__(self, begun: datetime) -> None:
        self.begun, self.now = begun, begun
        self.state = "issued"
        self.first = self.local(begun)
        self.last = self.first + timedelta(days=DAYS)
        # While the licence was neither halted nor ended; being used up is no end.
        self.spells: list[list[datetime | None]] = [[begun, None]]
        self.cleared = dict.fromkeys(LINES, Decimal(0))
        self.made: dict[str, Made] = {}

    @staticmethod
    def local(moment: datetime) -> date:
        return moment.astimezone(KYIV).date()

    @property
    def today(self) -> date:
        return self.local(self.now)

    def permits_now(self) -> bool:
        return self.spells[-1][1] is None and self.first <= self.today <= self.last

    def permitted_on(self, day: date) -> bool:
        midnight = datetime.combine(day, time(), KYIV)
        next_midnight = datetime.combine(day + timedelta(days=1), time(), KYIV)
        # What lasts still covers this very moment, also where it is the first of the day.
        moments = [(begun, ended or self.now + timedelta(seconds=1)) for begun, ended in self.spells]
        return any(begun < next_midnight and ended > midnight for begun, ended in moments if begun is not None)

    def left(self, line: int) -> Decimal:
        return max(LINES[line][2] - self.cleared[line], Decimal(0))

    def is_used_up(self) -> bool:
        return all(self.cleared[line] >= LINES[line][2] for line in LINES)

    def amount_of(self, given: Clearance) -> Decimal | str:
        unit, decimals, _authorised = LINES[given.line]
        if given.quantity.is_nan() or given.quantity.is_infinite() or given.quantity <= 0:
            return "not_positive"
        if given.quantity >= MOST:
            return "too_large"
        amount = given.quantity
        if given.unit not in ("", unit):
            if given.unit not in GRAMS or unit not in GRAMS:
                return "unit_mismatch"
            amount = amount * GRAMS[given.unit] / GRAMS[unit]
        return amount if round(amount, decimals) == amount else "not_whole"

    def expect(self, given: Clearance, *, reported: bool) -> str:
        """The code with which a message that never came before is refused; empty where it makes an entry."""
        if not reported and not self.permits_now():
            return "not_in_force"
        if given.line not in LINES:
            return "no_such_line"
        amount = self.amount_of(given)
        if isinstance(amount, str):
            return amount
        if self.cleared[given.line] + amount >= MOST:
            return "too_large"
        day = given.cleared_on or self.today
        if day > self.today:
            return "future_day"
        if not self.first <= day <= self.last:
            return "outside_validity"
        if not self.permitted_on(day):
            return "not_in_force"
        return "overdrawn" if not reported and amount > self.left(given.line) else ""

    def command_of(self, given: Clearance, *, reported: bool, first_on: date) -> tuple[Any, ...]:
        amount = self.amount_of(given) if given.line in LINES else None
        day = given.cleared_on or first_on
        return reported, given.line, amount, given.declaration_no, given.customs_office, day

    def enter(self, given: Clearance, usage: Any, *, reported: bool) -> None:
        amount = self.amount_of(given)
        assert isinstance(amount, Decimal)
        self.cleared[given.line] += amount
        irregular = reported and (not self.permits_now() or self.cleared[given.line] > LINES[given.line][2])
        command = self.command_of(given, reported=reported, first_on=self.today)
        self.made[given.message_id] = Made((self.today, command), given.line, amount, usage, irregular)
        if self.state == "issued" and self.is_used_up():
            self.state = "exhausted"

    def reverse(self, message: str, reversed_by: str, usage: Any) -> None:
        made = self.made[message]
        made.reversed = True
        self.cleared[made.line] -= made.amount
        self.made[reversed_by] = Made((), made.line, -made.amount, usage, reverses=message)
        if self.state == "exhausted" and not self.is_used_up():
            self.state = "issued"

    def end_spell(self, state: str) -> None:
        self.state = state
        self.spells[-1][1] = self.now


STEPS: list[tuple[str, dict[str, Any]]] = []


def step(times: int = 1, /, **given: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """What a sequence may do next, so many times as often as others, with what it is given.

    All of them are one rule to Hypothesis, which would else leave half of the rules out of each sequence.
    """

    def declare(method: Callable[..., None]) -> Callable[..., None]:
        STEPS.extend([(method.__name__, given)] * times)
        return method

    return declare


class LedgerMachine(RuleBasedStateMachine):
    """Draws, reports, repeats, reversals, halts and ends, in any order; the real ledger beside the second one."""

    world: ClassVar[World]
    licence: ClassVar[Licence]
    begun: ClassVar[datetime]
    outcomes: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        self.model = LedgerModel(self.begun)
        self.sent: list[tuple[Clearance, bool]] = []

    def teardown(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        report = verify_record()
        for usage in Usage.objects.all():
            kind = "reversal" if usage.reverses_id else "irregular" if usage.is_irregular else "regular"
            self.outcomes[kind] += 1
            self.outcomes["late"] += usage.late
            self.outcomes["beyond"] += usage.left_after < 0
        transaction.set_rollback(True)
        self.sandbox.__exit__(None, None, None)
        assert report.fault is None, report.fault

    @step(
        message=MESSAGES,
        line=st.sampled_from([1, 1, 1, 1, 2, 2, 2, 9]),
        quantity=QUANTITIES,
        unit=st.sampled_from(["", "", "", "", "", "NAR", "KGM", "GRM", "TNE"]),
        back=st.sampled_from([None, None, None, 0, 0, 1, 2, 3, -1, 400]),
        reported=st.booleans(),
    )
    def send(self, message: str, line: int, quantity: str, unit: str, back: int | None, reported: bool) -> None:
        day = None if back is None else self.model.today - timedelta(days=back)
        self._send(Clearance(message, line, Decimal(quantity), f"D-{message}", "", day, unit), reported=reported)

    @step(3, wanted=st.sampled_from(sorted(ClearanceRefusal)), skipped=st.integers(0, 3))
    def seek(self, wanted: str, skipped: int) -> None:
        """A message that gets a wanted answer in the present state, if any does."""
        found = []
        for reported, line, quantity, unit, back in LOOKED_FOR:
            day = None if back is None else self.model.today - timedelta(days=back)
            given = Clearance(f"s{len(self.sent)}", line, Decimal(quantity), "D", "UA1", day, unit)
            if self.model.expect(given, reported=reported) == wanted:
                found.append((given, reported))
        if found:
            given, reported = found[skipped * len(found) // 4]
            self._send(given, reported=reported)

    @step(2, quantity=st.sampled_from([1, 2, 3, 5, 20, 45]), reported=st.booleans())
    def clear(self, quantity: int, reported: bool) -> None:
        """A message as it should be, so that the ledger fills."""
        self._send(Clearance(f"n{len(self.sent)}", 1, Decimal(quantity), "D", "UA1", self.model.today), reported=reported)

    @step(2, wanted=st.sampled_from(["entered", "entered", "repeated", "message_reused", "reversed", "invalid"]))
    def seek_reversal(self, wanted: str) -> None:
        """A reversal that gets a wanted answer in the present state, if any does."""
        made, new = self.model.made, f"v{len(self.model.made)}"
        standing = [one for one, entry in made.items() if not (entry.reversed or entry.reverses)]
        reversals = [one for one, entry in made.items() if entry.reverses]
        found = {
            "entered": [(one, new) for one in standing],
            "repeated": [(made[one].reverses, one) for one in reversals],
            "message_reused": [(one, other) for one in standing for other in made if other != one],
            "reversed": [(one, new) for one, entry in made.items() if entry.reversed],
            "invalid": [(one, new) for one in reversals],
        }[wanted]
        if found:
            self._reverse(*found[-1])

    @step(which=st.integers(0, 99))
    def repeat_entered(self, which: int) -> None:
        """A message that made an entry comes again, perhaps after its reversal."""
        sent = [one for one in self.sent if one[0].message_id in self.model.made]
        if sent:
            self._send(sent[which % len(sent)][0], reported=sent[which % len(sent)][1])

    @step(which=st.integers(0, 99), change=st.sampled_from(["", "", "", "declaration_no", "customs_office", "message_id"]))
    def repeat(self, which: int, change: str) -> None:
        if self.sent:
            given, reported = self.sent[which % len(self.sent)]
            self._send(replace(given, **{change: "other"}) if change else given, reported=reported)

    @step(which=st.integers(0, 99), message=st.sampled_from(["r1", "r2", "r3", "r4", "m1"]))
    def reverse(self, which: int, message: str) -> None:
        if self.model.made:
            self._reverse(sorted(self.model.made)[which % len(self.model.made)], message)

    def _reverse(self, target: str, message: str) -> None:
        known, made = self.model.made.get(message), self.model.made[target]
        expected = ""
        if known is not None:
            expected = "" if known.reverses == target else "message_reused"
        elif made.reverses:
            expected = "invalid"
        elif made.reversed:
            expected = "reversed"
        code, usage = self._try(lambda: ledger.reverse_usage(self.licence, self.world.cus, made.usage.pk, message_id=message))
        assert code == expected
        self.outcomes[f"reversal: {code or ('repeated' if known else 'entered')}"] += 1
        if code == "" and known is None:
            self.model.reverse(target, message, usage)

    @step(state=st.sampled_from(["suspended", "suspended", "issued", "issued", "revoked", "surrendered"]))
    def move(self, state: str) -> None:
        here, world = self.model.state, self.world
        if state == "suspended" and here == "issued":
            self._at(lambda: licences.suspend_licence(self.licence, world.otto, reason="Need."))
            self.model.end_spell(state)
        elif state == "issued" and here == "suspended":
            self._at(lambda: reinstate(world, self.licence))
            self.model.state = state
            self.model.spells.append([self.model.now, None])
        elif state in ("revoked", "surrendered") and here in ("issued", "suspended") and self.model.now.minute % 4 == 0:
            act, who = (
                (licences.revoke_licence, world.dora) if state == "revoked" else (licences.surrender_licence, world.paula)
            )
            self._at(lambda: act(self.licence, who, reason="It ends."))
            if here == "issued":
                self.model.end_spell(state)
            self.model.state = state

    @step(2, state=st.sampled_from(["issued", "suspended", "expired", "issued", "revoked", "surrendered"]))
    def ask_out_of_force(self, state: str) -> None:
        """After a while a message comes that the licence does not permit any more; `issued`, because nothing swept it yet."""
        if len(self.model.made) < 3:
            return
        if state in ("expired", "issued"):
            self.wait(1440 * (DAYS + 1), state == "expired")
        else:
            self.model.now += timedelta(minutes=-self.model.now.minute % 4)
            self.move(state)
        self.seek("not_in_force", 0)

    @step(minutes=st.sampled_from([7, 60, 600, 1440, 2880]), sweep=st.booleans())
    def wait(self, minutes: int, sweep: bool) -> None:
        self.model.now += timedelta(minutes=minutes)
        if not sweep:
            return
        self._at(reminders.expire_due_licences)
        if self.model.state in ("issued", "suspended") and self.model.today > self.model.last:
            if self.model.state == "issued":
                self.model.end_spell("expired")
            self.model.state = "expired"

    @rule(chosen=st.integers(0, 10**6), data=st.data())
    def take_step(self, chosen: int, data: st.DataObject) -> None:
        name, given = STEPS[chosen % len(STEPS)]
        getattr(self, name)(**{one: data.draw(strategy, label=one) for one, strategy in given.items()})

    @invariant()
    def is_the_models(self) -> None:
        licence = Licence.objects.get(pk=self.licence.pk)
        lines = {line.number: (line.cleared, line.left, line.used) for line in licence.lines.all()}
        cleared = self.model.cleared
        entries = {usage.message_id: usage.quantity for usage in Usage.objects.filter(line__licence=licence)}
        waiting = {
            message for message, made in self.model.made.items() if made.irregular and not made.reversed and not made.reverses
        }

        assert licence.state == self.model.state
        assert lines == {one: (cleared[one], self.model.left(one), min(cleared[one], LINES[one][2])) for one in LINES}
        assert entries == {message: made.amount for message, made in self.model.made.items()}
        assert set(Usage.objects.to_review().values_list("message_id", flat=True)) == waiting

    def _send(self, given: Clearance, *, reported: bool) -> None:
        model, known = self.model, self.model.made.get(given.message_id)
        if known is None:
            expected = model.expect(given, reported=reported)
            self._compare_question(given)
        elif known.reverses:
            expected = "message_reused"
        else:
            first_on, command = known.command
            same = model.command_of(given, reported=reported, first_on=first_on) == command
            expected = ("reversed" if known.reversed else "") if same else "message_reused"
        act = ledger.report_clearance if reported else ledger.draw_down_licence
        code, usage = self._try(lambda: act(self.licence, self.world.cus, given))

        assert code == expected, f"{given} was answered {code!r}, not {expected!r}"
        self.outcomes[code or ("repeated" if known else "entered")] += 1
        if code == "not_in_force":
            self.outcomes[f"not_in_force: {model.state}"] += 1
        self.sent.append((given, reported))
        if code == "" and known is None:
            model.enter(given, usage, reported=reported)
        elif code == "" and known is not None:
            assert usage == known.usage

    def _compare_question(self, given: Clearance) -> None:
        """Whether it may leave is answered as a draw-down of today would be."""
        today = replace(given, cleared_on=None)
        licence = Licence.objects.get(pk=self.licence.pk)
        with at_time(self.model.now):
            verdict = ask_clearance(licence, today.as_asked(), at=now())
        code = str(verdict.code) if isinstance(verdict, Refusal) else ""
        assert code == self.model.expect(today, reported=False)

    def _try(self, act: Any) -> tuple[str, Any]:
        try:
            return "", self._at(act)
        except Invalid as refused:
            return (refused.gaps[0].code if refused.gaps else refused.code), None
        except Problem as refused:
            return refused.code, None

    def _at(self, act: Any) -> Any:
        # No two acts at the same instant: their order would be lost.
        self.model.now += timedelta(minutes=1)
        with at_time(self.model.now):
            return act()


# Sequences that reach every answer, kind of entry and end for certain; whether chance reaches a rare one depends on the day.
_FILLED: Final = (("clear", 1, False), ("clear", 2, False), ("clear", 3, True))
DIRECTED: Final[tuple[tuple[tuple[Any, ...], ...], ...]] = (
    *((*_FILLED, ("ask_out_of_force", state)) for state in ("issued", "suspended", "expired", "revoked", "surrendered")),
    (*_FILLED, *(("seek", wanted, 0) for wanted in sorted(ClearanceRefusal))),
    (*_FILLED, ("clear", 45, True), ("repeat", 0, ""), ("repeat", 0, "declaration_no")),
    (*_FILLED, ("move", "suspended"), ("clear", 1, True)),
    (*_FILLED, *(("seek_reversal", one) for one in ("message_reused", "entered", "repeated", "reversed", "invalid")), *_FILLED),
    (*_FILLED, ("seek_reversal", "entered"), ("repeat_entered", 2)),
)


def take_in_order(machine: type[LedgerMachine], steps_to_take: tuple[tuple[Any, ...], ...]) -> None:
    """One sequence of named steps, compared after each like a drawn one."""
    one = machine()
    try:
        for name, *given in steps_to_take:
            getattr(one, name)(*given)
            one.is_the_models()
    finally:
        one.teardown()


def run_ledger_machine(
    world: World, *, sequences: int, steps: int, phases: tuple[Phase, ...] = (Phase.generate,)
) -> Counter[str]:
    """Run so many sequences of messages; returns how often each answer was given, and each kind of entry made."""
    # Always in the morning: the days that a sequence crosses would else depend on the hour at which it is run.
    begun = (now() - timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    with at_time(begun):
        case = world.before_government(items=GOODS)
        last = begun.astimezone(KYIV).date() + timedelta(days=DAYS)
        government.grant_case(case, world.dora, resolution(valid_until=last))
    licence = Licence.objects.get(case=case)
    outcomes: Counter[str] = Counter()
    here = {"world": world, "licence": licence, "begun": begun, "outcomes": outcomes}
    machine = type("Ledger", (LedgerMachine,), here)

    for steps_to_take in DIRECTED:
        take_in_order(machine, steps_to_take)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=steps,
            phases=phases,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return outcomes
