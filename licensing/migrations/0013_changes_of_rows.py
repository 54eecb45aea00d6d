"""Changes of rows, covered by events; alarms about the record."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0012_review_before_the_government"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("raised_at", models.DateTimeField()),
                ("sentence", models.TextField()),
                ("number", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_because", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("transaction", models.BigIntegerField()),
                ("table_name", models.CharField(max_length=63)),
                ("row", models.TextField()),
                ("operation", models.CharField(max_length=1)),
                ("columns", models.JSONField(default=dict)),
            ],
        ),
        migrations.AddField(
            model_name="event",
            name="changes_digest",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="event",
            name="changes_from",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="changes_to",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="event",
            name="case",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="licensing.case"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("changes_to__isnull", False)),
                fields=["transaction", "changes_to"],
                name="event_by_transaction",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(fields=("number", "digest"), name="alarm_once_per_kept_head"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["transaction", "id"], name="change_by_transaction"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["table_name"], name="change_by_table"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="change",
            trigger=pgtrigger.compiler.Trigger(
                name="change_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'change is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="8338cc4252c5a1af06242fcb2af27723f191ef8d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_change_keeps_rows_ad72f",
                    table="licensing_change",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="change",
            trigger=pgtrigger.compiler.Trigger(
                name="change_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'change is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="ae7ff6a3729088bd9255d47ba9a950f7eaf1e0fc",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_change_keeps_all_80e08",
                    table="licensing_change",
                    when="BEFORE",
                ),
            ),
        ),
    ]
