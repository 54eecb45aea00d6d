"""Entries that were reported late keep what a draw-down would have been refused with, also in the words of the holder."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0174_reviews_of_licences"),
    ]

    operations = [
        migrations.AddField(
            model_name="usage",
            name="stopped_because",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="usage",
            name="stopped_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="what stopped it"),
        ),
        migrations.AddField(
            model_name="usage",
            name="told_because",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="usage",
            name="told_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddConstraint(
            model_name="usage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("late", True),
                    models.Q(("stopped_because", {}), ("stopped_by", ""), ("told_because", {}), ("told_by", "")),
                    _connector="OR",
                ),
                name="only_what_is_late_was_stopped",
            ),
        ),
    ]
