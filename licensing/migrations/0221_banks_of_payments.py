"""The bank through which a request is paid, which is held against lists."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0218_suspensions_of_before_are_confirmed"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="payment_bank",
            field=models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="bank of the payment"),
        ),
    ]
