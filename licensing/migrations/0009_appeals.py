import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0008_names_of_things"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="case_state_graph",
        ),
        migrations.AddField(
            model_name="case",
            name="decision",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.decision"
            ),
        ),
        migrations.AlterField(
            model_name="clock",
            name="kind",
            field=models.CharField(
                choices=[
                    ("completeness", "Completeness check"),
                    ("legal", "Legal time limit"),
                    ("stage", "Stage"),
                    ("escalation", "Time to refer the case up"),
                    ("appeal", "Time to appeal"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("case.created", "Request created"),
                    ("case.edited", "Request edited"),
                    ("case.copied", "Request copied"),
                    ("document.attached", "Document attached"),
                    ("document.removed", "Document removed"),
                    ("case.submitted", "Request submitted"),
                    ("case.withdrawn", "Request withdrawn"),
                    ("case.taken_on", "File taken on by an officer"),
                    ("case.accepted", "File accepted as complete"),
                    ("case.sent_back", "Request sent back"),
                    ("question.asked", "Question asked"),
                    ("question.answered", "Question answered"),
                    ("question.accepted", "Answer accepted"),
                    ("question.withdrawn", "Question withdrawn"),
                    ("pause.lapsed", "The longest pause is over; the clock goes on"),
                    ("need.stated", "Domestic need stated"),
                    ("round.opened", "Stage opened for sign-off"),
                    ("position.taken", "Position taken"),
                    ("position.replaced", "Position replaced"),
                    ("position.voided", "Position voided"),
                    ("member.recused", "Member recused"),
                    ("round.closed", "Stage closed"),
                    ("case.amended", "Request amended"),
                    ("case.escalated", "Case referred up"),
                    ("outcome.stands", "Nobody referred the case up in time"),
                    ("case.forwarded", "Forwarded to the government"),
                    ("case.adjourned", "Decision adjourned"),
                    ("case.resumed", "Decision resumed"),
                    ("case.granted", "Request granted"),
                    ("case.refused", "Request refused"),
                    ("case.appealed", "Refusal appealed against"),
                    ("reminder.due", "Reminder"),
                    ("licence.issued", "Licence issued"),
                    ("licence.activated", "Licence put into force"),
                    ("licence.suspended", "Licence suspended"),
                    ("licence.reinstated", "Licence reinstated"),
                    ("licence.drawn", "Quantity drawn down"),
                    ("licence.reversed", "Draw-down reversed"),
                    ("licence.exhausted", "Licence used in full"),
                    ("licence.reopened", "Licence in use again after a reversal"),
                    ("licence.expired", "Licence expired"),
                    ("licence.revoked", "Licence revoked"),
                    ("licence.surrendered", "Licence surrendered"),
                ],
                max_length=32,
                verbose_name="what",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_state_graph",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{adjourned:government_decision,adjourned:withdrawn,draft:submitted,draft:withdrawn,government_decision:adjourned,government_decision:granted,government_decision:refused,government_decision:withdrawn,ministry_review:government_decision,ministry_review:returned,ministry_review:withdrawn,refused:government_decision,returned:submitted,returned:withdrawn,submitted:ministry_review,submitted:returned,submitted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="efe16e18a7354661fb8729ada9f7e341ccda4248",
                    operation="UPDATE",
                    pgid="pgtrigger_case_state_graph_3fb0f",
                    table="licensing_case",
                    when="BEFORE",
                ),
            ),
        ),
    ]
