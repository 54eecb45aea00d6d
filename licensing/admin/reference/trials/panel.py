"""The trial beside an editor: what the draft would do to cases as it stands, or with what is filled in on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from licensing.acts.reference.change_sets.drafting import build_lines
from licensing.acts.reference.standing_trials import find_standing_trial
from licensing.acts.reference.trial_runs import (
    ask_for_trial,
    find_latest_run,
    has_given_up,
    is_outdated,
    is_tried_at_once,
    list_draft_lines,
)
from licensing.acts.reference.trials import find_trial_day, try_lines
from licensing.acts.reference.tried_cases import count_tried
from licensing.admin.pages.command_page import SubjectForm
from licensing.admin.pages.rights import get_person
from licensing.admin.reference.trials.trial_view import TrialView, build_trial_view
from licensing.choices import ChangeSetState, TrialState
from licensing.errors import Problem, TrialNeeded
from licensing.messages import TranslatedText
from licensing.models import ChangeLine, ChangeSet, TrialRun
from licensing.policy.reference.governed import RowChange

_GIVEN_UP: Final = gettext_lazy(
    "It was refused several times since it was approved, so no trial begins by itself any more, and this change set does not"
    " come into force. Have it tried again once the reason is gone, or withdraw it."
)
_UNDER_WAY: Final = (ChangeSetState.DRAFT, ChangeSetState.SENT, ChangeSetState.APPROVED)


@dataclass(frozen=True, slots=True)
class TrialPanel:
    """What a page says of the trial of a draft. `number` cases would be looked at; on few, it is made while the page is.

    Without a `change_set` what is tried goes into a new one. `typed` says that what is filled in on the page is tried as well.
    """

    change_set: ChangeSet | None
    typed: bool = False
    is_empty: bool = False
    trial: TrialView | None = None
    wrong: Sequence[str] = ()
    number: int = 0
    run: TrialRun | None = None
    is_outdated: bool = False
    # The draft is what was tried, but too many cases have moved on since.
    is_overtaken: bool = False

    @property
    def is_running(self) -> bool:
        """Whether the worker is at it."""
        return self.run is not None and self.run.state == TrialState.WAITING and not self.is_outdated

    @property
    def is_stopped(self) -> bool:
        """Whether somebody has stopped it."""
        return self.run is not None and self.run.state == TrialState.STOPPED and not self.is_outdated

    @property
    def may_ask(self) -> bool:
        """Whether the worker can be asked for a trial of the draft as it stands, which is not there yet."""
        return self.change_set is not None and not (self.typed or self.is_empty or self.is_running) and bool(self.number)

    @property
    def ask_url(self) -> str:
        return reverse("admin:licensing_changeset_try", args=[self.change_set.pk]) if self.change_set else ""


def build_panel(
    request: HttpRequest, change_set: ChangeSet | None, typed: Sequence[ChangeLine] | None = None
) -> TrialPanel | None:
    """The trial of a draft as it stands, or of all its rows as they would be with what was `typed`.

    On few cases it is made now. On many the worker makes it: for what was typed it is asked at once, for a draft when somebody
    presses the button, and the newest one is shown. What is settled or in force is tried no more: None.
    """
    if change_set is not None and change_set.state not in _UNDER_WAY:
        return None
    lines = list_draft_lines(change_set) if typed is None else typed
    panel = TrialPanel(change_set, typed=typed is not None, is_empty=not lines)
    if not lines:
        return panel
    if is_tried_at_once():
        return _try_now(request, panel, lines)
    run = find_latest_run(change_set) if change_set and typed is None else ask_for_trial(get_person(request), change_set, lines)
    return build_run_panel(request, run, panel)


def build_settling_panel(request: HttpRequest, change_set: ChangeSet) -> TrialPanel | None:
    """The trial that a step of a change set rests on: the worker's with what has moved since tried again, if that is few."""
    panel = build_panel(request, change_set)
    if panel is None or panel.is_empty or panel.run is None or panel.run.state != TrialState.DONE or panel.is_outdated:
        return panel
    try:
        return replace(panel, trial=build_trial_view(request, find_standing_trial(change_set)))
    except TrialNeeded:
        return replace(panel, is_outdated=True, is_overtaken=True)


def build_run_panel(request: HttpRequest, run: TrialRun | None, panel: TrialPanel) -> TrialPanel:
    """What a page says of a trial that the worker makes, or has made."""
    if run is None:
        return replace(panel, number=count_tried())
    found = replace(panel, number=run.number, run=run, is_outdated=is_outdated(run))
    if run.state == TrialState.REFUSED:
        given_up = [_GIVEN_UP] if panel.change_set is not None and has_given_up(panel.change_set) else []
        return replace(found, wrong=[str(one) for one in (*(TranslatedText(one) for one in run.refusal), *given_up)])
    return replace(found, trial=build_trial_view(request, run.result)) if run.state == TrialState.DONE else found


def _try_now(request: HttpRequest, panel: TrialPanel, lines: Sequence[ChangeLine]) -> TrialPanel:
    try:
        return replace(panel, trial=build_trial_view(request, try_lines(lines, on=find_trial_day(panel.change_set))))
    except Problem as problem:
        return replace(panel, wrong=[gap.sentence for gap in problem.gaps] or [str(problem.sentence)])


class TriedForm(SubjectForm):
    """A form that writes rows into a draft, and has a second button that tries the draft with what is filled in."""

    may_preview = True

    def list_changes(self) -> Sequence[RowChange]:
        """The rows that this form writes as it is filled in."""
        raise NotImplementedError

    def find_shown_draft(self) -> ChangeSet | None:
        """The draft that the page is about; None where what is filled in would go into a new one."""
        raise NotImplementedError

    def build_tried_lines(self) -> list[ChangeLine]:
        """The rows of the draft as they would be."""
        return build_lines(self.find_shown_draft(), self.list_changes())

    def preview(self, request: HttpRequest) -> Mapping[str, Any]:
        return {"panel": build_panel(request, self.find_shown_draft(), self.build_tried_lines())}

    def build_context(self, request: HttpRequest) -> Mapping[str, Any]:
        """The trial of the draft as it stands, beside the form."""
        draft = self.find_shown_draft()
        return {"panel": build_panel(request, draft)} if draft else {}
