"""The rows that the chain of events and its readers start from."""

from typing import Any

from django.db import migrations


def lay(apps: Any, schema_editor: Any) -> None:
    apps.get_model("licensing", "ChainHead").objects.get_or_create(name="events")
    apps.get_model("licensing", "Bookmark").objects.get_or_create(name="outbox")


class Migration(migrations.Migration):
    dependencies = [("licensing", "0001_initial")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
