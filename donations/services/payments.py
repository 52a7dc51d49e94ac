"""Applying what the provider says about a payment: in any order, any number of times, with the same end."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from campaigns.services import campaign_add_raised
from core.dates import jst_date
from donations.gateways.base import GatewayPayment, RemoteStatus
from donations.models import Donation, Payment, Pledge
from donations.rules import DonationDates, donation_dates
from donations.services.booking import SuspenseReason, donation_book, suspense_book
from donations.services.pledges import pledge_follow
from donations.services.refunds import refunds_apply
from donations.services.thanks import thanks_write
from donations.states import PAYMENT_MACHINE, PLEDGE_MACHINE, PaymentStatus, PledgeStatus
from municipalities.models import PaymentMethod
from municipalities.selectors import is_designated, receipt_basis
from operations.history import status_move

_TARGETS = {
    RemoteStatus.REQUIRES_ACTION: PaymentStatus.REQUIRES_ACTION,
    RemoteStatus.PROCESSING: PaymentStatus.PROCESSING,
    RemoteStatus.EXPIRED: PaymentStatus.EXPIRED,
    RemoteStatus.CANCELED: PaymentStatus.CANCELED,
}


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a remote truth.

    ``problem`` is a sentence for the person who must look, or empty. Not ``is_final``: the provider will say more.
    """

    problem: str = ""
    is_final: bool = True


class PaymentUnknownError(Exception):
    """No payment of ours carries that reference (yet)."""


@transaction.atomic
def payment_apply(remote: GatewayPayment) -> Applied:
    """Bring our rows to the provider's present truth. Safe to repeat, and safe to call with a truth that is stale.

    Lock order: payment, pledge. What does not fit is booked to SUSPENSE, so no yen is missing, and reported.

    Raises:
        PaymentUnknownError: ask again later, then ``stranger_book``.
    """
    payment = Payment.objects.select_for_update().filter(public_id=remote.reference).first()
    if payment is None:
        raise PaymentUnknownError(remote.intent_id or remote.session_id)
    if remote.livemode != settings.STRIPE_LIVEMODE:
        return Applied(problem="wrong livemode: nothing was booked")
    if remote.account != payment.account:
        return _stray(remote, SuspenseReason.OTHER_ACCOUNT)

    _remember(payment, remote)
    if remote.status is RemoteStatus.CAPTURED:
        return _apply_captured(payment, remote)
    _follow(payment, remote)
    return Applied()


def _apply_captured(payment: Payment, remote: GatewayPayment) -> Applied:
    """The money is there: a donation, if it fits; and what of it has gone back."""
    if payment.status == PaymentStatus.HELD:
        suspense_book(remote)  # refunds of it that are new
        return Applied()
    if payment.status != PaymentStatus.CAPTURED:
        fact = _capture_fact(payment, remote)
        reason = _misfit(payment, fact, remote)
        if reason is not None:
            return _hold(payment, remote, reason)
        _capture(payment, fact, remote.charge_id)
    elif remote.charge_id != payment.donation.charge_id:
        return _stray(remote, SuspenseReason.PAID_TWICE)
    return Applied(problem=refunds_apply(donation_id=payment.donation.pk, refunds=remote.refunds))


@transaction.atomic
def stranger_book(remote: GatewayPayment) -> Applied:
    """Money on a municipality's account that no pledge of ours asked for: to SUSPENSE, and to a person."""
    return _stray(remote, SuspenseReason.UNKNOWN)


def _stray(remote: GatewayPayment, reason: SuspenseReason) -> Applied:
    """Book to the municipality on whose account the money stands, whoever it was meant for."""
    if remote.status is not RemoteStatus.CAPTURED:
        return Applied(problem="nothing was captured, so nothing was booked; it is none of this account's payments")
    if not suspense_book(remote):
        return Applied(problem=f"{reason.value} (its yen are not known yet: look again)", is_final=False)
    return Applied(problem=reason.value)


def _hold(payment: Payment, remote: GatewayPayment, reason: SuspenseReason) -> Applied:
    """The money of this very payment does not fit: set the payment aside with it, so that nobody asks for it again."""
    applied = _stray(remote, reason)
    if applied.is_final:
        status_move(payment, PAYMENT_MACHINE, PaymentStatus.HELD, reason=reason.name.lower())
    return applied


def _remember(payment: Payment, remote: GatewayPayment) -> None:
    """Keep ids and the last decline; a truth without them takes nothing away."""
    known = (payment.intent_id, payment.session_id, payment.decline_code)
    payment.intent_id = payment.intent_id or remote.intent_id or None
    payment.session_id = payment.session_id or remote.session_id or None
    if payment.status != PaymentStatus.CAPTURED:
        payment.decline_code = remote.decline_code
    if known != (payment.intent_id, payment.session_id, payment.decline_code):
        payment.save(update_fields=["intent_id", "session_id", "decline_code"])


def _follow(payment: Payment, remote: GatewayPayment) -> None:
    target = _TARGETS.get(remote.status)
    if target is None or not PAYMENT_MACHINE.allows(PaymentStatus(payment.status), target):
        return  # open, or an old truth: rank never falls
    status_move(payment, PAYMENT_MACHINE, target, reason="so says the provider")
    pledge_follow(Pledge.objects.select_for_update().get(pk=payment.pledge_id), target)


@dataclass(frozen=True, slots=True)
class _CaptureFact:
    """The locked pledge, the moment the money was there, and the dates that follow."""

    pledge: Pledge
    captured_at: datetime
    authorised_at: datetime
    dates: DonationDates


def _capture_fact(payment: Payment, remote: GatewayPayment) -> _CaptureFact:
    if remote.captured_at is None:
        raise ValueError(f"captured without a moment: {remote.intent_id}")
    pledge = Pledge.objects.select_for_update().get(pk=payment.pledge_id)
    basis = receipt_basis(
        municipality=payment.municipality, method=PaymentMethod(payment.method), day=jst_date(pledge.pressed_at)
    )
    return _CaptureFact(
        pledge=pledge,
        captured_at=remote.captured_at,
        authorised_at=remote.authorised_at or remote.captured_at,
        dates=donation_dates(basis=basis.value, pressed_at=pledge.pressed_at, captured_at=remote.captured_at),
    )


def _misfit(payment: Payment, fact: _CaptureFact, remote: GatewayPayment) -> SuspenseReason | None:
    if (remote.currency, remote.amount) != ("jpy", payment.amount_jpy):
        return SuspenseReason.OTHER_AMOUNT
    if fact.pledge.status == PledgeStatus.PAID:
        return SuspenseReason.PAID_TWICE
    if not is_designated(municipality=payment.municipality, day=fact.dates.received_on):
        return SuspenseReason.NOT_DESIGNATED
    return None


def _capture(payment: Payment, fact: _CaptureFact, charge_id: str) -> None:
    """Locks are held, everything fits: change, post, enqueue; the public tally last, since many wait for it."""
    payment.captured_at = fact.captured_at
    why = "the money arrived"
    status_move(payment, PAYMENT_MACHINE, PaymentStatus.CAPTURED, reason=why, saving=("captured_at",))
    status_move(fact.pledge, PLEDGE_MACHINE, PledgeStatus.PAID, reason=why)
    donation = Donation.objects.create(
        municipality_id=payment.municipality_id,
        campaign_id=fact.pledge.campaign_id,
        pledge=fact.pledge,
        payment=payment,
        charge_id=charge_id,
        amount_jpy=payment.amount_jpy,
        pressed_at=fact.pledge.pressed_at,
        authorised_at=fact.authorised_at,
        captured_at=fact.captured_at,
        received_on=fact.dates.received_on,
        tax_year=fact.dates.tax_year,
        fiscal_year=fact.dates.fiscal_year,
    )
    donation_book(donation)
    thanks_write(donation)
    campaign_add_raised(campaign_id=donation.campaign_id, amount_jpy=donation.amount_jpy, supporters=1)
