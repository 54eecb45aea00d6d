"""The score of a hit is a number between 0 and 1, also for whoever writes it past the program."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0209_former_names_of_applicants"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="screeninghit",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__gte", 0), ("score__lte", 1)),
                name="score_is_between_nothing_and_one",
            ),
        ),
    ]
