"""A trial of very many cases: the worker makes it in portions, while its reader sees how far it is and may stop it.

Whoever sends, approves or releases a change set rests on it as long as it is true: `standing_trials.py` says when.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.forms.models import model_to_dict

from licensing.acts.acting import database_now
from licensing.acts.clocks.sweeps import try_act
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.coverage import load_days_turned
from licensing.acts.reference.trials import (
    PreparedTrial,
    find_release,
    find_trial_day,
    list_untried,
    prepare_trial,
)
from licensing.acts.reference.tried_cases import choose_cases, count_tried
from licensing.choices import ChangeSetState, TrialState
from licensing.errors import Problem
from licensing.messages import Message, Text
from licensing.models import ChangeLine, ChangeSet, TrialRun, User
from licensing.models.record.event import find_last_event
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.record.digests import compute_digest
from licensing.policy.reference.trials import Trial, join_portions

PORTION: Final = 250
# One task works so long, and then leaves the rest to the next one; a worker that says nothing for longer has died.
_WORK_SECONDS: Final = 30.0
_TAKEN_FOR: Final = timedelta(seconds=60)
_MOST_ATTEMPTS: Final = 3
# So many trials of an approved change set end refused before no more begin by themselves.
MOST_REFUSED: Final = 3
_KEPT_FOR: Final = timedelta(days=7)
_COLUMNS: Final = ("list", "key", "action", "before", "after")


def is_tried_at_once() -> bool:
    """Whether so few cases would be looked at that a page may try them while its reader waits."""
    return count_tried() <= settings.TRIALS_AT_ONCE


def ask_for_trial(user: User, change_set: ChangeSet | None, lines: Sequence[ChangeLine] = ()) -> TrialRun:
    """Have a draft tried by the worker: as it is, or as `lines` say that it would be with what somebody has typed.

    One of the same that is under way already is had again. A person has one under way: an older one is stopped. Trials that
    ended long ago are forgotten on this occasion.
    """
    on, at = find_trial_day(change_set), database_now()
    written = list_draft_lines(change_set)
    rows, base = lines or written, _digest_base(written, on)
    with transaction.atomic():
        # Who presses a button twice asks at the same moment: the second reads what the first has written.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        own = TrialRun.objects.filter(asked_by=user, state=TrialState.WAITING)
        same = None if lines else own.filter(change_set=change_set, base=base, typed=False).first()
        if same is not None:
            return same
        own.update(state=TrialState.STOPPED, ended_at=at)
        TrialRun.objects.filter(asked_at__lt=at - _KEPT_FOR).exclude(state=TrialState.WAITING).delete()
        return _create_run(user, change_set, rows, is_typed=bool(lines), base=base, on=on, at=at)


def ask_for_trial_again(change_set: ChangeSet) -> None:
    """Have the worker try a change set that is to come into force, unless it is at it, for the person who approved it.

    Not any more where the same was refused too often: each run of the clock would begin another one, for ever.
    """
    on, user = find_trial_day(change_set), change_set.settled_by
    rows = list_draft_lines(change_set)
    base = _digest_base(rows, on)
    under_way = TrialRun.objects.filter(change_set=change_set, base=base, typed=False, state=TrialState.WAITING)
    if user is not None and not under_way.exists() and not has_given_up(change_set):
        _create_run(user, change_set, rows, is_typed=False, base=base, on=on, at=database_now())


def has_given_up(change_set: ChangeSet) -> bool:
    """Whether no trial of an approved change set begins by itself any more: too many of the same were refused since then.

    Under another release in force it is tried again, and whenever somebody asks for it; another day alone mends nothing.
    """
    if change_set.state != ChangeSetState.APPROVED or change_set.settled_at is None:
        return False
    same = TrialRun.objects.filter(change_set=change_set, typed=False, release=find_release())
    refused = same.filter(state=TrialState.REFUSED, asked_at__gte=change_set.settled_at)
    return refused.count() >= MOST_REFUSED


def find_finished_run(change_set: ChangeSet, *, since: datetime) -> TrialRun | None:
    """The newest trial of a change set that came to its end, asked for since a moment; None where that is outdated as well."""
    done = TrialRun.objects.filter(change_set=change_set, typed=False, state=TrialState.DONE, asked_at__gte=since)
    run = done.select_related("change_set").order_by("-asked_at").first()
    return None if run is None or is_outdated(run) else run


def find_latest_run(change_set: ChangeSet) -> TrialRun | None:
    """The newest trial of a draft as it was, whoever asked for it; None where there was none."""
    return TrialRun.objects.filter(change_set=change_set, typed=False).order_by("-asked_at").first()


def list_draft_lines(change_set: ChangeSet | None) -> list[ChangeLine]:
    """The rows of a draft, in the order in which they are written."""
    return list(change_set.lines.order_by("pk")) if change_set else []


def is_outdated(run: TrialRun) -> bool:
    """Whether the draft, its day or the release in force is another by now, so that a trial speaks of what was."""
    base = _digest_base(list_draft_lines(run.change_set), find_trial_day(run.change_set))
    return run.release != find_release() or run.base != base


def stop_trial(run: TrialRun) -> bool:
    """Stop a trial that is under way; whether it was. What it has found so far is not shown."""
    stopped = TrialRun.objects.filter(pk=run.pk, state=TrialState.WAITING)
    return bool(stopped.update(state=TrialState.STOPPED, ended_at=database_now()))


def work_on_trials() -> int:
    """Go on with the trials that wait, the oldest first, for a while; how many portions were done. Twice does no harm."""
    ends = time.monotonic() + _WORK_SECONDS
    portions: list[int] = []
    while time.monotonic() < ends and (run := _take_next()) is not None:
        # One that fails stays taken for a minute, and is given up after some attempts: meanwhile others go on.
        try_act(lambda one: portions.append(_work_on(one, ends)), run, name="trial")
    return sum(portions)


def _create_run(
    user: User, change_set: ChangeSet | None, rows: Sequence[ChangeLine], *, is_typed: bool, base: str, on: date, at: datetime
) -> TrialRun:
    seen, release = find_last_event(), find_release()
    cases, extent = choose_cases()
    told = {"release": release, "at": at.isoformat(), "seen": seen, "untried": tuple(list_untried(rows))}
    begun = Trial.build(load_days_turned(rows, since=on), extent, (), **told)
    return TrialRun.objects.create(
        change_set=change_set,
        asked_by=user,
        asked_at=at,
        lines=[model_to_dict(row, fields=_COLUMNS) for row in rows],
        typed=is_typed,
        base=base,
        release=release,
        cases=[str(one) for one in cases],
        result=begun.as_data(),
    )


def _digest_base(rows: Sequence[ChangeLine], on: date) -> str:
    """What a trial rests on: the rows of the draft that were read, and its day."""
    return compute_digest([on.isoformat(), [[row.list, row.key, row.action, row.before, row.after] for row in rows]])


def _take_next() -> TrialRun | None:
    """The oldest trial that waits and that no worker has, taken for a minute."""
    at = database_now()
    with transaction.atomic():
        free = TrialRun.objects.free(at).select_related("change_set").order_by("asked_at")
        run = free.select_for_update(of=("self",), skip_locked=True).first()
        if run is None:
            return None
        run.taken_until, run.attempts = at + _TAKEN_FOR, run.attempts + 1
        run.save(update_fields=["taken_until", "attempts"])
    return run


def _work_on(run: TrialRun, ends: float) -> int:
    """Look at portion after portion of a trial that was taken, until it or the time is over."""
    done, prepared = 0, _prepare_or_end(run)
    while prepared is not None and run.state == TrialState.WAITING and time.monotonic() < ends:
        if is_outdated(run):
            stop_trial(run)
            return done
        if not _look_at_next(run, prepared):
            # Somebody has stopped it meanwhile.
            return done
        done += 1
    TrialRun.objects.filter(pk=run.pk).update(taken_until=None)
    return done


def _prepare_or_end(run: TrialRun) -> PreparedTrial | None:
    """What the cases of a trial are tried by; None where it can go no further, and has ended."""
    if Trial.from_data(run.result).seen is None:
        # An earlier version began it, and kept too little of each case for portions to be joined.
        stop_trial(run)
        return None
    if run.attempts > _MOST_ATTEMPTS:
        _give_up(run, [Message("The trial broke off several times without getting any further. Tell the operators.")])
        return None
    try:
        return _prepare(run)
    except Problem as problem:
        _give_up(run, [gap.message for gap in problem.gaps] or [problem.sentence])
        return None


def _prepare(run: TrialRun) -> PreparedTrial:
    begun = Trial.from_data(run.result)
    lines = [ChangeLine(**line) for line in run.lines]
    cases = [UUID(one) for one in run.cases[run.looked :]]
    at = datetime.fromisoformat(begun.at)
    return prepare_trial(lambda: apply_lines(lines, on=begun.on), cases, days=begun.days, at=at)


def _look_at_next(run: TrialRun, prepared: PreparedTrial) -> bool:
    """Try the next portion, and keep what was found so far; whether the trial was still under way and this worker's."""
    ids = [UUID(one) for one in run.cases[run.looked : run.looked + PORTION]]
    changed, before = prepared.try_cases(ids), Trial.from_data(run.result)
    portion = Trial.build(before.days, before.extent, changed, names=prepared.collect_names(changed))
    result, at = join_portions(before, portion).as_data(), database_now()
    looked = run.looked + len(ids)
    is_done = looked >= len(run.cases)
    state, ended_at = (TrialState.DONE, at) if is_done else (TrialState.WAITING, None)
    # Another worker that took it for dead has counted on from the same place.
    same = TrialRun.objects.filter(pk=run.pk, state=TrialState.WAITING, looked=run.looked)
    found: dict[str, Any] = {"result": result, "looked": looked, "state": state, "ended_at": ended_at}
    stored = same.update(**found, taken_until=at + _TAKEN_FOR, attempts=0)
    run.result, run.looked, run.state = result, looked, state
    return bool(stored)


def _give_up(run: TrialRun, sentences: Sequence[Text]) -> None:
    told = [render_in_every_language(one) for one in sentences]
    still = TrialRun.objects.filter(pk=run.pk, state=TrialState.WAITING)
    still.update(state=TrialState.REFUSED, refusal=told, ended_at=database_now())
