"""Item families, and which bodies keep the supply plans."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import licensing.models.reference.texts


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0037_corrected_memberships"),
    ]

    operations = [
        migrations.AddField(
            model_name="body",
            name="plans_supply",
            field=models.BooleanField(db_default=False, default=False, verbose_name="keeps the supply plans"),
        ),
        migrations.CreateModel(
            name="ItemFamily",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code")),
                ("model_names", models.JSONField(blank=True, default=list, verbose_name="models")),
                ("makers", models.JSONField(blank=True, default=list, verbose_name="makers")),
                ("entries", models.JSONField(blank=True, default=list, verbose_name="control entries")),
                ("plan_days", models.PositiveSmallIntegerField(default=30, verbose_name="days that a supply plan is good for")),
                (
                    "quota_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)],
                        verbose_name="at most exported, per cent of domestic orders",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.unit", verbose_name="unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "item family",
                "verbose_name_plural": "item families",
            },
        ),
    ]
