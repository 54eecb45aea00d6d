"""What a report of a holder says otherwise than the ledger is a row, until it is settled by name."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0167_reports_that_conditions_ask_for"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportDifference",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("lines", models.JSONField()),
                ("found_at", models.DateTimeField()),
                (
                    "settled_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "The explanation is accepted"),
                            ("returned", "A corrected report is asked for"),
                            ("suspension", "Suspension of the licence is proposed"),
                            ("corrected", "Another report or other figures took its place"),
                            ("agrees", "The ledger agrees with it now"),
                        ],
                        max_length=10,
                        verbose_name="how it was settled",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "duty",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="licensing.conditionduty",
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="differences", to="licensing.licence"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="licensing.usereport",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "difference between a report and the ledger",
                "verbose_name_plural": "differences between reports and the ledger",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duty__isnull", False), ("report__isnull", True)),
                            models.Q(("duty__isnull", True), ("report__isnull", False)),
                            _connector="OR",
                        ),
                        name="difference_is_of_one_report",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("report", "duty"),
                        name="one_open_difference_of_a_report",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_as", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(
                                ("settled_as__in", ("accepted", "returned", "suspension")),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                ("settled_as__in", ["corrected", "agrees"]),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="difference_is_settled_by_name",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportdifference",
            trigger=pgtrigger.compiler.Trigger(
                name="reportdifference_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a reportdifference is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="c38cc90c66afa4992a7cb6d65afcd37bdecce1cc",
                    operation="DELETE",
                    pgid="pgtrigger_reportdifference_stays_6b606",
                    table="licensing_reportdifference",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportdifference",
            trigger=pgtrigger.compiler.Trigger(
                name="reportdifference_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a reportdifference is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="5204544578ff7841c39623cf84e6171737d36fa4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_reportdifference_all_stay_668f2",
                    table="licensing_reportdifference",
                    when="BEFORE",
                ),
            ),
        ),
    ]
