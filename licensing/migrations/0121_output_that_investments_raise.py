"""Investments name their maker, and may raise its output: planned, confirmed, contained in a plan, or fallen through."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0120_screening_of_parties"),
    ]

    operations = [
        migrations.AddField(
            model_name="projectinvestment",
            name="capacity",
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="made a month now"),
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="confirmed at"),
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confirmed by",
            ),
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="contained_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="in the supply plan since"),
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="fell through at"),
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="family",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="licensing.itemfamily",
                verbose_name="item family",
            ),
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="from_on",
            field=models.DateField(blank=True, null=True, verbose_name="more from"),
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="maker",
            field=models.CharField(blank=True, max_length=200, verbose_name="maker"),
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="ownership",
            field=models.CharField(
                blank=True,
                choices=[("public", "Of the state"), ("private", "Private")],
                max_length=8,
                verbose_name="whose the maker is",
            ),
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="per_month",
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="more a month"),
        ),
        migrations.AddConstraint(
            model_name="projectinvestment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_on__isnull", True), ("per_month__isnull", True)),
                    models.Q(
                        ("family__isnull", False),
                        ("from_on__isnull", False),
                        ("per_month__gt", 0),
                        models.Q(("maker", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="more_output_says_of_what_by_whom_and_from_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectinvestment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(
                        ("committed_on__isnull", False),
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        ("per_month__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="only_committed_output_is_confirmed",
            ),
        ),
    ]
