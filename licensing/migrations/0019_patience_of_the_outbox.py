from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0018_countersignatures"),
    ]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="disabled_after",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="delivery",
            name="first_tried_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        # What anybody was owed by then had been fanned out by then; to begin too early does no harm.
        migrations.RunSQL(
            """
            UPDATE licensing_endpoint e
            SET disabled_after = coalesce(
                (SELECT max(d.event_id) FROM licensing_delivery d WHERE d.created_at < e.disabled_at), 0
            )
            WHERE e.disabled_at IS NOT NULL
            """,
            migrations.RunSQL.noop,
        ),
    ]
