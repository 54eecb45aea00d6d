"""The vessel of a leg of the route, by its name and by its number, which is held against lists."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0192_what_stops_a_late_clearance_for_its_holder"),
    ]

    operations = [
        migrations.AddField(
            model_name="routeleg",
            name="vessel",
            field=models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="vessel"),
        ),
        migrations.AddField(
            model_name="routeleg",
            name="imo",
            field=models.CharField(blank=True, db_default="", default="", max_length=7, verbose_name="IMO number"),
        ),
    ]
