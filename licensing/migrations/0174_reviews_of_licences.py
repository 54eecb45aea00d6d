"""Reviews of licences because of what became known after the grant."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0180_sets_and_questions_of_criteria"),
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
                    ("system_end", "End of a system"),
                    ("system_left", "Handing over a system whose people have left"),
                ],
                max_length=16,
                verbose_name="deadline",
            ),
        ),
        migrations.CreateModel(
            name="LicenceReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("conflict", "a conflict of interest of somebody who took part"),
                            ("listing", "a party stands on a list"),
                            ("certificate", "the end-user certificate is false"),
                            ("visit", "what a visit or a report after the delivery has found"),
                            ("other", "other knowledge"),
                        ],
                        max_length=11,
                        verbose_name="what became known",
                    ),
                ),
                ("finding", models.TextField(verbose_name="what was found")),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "The licence is confirmed"),
                            ("varied", "The licence is varied, as is proposed"),
                            ("suspended", "The licence is suspended"),
                            ("revoked", "The licence is revoked"),
                            ("ceased", "The licence has ended meanwhile"),
                        ],
                        max_length=9,
                        verbose_name="outcome",
                    ),
                ),
                ("reasons", models.TextField(blank=True)),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "concluded_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="licensing.licence"
                    ),
                ),
                (
                    "opened_by",
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
                "verbose_name": "review of a licence",
                "verbose_name_plural": "reviews of licences",
                "constraints": [
                    models.UniqueConstraint(fields=("licence", "number"), name="review_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("concluded_at__isnull", True)), fields=("licence",), name="one_open_review"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concluded_at__isnull", True), ("outcome", "")),
                            models.Q(("concluded_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="concluded_review_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("concluded_by__isnull", True),
                            ("opened_by__isnull", True),
                            models.Q(("concluded_by", models.F("opened_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="review_is_concluded_by_another",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licencereview",
            trigger=pgtrigger.compiler.Trigger(
                name="licencereview_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a licencereview is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="69574356d2f7e4ea49f90ef6f50a7074f3ec586c",
                    operation="DELETE",
                    pgid="pgtrigger_licencereview_stays_19106",
                    table="licensing_licencereview",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licencereview",
            trigger=pgtrigger.compiler.Trigger(
                name="licencereview_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a licencereview is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="92f1f183c11d75c139d8c84dcba40153af0c86a7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_licencereview_all_stay_3e80e",
                    table="licensing_licencereview",
                    when="BEFORE",
                ),
            ),
        ),
    ]
