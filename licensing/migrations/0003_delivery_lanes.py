"""Find what is owed by endpoint and in order; remember which endpoint does not answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0002_first_links"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="delivery",
            name="delivery_owed_by_time",
        ),
        migrations.AddField(
            model_name="endpoint",
            name="failing_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="failures",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="held_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "due")), fields=["endpoint", "next_at", "event"], name="delivery_owed_by_lane"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "due")), fields=["order_key", "event"], name="delivery_owed_in_order"
            ),
        ),
    ]
