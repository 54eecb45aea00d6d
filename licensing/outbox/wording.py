"""What a mail says of each kind of event, in both languages. Plain words, ids and days; never goods, names or reasons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from licensing.choices import EventKind
from licensing.policy.wording import Text, plural_en, plural_uk

FOR_APPLICANT: Final[Mapping[EventKind, Text]] = MappingProxyType(
    {
        EventKind.CASE_SUBMITTED: Text(
            "We have received your request {reference} and are checking whether it is complete.",
            "Ми отримали вашу заяву {reference} і перевіряємо її комплектність.",
        ),
        EventKind.CASE_AMENDED: Text(
            "Your amendment of the request {reference} is filed as a new version.",
            "Ваші зміни до заяви {reference} прийнято як нову версію.",
        ),
        EventKind.CASE_WITHDRAWN: Text(
            "Your request {reference} is withdrawn. Nobody works on it any more.",
            "Вашу заяву {reference} відкликано. Її розгляд припинено.",
        ),
        EventKind.CASE_ACCEPTED: Text(
            "Your request {reference} is complete. Its legal time limit runs from now on.",
            "Ваша заява {reference} комплектна. Від цього моменту спливає строк її розгляду.",
        ),
        EventKind.CASE_SENT_BACK: Text(
            "Your request {reference} came back to you. See what has to be put right, change it and submit it again.",
            "Вашу заяву {reference} повернуто. Перегляньте, що потрібно виправити, внесіть зміни й подайте її знову.",
        ),
        EventKind.QUESTION_ASKED: Text(
            "There is a question on your request {reference}. Please answer it by {due_on}.",
            "Щодо вашої заяви {reference} надійшов запит. Дайте на нього відповідь до {due_on}.",
        ),
        EventKind.QUESTION_ACCEPTED: Text(
            "Your answer to the question on {reference} is sufficient.",
            "Вашу відповідь на запит щодо заяви {reference} прийнято.",
        ),
        EventKind.QUESTION_WITHDRAWN: Text(
            "A question on your request {reference} was taken back. You need not answer it.",
            "Запит щодо вашої заяви {reference} знято. Відповідати на нього не потрібно.",
        ),
        EventKind.PAUSE_LAPSED: Text(
            "The time limit of {reference} has gone on: the longest time that it may stand still is over.",
            "Строк розгляду заяви {reference} поновлено: найдовший дозволений час його зупинення сплив.",
        ),
        EventKind.CASE_FORWARDED: Text(
            "Your request {reference} is now before the government for its decision.",
            "Вашу заяву {reference} передано на рішення уряду.",
        ),
        EventKind.CASE_ADJOURNED: Text(
            "The decision on {reference} is adjourned until {until}.",
            "Рішення щодо заяви {reference} відкладено до {until}.",
        ),
        EventKind.CASE_RESUMED: Text(
            "The decision on {reference} has been taken up again.",
            "Розгляд заяви {reference} на рівні уряду відновлено.",
        ),
        EventKind.CASE_GRANTED: Text(
            "The request {reference} was granted. The decision says what is granted and on which conditions.",
            "Заяву {reference} задоволено. У рішенні вказано, що саме дозволено та на яких умовах.",
        ),
        EventKind.CASE_REFUSED: Text(
            "The request {reference} was refused. The decision gives the grounds.",
            "У задоволенні заяви {reference} відмовлено. Підстави наведено в рішенні.",
        ),
        EventKind.CASE_APPEALED: Text(
            "Your appeal on the request {reference} has been received. The government looks at the request again.",
            "Вашу скаргу щодо заяви {reference} отримано. Уряд розгляне заяву повторно.",
        ),
        EventKind.LICENCE_ISSUED: Text(
            "The licence {licence} was issued on the request {reference}.",
            "За заявою {reference} видано дозвіл {licence}.",
        ),
        EventKind.LICENCE_ACTIVATED: Text("The licence {licence} is in force.", "Дозвіл {licence} набрав чинності."),
        EventKind.LICENCE_SUSPENDED: Text(
            "The licence {licence} is suspended. Nothing may leave under it until it is reinstated.",
            "Дію дозволу {licence} зупинено. До її поновлення вивезення за ним не допускається.",
        ),
        EventKind.LICENCE_REINSTATED: Text(
            "The licence {licence} is in force again.",
            "Дію дозволу {licence} поновлено.",
        ),
        EventKind.LICENCE_DRAWN: Text(
            "Customs drew a quantity down from the licence {licence}.",
            "Митниця списала кількість товару за дозволом {licence}.",
        ),
        EventKind.LICENCE_REVERSED: Text(
            "Customs gave a quantity back to the licence {licence}.",
            "Митниця повернула кількість товару на дозвіл {licence}.",
        ),
        EventKind.LICENCE_EXHAUSTED: Text(
            "The licence {licence} is used in full.",
            "Дозвіл {licence} використано повністю.",
        ),
        EventKind.LICENCE_REOPENED: Text(
            "Something is left on the licence {licence} again, and it may be used.",
            "За дозволом {licence} знову є залишок, і його можна використовувати.",
        ),
        EventKind.LICENCE_EXPIRED: Text(
            "The licence {licence} has expired.",
            "Строк дії дозволу {licence} закінчився.",
        ),
        EventKind.LICENCE_REVOKED: Text("The licence {licence} was revoked.", "Дозвіл {licence} анульовано."),
        EventKind.CLOCK_RETIMED: Text(
            "The calendar of days off has changed. The time limit of {reference} was computed anew; see its new day.",
            "Календар вихідних днів змінено. Строк розгляду заяви {reference} обчислено заново; перегляньте нову дату.",
        ),
        EventKind.REPORT_FILED: Text(
            "A report under the licence {licence} was received.",
            "Звіт за дозволом {licence} отримано.",
        ),
        EventKind.EVIDENCE_ACCEPTED: Text(
            "The evidence on a condition of the licence {licence} is sufficient.",
            "Підтвердження виконання умови дозволу {licence} прийнято.",
        ),
        EventKind.EVIDENCE_RETURNED: Text(
            "The evidence on a condition of {licence} came back to you. See what is missing; it is due on {due_on}.",
            "Підтвердження виконання умови дозволу {licence} повернуто. Перегляньте, чого бракує; строк — {due_on}.",
        ),
        EventKind.LICENCE_SURRENDERED: Text(
            "The licence {licence} was given back.",
            "Дозвіл {licence} повернуто за зверненням його володільця.",
        ),
    }
)

FOR_AUTHORITY: Final[Mapping[EventKind, Text]] = MappingProxyType(
    {
        **FOR_APPLICANT,
        EventKind.CASE_SUBMITTED: Text(
            "The request {reference} was filed. Check whether it is complete.",
            "Подано заяву {reference}. Перевірте її комплектність.",
        ),
        EventKind.CASE_AMENDED: Text(
            "The applicant amended the request {reference}. See what changed, and who is asked again.",
            "Заявник змінив заяву {reference}. Перегляньте, що змінилося та чию позицію запитано знову.",
        ),
        EventKind.CASE_ESCALATED: Text(
            "The request {reference} was referred up.",
            "Розгляд заяви {reference} передано на вищий рівень.",
        ),
        EventKind.OUTCOME_STANDS: Text(
            "Nobody referred {reference} up in time. The outcome of its stage stands.",
            "Ніхто вчасно не передав заяву {reference} на вищий рівень. Результат етапу залишається чинним.",
        ),
        EventKind.CASE_APPEALED: Text(
            "The applicant appealed against the refusal of {reference}. It waits for a new decision.",
            "Заявник оскаржив відмову за заявою {reference}. Вона очікує на нове рішення.",
        ),
        EventKind.CASE_WITHDRAWN: Text(
            "The applicant withdrew the request {reference}. Nothing is left to do on it.",
            "Заявник відкликав заяву {reference}. Подальших дій за нею не потрібно.",
        ),
        EventKind.REPORT_FILED: Text(
            "The holder filed a report under the licence {licence}.",
            "Володілець подав звіт за дозволом {licence}.",
        ),
        EventKind.EVIDENCE_FILED: Text(
            "The holder filed evidence on a condition of {licence}. See whether it shows that the condition is met.",
            "Володілець подав підтвердження виконання умови дозволу {licence}. Перевірте, чи його достатньо.",
        ),
        EventKind.QUESTION_ANSWERED: Text(
            "The applicant wrote on a question about {reference}. See whether that answers it.",
            "Заявник відповів на запит щодо заяви {reference}. Перевірте, чи відповідь достатня.",
        ),
        EventKind.ROUND_OPENED: Text(
            "The request {reference} waits for the position of your body.",
            "Заява {reference} очікує на позицію вашого органу.",
        ),
        EventKind.POSITION_VOIDED: Text(
            "The position of your body on {reference} no longer counts. Please take a new one.",
            "Позиція вашого органу щодо заяви {reference} більше не враховується. Висловіть нову.",
        ),
        EventKind.ROUND_CLOSED: Text(
            "A stage of {reference} has ended. See its outcome.",
            "Етап розгляду заяви {reference} завершено. Перегляньте його результат.",
        ),
        EventKind.CASE_FORWARDED: Text(
            "The request {reference} waits for the government's decision.",
            "Заява {reference} очікує на рішення уряду.",
        ),
    }
)

# After these, somebody waits for the reader; the subject may say that much and no more.
_APPLICANT_ACTS: Final = frozenset(
    {EventKind.CASE_SENT_BACK, EventKind.QUESTION_ASKED, EventKind.EVIDENCE_RETURNED, EventKind.REMINDER_DUE}
)
_AUTHORITY_ACTS: Final = frozenset(
    {
        EventKind.CASE_SUBMITTED,
        EventKind.QUESTION_ANSWERED,
        EventKind.EVIDENCE_FILED,
        EventKind.ROUND_OPENED,
        EventKind.POSITION_VOIDED,
        EventKind.ROUND_CLOSED,
        EventKind.CASE_FORWARDED,
        EventKind.REMINDER_DUE,
    }
)

SUBJECT_TO_ACT: Final = Text("Dozvil: {about} needs your attention", "Dozvil: {about} потребує вашої уваги")
SUBJECT_OF_NEWS: Final = Text("Dozvil: news about {about}", "Dozvil: новини щодо {about}")
GREETING: Final = Text("Good day,", "Доброго дня!")
OPEN: Final = Text("Open {about}", "Відкрити {about}")
DRAFT: Final = Text("(a draft)", "(чернетка)")
SIGN_IN: Final = Text(
    "You will be asked to sign in. We never ask for a password by mail.",
    "Система попросить вас увійти. Ми ніколи не просимо пароль поштою.",
)
WHY: Final = Text(
    "Dozvil wrote this mail by itself because you take part in this case. Please do not answer it.",
    "Цей лист надіслала система Dozvil, бо ви берете участь у справі. Будь ласка, не відповідайте на нього.",
)
WHY_DAILY: Final = Text(
    "Dozvil wrote this mail by itself, once a day as you wished. Please do not answer it.",
    "Цей лист надіслала система Dozvil — один на день, як ви просили. Будь ласка, не відповідайте на нього.",
)
ENDPOINT_DISABLED: Final = Text(
    "The webhook {endpoint} was switched off, because nothing could be delivered to it: {reason}."
    " Mend the receiver, then ask for it to be switched on again. What it missed will be sent.",
    "Вебхук {endpoint} вимкнено, бо доставити на нього нічого не вдалося: {reason}."
    " Налагодьте приймач і попросіть увімкнути вебхук знову. Пропущене буде надіслано.",
)
ENDPOINT_SUBJECT: Final = Text("Dozvil: a webhook was switched off", "Dozvil: вебхук вимкнено")

GIVEN_UP_SUBJECT: Final = Text("Dozvil: messages were given up", "Dozvil: є недоставлені повідомлення")
WHY_ADMINISTRATOR: Final = Text(
    "Dozvil wrote this mail by itself because you are an administrator. Please do not answer it.",
    "Цей лист надіслала система Dozvil, бо ви адміністратор. Будь ласка, не відповідайте на нього.",
)


def messages_given_up(count: int) -> Text:
    return Text(
        f"{plural_en(count, 'message', 'messages')} could not be delivered. See why, and send again what should arrive.",
        f"Не вдалося доставити {plural_uk(count, 'повідомлення', 'повідомлення', 'повідомлень')}."
        " Перегляньте причини й надішліть ще раз те, що має дійти.",
    )


def wants_action(kind: EventKind, *, applicant: bool) -> bool:
    return kind in (_APPLICANT_ACTS if applicant else _AUTHORITY_ACTS)


def daily_subject(count: int) -> Text:
    return Text(
        f"Dozvil: {plural_en(count, 'message', 'messages')} for you",
        f"Dozvil: для вас {plural_uk(count, 'повідомлення', 'повідомлення', 'повідомлень')}",
    )
