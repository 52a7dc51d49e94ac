"""Stripe: direct charges on each municipality's own account, hosted Checkout. The only file that knows the SDK."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import stripe
from django.conf import settings

from donations.gateways.base import (
    BadSignatureError,
    CheckoutPage,
    CheckoutRequest,
    GatewayEvent,
    GatewayMissingError,
    GatewayPayment,
    GatewayRefund,
    GatewayRefusedError,
    GatewayUnavailableError,
    RemoteRefundStatus,
    RemoteStatus,
)

API_VERSION = "2026-10-28.endive"
METADATA_KEY = "minori_payment"
SIGNATURE_TOLERANCE_SECONDS = 300
PRODUCT_NAME_LENGTH = 120

_INTENT_STATUS = {
    "requires_payment_method": RemoteStatus.OPEN,
    "requires_confirmation": RemoteStatus.OPEN,
    "requires_action": RemoteStatus.REQUIRES_ACTION,
    "requires_capture": RemoteStatus.PROCESSING,
    "processing": RemoteStatus.PROCESSING,
    "succeeded": RemoteStatus.CAPTURED,
    "canceled": RemoteStatus.CANCELED,
}
_UNPAID = {RemoteStatus.OPEN, RemoteStatus.REQUIRES_ACTION, RemoteStatus.CANCELED}
_REFUND_STATUS = {
    "pending": RemoteRefundStatus.UNDER_WAY,
    "requires_action": RemoteRefundStatus.UNDER_WAY,
    "succeeded": RemoteRefundStatus.COMPLETED,
    "failed": RemoteRefundStatus.FAILED,
    "canceled": RemoteRefundStatus.FAILED,
}


class StripeGateway:
    """The real provider, or our sandbox under ``STRIPE_API_BASE``."""

    def __init__(self) -> None:
        base: Any = {}  # the SDK fills in the hosts that we leave out
        if settings.STRIPE_API_BASE:
            base["api"] = settings.STRIPE_API_BASE
        self._client = stripe.StripeClient(
            settings.STRIPE_SECRET_KEY,
            stripe_version=API_VERSION,
            base_addresses=base,
            max_network_retries=0,  # repeating is the sweeper's business: it survives a crash, the SDK's does not
            http_client=stripe.RequestsClient(timeout=settings.STRIPE_TIMEOUT_SECONDS),
        )

    def checkout_create(self, request: CheckoutRequest, *, idempotency_key: str) -> CheckoutPage:
        """See ``PaymentGateway``. The amount is yen as it is: JPY has no smaller unit."""
        metadata = {METADATA_KEY: request.reference}
        params: Any = {
            "mode": "payment",
            "ui_mode": "hosted_page",
            "allowed_payment_method_types": ["card"],
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": "jpy",
                        "unit_amount": request.amount_jpy,
                        "product_data": {"name": request.product_name[:PRODUCT_NAME_LENGTH]},
                    },
                }
            ],
            "client_reference_id": request.reference,
            "metadata": metadata,
            "payment_intent_data": {"metadata": metadata},
            "payment_method_options": {"card": {"request_three_d_secure": "any"}},
            "customer_email": request.email,
            "locale": request.language,
            "expires_at": int(request.expires_at.timestamp()),
            "success_url": request.success_url,
            "cancel_url": request.cancel_url,
        }
        with _translated():
            session = self._client.v1.checkout.sessions.create(
                params, {"stripe_account": request.account, "idempotency_key": idempotency_key}
            )
            return CheckoutPage(session_id=session.id, url=session.url or "")

    def checkout_expire(self, *, account: str, session_id: str, idempotency_key: str) -> None:
        """See ``PaymentGateway``."""
        try:
            with _translated():
                self._client.v1.checkout.sessions.expire(
                    session_id, options={"stripe_account": account, "idempotency_key": idempotency_key}
                )
        except GatewayRefusedError:
            return  # no longer open: paid or expired; whoever asks next reads which

    def checkout_find(self, *, account: str, reference: str, since: datetime) -> CheckoutPage | None:
        """See ``PaymentGateway``."""
        with _translated():
            sessions = self._client.v1.checkout.sessions.list(
                {"created": {"gte": int(since.timestamp()) - 60}, "limit": 100}, {"stripe_account": account}
            )
            for session in sessions.auto_paging_iter():
                if session.client_reference_id == reference:
                    return CheckoutPage(session_id=session.id, url=session.url or "")
        return None

    def fetch_payment(self, *, account: str, gateway_id: str) -> GatewayPayment:
        """See ``PaymentGateway``."""
        with _translated():
            session = None
            options: Any = {"stripe_account": account}
            if gateway_id.startswith("cs_"):
                session = self._client.v1.checkout.sessions.retrieve(
                    gateway_id, {"expand": ["payment_intent.latest_charge.balance_transaction"]}, options
                )
                intent: Any = session.payment_intent
            else:
                intent_id = gateway_id
                if gateway_id.startswith(("ch_", "py_")):
                    intent_id = str(self._client.v1.charges.retrieve(gateway_id, None, options).payment_intent)
                intent = self._client.v1.payment_intents.retrieve(
                    intent_id, {"expand": ["latest_charge.balance_transaction"]}, options
                )
            if intent is None:
                return _of_session(account, session)
            return _of_intent(account, session, intent, self._refunds(intent, options))

    def _refunds(self, intent: Any, options: Any) -> tuple[GatewayRefund, ...]:
        if intent.status != "succeeded":
            return ()
        rows = self._client.v1.refunds.list({"payment_intent": intent.id, "limit": 100}, options)
        return tuple(
            GatewayRefund(
                id=row.id,
                amount_jpy=row.amount,
                status=_REFUND_STATUS[row.status or ""],
                created_at=_moment(row.created),
            )
            for row in rows.auto_paging_iter()
        )

    def parse_event(self, *, body: bytes, signature: str) -> GatewayEvent:
        """See ``PaymentGateway``. While a secret rotates, both the old and the new one are accepted."""
        try:
            text = body.decode()
            _verify(text, signature)
            return _event(json.loads(text))
        except (UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadSignatureError("unreadable body") from error

    def events_since(self, *, account: str, last_event_id: str, since: datetime) -> Iterator[GatewayEvent]:
        """See ``PaymentGateway``."""
        options: Any = {"stripe_account": account}
        with _translated():
            if last_event_id:
                page = self._client.v1.events.list({"ending_before": last_event_id, "limit": 100}, options)
                rows: Any = page.auto_paging_iter()  # with ending_before the SDK yields the oldest first
            else:
                page = self._client.v1.events.list({"created": {"gte": int(since.timestamp())}, "limit": 100}, options)
                rows = reversed(list(page.auto_paging_iter()))
            for row in rows:
                yield _event({"account": account, **row.to_dict()})


def _of_session(account: str, session: Any) -> GatewayPayment:
    """A page on which nobody has tried to pay yet: it has no intent."""
    return GatewayPayment(
        account=account,
        reference=_reference(session),
        session_id=session.id,
        intent_id="",
        status=RemoteStatus.EXPIRED if session.status == "expired" else RemoteStatus.OPEN,
        amount=session.amount_total,
        currency=session.currency,
        livemode=session.livemode,
    )


def _of_intent(account: str, session: Any, intent: Any, refunds: tuple[GatewayRefund, ...]) -> GatewayPayment:
    status = _INTENT_STATUS[intent.status]
    if session is not None and session.status == "expired" and status in _UNPAID:
        status = RemoteStatus.EXPIRED
    is_captured = status is RemoteStatus.CAPTURED
    charge = intent.latest_charge
    paid_at = _moment(charge.created) if is_captured else None
    declined = intent.last_payment_error
    return GatewayPayment(
        account=account,
        reference=_reference(intent),
        session_id=session.id if session is not None else "",
        intent_id=intent.id,
        status=status,
        amount=intent.amount_received if is_captured else intent.amount,
        currency=intent.currency,
        livemode=intent.livemode,
        charge_id=charge.id if is_captured else "",
        settled_jpy=_settled_jpy(charge) if is_captured else None,
        authorised_at=paid_at,
        captured_at=paid_at,
        decline_code=(declined.decline_code or declined.code or "")[:60] if declined and not is_captured else "",
        refunds=refunds,
    )


def _settled_jpy(charge: Any) -> int | None:
    booked = charge.balance_transaction
    return int(booked.amount) if booked is not None and booked.currency == "jpy" else None


def _event(payload: dict[str, Any]) -> GatewayEvent:
    found = payload["data"]["object"]
    return GatewayEvent(
        id=payload["id"],
        account=payload.get("account") or "",
        kind=payload["type"],
        reference=_event_reference(found),
        livemode=payload["livemode"],
        occurred_at=_moment(payload["created"]),
        payload=payload,
    )


def _event_reference(found: dict[str, Any]) -> str:
    """The id by which the payment behind an event is looked up."""
    kind = found.get("object")
    if kind in {"checkout.session", "payment_intent"}:
        return str(found["id"])
    if kind in {"charge", "refund"}:
        return str(found.get("payment_intent") or found.get("charge") or found["id"])
    return ""


def _reference(found: Any) -> str:
    return str((found.metadata.to_dict() if found.metadata else {}).get(METADATA_KEY, ""))


def _verify(text: str, signature: str) -> None:
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            stripe.WebhookSignature.verify_header(text, signature, secret, SIGNATURE_TOLERANCE_SECONDS)
        except stripe.SignatureVerificationError:
            continue
        return
    raise BadSignatureError("no secret of ours signed this")


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the SDK's errors into facts."""
    try:
        yield
    except stripe.InvalidRequestError as error:
        missing = error.code == "resource_missing"
        raise (GatewayMissingError if missing else GatewayRefusedError)(f"{error.code} {error.param}") from error
    except (stripe.IdempotencyError, stripe.PermissionError, stripe.CardError) as error:
        raise GatewayRefusedError(f"{error.__class__.__name__} {error.code}") from error
    except stripe.StripeError as error:
        raise GatewayUnavailableError(f"{error.__class__.__name__} {error.http_status}") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise GatewayRefusedError(f"an answer of unknown shape: {error}") from error
