"""Since when a list gives a hit again that had gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0184_reviews_of_granted_contracts"),
        ("licensing", "0193_what_papers_go_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="screeninghit",
            name="returned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
