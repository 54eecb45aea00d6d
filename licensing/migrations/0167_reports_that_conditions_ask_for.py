"""A licence keeps what shows that a condition is met, and a condition the report, line by line, that it asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0161_authorisations_that_run_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="conditionduty",
            name="report",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="licencecondition",
            name="evidence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("document", "a document of the case"),
                    ("acceptance", "an inspector’s acceptance of a batch"),
                    ("verification", "a verification of the certificate"),
                    ("delivery", "a verification of the delivery"),
                    ("notice", "a notice, with its day"),
                    ("report", "a report on deliveries and use, line by line"),
                ],
                db_default="",
                default="",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="condition",
            name="evidence_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("document", "a document of the case"),
                    ("acceptance", "an inspector’s acceptance of a batch"),
                    ("verification", "a verification of the certificate"),
                    ("delivery", "a verification of the delivery"),
                    ("notice", "a notice, with its day"),
                    ("report", "a report on deliveries and use, line by line"),
                ],
                db_default="",
                default="",
                max_length=16,
                verbose_name="what shows that it is met",
            ),
        ),
        migrations.AlterField(
            model_name="conditionrecord",
            name="kind",
            field=models.CharField(
                choices=[
                    ("document", "a document of the case"),
                    ("acceptance", "an inspector’s acceptance of a batch"),
                    ("verification", "a verification of the certificate"),
                    ("delivery", "a verification of the delivery"),
                    ("notice", "a notice, with its day"),
                    ("report", "a report on deliveries and use, line by line"),
                ],
                max_length=16,
                verbose_name="kind of evidence",
            ),
        ),
    ]
