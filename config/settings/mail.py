"""What leaves for others: letters, and calls of webhooks."""

from __future__ import annotations

from config.settings.stage import PRODUCTION, TEST, VAR, env

MAIL_FOLDER = VAR / "mail"
EMAIL_HOST: str = env.read_host("EMAIL_HOST", like="the name of one mail server, such as mail.example.org")
EMAIL_PORT: int = env.read_integer("EMAIL_PORT", 587, at_least=1, at_most=65_535)
EMAIL_HOST_USER: str = env.read_string("EMAIL_USER", "")
EMAIL_HOST_PASSWORD: str = env.read_string("EMAIL_PASSWORD", "")
EMAIL_USE_TLS: bool = env.read_flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.read_mailbox("EMAIL_FROM", "Dozvil <dozvil@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""
if PRODUCTION and not EMAIL_HOST:
    env.add_complaint("EMAIL_HOST", "is not set; it must be the name of the mail server that sends for us")
if TEST:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
elif EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "config.web.devmail.FolderBackend"

# Only for trying: a receiver on this machine, without TLS. In production a webhook goes to public addresses by https.
WEBHOOK_ALLOW_PRIVATE: bool = not PRODUCTION
