"""The paper of a licence: previewed by an officer, issued by name, and printed again from what was kept."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, check_permission, now
from licensing.acts.documents.papers.keeping import fill_paper, print_preview, serialize_paper
from licensing.acts.documents.papers.licence import Issue, build_licence_paper
from licensing.choices import PaperKind, Verb
from licensing.errors import WrongState
from licensing.models import Licence, Paper, User
from licensing.models.documents.papers import find_paper, read_basis
from licensing.policy.documents.papers import PaperText, is_repeated
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.digests import to_canonical
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def issue_paper(licence: Licence, user: User, *, expected: int | None = None) -> Paper:
    """Issue the paper of a licence as it is now, in the officer's name; it takes the place of the one before.

    Raises WrongState where the newest paper says all that this one would, Invalid where it could not be printed.
    """
    # Set before anything is locked or written: a row that cannot be printed would stay for good.
    preview_paper(licence, user)
    with acting(licence, user, Verb.ISSUE_PAPER, expected=expected) as act:
        act.perform()
        before = find_paper(act.licence)
        paper = _begin_paper(act, user, before)
        text = build_licence_paper(act.licence, Issue(user, act.now, paper.number, before, paper.token))
        if refusal := _find_repetition(before, text, paper.basis):
            raise refusal
        fill_paper(paper, text)
        paper.save(force_insert=True)
        act.record(
            EventKind.PAPER_ISSUED,
            number=act.licence.number,
            version=act.licence.version,
            paper=str(paper.pk),
            edition=paper.number,
            form=paper.form,
            digest=paper.digest,
        )
    return paper


def _begin_paper(act: Act[Licence], user: User, before: Paper | None) -> Paper:
    return Paper(
        kind=PaperKind.LICENCE,
        case=act.case,
        licence=act.licence,
        licence_version=act.licence.version,
        basis=read_basis(act.licence),
        number=_next_number(before),
        made_by=user,
        made_at=act.now,
    )


def preview_paper(licence: Licence, user: User) -> bytes:
    """What `issue_paper` would issue now, marked as a preview; nothing is written. Raises what that would of the person."""
    at = now()
    check_permission(licence, user, Verb.ISSUE_PAPER, at=at)
    before = find_paper(licence)
    return print_preview(build_licence_paper(licence, Issue(user, at, _next_number(before), before)), at=at)


def find_issuing_refusal(licence: Licence, user: User, *, at: datetime) -> WrongState | None:
    """Why no paper can be issued although the state of the licence allows it: the newest one says all this already."""
    before = find_paper(licence)
    text = build_licence_paper(licence, Issue(user, at, _next_number(before), before))
    return _find_repetition(before, text, read_basis(licence))


def _next_number(before: Paper | None) -> int:
    return before.number + 1 if before is not None else 1


def _find_repetition(before: Paper | None, text: PaperText, basis: dict[str, Any]) -> WrongState | None:
    # What the page behind the code goes by is compared too: else a paper could be out of date, and none follow it.
    if before is None or before.basis != basis:
        return None
    if not is_repeated(json.loads(before.canonical), json.loads(to_canonical(serialize_paper(text)))):
        return None
    return WrongState(_("The newest paper of this licence says all this already. Print that one."))
