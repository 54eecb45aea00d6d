"""What an appeal does to the conditions of a licence: struck out, or changed into others that bind in their place."""

from __future__ import annotations

from collections.abc import Sequence

from licensing.acts.acting import Act
from licensing.acts.decisions.contested import Ruled
from licensing.acts.licences.conditions.owing import replace_duties
from licensing.acts.licences.licence import create_conditions
from licensing.choices import Verb
from licensing.models import Case, Licence, LicenceCondition
from licensing.policy.record.event_kinds import EventKind


def apply_rulings(act: Act[Case], licence: Licence | None, ruled: Sequence[Ruled]) -> None:
    """Let the conditions of a licence bind as an appeal has decided, as a step of deciding it; customs goes by it at once.

    What was recorded on a condition counts for what it was changed into. The days of one that was struck out cease, and
    with them what followed from a day that was missed. A licence that has ended is relieved of what it still owes.
    """
    relieved = [one for one in ruled if one.is_relief]
    if licence is None or not relieved:
        return
    binding = list(licence.conditions.binding().order_by("number"))
    ended = [binding[one.number - 1] for one in relieved]
    LicenceCondition.objects.filter(pk__in=[one.pk for one in ended]).update(ended_at=act.now)
    changed = [(one.after, old) for one, old in zip(relieved, ended, strict=True) if one.after is not None]
    blocking = {str(old.condition_id) for _after, old in changed if old.blocks_start}
    begun = create_conditions(licence, [after for after, _old in changed], blocking, replaces=[old for _after, old in changed])
    act.record(
        EventKind.LICENCE_RELIEVED,
        licence=licence,
        number=licence.number,
        ended=[one.number for one in ended],
        begun=[one.number for one in begun],
    )
    of_licence = Act(Verb.DECIDE_APPEAL, licence, None, act.actor, act.now, previous_state=licence.state)
    replace_duties(of_licence, ended, begun)
    act.events += of_licence.events
    licence.revision += 1
    licence.save()
