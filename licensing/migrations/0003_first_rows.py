"""The rows that the chain of events and the outbox, which reads it, start from."""

from typing import Any

from django.db import migrations


def create_first_rows(apps: Any, schema_editor: Any) -> None:
    """Create the head of the chain of events, and the outbox's place in it."""
    apps.get_model("licensing", "ChainHead").objects.get_or_create(name="events")
    apps.get_model("licensing", "Bookmark").objects.get_or_create(name="outbox")


class Migration(migrations.Migration):
    dependencies = [("licensing", "0002_triggers")]

    operations = [migrations.RunPython(create_first_rows, migrations.RunPython.noop)]
