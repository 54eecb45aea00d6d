"""The names that an organisation had, and those by which the applicant of a case was held against a list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0207_letters_of_no_licence"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="former_names",
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name="former names"),
        ),
        migrations.AddField(
            model_name="casescreening",
            name="applicant",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
