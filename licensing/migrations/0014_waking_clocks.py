from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0013_reminder_policy"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="wake_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="clock",
            name="calendar_version",
            field=models.CharField(max_length=40),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(condition=models.Q(("wake_at__isnull", False)), fields=["wake_at"], name="clock_by_waking"),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["calendar", "calendar_version"],
                name="running_clock_by_calendar",
            ),
        ),
        migrations.RunSQL(
            """
            UPDATE licensing_clock c
            SET wake_at = CASE
                WHEN EXISTS (SELECT 1 FROM licensing_clockpause p WHERE p.clock_id = c.id AND p.until IS NULL)
                THEN (SELECT min(p.at_most_until) FROM licensing_clockpause p WHERE p.clock_id = c.id AND p.until IS NULL)
                WHEN c.kind IN ('stage', 'escalation', 'appeal') THEN c.due_at
            END
            WHERE c.ended_at IS NULL
            """,
            migrations.RunSQL.noop,
        ),
    ]
