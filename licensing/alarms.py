"""How often each periodic task is woken, in seconds: the schedule of beat, and the measure of whether a task is late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PERIODS: Final[Mapping[str, int]] = {
    "fan_out": 2,
    "dispatch": 2,
    "send_due_reminders": 30,
    "close_due_rounds": 60,
    "lapse_due_pauses": 60,
    "screen_due_cases": 60,
    "lapse_worsened_needs": 300,
    "lapse_due_assessments": 300,
    "retime_cases": 60,
    "follow_reminder_policy": 60,
    "expire_due_licences": 60,
    "lapse_due_suspensions": 60,
    "open_due_reviews": 300,
    "follow_due_papers": 300,
    "apply_due_consequences": 60,
    "scan_waiting_documents": 60,
    "tell_of_dead_letters": 3_600,
    "keep_head": 3_600,
    "forget_old_answers": 3_600,
    "settle_due_rights": 60,
    "settle_due_systems": 60,
    "settle_due_invitations": 60,
    "settle_due_change_sets": 60,
    "work_on_trials": 3,
    "settle_due_interests": 3_600,
    "tell_of_measures": 60,
    "forget_old_counts": 3_600,
    "clear_expired": 3_600,
}
# A worker that is restarted, or busy with a long task, is no trouble yet.
_LEAST_PATIENCE_SECONDS: Final = 180


def get_patience_seconds(task: str) -> int:
    """After how many seconds without an ended run a task is late: three of its periods, and three minutes at least."""
    return max(_LEAST_PATIENCE_SECONDS, 3 * PERIODS[task])
