"""Papers of decisions and of filings."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0175_visits_to_delivered_goods"),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="licensing.decision",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="licensing.caseversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(fields=("decision", "number"), name="paper_number_once_per_decision"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(fields=("version",), name="one_receipt_per_version"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("kind", "decision"), _negated=True), ("decision__isnull", False), _connector="OR"),
                    models.Q(models.Q(("kind", "receipt"), _negated=True), ("version__isnull", False), _connector="OR"),
                ),
                name="paper_names_what_it_is_about",
            ),
        ),
    ]
