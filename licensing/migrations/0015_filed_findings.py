"""What was found about a version when it was filed, and its explanations."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0014_signatures_of_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="FiledFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=48)),
                (
                    "grade",
                    models.CharField(
                        choices=[("stop", "Put right"), ("explain", "Explain"), ("note", "Note")],
                        max_length=8,
                        verbose_name="grade",
                    ),
                ),
                ("path", models.CharField(max_length=120)),
                ("texts", models.JSONField()),
                ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="licensing.caseversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="finding_number_once_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grade", "explain"), _negated=True),
                            models.Q(("explanation", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="what_is_odd_is_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade", "stop"), _negated=True), name="what_cannot_be_is_not_filed"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="filedfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="filedfinding_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'filedfinding is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="b1dcbe42b89649eb544c596cb0d8a48a87c95415",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_filedfinding_keeps_rows_4a8a1",
                    table="licensing_filedfinding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="filedfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="filedfinding_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'filedfinding is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="7a3c5d9dd80ecec4ffc13adfc47f99bf38108ae6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_filedfinding_keeps_all_40ccb",
                    table="licensing_filedfinding",
                    when="BEFORE",
                ),
            ),
        ),
    ]
