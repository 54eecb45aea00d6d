"""What anybody is told of a paper by its code, and what its readers are told of the papers of a licence."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, Final

from licensing.choices import LicenceState, PaperKind, PaperStanding
from licensing.models.documents.papers import Paper
from licensing.models.licences.licence import LIVE_STATES, Licence
from licensing.models.read_models.views import PaperView

# What `generate_token` draws. Anything else is asked of the database all the same, as a token that nobody drew.
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32}")
_NEVER_DRAWN: Final = "-"


def read_standing(token: str, *, today: date) -> PaperStanding:
    """Whether the paper behind a code holds on a day, in one statement, whether there is such a paper or not."""
    asked = token if _TOKEN.fullmatch(token) else _NEVER_DRAWN
    found = Paper.objects.with_later().filter(token=asked).first()
    return PaperStanding.UNKNOWN if found is None else judge_paper(found, today=today)


def judge_paper(paper: Any, *, today: date) -> PaperStanding:
    """Whether a paper holds on a day; of a row that was read `with_later`."""
    if paper.kind == PaperKind.SUSPENSION:
        return _judge_notice(paper, today)
    stopped = _find_end(paper.licence, today) if paper.licence is not None else None
    if stopped is not None:
        return stopped
    if paper.has_later or (paper.decision_id is not None and paper.case.decision_id != paper.decision_id):
        return PaperStanding.SUPERSEDED
    if paper.licence is None:
        return PaperStanding.GENUINE
    if paper.basis != paper.basis_now:
        return PaperStanding.OUTDATED
    return PaperStanding.DORMANT if paper.licence.is_dormant else PaperStanding.GENUINE


def read_paper(paper: Any, *, today: date) -> PaperView:
    """A paper that was issued, as its readers are told of it."""
    return PaperView(
        id=paper.pk,
        number=paper.number,
        version=paper.licence_version,
        issued_at=paper.made_at,
        standing=judge_paper(paper, today=today),
        form=paper.form,
        digest=paper.digest,
        check=json.loads(paper.canonical)["check"],
    )


def _judge_notice(notice: Any, today: date) -> PaperStanding:
    """A notice holds for as long as its licence is suspended as it says; afterwards it is ended, whatever follows."""
    if _find_end(notice.licence, today) != PaperStanding.SUSPENDED:
        return PaperStanding.ENDED
    if notice.has_later:
        return PaperStanding.SUPERSEDED
    return PaperStanding.GENUINE if notice.basis == notice.stop_now else PaperStanding.OUTDATED


def _find_end(licence: Licence, today: date) -> PaperStanding | None:
    """What ends or suspends every paper of a licence, the newest as the oldest: nobody is sent for a newer one then."""
    # The clock that closes a licence comes some minutes after midnight; its last day is over at midnight.
    is_over = not licence.is_dormant and today > licence.valid_until
    if is_over or licence.state not in LIVE_STATES:
        return PaperStanding.ENDED
    return PaperStanding.SUSPENDED if licence.state == LicenceState.SUSPENDED else None
