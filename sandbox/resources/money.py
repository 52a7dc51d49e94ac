"""What an amount may be."""

from sandbox.errors import ApiError, invalid

AMOUNT_MIN_JPY = 50
AMOUNT_MAX_JPY = 99_999_999


def check_currency(currency: str, param: str) -> None:
    """Refuse what the sandbox cannot settle.

    Raises:
        ApiError: not yen.
    """
    if currency != "jpy":
        raise ApiError(
            400,
            "invalid_request_error",
            f"This sandbox settles jpy only, not '{currency[:10]}'.",
            code="sandbox_unsupported",
            param=param,
            saved=False,
        )


def check_amount_jpy(amount_jpy: int, param: str) -> None:
    """Hold the amount against Stripe's bounds.

    Raises:
        ApiError: below 50 yen or above eight digits.
    """
    if amount_jpy < AMOUNT_MIN_JPY:
        raise invalid(
            f"Amount must convert to at least 50 cents; the minimum is ¥{AMOUNT_MIN_JPY} jpy.",
            code="amount_too_small",
            param=param,
        )
    if amount_jpy > AMOUNT_MAX_JPY:
        raise invalid("Amount must be no more than ¥99,999,999", code="amount_too_large", param=param)
