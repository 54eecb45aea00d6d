"""With which secret a token was got, and whether a program was allowed by a second factor."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0043_measures"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="authorisation",
            name="by_second_factor",
            field=models.BooleanField(null=True, verbose_name="by a second factor"),
        ),
        migrations.CreateModel(
            name="IssuedToken",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="issued",
                        serialize=False,
                        to="oauth2_provider.accesstoken",
                        verbose_name="token",
                    ),
                ),
                (
                    "secret",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="licensing.systemsecret",
                        verbose_name="secret",
                    ),
                ),
            ],
        ),
    ]
