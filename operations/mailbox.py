"""Mails that the file backend has written, for the demonstration."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

SEPARATOR = b"\n" + b"-" * 79 + b"\n"
FILES_READ = 300


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it left."""

    key: str
    to: str
    subject: str
    sent_at: datetime
    text: str
    html: str


def letters() -> list[Letter]:
    """The latest mails, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:FILES_READ]
    parts = (part for path in files for part in path.read_bytes().split(SEPARATOR) if part.strip())
    return sorted((_letter(part) for part in parts), key=lambda letter: letter.sent_at, reverse=True)


def _letter(source: bytes) -> Letter:
    message = message_from_bytes(source.lstrip(), policy=policy.default)
    sent = parsedate_to_datetime(str(message["Date"]))
    return Letter(
        key=hashlib.sha256(source).hexdigest()[:16],
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=timezone.localtime(sent if sent.tzinfo else sent.replace(tzinfo=UTC)),  # naive: "-0000", which is UTC
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
