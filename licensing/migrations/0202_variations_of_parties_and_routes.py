"""Variations that name other parties or another route, with the version of the request that a granted one made."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0197_reminders_of_country_plans"),
    ]

    operations = [
        migrations.AddField(
            model_name="licencevariation",
            name="parties",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="licencevariation",
            name="route",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="licencevariation",
            name="request_version",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="variation",
                to="licensing.caseversion",
                verbose_name="version of the request",
            ),
        ),
    ]
