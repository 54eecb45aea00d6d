"""Country plans of the state are reminded of by the rows of the one engine, which belong to no case."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def drop_reminders_of_plans(apps: Any, schema_editor: Any) -> None:
    """Without this step nothing is kept of a plan. Applied again, the rules are followed as if they were new."""
    apps.get_model("licensing", "Reminder").objects.filter(plan__isnull=False).delete()
    apps.get_model("licensing", "ReminderPolicy").objects.filter(deadline="plan_end").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0199_notices_of_suspensions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_is_of_a_case_or_a_system",
        ),
        migrations.AddField(
            model_name="reminder",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="licensing.countryplan",
            ),
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
                    ("licence_review", "Review of a licence"),
                    ("licence_visit", "Visit to delivered goods"),
                    ("contract_review", "Review of a contract"),
                    ("plan_end", "End of a country plan"),
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
                    ("answering", "Those who answer for the system, and administrators of people"),
                    ("group", "People of the owner of the country plan and of its working group"),
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
                    ("suspension", "Confirmation of a suspension"),
                    ("parent_end", "End of an authorisation that requests draw on"),
                    ("variation", "Decision on a variation"),
                    ("licence_review", "Review of a licence"),
                    ("licence_visit", "Visit to delivered goods"),
                    ("contract_review", "Review of a contract"),
                    ("plan_end", "End of a country plan"),
                    ("system_end", "End of a system"),
                    ("system_left", "Handing over a system whose people have left"),
                ],
                max_length=16,
                verbose_name="deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("plan__isnull", True), ("system__isnull", True)),
                    models.Q(
                        models.Q(
                            models.Q(("plan__isnull", True), ("system__isnull", False)),
                            models.Q(("plan__isnull", False), ("system__isnull", True)),
                            _connector="OR",
                        ),
                        ("case__isnull", True),
                        ("clock__isnull", True),
                        ("licence__isnull", True),
                        ("question__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="reminder_is_of_a_case_a_system_or_a_plan",
            ),
        ),
        # The last operation is the first that is reversed.
        migrations.RunPython(migrations.RunPython.noop, drop_reminders_of_plans),
    ]
