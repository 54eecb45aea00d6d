"""The papers of a licence and the notices of its suspension: previewed by an officer, issued by name, printed again later."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing.acts.acting import Act, acting, check_permission, now
from licensing.acts.clocks.deadlines import cancel_reminders
from licensing.acts.documents.papers.keeping import fill_paper, print_preview, serialize_paper
from licensing.acts.documents.papers.licence import Issue, build_licence_paper
from licensing.acts.documents.papers.notice import build_notice
from licensing.acts.documents.papers.reminding import build_paper_key
from licensing.choices import PaperKind, Verb
from licensing.errors import WrongState
from licensing.models import Licence, Paper, User
from licensing.models.documents.papers import find_paper, read_basis, read_stop
from licensing.policy.documents.papers import PaperText, is_repeated
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.digests import to_canonical
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class _Series:
    """Papers of one kind at a licence: how one is made, what it goes by, and what says that it would repeat the last."""

    kind: PaperKind
    verb: Verb
    event: EventKind
    build: Callable[[Licence, Issue], PaperText]
    read_basis: Callable[[Licence], dict[str, Any]]
    repeated: Promise


_PAPERS: Final = _Series(
    PaperKind.LICENCE,
    Verb.ISSUE_PAPER,
    EventKind.PAPER_ISSUED,
    build_licence_paper,
    read_basis,
    _("The newest paper of this licence says all this already. Print that one."),
)
_NOTICES: Final = _Series(
    PaperKind.SUSPENSION,
    Verb.ISSUE_NOTICE,
    EventKind.NOTICE_ISSUED,
    build_notice,
    read_stop,
    _("The newest notice of this suspension says all this already. Print that one."),
)


@guard_texts()
def issue_paper(licence: Licence, user: User, *, expected: int | None = None) -> Paper:
    """Issue the paper of a licence as it is now, in the officer's name; it takes the place of the one before.

    Raises WrongState where the newest paper says all that this one would, Invalid where it could not be printed.
    """
    return _issue(_PAPERS, licence, user, expected)


@guard_texts()
def issue_notice(licence: Licence, user: User, *, expected: int | None = None) -> Paper:
    """Issue the notice of the suspension that is in effect, likewise; raises what `issue_paper` raises."""
    return _issue(_NOTICES, licence, user, expected)


def preview_paper(licence: Licence, user: User) -> bytes:
    """What `issue_paper` would issue now, marked as a preview; nothing is written. Raises what that would of the person."""
    return _preview(_PAPERS, licence, user)


def preview_notice(licence: Licence, user: User) -> bytes:
    """What `issue_notice` would issue now, likewise."""
    return _preview(_NOTICES, licence, user)


def find_issuing_refusal(licence: Licence, user: User, *, at: datetime) -> WrongState | None:
    """Why no paper can be issued although the state of the licence allows it: the newest one says all this already."""
    return _find_refusal(_PAPERS, licence, user, at)


def find_notice_refusal(licence: Licence, user: User, *, at: datetime) -> WrongState | None:
    """The same of a notice of its suspension."""
    return _find_refusal(_NOTICES, licence, user, at)


def _issue(series: _Series, licence: Licence, user: User, expected: int | None) -> Paper:
    # Set before anything is locked or written: a row that cannot be printed would stay for good.
    _preview(series, licence, user)
    with acting(licence, user, series.verb, expected=expected) as act:
        act.perform()
        before = find_paper(act.licence, kind=series.kind)
        paper = _begin_paper(series, act, user, before)
        text = series.build(act.licence, Issue(user, act.now, paper.number, before, paper.token))
        if refusal := _find_repetition(series, before, text, paper.basis):
            raise refusal
        fill_paper(paper, text)
        cancel_reminders(act.case, build_paper_key(series.kind, act.licence), at=act.now)
        paper.save(force_insert=True)
        act.record(
            series.event,
            number=act.licence.number,
            version=act.licence.version,
            paper=str(paper.pk),
            edition=paper.number,
            form=paper.form,
            digest=paper.digest,
        )
    return paper


def _begin_paper(series: _Series, act: Act[Licence], user: User, before: Paper | None) -> Paper:
    return Paper(
        kind=series.kind,
        case=act.case,
        licence=act.licence,
        licence_version=act.licence.version,
        basis=series.read_basis(act.licence),
        number=_next_number(before),
        made_by=user,
        made_at=act.now,
    )


def _preview(series: _Series, licence: Licence, user: User) -> bytes:
    at = now()
    check_permission(licence, user, series.verb, at=at)
    before = find_paper(licence, kind=series.kind)
    return print_preview(series.build(licence, Issue(user, at, _next_number(before), before)), at=at)


def _find_refusal(series: _Series, licence: Licence, user: User, at: datetime) -> WrongState | None:
    before = find_paper(licence, kind=series.kind)
    text = series.build(licence, Issue(user, at, _next_number(before), before))
    return _find_repetition(series, before, text, series.read_basis(licence))


def _next_number(before: Paper | None) -> int:
    return before.number + 1 if before is not None else 1


def _find_repetition(series: _Series, before: Paper | None, text: PaperText, basis: dict[str, Any]) -> WrongState | None:
    # What the page behind the code goes by is compared too: else a paper could be out of date, and none follow it.
    if before is None or before.basis != basis:
        return None
    if not is_repeated(json.loads(before.canonical), json.loads(to_canonical(serialize_paper(text)))):
        return None
    return WrongState(str(series.repeated))
