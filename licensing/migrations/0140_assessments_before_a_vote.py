"""Assessments as records of their own, the stages that wait for them, and reminders of the days on which they are due."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0123_reviews_of_plan_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="stage",
            name="assessments",
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name="assessments that it waits for"),
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
                ],
                max_length=16,
                primary_key=True,
                serialize=False,
                verbose_name="deadline",
            ),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="audience",
            field=models.CharField(
                choices=[
                    ("applicant", "People of the applicant's organisation"),
                    ("officers", "Case officers"),
                    ("seats", "People who may speak for a seat that is still to speak"),
                    ("holders", "Holders of the seats that are still to speak"),
                    ("deputies", "Deputies of the seats that are still to speak"),
                    ("heads", "Heads of the bodies that are still to speak"),
                    ("need", "People of the bodies that consolidate domestic need"),
                    ("assessors", "People who own the assessment"),
                    ("deciders", "Deciders"),
                    ("systems", "Subscribed systems"),
                ],
                max_length=10,
                verbose_name="who is reminded",
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
                ],
                max_length=16,
                verbose_name="deadline",
            ),
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("classification", "Classification of goods"),
                            ("certificate", "End-user certificate"),
                            ("screening", "Screening of parties"),
                            ("route", "Check of the route"),
                            ("criteria", "Assessment criteria"),
                            ("need", "Statement of domestic need"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("result", models.CharField(max_length=24, verbose_name="result")),
                ("findings", models.TextField(verbose_name="findings")),
                ("data_on", models.DateField(verbose_name="state of the data")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="holds until")),
                ("sources", models.JSONField(default=list, verbose_name="sources")),
                ("details", models.JSONField(blank=True, db_default={}, default=dict, verbose_name="details")),
                ("fields_digest", models.CharField(max_length=64, verbose_name="digest of the fields it depends on")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("release", models.PositiveIntegerField(blank=True, null=True, verbose_name="release of the governed data")),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="licensing.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="licensing.caseversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
            },
        ),
        migrations.CreateModel(
            name="AssessmentLapse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("changed", "the request says something else now"),
                            ("answered", "the applicant has answered a question about it"),
                            ("document", "a document that it rests on is no longer enclosed"),
                            ("list", "a list that it rests on has changed"),
                            ("expired", "its last day has passed"),
                        ],
                        max_length=8,
                        verbose_name="reason",
                    ),
                ),
                ("because", models.JSONField(default=list, verbose_name="what changed")),
                ("lapsed_at", models.DateTimeField(verbose_name="lapsed at")),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lapse",
                        to="licensing.assessment",
                        verbose_name="assessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "lapse of an assessment",
                "verbose_name_plural": "lapses of assessments",
            },
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["expires_on"], name="assessments_by_last_day"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="assessment_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'assessment is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="8cfd9dcff6997cf66599e728d6581c3a1a773b85",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_assessment_keeps_rows_0dae7",
                    table="licensing_assessment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="assessment_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'assessment is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="818234f7bb3cc883d3689c84f680e3bd4097c22d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_assessment_keeps_all_aa213",
                    table="licensing_assessment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmentlapse",
            trigger=pgtrigger.compiler.Trigger(
                name="assessmentlapse_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'assessmentlapse is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="f1dafb85f89145e8bea9de43769d263aa2d0a2bc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_assessmentlapse_keeps_rows_d77c0",
                    table="licensing_assessmentlapse",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmentlapse",
            trigger=pgtrigger.compiler.Trigger(
                name="assessmentlapse_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'assessmentlapse is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="0b05d4fbaae026b2fe66126b55e4b2eafce94f30",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_assessmentlapse_keeps_all_dad1a",
                    table="licensing_assessmentlapse",
                    when="BEFORE",
                ),
            ),
        ),
    ]
