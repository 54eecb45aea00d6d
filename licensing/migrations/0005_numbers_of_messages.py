"""Messages get numbers of their own at each receiver, and events an id that says nothing of how many there are."""

import django.contrib.postgres.functions
from django.db import migrations, models

# Receivers have kept the numbers of events that the former release sent, and compare them with those that come. So what was
# made for them before keeps its number, and what follows is numbered behind all of those.
NUMBER_MESSAGES = """
    UPDATE licensing_delivery SET number = event_id WHERE channel = 'webhook';
    UPDATE licensing_endpoint SET last_number = coalesce((SELECT max(number) FROM licensing_chainhead), 0);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0004_serial_numbers_of_items"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="number",
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name="number for the receiver"),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="last_number",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="event",
            name="public_id",
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True),
        ),
        migrations.RunSQL(NUMBER_MESSAGES, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("number__isnull", False)), fields=["endpoint", "number"], name="delivery_by_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel", "mail"), ("number__isnull", False), _connector="OR"),
                name="webhook_delivery_is_numbered",
            ),
        ),
    ]
