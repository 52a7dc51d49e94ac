"""What must hold after the demo is loaded, or it is not loaded at all."""

from collections.abc import Iterable

from cms.demo.stand_in import StandIn
from donations.models import Donation
from ledger.accounts import AccountCode
from ledger.proof import HOLDS, Proof, prove_books
from ledger.selectors import balance_jpy
from municipalities.models import Municipality


class DemoBooksError(Exception):
    """The demo's books are not what they must be; nothing of it is kept."""


def prove_demo(towns: Iterable[Municipality], provider: StandIn) -> Proof:
    """Compare our books with the provider's own, charge by charge, and run every invariant.

    Raises:
        DemoBooksError: a yen is missing, too many, or an invariant breaks.
    """
    for town in towns:
        _compare(town, provider)
    proof = prove_books()
    idle = [result.name for result in proof.results if not result.checked]
    if proof.exit_code != HOLDS or idle:
        raise DemoBooksError(f"check_books: {proof.verdict}, broken {proof.broken}, nothing checked {idle}")
    return proof


def _compare(town: Municipality, provider: StandIn) -> None:
    """Our balance at the provider is gross less refunds: fees are booked when payouts are matched."""
    theirs = provider.control("books", account=town.stripe_account_id)
    charges = {charge: (line["gross"], line["refunded"]) for charge, line in theirs["charges"].items()}
    rows = Donation.objects.filter(municipality=town).values_list("charge_id", "amount_jpy", "refunded_jpy")
    ours = {charge: (amount_jpy, refunded_jpy) for charge, amount_jpy, refunded_jpy in rows}
    if ours != charges or theirs["ledger_sum"]:
        raise DemoBooksError(f"{town}: {len(ours)} donations here differ from {len(charges)} charges there")
    expected_jpy = sum(gross - refunded for gross, refunded in charges.values())
    booked_jpy = balance_jpy(municipality_id=town.pk, account=AccountCode.STRIPE_BALANCE)
    if booked_jpy != expected_jpy:
        raise DemoBooksError(f"{town}: {booked_jpy} yen booked, {expected_jpy} yen at the provider")
