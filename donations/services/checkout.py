"""Opening and closing payment pages. Every call is a row before it is a request."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from donations.gateways.base import (
    CheckoutPage,
    CheckoutRequest,
    GatewayMissingError,
    GatewayRefusedError,
    GatewayUnavailableError,
)
from donations.gateways.current import get_gateway
from donations.models import GatewayCall, Payment, Pledge
from donations.models.gateway import GatewayOperation
from donations.services.payments import payment_apply
from donations.services.pledges import call_write
from donations.states import PLEDGE_MACHINE, PaymentStatus, PledgeStatus
from operations.history import status_move
from operations.work import leased, row_finish, row_park, row_wait

# A key older than a day may have been pruned at the provider: then it would open a second page.
KEY_LIFETIME = timedelta(hours=23)
# The provider opens no page that closes sooner than half an hour from now.
SHORTEST_PAGE = timedelta(minutes=31)


def call_make(*, call_id: int) -> None:
    """Make one call that stands in a row, or do nothing if it is made, parked or being made. Safe to repeat."""
    with leased(GatewayCall, call_id) as call:
        if call is None:
            return
        make = {
            GatewayOperation.CHECKOUT_CREATE: _checkout_create,
            GatewayOperation.CHECKOUT_EXPIRE: _checkout_expire,
        }[GatewayOperation(call.operation)]
        try:
            make(call)
        except GatewayUnavailableError as error:
            row_wait(call, problem=str(error))
        except (GatewayMissingError, GatewayRefusedError) as error:
            row_park(call, problem=str(error))


def _checkout_create(call: GatewayCall) -> None:
    payment = Payment.objects.select_related("pledge__campaign").get(pk=call.payment_id)
    page = _find_or_create(call, payment)
    with transaction.atomic():
        if page is not None:
            _page_remember(payment.pk, page)
        row_finish(call)


def _find_or_create(call: GatewayCall, payment: Payment) -> CheckoutPage | None:
    """The first try creates. Later tries look first: the answer may have been lost after the page was made."""
    gateway = get_gateway()
    is_first = call.attempts == 1 and not call.problem and call.idempotency_key.endswith(":1")
    if not is_first:
        found = gateway.checkout_find(account=payment.account, reference=payment.public_id, since=payment.created_at)
        if found is not None:
            return found
    if timezone.now() > min(call.written_at + KEY_LIFETIME, payment.expires_at - SHORTEST_PAGE):
        return None  # too late for this page: the donor's next try extends it, or its expiry ends it
    return gateway.checkout_create(checkout_request(payment), idempotency_key=call.idempotency_key)


def _page_remember(payment_id: int, page: CheckoutPage) -> None:
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    payment.session_id = page.session_id
    payment.session_url = page.url
    payment.save(update_fields=["session_id", "session_url"])
    pledge = Pledge.objects.select_for_update().get(pk=payment.pledge_id)
    if pledge.status == PledgeStatus.STARTED:
        status_move(pledge, PLEDGE_MACHINE, PledgeStatus.AWAITING_PAYMENT, reason="the payment page is open")


def checkout_request(payment: Payment) -> CheckoutRequest:
    """The page to open for a payment, from stored rows alone: asked again, it is the same request."""
    pledge = payment.pledge
    with translation.override(pledge.language):
        done = settings.SITE_URL + reverse("donations:done", args=[pledge.public_id])
        back = settings.SITE_URL + reverse("donations:confirm", args=[pledge.campaign.public_id])
        product = pledge.campaign.display_title
    return CheckoutRequest(
        account=payment.account,
        reference=payment.public_id,
        amount_jpy=payment.amount_jpy,
        product_name=product,
        email=pledge.donor["email"],
        language=pledge.language,
        expires_at=payment.expires_at,
        success_url=done,
        cancel_url=f"{back}?{urlencode({'back': '1'})}",
    )


def _checkout_expire(call: GatewayCall) -> None:
    payment = Payment.objects.get(pk=call.payment_id)
    gateway = get_gateway()
    if payment.session_id:
        gateway.checkout_expire(
            account=payment.account, session_id=payment.session_id, idempotency_key=call.idempotency_key
        )
        remote = gateway.fetch_payment(account=payment.account, gateway_id=payment.session_id)
        with transaction.atomic():
            payment_apply(remote)
            row_finish(call)


@transaction.atomic
def checkout_retry(*, pledge_id: int) -> GatewayCall | None:
    """The donor asks again after a failure: the call that should be made now, or None if a page is open.

    A call that is over, or too late for its page, gets a successor with the next number and a page of full length: its
    own key keeps answering what it answered, for what was asked then.
    """
    payment = Payment.objects.select_for_update().filter(pledge_id=pledge_id).latest("pk")
    if payment.session_url or payment.status != PaymentStatus.CREATED:
        return None
    call = payment.gateway_calls.filter(operation=GatewayOperation.CHECKOUT_CREATE).latest("pk")
    now = timezone.now()
    is_over = call.parked_at is not None or call.finished_at is not None
    if not is_over and now < payment.expires_at - SHORTEST_PAGE:
        call.due_at = now
        call.save(update_fields=["due_at"])
        return call
    if not is_over:
        row_park(call, problem="too late for its page: the donor asked anew")
    payment.expires_at = max(payment.expires_at, now + timedelta(minutes=settings.CHECKOUT_MINUTES))
    payment.save(update_fields=["expires_at"])
    return call_write(payment=payment, operation=GatewayOperation.CHECKOUT_CREATE)


@transaction.atomic
def checkout_withdraw(*, pledge_id: int) -> GatewayCall | None:
    """The donor wants to change something: the call that closes the open payment page, or None if there is none.

    Only when the page is surely closed may another be opened, so nobody is asked to pay twice.
    """
    payment = Payment.objects.select_for_update().filter(pledge_id=pledge_id).latest("pk")
    if not payment.session_id:
        return None
    pending = payment.gateway_calls.filter(operation=GatewayOperation.CHECKOUT_EXPIRE, finished_at=None, parked_at=None)
    pending.update(due_at=timezone.now())  # not only when its waiting time is over: the donor is here now
    return pending.first() or call_write(payment=payment, operation=GatewayOperation.CHECKOUT_EXPIRE)
