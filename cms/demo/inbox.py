"""News of the last days, heard as the product hears it: polled into the inbox and looked up."""

from dataclasses import dataclass

from django.utils import timezone

from cms.demo.stand_in import StandIn
from donations.gateways.current import get_gateway
from donations.models import EventCursor, WebhookEvent
from donations.services.inbox import FIRST_POLL_REACH, event_handle, events_poll
from municipalities.models import Municipality
from operations.work import due_ids

# A kind that says nothing about a payment: it is kept and set aside, as anything unknown is.
STRANGE_KIND = "account.external_account.updated"


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inbox of one municipality."""

    municipality: Municipality
    provider: StandIn

    def begin(self) -> None:
        """Start behind everything that has been applied already."""
        since = timezone.now() - FIRST_POLL_REACH
        account = self.municipality.stripe_account_id or ""
        cursor, _ = EventCursor.objects.get_or_create(municipality=self.municipality)
        for event in get_gateway().events_since(account=account, last_event_id="", since=since):
            cursor.last_event_id = event.id
        cursor.save(update_fields=["last_event_id"])

    def read(self) -> None:
        """Poll, and handle what is due."""
        events_poll(municipality=self.municipality)
        for event_id in due_ids(WebhookEvent):
            event_handle(event_id=event_id)

    def receive_strange(self) -> None:
        """An event of a kind that we do not know."""
        self.provider.control(
            "forge_event",
            type=STRANGE_KIND,
            account=self.municipality.stripe_account_id,
            content={"id": "ba_demo", "object": "bank_account", "last4": "0000"},
        )
        self.read()
