"""The last page: where a gift stands, told to its donor alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from campaigns.models import Theme
from core.fields import is_public_id
from donations.models import Donation, Pledge
from donations.services.sweep import OPEN_PAYMENTS
from donations.standing import Standing, standing_of
from donations.steps import Step
from donations.summary import shown_name
from donations.views.door import OFFICE, draft_of, private_page
from donations.wording import moment_text
from operations.work import enqueue_on_commit

_HEADINGS = {
    Standing.PARTLY_REFUNDED: gettext_lazy("Part of your gift is being returned to you"),
    Standing.REFUNDED: gettext_lazy("Your gift is being returned to you"),
    Standing.EXPIRED: gettext_lazy("The time to pay has run out"),
    Standing.CANCELLED: gettext_lazy("This gift was cancelled before it was paid"),
}
# What the drawing beside the thanks shows.
_SUBJECTS = {
    Theme.FARMING: "terraces",
    Theme.LEARNING: "library",
    Theme.NATURE: "forest",
    Theme.LIVING: "house",
}
# A page that waits looks again every three seconds for two minutes, then every half minute, then waits to be asked.
QUICK_LOOKS, ALL_LOOKS = 40, 80
QUICK_SECONDS, SLOW_SECONDS = 3, 30

_TEMPLATES = {
    Standing.PAID: "donations/done/paid.html",
    Standing.PARTLY_REFUNDED: "donations/done/refunded.html",
    Standing.REFUNDED: "donations/done/refunded.html",
    Standing.WAITING: "donations/done/waiting.html",
    Standing.SUSPENSE: "donations/done/suspense.html",
    Standing.EXPIRED: "donations/done/ended.html",
    Standing.CANCELLED: "donations/done/ended.html",
}


@require_GET
@private_page
def done(request: HttpRequest, pledge_id: str) -> HttpResponse:
    """Where a pledge stands. Whoever does not hold its draft sees the same page as for a pledge that does not exist."""
    pledge = find_pledge(pledge_id)
    if pledge is None or not is_owner(request, pledge):
        return render(request, "donations/done/neutral.html", status=404)
    standing = standing_of(pledge)
    looks = looks_so_far(request)
    if standing is Standing.WAITING and looks == 0:
        ask_provider(pledge)
    context = {**shown(pledge, standing), **waiting(request, looks)}
    return render(request, _TEMPLATES[standing], context)


def find_pledge(public_id: str) -> Pledge | None:
    """The pledge that an address names."""
    if not is_public_id(public_id):
        return None
    return Pledge.objects.select_related("campaign__municipality").filter(public_id=public_id).first()


def is_owner(request: HttpRequest, pledge: Pledge) -> bool:
    """Whether this browser holds the draft that the pledge was made from."""
    draft = draft_of(request, pledge.campaign)
    return draft is not None and draft.pledge_id == pledge.pk


def ask_provider(pledge: Pledge) -> None:
    """The donor is back before the news: have a worker look."""
    for payment in pledge.payments.filter(status__in=OPEN_PAYMENTS):
        enqueue_on_commit("donations.check_payment", payment_id=payment.pk)


def looks_so_far(request: HttpRequest) -> int:
    """How often this page has refreshed itself."""
    given = request.GET.get("look", "")
    is_number = given.isascii() and given.isdigit() and len(given) <= len(str(ALL_LOOKS))
    return min(int(given), ALL_LOOKS) if is_number else 0


def waiting(request: HttpRequest, looks: int) -> dict[str, Any]:
    """When and where the page looks again."""
    seconds = QUICK_SECONDS if looks < QUICK_LOOKS else SLOW_SECONDS
    return {
        "wait_seconds": seconds if looks < ALL_LOOKS else None,
        "wait_url": f"{request.path}?look={looks + 1}",
        "again_url": request.path,
    }


def shown(pledge: Pledge, standing: Standing) -> dict[str, Any]:
    """The gift as its donor may see it."""
    donation = Donation.objects.filter(pledge=pledge).first()
    campaign = pledge.campaign
    return {
        "standing": standing.value,
        "heading": _HEADINGS.get(standing, ""),
        "pledge": pledge,
        "donation": donation,
        "campaign": campaign,
        "municipality": campaign.municipality,
        "family_name": pledge.donor["family_name"],
        "email": pledge.donor["email"],
        "shown_name": shown_name(pledge.name_display, pledge.public_name),
        "pressed": moment_text(pledge.pressed_at),
        "kept_jpy": donation.amount_jpy - donation.refunded_jpy if donation else None,
        "next_year": donation.tax_year + 1 if donation else None,
        "help_url": OFFICE,
        "start_url": reverse(f"donations:{Step.AMOUNT.value}", args=[campaign.public_id]),
        "picture": f"{_SUBJECTS[Theme(campaign.theme)]}-{campaign.public_id}",
        "confirm_url": reverse(f"donations:{Step.CONFIRM.value}", args=[campaign.public_id]),
    }
