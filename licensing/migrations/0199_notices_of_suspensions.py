"""Notices of suspensions, each of a version of a licence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0208_vessels_of_route_legs"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "suspension"), _negated=True),
                    models.Q(("licence__isnull", False), ("licence_version__isnull", False)),
                    _connector="OR",
                ),
                name="notice_names_the_licence_and_its_version",
            ),
        ),
    ]
