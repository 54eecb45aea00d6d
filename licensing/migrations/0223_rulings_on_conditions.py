"""Conditions that are appealed against, by the round that looks at them, and what becomes of them in decision and licence."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0222_kinds_of_source"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="contested",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="decision",
            name="rulings",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="licencecondition",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="licencecondition",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="licensing.licencecondition",
            ),
        ),
    ]
