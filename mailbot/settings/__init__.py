"""What mailbot is told: a file in, one frozen model out, or every fault of the file at once.

Each theme has its module; `Settings` is all of them. Secrets are files, and read when asked for.
"""

from mailbot.settings.deciding import Deadline, Review
from mailbot.settings.department import Department, Forms
from mailbot.settings.keeping import Archive, Database, Retention
from mailbot.settings.mail import Evidence, Imap, Login, Smtp, Tls
from mailbot.settings.mailboxes import Credentials, Provisioning
from mailbot.settings.running import Console, Operations
from mailbot.settings.signatures import Signatures, Trust
from mailbot.settings.signing import Authorisation, Signing, Token
from mailbot.settings.telling import Replies, StaffMail
from mailbot.settings.whole import Settings, load_settings, settings_from

__all__ = [
    "Archive",
    "Authorisation",
    "Console",
    "Credentials",
    "Database",
    "Deadline",
    "Department",
    "Evidence",
    "Forms",
    "Imap",
    "Login",
    "Operations",
    "Provisioning",
    "Replies",
    "Retention",
    "Review",
    "Settings",
    "Signatures",
    "Signing",
    "Smtp",
    "StaffMail",
    "Tls",
    "Token",
    "Trust",
    "load_settings",
    "settings_from",
]
