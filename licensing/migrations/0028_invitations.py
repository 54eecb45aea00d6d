"""People are invited by mail; a letter may go to an address that has no account."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import licensing.models.people.users


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0027_draft_and_submit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "language",
                    models.CharField(
                        choices=licensing.models.people.users.list_languages,
                        max_length=10,
                        verbose_name="language of the letter",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("administrator", "Administrator"),
                            ("preparer", "Submits requests"),
                            ("drafter", "Drafts requests"),
                            ("reader", "Reads requests"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("invited_at", models.DateTimeField(verbose_name="invited at")),
                ("sent", models.PositiveSmallIntegerField(default=1, verbose_name="times sent")),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("ends_at", models.DateTimeField(verbose_name="link ends at")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waits to be accepted"),
                            ("accepted", "Accepted"),
                            ("withdrawn", "Taken back"),
                            ("lapsed", "Ended unused"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
            },
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivered_once",
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_has_one_recipient",
        ),
        migrations.AddField(
            model_name="delivery",
            name="address",
            field=models.EmailField(blank=True, db_default="", default="", max_length=254, verbose_name="address"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("event", "channel", "person", "endpoint", "address"), name="delivered_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("channel", "mail"), ("endpoint__isnull", True), ("person__isnull", False)),
                    models.Q(
                        ("channel", "mail"),
                        ("endpoint__isnull", True),
                        ("person__isnull", True),
                        models.Q(("address", ""), _negated=True),
                    ),
                    models.Q(("address", ""), ("channel", "webhook"), ("endpoint__isnull", False), ("person__isnull", True)),
                    _connector="OR",
                ),
                name="delivery_has_one_recipient",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="invited by",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="licensing.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="proposal",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitation",
                to="licensing.rightproposal",
                verbose_name="proposed right",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="settled by",
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["ends_at"], name="invitation_by_end"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")),
                fields=("email", "organisation"),
                name="invited_once_at_a_time",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", True), ("role", "")),
                    models.Q(("organisation__isnull", False), ("role__in", ["administrator", "preparer", "drafter", "reader"])),
                    _connector="OR",
                ),
                name="invitation_to_an_organisation_names_a_role",
            ),
        ),
    ]
