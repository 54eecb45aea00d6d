"""What of a licence its papers were made of, so that one is out of date as soon as that is another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0179_papers_of_decisions_and_filings"),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="basis",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
