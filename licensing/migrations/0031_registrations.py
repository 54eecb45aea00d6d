"""Organisations ask to be registered, with documents, and an officer accepts them or sends them back."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import licensing.models.people


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0030_handed_over"),
    ]

    operations = [
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reference",
                    models.CharField(editable=False, max_length=24, null=True, unique=True, verbose_name="reference"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_original", models.CharField(blank=True, max_length=200, verbose_name="name in its own script")),
                ("register_no", models.CharField(max_length=40, verbose_name="register number")),
                ("address", models.TextField(verbose_name="address")),
                ("signatory", models.CharField(max_length=200, verbose_name="who signs for it")),
                ("signatory_position", models.CharField(max_length=200, verbose_name="in which office")),
                ("contact", models.CharField(max_length=200, verbose_name="contact")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "language",
                    models.CharField(
                        choices=licensing.models.people.list_languages, max_length=10, verbose_name="language of the letters"
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Not sent yet"),
                            ("filed", "With the authority"),
                            ("returned", "Came back"),
                            ("accepted", "Accepted"),
                            ("lapsed", "Ended"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("ends_at", models.DateTimeField(verbose_name="to be sent by")),
                ("filed_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                ("reason", models.TextField(blank=True, verbose_name="what is missing")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.invitation",
                        verbose_name="invitation",
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registration",
                        to="licensing.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
            ],
            options={
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
            },
        ),
        migrations.CreateModel(
            name="RegistrationDocument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file", models.FileField(max_length=200, upload_to="", verbose_name="file")),
                ("file_name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("not_scanned", "Not scanned"),
                            ("waiting", "Waits for the scanner"),
                            ("clean", "Clean"),
                            ("infected", "Infected"),
                        ],
                        default="not_scanned",
                        max_length=12,
                        verbose_name="scanner",
                    ),
                ),
                ("attached_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="licensing.registration"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["email", "asked_at"], name="registration_by_address"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["state", "filed_at"], name="registration_by_state"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("invitation__isnull", False), ("organisation__isnull", False), ("state", "accepted")),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("invitation__isnull", True),
                        ("organisation__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="accepted_registration_has_its_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "lapsed"]), ("reference__isnull", False), _connector="OR"),
                name="filed_registration_has_a_reference",
            ),
        ),
    ]
