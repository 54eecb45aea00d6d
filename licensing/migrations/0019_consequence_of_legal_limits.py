"""What follows when a legal time limit passes: an alert, unless the procedure says something else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0018_confirmed_attendance"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="consequence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("alert", "People were alerted, and the work goes on"),
                    ("refer_up", "The open stage was referred up"),
                    ("deemed_approve", "The stage counts as having approved; nobody signed that, and the government decides"),
                    ("deemed_refuse", "The stage counts as having refused; nobody signed that, and the government decides"),
                    ("counted", "The stage ended with what had been said in it"),
                ],
                db_default="",
                default="",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="procedure",
            name="on_limit",
            field=models.CharField(
                choices=[
                    ("alert", "people are alerted, and the work goes on"),
                    ("refer_up", "the open stage is referred up"),
                    ("deemed", "the outcome of the open stage is deemed, where the stage says so"),
                ],
                db_default="alert",
                default="alert",
                max_length=8,
                verbose_name="when the legal limit passes",
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="deemed",
            field=models.CharField(
                blank=True,
                choices=[
                    ("approve", "if the legal limit passes, the stage counts as having approved"),
                    ("refuse", "if the legal limit passes, the stage counts as having refused"),
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="round",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("all_spoke", "Every seat has spoken"),
                    ("settled", "The outcome could no longer change"),
                    ("deadline", "The deadline passed"),
                    ("superseded", "A newer version of the request replaced it"),
                    ("stopped", "The case left the review"),
                    ("limit", "The legal time limit passed"),
                ],
                max_length=12,
            ),
        ),
        # The limits that run already are looked at from now on; a paused one when its pause ends. Last, after all changes of
        # the table: PostgreSQL alters no table with triggers still to fire.
        migrations.RunSQL(
            """
            UPDATE licensing_clock SET wake_at = due_at WHERE kind = 'legal' AND ended_at IS NULL AND NOT EXISTS (
                SELECT FROM licensing_clockpause p WHERE p.clock_id = licensing_clock.id AND p.until IS NULL
            )
            """,
            migrations.RunSQL.noop,
        ),
    ]
