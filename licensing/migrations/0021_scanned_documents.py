"""A procedure may count only documents that a scanner has cleared; by default it counts all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0020_rights_of_two"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedure",
            name="requires_scan",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="documents count only when a scanner has cleared them"
            ),
        ),
    ]
