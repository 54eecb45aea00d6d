from django.db import migrations, models


class Migration(migrations.Migration):
    """The kinds of event are declared in code alone, so that a new one needs no migration. The column stays as it is."""

    dependencies = [
        ("licensing", "0023_former_secrets"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(max_length=32, verbose_name="what"),
        ),
    ]
