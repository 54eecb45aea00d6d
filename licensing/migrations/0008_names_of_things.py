"""Call fields and tables by names that people know and that can be translated. The tables stay as they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0007_sealed_secrets"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="calendar",
            options={"verbose_name": "calendar", "verbose_name_plural": "calendars"},
        ),
        migrations.AlterModelOptions(
            name="casekind",
            options={"verbose_name": "kind of case", "verbose_name_plural": "kinds of case"},
        ),
        migrations.AlterModelOptions(
            name="condition",
            options={"verbose_name": "condition of the library", "verbose_name_plural": "conditions of the library"},
        ),
        migrations.AlterModelOptions(
            name="controlentry",
            options={"verbose_name": "control entry", "verbose_name_plural": "control entries"},
        ),
        migrations.AlterModelOptions(
            name="country",
            options={"verbose_name": "country", "verbose_name_plural": "countries"},
        ),
        migrations.AlterModelOptions(
            name="criterion",
            options={"verbose_name": "criterion", "verbose_name_plural": "criteria"},
        ),
        migrations.AlterModelOptions(
            name="currency",
            options={"verbose_name": "currency", "verbose_name_plural": "currencies"},
        ),
        migrations.AlterModelOptions(
            name="delivery",
            options={"verbose_name": "delivery", "verbose_name_plural": "deliveries"},
        ),
        migrations.AlterModelOptions(
            name="documenttype",
            options={"verbose_name": "document type", "verbose_name_plural": "document types"},
        ),
        migrations.AlterModelOptions(
            name="endpoint",
            options={"verbose_name": "system that listens", "verbose_name_plural": "systems that listen"},
        ),
        migrations.AlterModelOptions(
            name="exchangerate",
            options={"verbose_name": "exchange rate", "verbose_name_plural": "exchange rates"},
        ),
        migrations.AlterModelOptions(
            name="holiday",
            options={"verbose_name": "day off", "verbose_name_plural": "days off"},
        ),
        migrations.AlterModelOptions(
            name="incoterm",
            options={"verbose_name": "delivery term", "verbose_name_plural": "delivery terms"},
        ),
        migrations.AlterModelOptions(
            name="procedure",
            options={"verbose_name": "procedure", "verbose_name_plural": "procedures"},
        ),
        migrations.AlterModelOptions(
            name="refusalground",
            options={"verbose_name": "ground of refusal", "verbose_name_plural": "grounds of refusal"},
        ),
        migrations.AlterModelOptions(
            name="reminderrule",
            options={"verbose_name": "reminder rule", "verbose_name_plural": "reminder rules"},
        ),
        migrations.AlterModelOptions(
            name="requirement",
            options={"verbose_name": "requirement", "verbose_name_plural": "requirements"},
        ),
        migrations.AlterModelOptions(
            name="returnground",
            options={"verbose_name": "ground for sending back", "verbose_name_plural": "grounds for sending back"},
        ),
        migrations.AlterModelOptions(
            name="routingrow",
            options={"verbose_name": "row of the decision table", "verbose_name_plural": "rows of the decision table"},
        ),
        migrations.AlterModelOptions(
            name="unit",
            options={"verbose_name": "unit", "verbose_name_plural": "units"},
        ),
        migrations.AlterModelOptions(
            name="unsentevent",
            options={"verbose_name": "event set aside", "verbose_name_plural": "events set aside"},
        ),
        migrations.AlterField(
            model_name="appointment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("case_officer", "Case officer"),
                    ("decider", "Decider"),
                    ("policy_officer", "Policy officer"),
                    ("auditor", "Auditor"),
                    ("customs", "Customs system"),
                    ("administrator", "Administrator of people"),
                ],
                max_length=16,
                verbose_name="duty",
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            model_name="body",
            name="code",
            field=models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="body",
            name="head",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="heads",
                to=settings.AUTH_USER_MODEL,
                verbose_name="head",
            ),
        ),
        migrations.AlterField(
            model_name="body",
            name="name_en",
            field=models.CharField(max_length=200, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="body",
            name="name_uk",
            field=models.CharField(max_length=200, verbose_name="name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="body",
            name="note",
            field=models.TextField(blank=True, verbose_name="note"),
        ),
        migrations.AlterField(
            model_name="body",
            name="short_en",
            field=models.CharField(max_length=40, verbose_name="short name in English"),
        ),
        migrations.AlterField(
            model_name="body",
            name="short_uk",
            field=models.CharField(max_length=40, verbose_name="short name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="calendar",
            name="code",
            field=models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="calendar",
            name="name_en",
            field=models.CharField(max_length=300, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="calendar",
            name="name_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="calendar",
            name="note",
            field=models.TextField(blank=True, verbose_name="note"),
        ),
        migrations.AlterField(
            model_name="calendar",
            name="version",
            field=models.CharField(max_length=24, verbose_name="version"),
        ),
        migrations.AlterField(
            model_name="calendar",
            name="zone",
            field=models.CharField(max_length=64, verbose_name="time zone"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="active",
            field=models.BooleanField(default=True, verbose_name="active"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="code",
            field=models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="description_en",
            field=models.TextField(blank=True, verbose_name="description in English"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="description_uk",
            field=models.TextField(blank=True, verbose_name="description in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="is_plan",
            field=models.BooleanField(default=False, verbose_name="is a plan"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="max_validity_months",
            field=models.PositiveSmallIntegerField(default=12, verbose_name="longest validity, months"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="name_en",
            field=models.CharField(max_length=300, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="name_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="permit",
            field=models.CharField(max_length=8, verbose_name="permit it leads to"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="prefix",
            field=models.CharField(max_length=4, unique=True, verbose_name="prefix of the number"),
        ),
        migrations.AlterField(
            model_name="casekind",
            name="validity_months",
            field=models.PositiveSmallIntegerField(default=12, verbose_name="usual validity, months"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="blocks_start",
            field=models.BooleanField(default=False, verbose_name="the licence waits for it"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="breach",
            field=models.CharField(blank=True, max_length=16, verbose_name="what a breach leads to"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="code",
            field=models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="due_rule",
            field=models.CharField(blank=True, max_length=120, verbose_name="when it is due"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="evidence_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="evidence in English"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="evidence_uk",
            field=models.CharField(blank=True, max_length=200, verbose_name="evidence in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="owner",
            field=models.CharField(blank=True, max_length=40, verbose_name="who sees to it"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="parameters",
            field=models.JSONField(blank=True, default=list, verbose_name="parameters"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="text_en",
            field=models.TextField(verbose_name="text in English"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="text_uk",
            field=models.TextField(blank=True, verbose_name="text in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="att",
            field=models.CharField(blank=True, max_length=40, verbose_name="category of the Arms Trade Treaty"),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="code",
            field=models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="hs_heads",
            field=models.CharField(blank=True, max_length=120, verbose_name="headings of the Harmonised System"),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="list",
            field=models.CharField(max_length=12, verbose_name="list"),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="mtcr_default",
            field=models.CharField(
                choices=[
                    ("none", "Not an MTCR item"),
                    ("I", "MTCR Category I"),
                    ("II", "MTCR Category II"),
                    ("unknown", "Not yet determined"),
                ],
                default="none",
                max_length=8,
                verbose_name="MTCR category",
            ),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="source",
            field=models.CharField(blank=True, max_length=200, verbose_name="source"),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="title_en",
            field=models.CharField(max_length=300, verbose_name="title in English"),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="title_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="title in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="unroca",
            field=models.CharField(blank=True, max_length=40, verbose_name="category of the UN Register"),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="valid_from",
            field=models.DateField(null=True, verbose_name="valid from"),
        ),
        migrations.AlterField(
            model_name="controlentry",
            name="version",
            field=models.CharField(blank=True, max_length=24, verbose_name="version"),
        ),
        migrations.AlterField(
            model_name="country",
            name="alpha3",
            field=models.CharField(max_length=3, unique=True, verbose_name="three-letter code"),
        ),
        migrations.AlterField(
            model_name="country",
            name="code",
            field=models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="country",
            name="name_en",
            field=models.CharField(max_length=300, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="country",
            name="name_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="country",
            name="note",
            field=models.TextField(blank=True, verbose_name="note"),
        ),
        migrations.AlterField(
            model_name="country",
            name="tier",
            field=models.CharField(
                choices=[
                    ("us", "United States"),
                    ("europe", "Europe"),
                    ("supporter", "Other supporter"),
                    ("other", "Other"),
                    ("excluded", "Excluded"),
                ],
                default="other",
                max_length=10,
                verbose_name="tier",
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="code",
            field=models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="set",
            field=models.CharField(max_length=8, verbose_name="set"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="source",
            field=models.CharField(blank=True, max_length=120, verbose_name="source"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="test",
            field=models.CharField(max_length=12, verbose_name="test"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="title_en",
            field=models.CharField(max_length=300, verbose_name="title in English"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="title_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="title in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="currency",
            name="code",
            field=models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="currency",
            name="decimals",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="decimals"),
        ),
        migrations.AlterField(
            model_name="currency",
            name="name_en",
            field=models.CharField(max_length=300, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="currency",
            name="name_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="tries"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="channel",
            field=models.CharField(choices=[("mail", "Mail"), ("webhook", "Webhook")], max_length=8, verbose_name="channel"),
        ),
        migrations.AlterField(
            model_name="documenttype",
            name="code",
            field=models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="documenttype",
            name="expires",
            field=models.BooleanField(default=False, verbose_name="expires"),
        ),
        migrations.AlterField(
            model_name="documenttype",
            name="name_en",
            field=models.CharField(max_length=300, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="documenttype",
            name="name_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="documenttype",
            name="note",
            field=models.CharField(blank=True, max_length=200, verbose_name="note"),
        ),
        migrations.AlterField(
            model_name="documenttype",
            name="original_required",
            field=models.BooleanField(default=False, verbose_name="original required"),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="created_at",
            field=models.DateTimeField(verbose_name="created at"),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="description",
            field=models.CharField(blank=True, max_length=200, verbose_name="description"),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="disabled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="switched off at"),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="disabled_because",
            field=models.CharField(blank=True, max_length=200, verbose_name="why it was switched off"),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="failing_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="failing since"),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="failures",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="failures in a row"),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="held_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="next try at"),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="endpoints",
                to="licensing.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="endpoints",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="url",
            field=models.URLField(max_length=500, verbose_name="web address"),
        ),
        migrations.AlterField(
            model_name="event",
            name="number",
            field=models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name="number"),
        ),
        migrations.AlterField(
            model_name="exchangerate",
            name="currency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="licensing.currency", verbose_name="currency"
            ),
        ),
        migrations.AlterField(
            model_name="exchangerate",
            name="on",
            field=models.DateField(verbose_name="from the day"),
        ),
        migrations.AlterField(
            model_name="exchangerate",
            name="to_eur",
            field=models.DecimalField(decimal_places=8, max_digits=18, verbose_name="worth in EUR"),
        ),
        migrations.AlterField(
            model_name="holiday",
            name="calendar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="days",
                to="licensing.calendar",
                verbose_name="calendar",
            ),
        ),
        migrations.AlterField(
            model_name="holiday",
            name="kind",
            field=models.CharField(choices=[("off", "off"), ("working", "working")], max_length=8, verbose_name="kind"),
        ),
        migrations.AlterField(
            model_name="holiday",
            name="name_en",
            field=models.CharField(max_length=120, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="holiday",
            name="name_uk",
            field=models.CharField(blank=True, max_length=120, verbose_name="name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="holiday",
            name="on",
            field=models.DateField(verbose_name="day"),
        ),
        migrations.AlterField(
            model_name="incoterm",
            name="code",
            field=models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="incoterm",
            name="name_en",
            field=models.CharField(max_length=80, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="licensing.body", verbose_name="body"
            ),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="given by",
            ),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="kind",
            field=models.CharField(
                choices=[("holder", "Holder"), ("deputy", "Deputy")], default="holder", max_length=8, verbose_name="kind"
            ),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mandates",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="licensing.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[("administrator", "Administrator"), ("preparer", "Preparer"), ("reader", "Reader")],
                max_length=16,
                verbose_name="role",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            model_name="procedure",
            name="code",
            field=models.CharField(max_length=48, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="procedure",
            name="name_en",
            field=models.CharField(max_length=300, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="procedure",
            name="name_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="procedure",
            name="version",
            field=models.PositiveSmallIntegerField(verbose_name="version"),
        ),
        migrations.AlterField(
            model_name="refusalground",
            name="absolute",
            field=models.BooleanField(default=False, verbose_name="absolute"),
        ),
        migrations.AlterField(
            model_name="refusalground",
            name="code",
            field=models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="refusalground",
            name="source",
            field=models.CharField(blank=True, max_length=120, verbose_name="source"),
        ),
        migrations.AlterField(
            model_name="refusalground",
            name="text_en",
            field=models.TextField(verbose_name="text in English"),
        ),
        migrations.AlterField(
            model_name="refusalground",
            name="text_uk",
            field=models.TextField(blank=True, verbose_name="text in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="audience",
            field=models.CharField(max_length=10, verbose_name="who is reminded"),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="clock",
            field=models.CharField(max_length=16, verbose_name="clock"),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="code",
            field=models.CharField(max_length=48, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="offset_days",
            field=models.SmallIntegerField(verbose_name="days before (-) or after"),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="repeat_every",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="again every so many days"),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="sentence_en",
            field=models.CharField(max_length=300, verbose_name="sentence in English"),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="sentence_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="sentence in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="unit",
            field=models.CharField(max_length=8, verbose_name="kind of days"),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="applies_if",
            field=models.JSONField(blank=True, default=dict, verbose_name="applies if"),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="code",
            field=models.CharField(max_length=48, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="kind",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requirements",
                to="licensing.casekind",
                verbose_name="kind of case",
            ),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="section",
            field=models.CharField(
                choices=[
                    ("about", "About the request"),
                    ("items", "Items"),
                    ("parties", "Parties"),
                    ("end_use", "End use"),
                    ("route", "Route"),
                    ("terms", "Terms of co-operation"),
                    ("documents", "Documents"),
                ],
                max_length=16,
                verbose_name="section",
            ),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="sentence_en",
            field=models.CharField(max_length=300, verbose_name="sentence in English"),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="sentence_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="sentence in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="target",
            field=models.CharField(max_length=80, verbose_name="what is tested"),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="test",
            field=models.CharField(max_length=10, verbose_name="test"),
        ),
        migrations.AlterField(
            model_name="returnground",
            name="code",
            field=models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="returnground",
            name="text_en",
            field=models.TextField(verbose_name="text in English"),
        ),
        migrations.AlterField(
            model_name="returnground",
            name="text_uk",
            field=models.TextField(blank=True, verbose_name="text in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="routingrow",
            name="code",
            field=models.CharField(max_length=48, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="routingrow",
            name="priority",
            field=models.PositiveSmallIntegerField(default=100, verbose_name="priority"),
        ),
        migrations.AlterField(
            model_name="routingrow",
            name="procedure_code",
            field=models.CharField(blank=True, max_length=48, verbose_name="procedure"),
        ),
        migrations.AlterField(
            model_name="routingrow",
            name="retired_on",
            field=models.DateField(blank=True, null=True, verbose_name="retired on"),
        ),
        migrations.AlterField(
            model_name="routingrow",
            name="valid_from",
            field=models.DateField(verbose_name="valid from"),
        ),
        migrations.AlterField(
            model_name="stage",
            name="name_en",
            field=models.CharField(max_length=300, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="stage",
            name="name_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="unit",
            name="code",
            field=models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="unit",
            name="decimals",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="decimals"),
        ),
        migrations.AlterField(
            model_name="unit",
            name="name_en",
            field=models.CharField(max_length=300, verbose_name="name in English"),
        ),
        migrations.AlterField(
            model_name="unit",
            name="name_uk",
            field=models.CharField(blank=True, max_length=300, verbose_name="name in Ukrainian"),
        ),
        migrations.AlterField(
            model_name="unsentevent",
            name="at",
            field=models.DateTimeField(verbose_name="when"),
        ),
        migrations.AlterField(
            model_name="unsentevent",
            name="error",
            field=models.TextField(verbose_name="what went wrong"),
        ),
    ]
