import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0012_duties_of_holders"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                ("name_en", models.CharField(max_length=300, verbose_name="name in English")),
                ("name_uk", models.CharField(blank=True, max_length=300, verbose_name="name in Ukrainian")),
                ("code", models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name="code")),
                ("starts", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="to")),
                ("working_days_only", models.BooleanField(default=False, verbose_name="weekends are quiet too")),
            ],
            options={
                "verbose_name": "quiet hours",
                "verbose_name_plural": "quiet hours",
            },
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="by_mail",
            field=models.BooleanField(db_default=True, default=True, verbose_name="by mail"),
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="by_webhook",
            field=models.BooleanField(db_default=False, default=False, verbose_name="by webhook"),
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="repeat_until",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="until so many days after"),
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
                    ("question", "Question to the applicant"),
                    ("need_statement", "Statement of domestic need"),
                    ("licence_expiry", "End of a licence"),
                    ("usage_report", "Reports under a licence"),
                    ("condition", "Condition of a licence"),
                ],
                max_length=16,
                verbose_name="deadline",
            ),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="unit",
            field=models.CharField(
                choices=[("calendar", "calendar days"), ("working", "working days")], max_length=8, verbose_name="kind of days"
            ),
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="quiet",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rules",
                to="licensing.quiethours",
                verbose_name="quiet hours",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_webhook", False), ("audience", "applicant"), _connector="OR"),
                name="only_applicants_are_reminded_by_webhook",
            ),
        ),
    ]
