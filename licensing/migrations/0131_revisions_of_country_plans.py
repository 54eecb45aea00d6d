"""A country plan counts the steps that are taken on it, so that who changes an older one is refused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0133_records_on_conditions"),
    ]

    operations = [
        migrations.AddField(
            model_name="countryplan",
            name="revision",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
