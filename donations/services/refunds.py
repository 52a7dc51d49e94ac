"""Applying what the provider says about refunds, each by its own id."""

from collections.abc import Iterable

from campaigns.services import campaign_add_raised
from core.dates import jst_date
from donations.gateways.base import GatewayRefund, RemoteRefundStatus
from donations.models import Donation, Refund
from donations.services.booking import entry_reverse, refund_book
from donations.states import REFUND_MACHINE, RefundStatus
from ledger.models import JournalEntry
from operations.history import status_begin, status_move


def refunds_apply(*, donation_id: int, refunds: Iterable[GatewayRefund]) -> str:
    """Book refunds that we have not seen, complete or take back those that we have. Call it in a transaction.

    Returns:
        A sentence for a person, if more was refunded than was given; else empty.
    """
    remotes = sorted(refunds, key=lambda remote: (remote.created_at, remote.id))
    if not remotes:
        return ""
    donation = Donation.objects.select_for_update().get(pk=donation_id)
    problem = ""
    for remote in remotes:
        known = Refund.objects.filter(gateway_refund_id=remote.id).first()
        if known is None and remote.status is RemoteRefundStatus.FAILED:
            continue  # began and failed unseen: no yen of it is in our books
        if known is None and donation.refunded_jpy + remote.amount_jpy > donation.amount_jpy:
            problem = f"refund {remote.id} exceeds its donation: nothing was booked for it"
            continue
        _settle(known or _book(donation, remote), donation, remote)
    return problem


def _book(donation: Donation, remote: GatewayRefund) -> Refund:
    """A refund that the provider has already sent: request, approval and sending become known at once."""
    refund = Refund.objects.create(
        municipality_id=donation.municipality_id,
        donation=donation,
        gateway_refund_id=remote.id,
        amount_jpy=remote.amount_jpy,
        sent_at=remote.created_at,
    )
    day = jst_date(remote.created_at)
    status_begin(refund, reason="made at the provider")
    for step in (RefundStatus.APPROVED, RefundStatus.SENT):
        status_move(refund, REFUND_MACHINE, step, reason="made at the provider")
    refund_book(donation, refund_id=refund.pk, amount_jpy=refund.amount_jpy, day=day)
    _shrink(donation, refund.amount_jpy)
    return refund


def _settle(refund: Refund, donation: Donation, remote: GatewayRefund) -> None:
    current = RefundStatus(refund.status)
    if remote.status is RemoteRefundStatus.COMPLETED and current is RefundStatus.SENT:
        status_move(refund, REFUND_MACHINE, RefundStatus.COMPLETED, reason="so says the provider")
    if remote.status is RemoteRefundStatus.FAILED and REFUND_MACHINE.allows(current, RefundStatus.FAILED):
        status_move(refund, REFUND_MACHINE, RefundStatus.FAILED, reason="the money came back")
        for step in ("sent", "approved"):
            entry_reverse(JournalEntry.objects.get(source=f"refund:{refund.pk}:{step}"))
        _shrink(donation, -refund.amount_jpy)


def _shrink(donation: Donation, amount_jpy: int) -> None:
    """Count a refund against its donation and the public total; negative takes it back."""
    was_given = donation.refunded_jpy < donation.amount_jpy
    donation.refunded_jpy += amount_jpy
    donation.save(update_fields=["refunded_jpy"])
    is_given = donation.refunded_jpy < donation.amount_jpy
    campaign_add_raised(
        campaign_id=donation.campaign_id, amount_jpy=-amount_jpy, supporters=int(is_given) - int(was_given)
    )
