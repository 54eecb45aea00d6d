"""Plays the demo's requests through the acts at past moments, so that each leaves a true history relative to today."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from licensing.acts.acting import at_time, to_local_day
from licensing.acts.assessment.sweeping import screen_due_cases
from licensing.acts.clocks.reminders import (
    apply_due_consequences,
    close_due_rounds,
    end_due_pauses,
    expire_due_licences,
    open_due_reviews,
    send_due_reminders,
)
from licensing.acts.plans.interests import lapse_due_offers, remind_of_interests, remind_of_offers
from licensing.acts.plans.measures.telling import tell_of_measures
from licensing.acts.requests.drafting import create_case
from licensing.errors import Problem
from licensing.management.demo.acts import ACTS, StepContext, build_request
from licensing.management.demo.assessing import list_list_acts
from licensing.management.demo.plans.interests import list_interest_acts
from licensing.management.demo.plans.measures import DatedAct, list_measure_acts
from licensing.models import Bookmark, Case, Event, User

Row = Mapping[str, Any]

# Reminders come due at 09:00 (policy's MORNING): a run before that would send the reminders of a day one day late.
_DAILY_RUN_AT = time(9, 2)
# Letters about what was long ago would only bury those of today.
_KEEP_LETTERS = timedelta(days=3)


def play_stories(
    stories: Sequence[Row], measures: Sequence[Row] = (), interests: Sequence[Row] = (), lists: Sequence[Row] = ()
) -> int:
    """Play all stories as one timeline, all or nothing; how many. A demo that is there already is left alone.

    The measures of the state begin and end in the same timeline, so that they stop what was under way on their day, and lists
    come into force in it; partners express interests and the state makes offers in it.
    """
    authors = {story["by"] for story in stories}
    if Case.objects.filter(created_by__email__in=authors).exists():
        return 0
    stage = Timeline(timezone.now())
    with transaction.atomic():
        steps: list[Step | DatedAct] = [step for story in stories for step in stage.list_steps(story)]
        steps += list_measure_acts(measures, now=stage.now)
        steps += list_interest_acts(interests, now=stage.now)
        steps += list_list_acts(lists, now=stage.now)
        for step in sorted(steps, key=lambda step: step.at):
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

    def perform(self, step: Step | DatedAct) -> None:
        """Let the days pass up to a step, and carry it out."""
        self.advance_to(step.at)
        if isinstance(step, DatedAct):
            with at_time(step.at):
                step.carry_out()
                tell_of_measures()
                screen_due_cases()
            return
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
        """Do what beat does on each morning: end pauses and offers, close rounds, send reminders, expire licences and so on."""
        day = to_local_day(self.lived_until) + timedelta(days=1) if self.lived_until else to_local_day(moment)
        while (morning := self._local_time(day, _DAILY_RUN_AT)) <= moment:
            with at_time(morning):
                end_due_pauses()
                close_due_rounds()
                while send_due_reminders():
                    pass
                expire_due_licences()
                apply_due_consequences()
                open_due_reviews()
                tell_of_measures()
                lapse_due_offers()
                remind_of_offers()
                remind_of_interests()
            self.lived_until = morning
            day += timedelta(days=1)

    def get_person(self, email: str) -> User:
        if email not in self.people:
            self.people[email] = User.objects.get(email=email)
        return self.people[email]

    def _execute(self, step: Step, words: Row) -> None:
        if step.do == "create":
            self.cases[step.story] = create_case(self.get_person(step.by), build_request(words))
            return
        case, user = self.cases[step.story], self.get_person(step.by)
        ACTS[step.do](StepContext(self.get_person, case, user, words, to_local_day(step.at)))

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


def _skip_old_letters(before: datetime) -> None:
    """History that was played is not written to people again."""
    last = Event.objects.filter(at__lt=before).order_by("-number").values_list("number", flat=True).first()
    # A bookmark never moves back, or everything behind it would be sent a second time.
    if last:
        Bookmark.objects.filter(name="outbox", number__lt=last).update(number=last)
