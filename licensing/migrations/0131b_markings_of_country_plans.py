"""A country plan says how it is classified, and its papers with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0131_revisions_of_country_plans"),
    ]

    operations = [
        migrations.AddField(
            model_name="countryplan",
            name="marking",
            field=models.CharField(
                choices=[("official", "For official use only"), ("secret", "Secret"), ("top_secret", "Top secret")],
                db_default="official",
                default="official",
                max_length=10,
                verbose_name="classification",
            ),
        ),
    ]
