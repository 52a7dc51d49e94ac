"""Where a pledge truthfully stands, for its donor."""

from enum import StrEnum

from donations.models import Donation, Pledge
from donations.states import PaymentStatus, PledgeStatus


class Standing(StrEnum):
    """What a donor is told."""

    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    SUSPENSE = "suspense"
    WAITING = "waiting"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


def standing_of(pledge: Pledge) -> Standing:
    """Paid only if the donation stands in our books; a payment that did not fit is neither paid nor missing."""
    donation = Donation.objects.filter(pledge=pledge).first()
    if donation is not None:
        return _of_donation(donation)
    if pledge.payments.filter(status=PaymentStatus.HELD).exists():
        return Standing.SUSPENSE
    ended = {PledgeStatus.EXPIRED: Standing.EXPIRED, PledgeStatus.CANCELLED: Standing.CANCELLED}
    return ended.get(PledgeStatus(pledge.status), Standing.WAITING)


def _of_donation(donation: Donation) -> Standing:
    if donation.refunded_jpy == 0:
        return Standing.PAID
    is_whole = donation.refunded_jpy == donation.amount_jpy
    return Standing.REFUNDED if is_whole else Standing.PARTLY_REFUNDED
