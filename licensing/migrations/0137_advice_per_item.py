"""A position may speak of single items of the request."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0140_assessments_before_a_vote"),
    ]

    operations = [
        migrations.AddField(
            model_name="position",
            name="items",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
    ]
