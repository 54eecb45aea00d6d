"""Requirements, conditions, grounds, criteria and reminder rules can end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0070_delivery_schedule"),
    ]

    operations = [
        migrations.AddField(
            model_name="condition",
            name="active",
            field=models.BooleanField(db_default=True, default=True, verbose_name="still in use"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="active",
            field=models.BooleanField(db_default=True, default=True, verbose_name="still in use"),
        ),
        migrations.AddField(
            model_name="refusalground",
            name="active",
            field=models.BooleanField(db_default=True, default=True, verbose_name="still in use"),
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="active",
            field=models.BooleanField(db_default=True, default=True, verbose_name="still in use"),
        ),
        migrations.AddField(
            model_name="requirement",
            name="active",
            field=models.BooleanField(db_default=True, default=True, verbose_name="still in use"),
        ),
        migrations.AddField(
            model_name="returnground",
            name="active",
            field=models.BooleanField(db_default=True, default=True, verbose_name="still in use"),
        ),
    ]
