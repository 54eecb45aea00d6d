"""Since when a list gives a hit again that had gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0179_papers_of_decisions_and_filings"),
    ]

    operations = [
        migrations.AddField(
            model_name="screeninghit",
            name="returned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
