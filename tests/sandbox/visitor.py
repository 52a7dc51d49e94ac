"""The SDK pointed at one base address and one connected account, with the calls that Minori makes."""

import time
from typing import Any, Self

import requests
import stripe

ACCOUNT = "acct_koshino0000000"
SUCCESS_URL = "http://127.0.0.1:9/done?session={CHECKOUT_SESSION_ID}"
CANCEL_URL = "http://127.0.0.1:9/back"


def session_params(**changes: Any) -> Any:
    """What Minori sends to open a Checkout session."""
    return {
        "mode": "payment",
        "ui_mode": "hosted_page",
        "allowed_payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {"currency": "jpy", "unit_amount": 12_000, "product_data": {"name": "棚田の石積み"}},
            }
        ],
        "metadata": {"minori_payment": "p1"},
        "payment_intent_data": {"metadata": {"minori_payment": "p1"}, "description": "Pledge p1"},
        "client_reference_id": "p1",
        "customer_email": "hanako@example.jp",
        "expires_at": int(time.time()) + 3600,
        "success_url": SUCCESS_URL,
        "cancel_url": CANCEL_URL,
        "locale": "ja",
    } | changes


def priced(amount: int) -> list[dict[str, Any]]:
    """Line items of one amount."""
    return [{"quantity": 1, "price_data": {"currency": "jpy", "unit_amount": amount, "product_data": {"name": "棚田"}}}]


class Visitor:
    """``client.v1`` with the account header added; ``retries`` are the SDK's own."""

    def __init__(self, base_url: str | None, key: str, *, account: str = ACCOUNT, retries: int = 0) -> None:
        self.base_url = base_url
        self._session = requests.Session()
        self.client = stripe.StripeClient(
            key,
            http_client=stripe.RequestsClient(session=self._session, timeout=5),
            max_network_retries=retries,
            **({"base_addresses": {"api": base_url}} if base_url else {}),
        )
        self.v1 = self.client.v1
        self.options: Any = {"stripe_account": account} if account else {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._session.close()

    def session(self, *, key: str | None = None, **changes: Any) -> stripe.checkout.Session:
        return self.v1.checkout.sessions.create(session_params(**changes), self.keyed(key))

    def keyed(self, key: str | None) -> Any:
        return self.options | ({"idempotency_key": key} if key else {})

    def intent(self, *, key: str | None = None, **changes: Any) -> stripe.PaymentIntent:
        params: Any = {"amount": 5_000, "currency": "jpy"} | changes
        return self.v1.payment_intents.create(params, self.keyed(key))

    def paid_intent(self, **changes: Any) -> stripe.PaymentIntent:
        defaults = {"payment_method": "pm_card_visa", "confirm": True, "return_url": CANCEL_URL}
        return self.intent(**defaults | changes)

    def refund(self, *, key: str | None = None, **params: Any) -> stripe.Refund:
        given: Any = params
        return self.v1.refunds.create(given, self.keyed(key))

    def events(self, **params: Any) -> list[stripe.Event]:
        """Events, oldest first."""
        given: Any = {"limit": 100} | params
        return list(reversed(list(self.v1.events.list(given, self.options).auto_paging_iter())))

    def event_types(self) -> list[str]:
        return [event.type for event in self.events()]
