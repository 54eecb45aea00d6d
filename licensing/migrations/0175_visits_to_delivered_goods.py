"""Visits to delivered goods, and the licences in force that an adverse finding concerns."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0181_criteria_that_refusals_name"),
    ]

    operations = [
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
                    ("licence_review", "Review of a licence"),
                    ("licence_visit", "Visit to delivered goods"),
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
                    ("licence_review", "Review of a licence"),
                    ("licence_visit", "Visit to delivered goods"),
                    ("system_end", "End of a system"),
                    ("system_left", "Handing over a system whose people have left"),
                ],
                max_length=16,
                verbose_name="deadline",
            ),
        ),
        migrations.CreateModel(
            name="LicenceVisit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delivery", "delivery verification with the authorities of the destination"),
                            ("site", "post-shipment visit to where the goods are"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("place", models.CharField(max_length=400, verbose_name="where")),
                ("persons", models.CharField(max_length=400, verbose_name="who")),
                ("due_on", models.DateField(verbose_name="due")),
                ("planned_at", models.DateTimeField()),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="day of the visit")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("as_declared", "the goods are there and used as declared"),
                            ("unverified", "it could not be verified"),
                            ("refused", "access was refused"),
                            ("missing", "goods are missing"),
                            ("misused", "goods are used otherwise than declared"),
                            ("diverted", "goods were passed on to somebody else"),
                        ],
                        max_length=11,
                        verbose_name="finding",
                    ),
                ),
                ("report", models.TextField(blank=True, verbose_name="report")),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
                ("called_off_because", models.TextField(blank=True)),
                (
                    "called_off_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="licensing.licence"
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recorded_by",
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
                "verbose_name": "visit to delivered goods",
                "verbose_name_plural": "visits to delivered goods",
            },
        ),
        migrations.CreateModel(
            name="VisitConcern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="concerns", to="licensing.licence"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="concerns", to="licensing.licencevisit"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="licencevisit",
            index=models.Index(
                condition=models.Q(("called_off_at__isnull", True), ("recorded_at__isnull", True)),
                fields=["due_on"],
                name="planned_visits_by_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencevisit",
            constraint=models.UniqueConstraint(fields=("licence", "number"), name="visit_number_once"),
        ),
        migrations.AddConstraint(
            model_name="licencevisit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("called_off_at__isnull", True), ("recorded_at__isnull", True)),
                fields=("licence",),
                name="one_planned_visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencevisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_on__isnull", True), ("finding", ""), ("recorded_at__isnull", True)),
                    models.Q(
                        ("done_on__isnull", False),
                        ("recorded_at__isnull", False),
                        ("recorded_by__isnull", False),
                        models.Q(("finding", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="recorded_visit_says_what_it_found",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencevisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("recorded_at__isnull", True), ("called_off_at__isnull", True), _connector="OR"),
                name="visit_is_recorded_or_called_off",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licencevisit",
            trigger=pgtrigger.compiler.Trigger(
                name="licencevisit_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a licencevisit is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="d6ba8d4f1f8bdf2495d65fd94e8ef594ca4b7e6f",
                    operation="DELETE",
                    pgid="pgtrigger_licencevisit_stays_0d830",
                    table="licensing_licencevisit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licencevisit",
            trigger=pgtrigger.compiler.Trigger(
                name="licencevisit_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a licencevisit is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="f25485f65c727533df31821da03ffa1cbe322a6a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_licencevisit_all_stay_21ebe",
                    table="licensing_licencevisit",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="visitconcern",
            constraint=models.UniqueConstraint(fields=("visit", "licence"), name="visit_concerns_a_licence_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visitconcern",
            trigger=pgtrigger.compiler.Trigger(
                name="visitconcern_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'visitconcern is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="7596f4b0625b2af22245c88e5d5149624b42b04f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_visitconcern_keeps_rows_e92bc",
                    table="licensing_visitconcern",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visitconcern",
            trigger=pgtrigger.compiler.Trigger(
                name="visitconcern_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'visitconcern is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="210db93c7e73df7cf9a300fa0c78d2f79d052e34",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_visitconcern_keeps_all_1d468",
                    table="licensing_visitconcern",
                    when="BEFORE",
                ),
            ),
        ),
    ]
