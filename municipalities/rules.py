"""Arithmetic of municipality codes."""

_WEIGHTS = (6, 5, 4, 3, 2)
_BODY_LENGTH = len(_WEIGHTS)


def check_digit(body: str) -> int:
    """The sixth digit of a local government code (全国地方公共団体コード).

    Args:
        body: the first five digits, prefecture first.

    Raises:
        ValueError: not five digits.

    Source:
        MIC, code table of local governments: weights 6 5 4 3 2, modulo 11; below 11 the sum itself counts.
    """
    if len(body) != _BODY_LENGTH or not (body.isascii() and body.isdigit()):
        raise ValueError("a code body has five digits")
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return (11 - total % 11) % 10


def is_code(code: str) -> bool:
    """Whether six digits form a code with a right check digit."""
    if len(code) != _BODY_LENGTH + 1 or not (code.isascii() and code.isdigit()):
        return False
    return int(code[-1]) == check_digit(code[:_BODY_LENGTH])
