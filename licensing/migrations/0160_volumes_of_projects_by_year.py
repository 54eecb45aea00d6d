"""A project of a country plan says, where that is wanted, how much of its volumes and its value falls on which year."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0154_reminders_of_systems"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="value_years",
            field=models.JSONField(blank=True, db_default={}, default=dict, verbose_name="value by year"),
        ),
        migrations.AddField(
            model_name="projectvolume",
            name="years",
            field=models.JSONField(blank=True, db_default={}, default=dict, verbose_name="quantity by year"),
        ),
    ]
