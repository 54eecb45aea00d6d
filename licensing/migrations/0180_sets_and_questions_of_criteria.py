"""Sets of criteria under a version and the questions of each criterion are governed lists; a criterion names its set."""

import django.db.models.deletion
from django.db import migrations, models

import licensing.models.reference.texts


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0162_country_plans_that_are_dismissed"),
    ]

    operations = [
        migrations.CreateModel(
            name="CriterionSet",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="code")),
                ("version", models.CharField(max_length=24, verbose_name="version")),
                ("applies_if", models.JSONField(blank=True, default=dict, verbose_name="applies if")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="source")),
                ("active", models.BooleanField(db_default=True, default=True, verbose_name="still in use")),
            ],
            options={
                "verbose_name": "set of criteria",
                "verbose_name_plural": "sets of criteria",
            },
        ),
        migrations.CreateModel(
            name="CriterionQuestion",
            fields=[
                ("texts", licensing.models.reference.texts.TextsField(default=dict, verbose_name="text")),
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code")),
                ("applies_if", models.JSONField(blank=True, default=dict, verbose_name="applies if")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="source")),
                ("active", models.BooleanField(db_default=True, default=True, verbose_name="still in use")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="licensing.criterion",
                        verbose_name="criterion",
                    ),
                ),
            ],
            options={
                "verbose_name": "question of a criterion",
                "verbose_name_plural": "questions of criteria",
            },
        ),
        # The column stays as it is and holds the same codes; rows of sets come with the release that ships them.
        migrations.AlterField(
            model_name="criterion",
            name="set",
            field=models.ForeignKey(
                db_column="set",
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="criteria",
                to="licensing.criterionset",
                verbose_name="set of criteria",
            ),
        ),
    ]
