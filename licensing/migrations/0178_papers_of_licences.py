"""Papers of licences, written once."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import licensing.models.documents.papers


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0176_reasons_of_late_clearances"),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("licence", "Licence"),
                            ("decision", "Decision"),
                            ("receipt", "Receipt of filing"),
                            ("suspension", "Notice of suspension"),
                            ("minutes", "Minutes of a sitting"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("licence_version", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="version")),
                (
                    "token",
                    models.CharField(
                        default=licensing.models.documents.papers.generate_token, editable=False, max_length=43, unique=True
                    ),
                ),
                ("form", models.CharField(max_length=12, verbose_name="template")),
                ("form_digest", models.CharField(max_length=64, verbose_name="digest of the template")),
                ("canonical", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="licensing.case"),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="licensing.licence",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "paper",
                "verbose_name_plural": "papers",
                "constraints": [
                    models.UniqueConstraint(fields=("licence", "kind", "number"), name="paper_number_once_per_licence"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "licence"), _negated=True),
                            models.Q(("licence__isnull", False), ("licence_version__isnull", False)),
                            _connector="OR",
                        ),
                        name="paper_of_a_licence_names_its_version",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'paper is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="6ca4bd6f7fc5cacd3793bd2c153c3325c3ab25a8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_paper_keeps_rows_b025e",
                    table="licensing_paper",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'paper is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="a3df73a6512fbe65f4d953f401c0cdefd93aeee1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_paper_keeps_all_4a1fe",
                    table="licensing_paper",
                    when="BEFORE",
                ),
            ),
        ),
    ]
