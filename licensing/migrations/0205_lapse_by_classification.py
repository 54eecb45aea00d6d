"""One more reason for which an assessment lapses: the authority classifies goods otherwise by now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0203_proposals_that_are_dismissed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assessmentlapse",
            name="reason",
            field=models.CharField(
                choices=[
                    ("changed", "the request says something else now"),
                    ("answered", "the applicant has answered a question about it"),
                    ("document", "a document that it rests on is no longer enclosed"),
                    ("euc", "the end-user certificate that it rests on says something else, or more was found of it"),
                    ("list", "a list that it rests on has changed"),
                    ("entries", "the authority classifies goods otherwise now"),
                    ("expired", "its last day has passed"),
                ],
                max_length=8,
                verbose_name="reason",
            ),
        ),
    ]
