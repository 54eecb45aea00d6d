"""Since when a system is answered for, or its secret known, by somebody who has left, and until when that is settled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("licensing", "0131b_markings_of_country_plans")]

    operations = [
        migrations.AddField(
            "system", "left_at", models.DateTimeField(blank=True, null=True, verbose_name="its people have left since")
        ),
        migrations.AddField(
            "system", "left_due_at", models.DateTimeField(blank=True, null=True, verbose_name="to be handed over by")
        ),
        migrations.AddField("system", "left_reminded_on", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "system", "secrets_confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="secrets confirmed at")
        ),
    ]
