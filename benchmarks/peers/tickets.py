"""django-helpdesk takes a mailbox in by its own `get_email`; runs in `.venv-peers`.

Reads from standard input where the mailbox is, prints CPU and wall milliseconds a mail as JSON. It
fetches over TLS, reads the mail, makes a ticket, stores the attachments as files and marks the mail
deleted; it proves no sender and opens no attachment. The database is SQLite as Django sets it up:
every statement is a durable commit of its own. It acknowledges nothing here: no texts, no mails.
"""

import json
import logging
import sys
import tempfile
import time

import django
from django.conf import settings

HERE = tempfile.mkdtemp(prefix="helpdesk-")
settings.configure(
    SECRET_KEY="benchmark",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    MEDIA_ROOT=HERE,
    SITE_ID=1,
    ROOT_URLCONF=__name__,
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    HELPDESK_TEAMS_MODE_ENABLED=False,
    HELPDESK_KANBAN_ENABLED=False,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{HERE}/db.sqlite3"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.sites",
        "django.contrib.humanize",
        "django.contrib.admin",
        "django.contrib.messages",
        "rest_framework",
        "helpdesk",
    ],
)
django.setup()

from django.core.management import call_command  # noqa: E402 (needs the settings)
from django.urls import include, path  # noqa: E402
from helpdesk.models import EmailTemplate, FollowUpAttachment, Queue, Ticket  # noqa: E402

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]


def main() -> None:
    logging.disable(logging.CRITICAL)
    asked = json.load(sys.stdin)
    call_command("migrate", verbosity=0)
    EmailTemplate.objects.all().delete()
    take_in(asked, asked["first"])  # warms everything up
    before = Ticket.objects.count()
    cpu, wall = time.process_time(), time.monotonic()
    take_in(asked, asked["mailbox"])
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    count = Ticket.objects.count() - before
    told = {"mails": count, "files": FollowUpAttachment.objects.count()}
    json.dump({**told, "cpu": 1000 * cpu / count, "wall": 1000 * wall / count}, sys.stdout)


def take_in(asked: dict[str, str], mailbox: str) -> None:
    Queue.objects.create(
        title=mailbox,
        slug=mailbox.partition("@")[0],
        allow_email_submission=True,
        email_box_type="imap",
        email_box_ssl=True,
        email_box_host=asked["host"],
        email_box_port=int(asked["port"]),
        email_box_user=mailbox,
        email_box_pass=asked["passwords"][mailbox],
        email_box_imap_folder="INBOX",
    )
    call_command("get_email")


main()
