from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0019_patience_of_the_outbox"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[("due", "Due"), ("sent", "Sent"), ("dead", "Given up"), ("aside", "Laid aside")],
                default="due",
                max_length=5,
            ),
        ),
    ]
