"""Interests name the country plan that they go on from, ideas of the plan of the state the project that they come from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0128_country_plans_carried_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="interest",
            name="carried_from",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interest",
                to="licensing.case",
                verbose_name="carried over from",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="origin",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_to",
                to="licensing.planproject",
                verbose_name="carried over from",
            ),
        ),
    ]
