"""Whoever prepared until now drafts and submits, as before; drafting alone is a role of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0026_appeals_against_revocations"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "Administrator"),
                    ("preparer", "Submits requests"),
                    ("drafter", "Drafts requests"),
                    ("reader", "Reads requests"),
                ],
                max_length=16,
                verbose_name="role",
            ),
        ),
    ]
