"""Variations of licences, each granted one a version."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0168_reports_against_the_ledger"),
    ]

    operations = [
        migrations.AddField(
            model_name="licence",
            name="version",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="version"),
        ),
        migrations.AlterField(
            model_name="reminderpolicy",
            name="deadline",
            field=models.CharField(
                choices=[
                    ("completeness", "Completeness check"),
                    ("legal", "Legal time limit"),
                    ("stage", "Stage"),
                    ("escalation", "Time to refer the case up"),
                    ("appeal", "Time to appeal"),
                    ("revocation", "Time to appeal against a revocation"),
                    ("redress", "Decision on an appeal against a revocation"),
                    ("reservation", "Volume kept for the request"),
                    ("question", "Question to the applicant"),
                    ("need_statement", "Statement of domestic need"),
                    ("assessment", "Assessment"),
                    ("assessment_end", "End of an assessment"),
                    ("licence_expiry", "End of a licence"),
                    ("usage_report", "Reports under a licence"),
                    ("condition", "Condition of a licence"),
                    ("suspension", "Confirmation of a suspension"),
                    ("parent_end", "End of an authorisation that requests draw on"),
                    ("variation", "Decision on a variation"),
                    ("system_end", "End of a system"),
                    ("system_left", "Handing over a system whose people have left"),
                ],
                max_length=16,
                primary_key=True,
                serialize=False,
                verbose_name="deadline",
            ),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="clock",
            field=models.CharField(
                choices=[
                    ("completeness", "Completeness check"),
                    ("legal", "Legal time limit"),
                    ("stage", "Stage"),
                    ("escalation", "Time to refer the case up"),
                    ("appeal", "Time to appeal"),
                    ("revocation", "Time to appeal against a revocation"),
                    ("redress", "Decision on an appeal against a revocation"),
                    ("reservation", "Volume kept for the request"),
                    ("question", "Question to the applicant"),
                    ("need_statement", "Statement of domestic need"),
                    ("assessment", "Assessment"),
                    ("assessment_end", "End of an assessment"),
                    ("licence_expiry", "End of a licence"),
                    ("usage_report", "Reports under a licence"),
                    ("condition", "Condition of a licence"),
                    ("suspension", "Confirmation of a suspension"),
                    ("parent_end", "End of an authorisation that requests draw on"),
                    ("variation", "Decision on a variation"),
                    ("system_end", "End of a system"),
                    ("system_left", "Handing over a system whose people have left"),
                ],
                max_length=16,
                verbose_name="deadline",
            ),
        ),
        migrations.CreateModel(
            name="LicenceVariation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("by_holder", models.BooleanField()),
                ("reason", models.TextField(verbose_name="reason")),
                ("asked_at", models.DateTimeField()),
                ("due_on", models.DateField(verbose_name="due")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("quantities", models.JSONField(blank=True, default=dict)),
                ("before", models.JSONField(blank=True, default=dict)),
                ("version", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("ceased", "No longer needed"),
                        ],
                        max_length=9,
                        verbose_name="outcome",
                    ),
                ),
                ("settled_because", models.TextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="variations", to="licensing.licence"
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
                "verbose_name": "variation of a licence",
                "verbose_name_plural": "variations of licences",
                "constraints": [
                    models.UniqueConstraint(fields=("licence", "number"), name="variation_number_once"),
                    models.UniqueConstraint(fields=("licence", "version"), name="one_variation_of_a_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)), fields=("licence",), name="one_open_variation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("settled_at__isnull", True)),
                            models.Q(("settled_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="settled_variation_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "granted"), ("version__isnull", False)),
                            models.Q(models.Q(("outcome", "granted"), _negated=True), ("version__isnull", True)),
                            _connector="OR",
                        ),
                        name="granted_variation_makes_a_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["granted", "refused"]), _negated=True),
                            models.Q(("settled_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="variation_is_decided_by_another",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licencevariation",
            trigger=pgtrigger.compiler.Trigger(
                name="licencevariation_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a licencevariation is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="709eb1f8050ab90c44b3e24d1f1010ab543e8ced",
                    operation="DELETE",
                    pgid="pgtrigger_licencevariation_stays_157ae",
                    table="licensing_licencevariation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licencevariation",
            trigger=pgtrigger.compiler.Trigger(
                name="licencevariation_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a licencevariation is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="86762b922992e79006cfc02bb5d2fbc0cdfc71bf",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_licencevariation_all_stay_28a10",
                    table="licensing_licencevariation",
                    when="BEFORE",
                ),
            ),
        ),
    ]
