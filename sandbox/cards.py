"""Test cards: what each number does. They are Stripe's published ones, so the same tests run there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decline:
    """Why the issuer said no, in the words of the API."""

    code: str
    decline_code: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Card:
    """One test card. ``purpose`` names the line of the help text that explains it."""

    number: str
    payment_method: str
    brand: str
    purpose: str
    needs_authentication: bool = False
    decline: Decline | None = None

    @property
    def last4(self) -> str:
        return self.number[-4:]


def _declined(code: str, decline_code: str | None, message: str) -> Decline:
    return Decline(code, decline_code, message)


GENERIC = _declined("card_declined", "generic_decline", "Your card was declined.")
FUNDS = _declined("card_declined", "insufficient_funds", "Your card has insufficient funds.")
EXPIRED = _declined("expired_card", "expired_card", "Your card has expired.")
CVC = _declined("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.")
PROCESSING = _declined(
    "processing_error", "processing_error", "An error occurred while processing your card. Try again in a little bit."
)

CARDS = (
    Card("4242424242424242", "pm_card_visa", "visa", "success"),
    Card("5555555555554444", "pm_card_mastercard", "mastercard", "success"),
    Card("3566002020360505", "pm_card_jcb", "jcb", "success"),
    Card("4000002760003184", "pm_card_authenticationRequired", "visa", "authentication", needs_authentication=True),
    Card(
        "4000002500003155", "pm_card_authenticationRequiredOnSetup", "visa", "authentication", needs_authentication=True
    ),
    Card("4000000000000002", "pm_card_visa_chargeDeclined", "visa", "generic_decline", decline=GENERIC),
    Card(
        "4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", "visa", "insufficient_funds", decline=FUNDS
    ),
    Card("4000000000000069", "pm_card_chargeDeclinedExpiredCard", "visa", "expired_card", decline=EXPIRED),
    Card("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "visa", "incorrect_cvc", decline=CVC),
    Card("4000000000000119", "pm_card_chargeDeclinedProcessingError", "visa", "processing_error", decline=PROCESSING),
)
BY_NUMBER = {card.number: card for card in CARDS}
BY_PAYMENT_METHOD = {card.payment_method: card for card in CARDS}


def passes_luhn(number: str) -> bool:
    """Whether the check digit of a card number is right; ASCII digits only."""
    total = 0
    for position, digit in enumerate(reversed(number)):
        total += sum(divmod(int(digit) * (2 if position % 2 else 1), 10))
    return total % 10 == 0
