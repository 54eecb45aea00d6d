"""When each periodic task last ran to its end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0005_numbers_of_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sweep",
            fields=[
                ("task", models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="task")),
                ("ended_at", models.DateTimeField(verbose_name="last run ended at")),
                ("runs", models.PositiveBigIntegerField(db_default=0, default=0, verbose_name="runs")),
                ("done", models.PositiveBigIntegerField(db_default=0, default=0, verbose_name="things done")),
            ],
            options={
                "verbose_name": "periodic task",
                "verbose_name_plural": "periodic tasks",
            },
        ),
    ]
