"""A refusal names the criteria on which it rests."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0178_papers_of_licences"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="criteria",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
    ]
