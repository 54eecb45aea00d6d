"""Extracts from the minutes of sittings, one of each case of one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0202_variations_of_parties_and_routes"),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="sitting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="licensing.sitting",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(fields=("sitting", "case"), name="one_extract_per_sitting_and_case"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "minutes"), _negated=True), ("sitting__isnull", False), _connector="OR"),
                name="extract_names_its_sitting",
            ),
        ),
    ]
