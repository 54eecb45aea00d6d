"""Plays the demo's requests through the acts at past moments, so that each leaves a true history relative to today."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from licensing.acts.acting import at_time, to_local_day
from licensing.acts.clocks.reminders import close_due_rounds, end_due_pauses, expire_due_licences, send_due_reminders
from licensing.acts.decisions.appeal import appeal_case
from licensing.acts.decisions.government import Resolution, adjourn_case, grant_case, refuse_case, resume_case
from licensing.acts.decisions.sittings import call_sitting, conclude_sitting, put_on_agenda, record_attendance
from licensing.acts.licences.licence import Clearance, activate_licence, draw_down_licence, reinstate_licence, suspend_licence
from licensing.acts.requests.drafting import create_case, edit_case
from licensing.acts.requests.questions import accept_answer, answer_question, ask_question
from licensing.acts.requests.submission import accept_case, send_back_case, submit_case, take_on_case, withdraw_case
from licensing.acts.signoff.positions import PositionInput, sign_case
from licensing.acts.signoff.recusal import recuse_member
from licensing.acts.supply import state_need
from licensing.choices import DecisionOutcome, NeedVerdict, PositionChoice, RecusalReason, SittingState
from licensing.errors import Problem
from licensing.management.demo.papers import build_document
from licensing.models import Body, Bookmark, Case, Event, Licence, Sitting, StandingPosition, User

Row = Mapping[str, Any]

# The house does its daily round in the morning, just after the reminders of the day have come due.
_DAILY_RUN_AT = time(9, 2)
# Letters about what was long ago would only bury those of today.
_KEEP_LETTERS = timedelta(days=3)


def play_stories(stories: Sequence[Row]) -> int:
    """Play all stories as one timeline, all or nothing; how many. A demo that is there already is left alone."""
    authors = {story["by"] for story in stories}
    if Case.objects.filter(created_by__email__in=authors).exists():
        return 0
    stage = Timeline(timezone.now())
    with transaction.atomic():
        for step in sorted((step for story in stories for step in stage.list_steps(story)), key=lambda step: step.at):
            stage.perform(step)
        stage.advance_to(stage.now)
        _skip_old_letters(stage.now - _KEEP_LETTERS)
    return len(stories)


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a story: when, who, what, and with which words."""

    story: str
    at: datetime
    do: str
    by: str
    words: Row


@dataclass(slots=True)
class Timeline:
    """Where stories are played: the days that have passed, and the cases so far by the code of their story."""

    now: datetime
    cases: dict[str, Case] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    lived_until: datetime | None = None

    def list_steps(self, story: Row) -> list[Step]:
        """The acts of a story; several people named in one step act one after another."""
        steps = []
        for row in story["steps"]:
            begins = self._step_time(row)
            actors = row.get("by", story["by"])
            for nth, by in enumerate([actors] if isinstance(actors, str) else actors):
                words = {"request": story["request"], "papers": story.get("papers", ())} if row["do"] == "create" else row
                step = Step(story["code"], begins + nth * timedelta(minutes=20), row["do"], by, words)
                if step.at > self.now:
                    raise CommandError(f"{step.story}: “{step.do}” would happen in the future.")
                steps.append(step)
        return steps

    def perform(self, step: Step) -> None:
        """Let the days pass up to a step, and carry it out."""
        self.advance_to(step.at)
        words = self._resolve_dates(step.words, to_local_day(step.at))
        expected = words.get("refused")
        try:
            with at_time(step.at):
                self._execute(step, words)
        except Problem as refusal:
            if refusal.code != expected:
                places = "; ".join(f"{gap.path}: {gap.sentence}" for gap in refusal.gaps)
                raise CommandError(
                    f"{step.story}: “{step.do}” by {step.by} was refused: {refusal.sentence} {places}"
                ) from refusal
        else:
            if expected:
                raise CommandError(f"{step.story}: “{step.do}” by {step.by} should have been refused ({expected}).")

    def advance_to(self, moment: datetime) -> None:
        """Do the house's morning round of every day in between, as the clock would have."""
        day = to_local_day(self.lived_until) + timedelta(days=1) if self.lived_until else to_local_day(moment)
        while (morning := self._local_time(day, _DAILY_RUN_AT)) <= moment:
            with at_time(morning):
                end_due_pauses()
                close_due_rounds()
                while send_due_reminders():
                    pass
                expire_due_licences()
            self.lived_until = morning
            day += timedelta(days=1)

    def get_person(self, email: str) -> User:
        if email not in self.people:
            self.people[email] = User.objects.get(email=email)
        return self.people[email]

    def _execute(self, step: Step, words: Row) -> None:
        if step.do == "create":
            self.cases[step.story] = create_case(self.get_person(step.by), _build_request(words))
            return
        ACTS[step.do](StepContext(self, self.cases[step.story], self.get_person(step.by), words, to_local_day(step.at)))

    def _step_time(self, row: Row) -> datetime:
        return self._local_time(
            to_local_day(self.now) + timedelta(days=row["day"]), time.fromisoformat(row.get("time", "10:00"))
        )

    def _local_time(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(settings.TIME_ZONE))

    def _resolve_dates(self, value: Any, day: date) -> Any:
        """Days written as `today-40` or `day+14` (the day of the step), and references to the cases of other stories."""
        match value:
            case Mapping():
                return {key: self._resolve_dates(inner, day) for key, inner in value.items()}
            case str():
                return self._resolve_word(value, day)
            case Sequence():
                return [self._resolve_dates(inner, day) for inner in value]
        return value

    def _resolve_word(self, text: str, day: date) -> str:
        if found := re.fullmatch(r"(today|day)([+-]\d+)?", text):
            since = to_local_day(self.now) if found[1] == "today" else day
            return (since + timedelta(days=int(found[2] or 0))).isoformat()
        if found := re.fullmatch(r"reference of ([\w-]+)", text):
            return str(Case.objects.get(pk=self.cases[found[1]].pk).reference)
        return text.replace("{year}", str(day.year))


@dataclass(frozen=True, slots=True)
class StepContext:
    """What an act of a story is given."""

    stage: Timeline
    case: Case
    user: User
    words: Row
    day: date

    @property
    def licence(self) -> Licence:
        return Licence.objects.get(case=self.case)

    @property
    def question(self) -> Any:
        return self.case.questions.get(number=self.words.get("question", 1)).pk

    @property
    def resolution(self) -> Resolution:
        until = self.words.get("valid_until")
        return Resolution(
            number=self.words["resolution"],
            on=self.day,
            reasons=self.words.get("reasons", ""),
            valid_until=date.fromisoformat(until) if until else None,
            quantities={int(item): Decimal(much) for item, much in self.words.get("quantities", {}).items()},
            conditions=self.words.get("conditions"),
            grounds=self.words.get("grounds", ()),
        )


def _sign(scene: StepContext) -> None:
    words = scene.words
    stood = StandingPosition.objects.filter(
        round__case=scene.case, round__closed_at__isnull=True, seat__body__mandates__user=scene.user
    ).first()
    view = PositionInput(
        choice=PositionChoice(words.get("choice", PositionChoice.APPROVE)),
        grounds=words.get("grounds", ()),
        conditions=words.get("conditions", ()),
        comment=words.get("comment", ""),
        casting=words.get("casting", False),
    )
    sign_case(
        scene.case,
        scene.user,
        view,
        version=scene.case.versions.count(),
        seat=words.get("seat", ""),
        replaces=stood.position_id if stood else None,
    )


def _state_need(scene: StepContext) -> None:
    state_need(
        scene.case,
        scene.user,
        verdict=NeedVerdict(scene.words["verdict"]),
        data_on=scene.day,
        expires_on=scene.day + timedelta(days=30),
        figures=scene.words.get("figures"),
        note=scene.words.get("note", ""),
    )


def _ask(scene: StepContext) -> None:
    words = scene.words
    due_on = date.fromisoformat(words["due_on"])
    ask_question(scene.case, scene.user, text=words["text"], due_on=due_on, section=words.get("section", ""))


def _answer(scene: StepContext) -> None:
    words = scene.words
    answer_question(scene.case, scene.user, scene.question, text=words["text"], complete=words.get("complete", True))


def _draw_down(scene: StepContext) -> None:
    words = scene.words
    clearance = Clearance(
        message_id=words["message"],
        line=words.get("line", 1),
        quantity=Decimal(words["quantity"]),
        declaration_no=words["declaration"],
        customs_office=words.get("office", ""),
    )
    draw_down_licence(scene.licence, scene.user, clearance)


def _get_or_call_sitting(scene: StepContext) -> Sitting:
    """The sitting of this title that is called and not concluded; the first who needs it calls it."""
    title = scene.words["sitting"]
    called = Sitting.objects.filter(title=title, state=SittingState.CALLED).first()
    if called:
        return called
    held_on = date.fromisoformat(scene.words["held_on"])
    return call_sitting(scene.user, body=Body.objects.get(pk="CMU"), title=title, held_on=held_on, quorum=2)


def _put_on_agenda(scene: StepContext) -> None:
    words = scene.words
    details = {name: words[name] for name in ("grounds", "reasons", "quantities", "valid_until") if name in words}
    put_on_agenda(
        _get_or_call_sitting(scene), scene.user, scene.case, outcome=DecisionOutcome(words["outcome"]), details=details
    )


def _attend(scene: StepContext) -> None:
    members = [
        (scene.stage.get_person(one["person"]), Body.objects.get(pk=one["body"]), one.get("present", True))
        for one in scene.words["members"]
    ]
    record_attendance(_get_or_call_sitting(scene), scene.user, members)


# Every act that a story may name.
ACTS: Mapping[str, Callable[[StepContext], Any]] = {
    "edit": lambda scene: edit_case(scene.case, scene.user, _build_request(scene.words)),
    "submit": lambda scene: submit_case(scene.case, scene.user, declared=True),
    "withdraw": lambda scene: withdraw_case(scene.case, scene.user, reason=scene.words["reason"]),
    "take_on": lambda scene: take_on_case(scene.case, scene.user),
    "accept": lambda scene: accept_case(scene.case, scene.user),
    "send_back": lambda scene: send_back_case(
        scene.case, scene.user, grounds=scene.words["grounds"], reason=scene.words["reason"]
    ),
    "ask": _ask,
    "answer": _answer,
    "accept_answer": lambda scene: accept_answer(scene.case, scene.user, scene.question),
    "state_need": _state_need,
    "sign": _sign,
    "recuse": lambda scene: recuse_member(
        scene.case, scene.user, reason=RecusalReason(scene.words["reason"]), note=scene.words.get("note", "")
    ),
    "grant": lambda scene: grant_case(scene.case, scene.user, scene.resolution),
    "refuse": lambda scene: refuse_case(scene.case, scene.user, scene.resolution),
    "adjourn": lambda scene: adjourn_case(
        scene.case, scene.user, until=date.fromisoformat(scene.words["until"]), reason=scene.words["reason"]
    ),
    "resume": lambda scene: resume_case(scene.case, scene.user),
    "activate": lambda scene: activate_licence(scene.licence, scene.user, reason=scene.words["reason"]),
    "suspend": lambda scene: suspend_licence(scene.licence, scene.user, reason=scene.words["reason"]),
    "reinstate": lambda scene: reinstate_licence(scene.licence, scene.user, reason=scene.words.get("reason", "")),
    "draw_down": _draw_down,
    "appeal": lambda scene: appeal_case(scene.case, scene.user, reason=scene.words["reason"]),
    "put_on_agenda": _put_on_agenda,
    "attend": _attend,
    "conclude": lambda scene: conclude_sitting(
        _get_or_call_sitting(scene), scene.user, resolution_no=scene.words["resolution"]
    ),
}


def _build_request(words: Row) -> dict[str, Any]:
    """The request document of a story, with its papers made."""
    request = dict(words["request"])
    if papers := words.get("papers"):
        request["documents"] = [build_document(one, request) for one in papers]
    return request


def _skip_old_letters(before: datetime) -> None:
    """History that was played is not written to people again."""
    last = Event.objects.filter(at__lt=before).order_by("-number").values_list("number", flat=True).first()
    if last:
        Bookmark.objects.filter(name="outbox", number__lt=last).update(number=last)
