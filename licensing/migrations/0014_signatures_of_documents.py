"""Signatures over documents, and files that wait for the scanner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0013_changes_of_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="signatures",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AlterField(
            model_name="document",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("not_scanned", "Not scanned"),
                    ("waiting", "Waits for the scanner"),
                    ("clean", "Clean"),
                    ("infected", "Infected"),
                ],
                default="not_scanned",
                max_length=12,
            ),
        ),
    ]
