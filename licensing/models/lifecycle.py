"""Every act on a case and on a licence, on one page: from where, to where, and who may.

Read it as a menu. The methods carry no rule of their own: what an act checks and writes stands in `acts/`. A target of None
is an act that leaves the state alone. `acting` calls exactly one of these per act; the database knows the same graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, NamedTuple, cast

from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from licensing import permissions as who
from licensing.choices import (
    EDITABLE_STATES,
    OPEN_STATES,
    REVIEW_STATES,
    CaseState,
    EventKind,
    LicenceState,
    Verb,
)
from licensing.permissions import Actor, Permission

C, L = CaseState, LicenceState


def act(
    verb: Verb, *, source: Sequence[str], target: str | None = None, may: Permission
) -> Callable[[Callable[[Any], None]], Any]:
    """Declare an act: its verb, the states it starts from, the state it leads to, and who may."""

    def declare(method: Callable[[Any], None]) -> Any:
        @wraps(method)
        def performing(subject: Any) -> None:
            subject.performed = verb
            method(subject)

        # The library never enforces a permission by itself; `acting` asks the one that is declared here.
        declared = transition(field="state", source=list(source), target=target, custom={"verb": verb, "may": may})
        return declared(performing)

    return declare


class Told(NamedTuple):
    """Something that happened in an act, before it becomes an event."""

    kind: EventKind
    licence: Any
    from_state: str
    to_state: str
    data: dict[str, Any]


class Lifecycle(FSMModelMixin, models.Model):
    """What a case and a licence share: a state that only acts move, and a revision that every act raises."""

    # Facts of the act at hand, set by `acting` inside the row lock; none of them is a column.
    now: datetime
    by: Actor
    performed: Verb | None = None
    came_from: str | None = None

    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def told(self) -> list[Told]:
        """What the act at hand has to tell, in order; written to the chain when it ends."""
        story: list[Told] = self.__dict__.setdefault("_told", [])
        return story

    def tell(self, kind: EventKind, /, *, licence: Any = None, **data: Any) -> None:
        """Say what happened. The first happening after a move carries the states it led from and to."""
        state = getattr(self, "state")  # noqa: B009 - declared by the two lifecycles below
        moved = self.came_from is not None and state != self.came_from
        self.told.append(Told(kind, licence, self.came_from if moved and self.came_from else "", state if moved else "", data))
        self.came_from = state

    @classmethod
    def menu(cls) -> Iterator[tuple[str, Verb, str | None, Permission]]:
        """All acts as (source, verb, target, permission), in the order of the page."""
        for name in dir(cls):
            graph = getattr(getattr(cls, name, None), "_django_fsm", None)
            for source, one in graph.transitions.items() if graph else ():
                yield source, one.custom["verb"], one.target, one.custom["may"]

    @classmethod
    def edges(cls) -> list[tuple[str, str]]:
        return sorted({(source, target) for source, _, target, _ in cls.menu() if target is not None})

    def possible(self) -> dict[Verb, Permission]:
        """The acts that the present state has, whoever asks."""
        state = getattr(self, "state")  # noqa: B009 - declared by the two lifecycles below
        return {verb: allowed for source, verb, _, allowed in self.menu() if source == state}

    def available(self, actor: Actor) -> list[Verb]:
        """The acts this actor may do now; buttons are made from this list."""
        order = list(Verb)
        return sorted(
            (
                verb
                for verb, allowed in self.possible().items()
                if who.denial_reason(verb, allowed, cast("Any", self), actor) is None
            ),
            key=order.index,
        )


class CaseLifecycle(Lifecycle):
    state = FSMField(default=C.DRAFT, choices=C.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    # The applicant's side

    @act(Verb.EDIT, source=EDITABLE_STATES, may=who.prepares)
    def edit(self) -> None:
        """Change the request before it is filed, or after it came back."""

    @act(Verb.ATTACH, source=EDITABLE_STATES, may=who.prepares)
    def attach(self) -> None:
        """Add or remove a document."""

    @act(Verb.SUBMIT, source=EDITABLE_STATES, target=C.SUBMITTED, may=who.prepares)
    def submit(self) -> None:
        """File the request: freeze a version and ask for the completeness check."""

    @act(Verb.WITHDRAW, source=OPEN_STATES, target=C.WITHDRAWN, may=who.prepares)
    def withdraw(self) -> None:
        """Take the request back for good."""

    @act(Verb.AMEND, source=(C.SUBMITTED, C.MINISTRY_REVIEW), may=who.prepares)
    def amend(self) -> None:
        """Change a filed request: a new version, and only the signatures that rested on the change are asked again."""

    @act(Verb.ANSWER, source=(C.SUBMITTED, *REVIEW_STATES, C.ADJOURNED), may=who.prepares)
    def answer(self) -> None:
        """Answer a question of the authority."""

    @act(Verb.APPEAL, source=(C.REFUSED,), target=C.GOVERNMENT_DECISION, may=who.prepares)
    def appeal(self) -> None:
        """Ask for a refusal to be looked at again, within the time that the procedure leaves for it."""

    # The case officer's side

    @act(Verb.TAKE_ON, source=(C.SUBMITTED, *REVIEW_STATES, C.ADJOURNED), may=who.handles)
    def take_on(self) -> None:
        """Become the officer of this file."""

    @act(Verb.ACCEPT, source=(C.SUBMITTED,), target=C.MINISTRY_REVIEW, may=who.handles)
    def accept(self) -> None:
        """Find the file complete: the legal clock starts and the first stage opens."""

    @act(Verb.SEND_BACK, source=(C.SUBMITTED, C.MINISTRY_REVIEW), target=C.RETURNED, may=who.handles)
    def send_back(self) -> None:
        """Return the request to the applicant, who may amend and submit it again."""

    @act(Verb.ASK, source=(C.SUBMITTED, *REVIEW_STATES), may=who.handles)
    def ask(self) -> None:
        """Ask the applicant a question; the clock stands still until it is answered."""

    @act(Verb.ACCEPT_ANSWER, source=(C.SUBMITTED, *REVIEW_STATES, C.ADJOURNED), may=who.handles)
    def accept_answer(self) -> None:
        """Find an answer sufficient."""

    @act(Verb.WITHDRAW_QUESTION, source=(C.SUBMITTED, *REVIEW_STATES, C.ADJOURNED), may=who.handles)
    def withdraw_question(self) -> None:
        """Take a question back; the clock goes on."""

    @act(Verb.LAPSE, source=(C.SUBMITTED, *REVIEW_STATES, C.ADJOURNED, C.RETURNED), may=who.clock_only)
    def lapse(self) -> None:
        """Let the clock go on because a pause has reached its maximum."""

    @act(Verb.RETIME, source=(C.SUBMITTED, *REVIEW_STATES, C.ADJOURNED, C.RETURNED, C.REFUSED), may=who.clock_only)
    def retime(self) -> None:
        """Compute the time limits anew because their calendar has changed."""

    # Collective sign-off

    @act(Verb.STATE_NEED, source=REVIEW_STATES, may=who.states_need)
    def state_need(self) -> None:
        """Say whether our own forces can spare the goods."""

    @act(Verb.SIGN, source=REVIEW_STATES, may=who.speaks_for_a_body)
    def sign(self) -> None:
        """Take a position for a seat."""

    @act(Verb.TAKE_BACK, source=REVIEW_STATES, may=who.speaks_for_a_body)
    def take_back(self) -> None:
        """Take back an objection on an absolute ground after its stage has closed, so that it binds the decision no longer."""

    @act(Verb.RECUSE, source=(C.SUBMITTED, C.RETURNED, *REVIEW_STATES, C.ADJOURNED, C.GRANTED, C.REFUSED), may=who.may_recuse)
    def recuse(self) -> None:
        """Record a conflict of interest, also one that is found after the decision."""

    @act(Verb.ESCALATE, source=REVIEW_STATES, may=who.speaks_for_a_body)
    def escalate(self) -> None:
        """Refer a case up, within the window that the stage leaves to those who did not agree."""

    @act(Verb.LET_STAND, source=(*REVIEW_STATES, C.REFUSED), may=who.clock_only)
    def let_stand(self) -> None:
        """Let an outcome stand because nobody referred the case up, or appealed, in time."""

    @act(Verb.CLOSE_ROUND, source=REVIEW_STATES, may=who.clock_only)
    def close_round(self) -> None:
        """Close a round whose deadline has passed, by its written rule on silence."""

    @act(Verb.FORWARD, source=(C.MINISTRY_REVIEW,), target=C.GOVERNMENT_DECISION, may=who.clock_only)
    def forward(self) -> None:
        """Put the case before the government: a step that follows by itself when the ministries have spoken."""

    # The government's decision

    @act(Verb.ADJOURN, source=(C.GOVERNMENT_DECISION,), target=C.ADJOURNED, may=who.decides)
    def adjourn(self) -> None:
        """Pause the decision to a day, for a stated reason."""

    @act(Verb.RESUME, source=(C.ADJOURNED,), target=C.GOVERNMENT_DECISION, may=who.decides)
    def resume(self) -> None:
        """Take the decision up again."""

    @act(Verb.GRANT, source=(C.GOVERNMENT_DECISION,), target=C.GRANTED, may=who.decides)
    def grant(self) -> None:
        """Record the government's grant, whole or in part."""

    @act(Verb.REFUSE, source=(C.GOVERNMENT_DECISION,), target=C.REFUSED, may=who.decides)
    def refuse(self) -> None:
        """Record the government's refusal with its grounds."""

    @act(Verb.COUNTERSIGN, source=(C.GRANTED, C.REFUSED), may=who.decides)
    def countersign(self) -> None:
        """Put a second decider's name under the decision that holds."""


class LicenceLifecycle(Lifecycle):
    state = FSMField(default=L.ISSUED, choices=L.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    @act(Verb.ACTIVATE, source=(L.ISSUED,), may=who.handles)
    def activate(self) -> None:
        """Put a dormant licence into force because the event it waited for has come."""

    @act(Verb.DRAW_DOWN, source=(L.ISSUED,), may=who.clears_goods)
    def draw_down(self) -> None:
        """Take a cleared quantity off a line."""

    @act(Verb.REVERSE, source=(L.ISSUED, L.SUSPENDED, L.EXHAUSTED, L.EXPIRED), may=who.clears_goods)
    def reverse(self) -> None:
        """Give a quantity back that was drawn by mistake."""

    @act(Verb.REOPEN, source=(L.EXHAUSTED,), target=L.ISSUED, may=who.clock_only)
    def reopen(self) -> None:
        """Go on, because a reversal has left something on a line."""

    @act(Verb.SUSPEND, source=(L.ISSUED,), target=L.SUSPENDED, may=who.handles)
    def suspend(self) -> None:
        """Halt the licence; customs refuses from that second."""

    @act(Verb.REINSTATE, source=(L.SUSPENDED,), target=L.ISSUED, may=who.handles)
    def reinstate(self) -> None:
        """Let the licence go on."""

    @act(Verb.REVOKE, source=(L.ISSUED, L.SUSPENDED), target=L.REVOKED, may=who.decides)
    def revoke(self) -> None:
        """End the licence for cause."""

    @act(Verb.SURRENDER, source=(L.ISSUED, L.SUSPENDED), target=L.SURRENDERED, may=who.prepares)
    def surrender(self) -> None:
        """Give the licence back unused or half used."""

    @act(Verb.FILE_REPORT, source=tuple(L), may=who.prepares)
    def file_report(self) -> None:
        """Report on the transfer or on the use of a period; owed after the end of the licence too."""

    @act(Verb.FILE_EVIDENCE, source=tuple(L), may=who.prepares)
    def file_evidence(self) -> None:
        """Show that a condition is met."""

    @act(Verb.ACCEPT_EVIDENCE, source=tuple(L), may=who.handles)
    def accept_evidence(self) -> None:
        """Find that a condition is met."""

    @act(Verb.RETURN_EVIDENCE, source=tuple(L), may=who.handles)
    def return_evidence(self) -> None:
        """Find that evidence does not show it, and ask for other."""

    @act(Verb.EXHAUST, source=(L.ISSUED,), target=L.EXHAUSTED, may=who.clock_only)
    def exhaust(self) -> None:
        """Close the licence because nothing is left on any line."""

    @act(Verb.EXPIRE, source=(L.ISSUED, L.SUSPENDED), target=L.EXPIRED, may=who.clock_only)
    def expire(self) -> None:
        """Close the licence because its last day has passed."""
