"""Review points of contracts of several years, with the deadline that reminds of them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0179_papers_of_decisions_and_filings"),
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
                    ("contract_review", "Review of a contract"),
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
                    ("contract_review", "Review of a contract"),
                    ("system_end", "End of a system"),
                    ("system_left", "Handing over a system whose people have left"),
                ],
                max_length=16,
                verbose_name="deadline",
            ),
        ),
        migrations.CreateModel(
            name="ContractReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("due_on", models.DateField(verbose_name="due")),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="what is looked at")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("continues", "It goes on as it is"),
                            ("varies", "Its price or quantity is to be varied"),
                            ("ends", "It is to be ended"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                (
                    "authorisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="licensing.parentauthorisation"
                    ),
                ),
                (
                    "held_by",
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
                "verbose_name": "review of a contract",
                "verbose_name_plural": "reviews of contracts",
                "constraints": [
                    models.UniqueConstraint(fields=("authorisation", "number"), name="contract_review_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_at__isnull", True), ("held_by__isnull", True), ("reason", ""), ("result", "")),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                ("held_at__isnull", False),
                                ("held_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="held_review_says_what_was_found",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractreview",
            trigger=pgtrigger.compiler.Trigger(
                name="contractreview_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a contractreview is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="21916d64430dee3a0b883fb7cbe1fe6b537e2e9f",
                    operation="DELETE",
                    pgid="pgtrigger_contractreview_stays_23cb0",
                    table="licensing_contractreview",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractreview",
            trigger=pgtrigger.compiler.Trigger(
                name="contractreview_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a contractreview is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="4a8b003b321a24ca232916e8ac3a9059deda27e5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_contractreview_all_stay_f7dc3",
                    table="licensing_contractreview",
                    when="BEFORE",
                ),
            ),
        ),
    ]
