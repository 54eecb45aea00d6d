"""Papers of a decision, a filing and a sitting: made of what is frozen when somebody first asks, and kept from then on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, lock_name
from licensing.acts.documents.papers.decision import build_decision_paper
from licensing.acts.documents.papers.keeping import fill_paper, print_preview
from licensing.acts.documents.papers.minutes import build_minutes_extract
from licensing.acts.documents.papers.receipt import build_letter, build_receipt
from licensing.acts.documents.papers.words import build_check_address, draw_code
from licensing.choices import PaperKind
from licensing.errors import FileAltered, NotFound
from licensing.models import AgendaItem, Case, Decision, Event, Paper, User
from licensing.models.record.event import PendingEvent
from licensing.models.requests.composition import find_filed_version
from licensing.policy.documents.papers import PaperText
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def take_case_paper(case: Case, user: User, kind: str) -> Paper:
    """The receipt of a case, the paper of its decision, or the letter that it needs none, by its kind.

    Raises NotFound of another kind, and where there is none.
    """
    take = _TAKEN.get(kind)
    if take is None:
        raise NotFound
    return take(case, user)


def take_decision_paper(case: Case, user: User) -> Paper:
    """The paper of the decision that holds, as it reads after its corrections. Raises NotFound where nothing is decided.

    Made once and kept, with an event; whoever asks later gets the same. `case` is one that this person may see.
    """
    if case.decision_id is None:
        raise NotFound
    decision = Decision.objects.select_related("version", "round").get(pk=case.decision_id)
    number = decision.corrections.count() + 1
    wanted = Paper(kind=PaperKind.DECISION, case=case, decision=decision, number=number, made_by=user)
    return _keep_once(wanted, lambda: build_decision_paper(case, decision))


def take_receipt(case: Case, user: User) -> Paper:
    """The receipt of the newest version that was filed, likewise. Raises NotFound of a draft."""
    version = find_filed_version(case)
    if version is None:
        raise NotFound
    wanted = Paper(kind=PaperKind.RECEIPT, case=case, version=version, number=1, made_by=user)
    return _keep_once(wanted, lambda: build_receipt(case, version))


def take_minutes(case: Case, user: User) -> Paper:
    """The extract from the minutes of the last sitting that concluded on a case, likewise.

    Raises NotFound where there is none and for whoever may not read the deliberation, the applicant before all; FileAltered
    where the minutes are not what was kept. Whom an emergency lets read the case reads it, too: the page records the opening.
    """
    readable = Case.objects.reviewable_by(user, on=database_now(), in_emergency=True)
    if not readable.filter(pk=case.pk).exists():
        raise NotFound
    items = AgendaItem.objects.filter(case=case, sitting__minutes__isnull=False).select_related("round")
    item = items.select_related("sitting__minutes__made_by").order_by("-sitting__closed_at", "-pk").first()
    if item is None:
        raise NotFound
    minutes = item.sitting.minutes
    if compute_digest(json.loads(minutes.canonical)) != minutes.digest:
        raise FileAltered(_("These minutes are not as they were kept. Administrators find the reason in the log."))
    wanted = Paper(kind=PaperKind.MINUTES, case=case, sitting=item.sitting, number=1, made_by=user)
    return _keep_once(wanted, lambda: build_minutes_extract(item, minutes))


def take_letter(case: Case, user: User) -> Paper:
    """The letter that no licence is required, likewise. Raises NotFound of a request that did not end so."""
    ended = case.events.filter(kind=EventKind.GOODS_RELEASED).select_related("actor").first()
    if ended is None:
        raise NotFound
    wanted = Paper(kind=PaperKind.NO_LICENCE, case=case, number=1, made_by=user)
    return _keep_once(wanted, lambda: build_letter(case, ended))


_TAKEN: Final[Mapping[str, Callable[[Case, User], Paper]]] = {
    PaperKind.DECISION.value: take_decision_paper,
    PaperKind.RECEIPT.value: take_receipt,
    PaperKind.NO_LICENCE.value: take_letter,
}


def _keep_once(wanted: Paper, build: Callable[[], PaperText]) -> Paper:
    """The paper that is kept already, or this one; two who ask at once get the same."""
    if (kept := _find_kept(wanted)) is not None:
        return kept
    # Set before anything is locked or written: a row that cannot be printed would stay for good.
    print_preview(build(), at=database_now())
    with transaction.atomic():
        # One after the other: whoever waited here finds the paper of the first.
        lock_name(f"paper:{wanted.kind}:{wanted.decision_id or wanted.version_id or wanted.case_id}")
        if (kept := _find_kept(wanted)) is not None:
            return kept
        wanted.made_at = database_now()
        check = build_check_address(wanted.token)
        fill_paper(wanted, replace(build(), check=check, code=draw_code(check)))
        wanted.save(force_insert=True)
        Event.objects.chain([_tell_of_paper(wanted)], wanted.made_by, at=wanted.made_at)
    return wanted


def _find_kept(wanted: Paper) -> Paper | None:
    about = {"decision": wanted.decision, "version": wanted.version, "sitting": wanted.sitting}
    rows = Paper.objects.filter(kind=wanted.kind, case=wanted.case, number=wanted.number, **about)
    return rows.select_related("case", "licence").first()


def _tell_of_paper(paper: Paper) -> PendingEvent:
    data = {"paper": str(paper.pk), "kind": paper.kind, "edition": paper.number, "form": paper.form, "digest": paper.digest}
    return PendingEvent(EventKind.PAPER_MADE, paper.case, data=data)
