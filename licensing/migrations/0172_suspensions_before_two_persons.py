"""The suspensions by officers that are in effect: what was ordered before two persons were needed waits for nobody."""

from typing import Any

from django.db import migrations

# An officer's act moves the state by this event. That of an unmet condition is another kind, and has rows of its own.
_SUSPENDED = "licence.suspended"


def write_down_suspensions(apps: Any, schema_editor: Any) -> None:
    licence, event, suspension = (apps.get_model("licensing", name) for name in ("Licence", "Event", "LicenceSuspension"))
    # Beside old code, or when this is applied again, some have a row already.
    held = suspension.objects.filter(ended_at__isnull=True).values("licence")
    for one in licence.objects.filter(state="suspended").exclude(pk__in=held).order_by("pk"):
        moved = event.objects.filter(licence=one, to_state="suspended").order_by("number").last()
        if moved is None or moved.kind != _SUSPENDED or moved.actor_id is None:
            continue
        suspension.objects.create(
            licence=one, reason=moved.data.get("reason", ""), ordered_by_id=moved.actor_id, ordered_at=moved.at
        )


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0171_suspensions_of_licences"),
    ]

    operations = [
        migrations.RunPython(write_down_suspensions, migrations.RunPython.noop),
    ]
