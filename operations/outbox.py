"""Mails: written with their reason, sent after it, once."""

import smtplib
from dataclasses import asdict, dataclass
from email.utils import make_msgid

from django.core.mail import EmailMultiAlternatives

from operations.models import OutboxMessage
from operations.work import enqueue_on_commit, leased, row_finish, row_retry, row_wait


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says."""

    to: str
    subject: str
    text: str
    html: str


def message_write(*, municipality_id: int, occasion: str, mail: Mail) -> OutboxMessage:
    """Put a mail into the outbox; the same occasion again changes nothing. Call it inside the transaction it reports.

    Args:
        municipality_id: on whose behalf it is sent.
        occasion: unique for ever, e.g. ``donation:7:thanks``.
        mail: complete text; the outbox adds nothing.
    """
    message, created = OutboxMessage.objects.get_or_create(
        occasion=occasion,
        defaults={
            "municipality_id": municipality_id,
            "mail": asdict(mail),
            "message_id": make_msgid(idstring=occasion.replace(":", "-"), domain="minori.example"),
        },
    )
    if created:
        enqueue_on_commit("operations.send_message", message_id=message.pk)
    return message


def message_send(*, message_id: int) -> None:
    """Send one mail, if it is still to be sent.

    A crash between the mail server's yes and our commit sends it once more; both copies carry the same Message-ID, by
    which mail programs show one.
    """
    with leased(OutboxMessage, message_id) as message:
        if message is None:
            return
        mail = Mail(**message.mail)
        letter = EmailMultiAlternatives(
            subject=mail.subject, body=mail.text, to=[mail.to], headers={"Message-ID": message.message_id}
        )
        letter.attach_alternative(mail.html, "text/html")
        try:
            letter.send()
        except smtplib.SMTPRecipientsRefused as error:
            row_retry(message, problem=f"mail server: {error.__class__.__name__}")
        except (smtplib.SMTPException, OSError) as error:
            row_wait(message, problem=f"mail server: {error.__class__.__name__}")
        else:
            row_finish(message)
