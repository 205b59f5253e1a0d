"""django-helpdesk takes the mails of a folder in, on SQLite; runs in `.venv-peers`.

`python tickets.py FOLDER`: prints CPU and wall milliseconds of each mail as JSON. It reads the
mail, makes a ticket and stores the attachments; it proves no sender and opens no attachment.
"""

import json
import logging
import sys
import tempfile
import time
from pathlib import Path

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
    QUEUE_EMAIL_BOX_TYPE="local",
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
from helpdesk.email import extract_email_metadata  # noqa: E402
from helpdesk.models import Queue, Ticket  # noqa: E402

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]


def main() -> None:
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    queue = Queue.objects.create(title="inbox", slug="inbox", allow_email_submission=True)
    spent: dict[str, list[float]] = {"cpu": [], "wall": []}
    mails = sorted(Path(sys.argv[1]).iterdir())
    for mail in mails:
        before, began = time.process_time(), time.monotonic()
        extract_email_metadata(mail.read_text("utf-8"), queue, logging.getLogger("peer"))
        spent["cpu"].append(1000 * (time.process_time() - before))
        spent["wall"].append(1000 * (time.monotonic() - began))
    if Ticket.objects.count() != len(mails):
        sys.exit("not every mail became a ticket")
    json.dump(spent, sys.stdout)


main()
