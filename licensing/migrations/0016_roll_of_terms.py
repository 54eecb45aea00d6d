"""A term may move to a working day when its last day is not worked; by default it never does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0015_filed_findings"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="term_roll",
            field=models.CharField(
                choices=[
                    ("none", "stays on its day"),
                    ("next", "moves to the next working day"),
                    ("previous", "moves to the working day before"),
                ],
                db_default="none",
                default="none",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="procedure",
            name="completeness_roll",
            field=models.CharField(
                choices=[
                    ("none", "stays on its day"),
                    ("next", "moves to the next working day"),
                    ("previous", "moves to the working day before"),
                ],
                db_default="none",
                default="none",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="procedure",
            name="term_roll",
            field=models.CharField(
                choices=[
                    ("none", "stays on its day"),
                    ("next", "moves to the next working day"),
                    ("previous", "moves to the working day before"),
                ],
                db_default="none",
                default="none",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="term_roll",
            field=models.CharField(
                choices=[
                    ("none", "stays on its day"),
                    ("next", "moves to the next working day"),
                    ("previous", "moves to the working day before"),
                ],
                db_default="none",
                default="none",
                max_length=8,
            ),
        ),
    ]
