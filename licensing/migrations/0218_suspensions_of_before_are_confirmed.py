"""Suspensions in effect that no second person was asked about: a decider confirms them within 24 hours, or they lapse.

They were ordered before two persons were needed, or by old code that served beside the new and wrote no row.
"""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import F
from django.utils import timezone

# An officer's act moves the state by this event. Those of a review and of an unmet condition are other kinds, with rows of
# their own.
_SUSPENDED = "licence.suspended"
# The time that a suspension of today has, counted from this step: nobody was asked before.
_CONFIRM_WITHIN = timedelta(hours=24)


def ask_for_confirmation(apps: Any, schema_editor: Any) -> None:
    suspension = apps.get_model("licensing", "LicenceSuspension")
    confirm_by = timezone.now() + _CONFIRM_WITHIN
    _write_down_missing(apps)
    # Old code put licences into force again and left the row: what is not suspended needs no confirmation, and cannot lapse.
    waiting = suspension.objects.filter(ended_at=None, confirmed_at=None, confirm_by=None, licence__state="suspended")
    for one in waiting.order_by("pk"):
        suspension.objects.filter(pk=one.pk).update(confirm_by=confirm_by)
        _remind_deciders(apps, one, confirm_by)


def _write_down_missing(apps: Any) -> None:
    """From the events: the last suspension by an officer since the licence was in force, unless a row says what became of it."""
    licence, event, suspension = (apps.get_model("licensing", name) for name in ("Licence", "Event", "LicenceSuspension"))
    held = suspension.objects.filter(ended_at=None).values("licence")
    for one in licence.objects.filter(state="suspended").exclude(pk__in=held).order_by("pk"):
        events = event.objects.filter(licence=one).order_by("number")
        resumed = events.filter(to_state="issued").last()
        ordered = events.filter(kind=_SUSPENDED, actor__isnull=False, number__gt=resumed.number if resumed else 0).last()
        if ordered is None or suspension.objects.filter(licence=one, ordered_at__gte=ordered.at).exists():
            continue
        suspension.objects.create(
            licence=one, reason=ordered.data.get("reason", ""), ordered_by_id=ordered.actor_id, ordered_at=ordered.at
        )


def _remind_deciders(apps: Any, suspension: Any, confirm_by: Any) -> None:
    """At once, by the rules for the day before: the moment is a day away."""
    reminder, rule = (apps.get_model("licensing", name) for name in ("Reminder", "ReminderRule"))
    for one in rule.objects.filter(clock="suspension", active=True, offset_days__lt=0):
        reminder.objects.create(
            case_id=suspension.licence.case_id,
            licence_id=suspension.licence_id,
            rule=one,
            about=f"suspension:{suspension.pk}",
            deadline_at=confirm_by,
            due_at=timezone.now(),
        )


def forget_confirmation(apps: Any, schema_editor: Any) -> None:
    """What nobody has confirmed meanwhile waits for nobody again. A suspension of today has 24 hours from its own order."""
    waiting = apps.get_model("licensing", "LicenceSuspension").objects.filter(ended_at=None, confirmed_at=None)
    for one in waiting.exclude(confirm_by=F("ordered_at") + _CONFIRM_WITHIN).exclude(confirm_by=None):
        about = f"suspension:{one.pk}"
        apps.get_model("licensing", "Reminder").objects.filter(about=about, sent_at=None).update(cancelled_at=timezone.now())
        type(one).objects.filter(pk=one.pk).update(confirm_by=None)


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0210_scores_between_nothing_and_one"),
    ]

    operations = [
        migrations.RunPython(ask_for_confirmation, forget_confirmation),
    ]
