"""Reads across a municipality's dated values."""

from dataclasses import dataclass
from datetime import date

from municipalities.models import (
    Designation,
    Municipality,
    PaymentAgent,
    PaymentMethod,
    PostalCode,
    ReceiptBasis,
    ReceiptDateRule,
)


@dataclass(frozen=True, slots=True)
class PostalPlace:
    """What a postal code fills in."""

    prefecture: str
    city: str
    town: str


def is_designated(*, municipality: Municipality, day: date) -> bool:
    """Whether donations received on a day are deductible."""
    return Designation.objects.filter(municipality=municipality).valid_on(day).exists()


def has_payment_agent(*, municipality: Municipality, method: PaymentMethod, day: date) -> bool:
    """Whether the method may be used on a day: a designated agent must have been announced for it."""
    return PaymentAgent.objects.filter(municipality=municipality, methods__contains=[method]).valid_on(day).exists()


def receipt_basis(*, municipality: Municipality, method: PaymentMethod, day: date) -> ReceiptBasis:
    """Which moment dates a donation by this method; the day of capture where nothing else was decided."""
    rule = (
        ReceiptDateRule.objects.filter(municipality=municipality, method=method)
        .valid_on(day)
        .order_by("-valid_from", "-pk")
        .first()
    )
    return ReceiptBasis(rule.basis) if rule else ReceiptBasis.CAPTURED


def postal_places(*, code: str) -> list[PostalPlace]:
    """The places of a seven-digit code, in a stable order."""
    rows = PostalCode.objects.filter(code=code).order_by("jis_code", "town")
    return [PostalPlace(row.prefecture, row.city, row.town) for row in rows]
