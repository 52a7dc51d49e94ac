"""Loading the demo: all of it, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from cms.demo.accounts import accounts_load
from cms.demo.campaigns import DemoCampaign, demo_campaigns, life_of
from cms.demo.chance import dice
from cms.demo.donors import DonorMaker
from cms.demo.gifts import gifts_of
from cms.demo.happening import Happening, play
from cms.demo.inbox import Inbox
from cms.demo.money import HEARD_SINCE, Giving
from cms.demo.pages import pages_load
from cms.demo.places import Places, is_loaded, places_load
from cms.demo.proof import prove_demo
from cms.demo.stand_in import StandIn, reached
from donations.models import Donation, Pledge
from donations.services.drafts import drafts_forget

ONE_AT_A_TIME = 4712
LAST_NEWS_BEFORE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, in figures."""

    campaigns: int
    pledges: int
    donations: int
    raised_jpy: int
    checked: int


def demo_load(*, store: Path) -> Loaded | None:
    """Load the demo in one transaction. None if it is there already.

    Args:
        store: where the demo's own stand-in for Stripe keeps its objects.

    Raises:
        NoStandInError: the settings name the real provider.
        DemoBooksError: our books and the provider's would differ.
    """
    if is_loaded():
        return None
    # Webhooks kept back are let go at the very end, when what they tell of is committed.
    with reached(store) as provider, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        return None if is_loaded() else _load(provider, now=timezone.now())


def _load(provider: StandIn, *, now: datetime) -> Loaded:
    today = timezone.localdate(now)
    places = places_load(provider, today=today)
    accounts_load(places.towns, today=today)
    campaigns = demo_campaigns(today)
    play(_past(campaigns, places, provider, now), provider, until=now)
    drafts_forget()
    pages_load(places, campaigns)
    proof = prove_demo(places.towns.values(), provider)
    amounts = Donation.objects.values_list("amount_jpy", "refunded_jpy")
    return Loaded(
        campaigns=len(campaigns),
        pledges=Pledge.objects.count(),
        donations=len(amounts),
        raised_jpy=sum(amount_jpy - refunded_jpy for amount_jpy, refunded_jpy in amounts),
        checked=proof.checked,
    )


def _past(campaigns: list[DemoCampaign], places: Places, provider: StandIn, now: datetime) -> Iterator[Happening]:
    """Everything that has happened in the demo, in no order yet."""
    inboxes = {slug: Inbox(town, provider) for slug, town in places.towns.items()}
    for inbox in inboxes.values():
        yield Happening(now - HEARD_SINCE, inbox.begin)
        yield Happening(now - LAST_NEWS_BEFORE, inbox.read)
    yield Happening(now - LAST_NEWS_BEFORE * 2, next(iter(inboxes.values())).receive_strange)
    donors = DonorMaker(dice("donors"))
    for demo in campaigns:
        yield from life_of(demo, places)
        for gift in gifts_of(demo, donors, now=now):
            yield from Giving(gift, provider, inboxes[demo.texts["municipality"]], now).happenings()
