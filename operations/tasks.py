"""Doors for the workers of the queue ``mail``."""

from celery import shared_task

from operations.models import OutboxMessage
from operations.outbox import message_send
from operations.work import due_ids


@shared_task(name="operations.send_message")
def send_message(*, message_id: int) -> None:
    """Send one mail."""
    message_send(message_id=message_id)


@shared_task(name="operations.send_due_messages")
def send_due_messages() -> None:
    """Send what a lost broker message or a crash left behind."""
    for message_id in due_ids(OutboxMessage):
        message_send(message_id=message_id)
