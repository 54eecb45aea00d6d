"""A project of a country plan names the expression of interest that it was made from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0121_output_that_investments_raise"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="interest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="licensing.interest",
                verbose_name="expression of interest",
            ),
        ),
    ]
