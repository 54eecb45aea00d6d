"""A decision is corrected beside what was recorded: its number, its day and its words, never its substance."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0016_roll_of_terms"),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionCorrection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("resolution_no", models.CharField(max_length=60)),
                ("resolution_on", models.DateField()),
                ("reasons", models.TextField(blank=True)),
                ("reason", models.TextField()),
                ("corrected_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "corrected_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="licensing.decision"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["resolution_no"], name="correction_by_resolution")],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "number"), name="correction_number_once_per_decision")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisioncorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="decisioncorrection_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'decisioncorrection is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="8c0893435eec8eb4d192050d35482605b0ca13b7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_decisioncorrection_keeps_rows_efc13",
                    table="licensing_decisioncorrection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisioncorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="decisioncorrection_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'decisioncorrection is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="56b95497720f42db1f0ebc732672cba70139a653",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_decisioncorrection_keeps_all_6b4f1",
                    table="licensing_decisioncorrection",
                    when="BEFORE",
                ),
            ),
        ),
    ]
