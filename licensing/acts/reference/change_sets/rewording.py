"""Labels, translations and help texts decide nothing: one person changes them, and it can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.officers import record_steps, require_policy_officer
from licensing.acts.reference.change_sets.rows import RowReader, find_stored, load_present
from licensing.choices import ChangeAction
from licensing.errors import Gap, Invalid, NotFound, WrongState
from licensing.models import ChangeLine, Rewording, User
from licensing.models.record.event import PendingEvent
from licensing.models.reference.change_sets import hold_release
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.changes import overlay_row
from licensing.policy.reference.governed import GOVERNED, build_path


@guard_texts()
def reword_row(user: User, list_code: str, key: str, texts: Mapping[str, Any], *, reason: str) -> Rewording:
    """Change the wording of one row: by column, a text or the texts by language. It is in force at once.

    Raises NotAllowed for whoever is no policy officer, NotFound for a row that is not there, Invalid for a column that
    decides, for a text that cannot stand, and where nothing would change.
    """
    with translate_database_errors(), transaction.atomic():
        # A release writes whole rows: it waits until this is committed, or is waited for.
        hold_release()
        at = database_now()
        require_policy_officer(user, at=at)
        reason = require_reason(reason, _("Say why this is reworded."))
        before = _lock_row(list_code, key)
        after = _read_wording(list_code, key, before, texts)
        changed = [name for name in after if after[name] != before[name]]
        if not changed:
            raise Invalid(gaps=[Gap("unchanged", build_path(list_code, key), _("This row says what it says already."))])
        _write(list_code, key, after, at)
        rewording = Rewording.objects.create(
            list=list_code,
            key=key,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            reason=reason,
            reworded_by=user,
            reworded_at=at,
        )
        record_steps(user, at, _describe_rewording(EventKind.ROW_REWORDED, rewording, reason))
    return rewording


@guard_texts()
def undo_rewording(rewording: Rewording, user: User, *, reason: str) -> Rewording:
    """Give a row the wording back that it had. Raises WrongState once that is done, or once it was reworded again."""
    with translate_database_errors(), transaction.atomic():
        locked = Rewording.objects.select_for_update(of=("self",), no_key=True).get(pk=rewording.pk)
        hold_release()
        at = database_now()
        require_policy_officer(user, at=at)
        reason = require_reason(reason, _("Say why this is reworded."))
        present = _lock_row(locked.list, locked.key)
        if locked.undone_at is not None or any(present[name] != text for name, text in locked.after.items()):
            raise WrongState(_("The wording of this row is another by now."))
        _write(locked.list, locked.key, present | locked.before, at)
        locked.undone_by, locked.undone_at = user, at
        locked.save(update_fields=["undone_by", "undone_at"])
        record_steps(user, at, _describe_rewording(EventKind.REWORDING_UNDONE, locked, reason))
    return locked


def _lock_row(list_code: str, key: str) -> dict[str, Any]:
    if list_code not in GOVERNED or GOVERNED[list_code].whole:
        raise NotFound
    stored = find_stored(list_code, [key])
    # Locked before it is read, so that two rewordings of one row follow one another.
    list(stored.select_for_update(of=("self",), no_key=True))
    row = load_present(list_code, [key]).get(key)
    if row is None:
        raise NotFound
    return row


def _read_wording(list_code: str, key: str, before: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    governed = GOVERNED[list_code]
    if deciding := [name for name in texts if name not in governed.wording]:
        sentence = _("This column decides, or there is none such. It is changed by a change set of two.")
        raise Invalid(gaps=[Gap("decides", build_path(list_code, key, name), sentence) for name in deciding])
    reader = RowReader({})
    after = reader.read(list_code, key, overlay_row(governed, before, texts))
    if reader.gaps:
        raise Invalid(gaps=reader.gaps)
    return after


def _write(list_code: str, key: str, row: Mapping[str, Any], at: Any) -> None:
    line = ChangeLine(list=list_code, key=key, action=ChangeAction.PUT, after=row)
    apply_lines([line], on=to_local_day(at))


def _describe_rewording(kind: EventKind, rewording: Rewording, reason: str) -> PendingEvent:
    undone = kind is EventKind.REWORDING_UNDONE
    before, after = (rewording.after, rewording.before) if undone else (rewording.before, rewording.after)
    row = {"list": rewording.list, "key": rewording.key, "before": before, "after": after}
    return PendingEvent(kind, data={"rewording": str(rewording.pk), "reason": reason} | row)
