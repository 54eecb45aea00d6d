"""Systems are reminded of by the rows of the one engine, which belong to no case."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def drop_reminders_of_systems(apps: Any, schema_editor: Any) -> None:
    """Without this step every reminder belongs to a case. Applied again, the rules are followed as if they were new."""
    apps.get_model("licensing", "Reminder").objects.filter(case__isnull=True).delete()
    apps.get_model("licensing", "ReminderPolicy").objects.filter(deadline__in=("system_end", "system_left")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0153_lapse_by_certificate"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_owed_once",
        ),
        migrations.AddField(
            model_name="reminder",
            name="system",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="licensing.system",
            ),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="licensing.case",
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
                    ("system_end", "End of a system"),
                    ("system_left", "Handing over a system whose people have left"),
                ],
                max_length=16,
                verbose_name="deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("case", "about", "rule", "due_at"), name="reminder_owed_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("system__isnull", True)),
                    models.Q(
                        ("case__isnull", True),
                        ("clock__isnull", True),
                        ("licence__isnull", True),
                        ("question__isnull", True),
                        ("system__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="reminder_is_of_a_case_or_a_system",
            ),
        ),
        # The last operation is the first that is reversed.
        migrations.RunPython(migrations.RunPython.noop, drop_reminders_of_systems),
    ]
