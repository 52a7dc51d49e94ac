"""The last button: what it confirms, when it counts, and what happens when nobody answers it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from donations.gateways.base import GatewayRefusedError, GatewayUnavailableError
from donations.gateways.fake import FakeGateway
from donations.models import GatewayCall, Pledge
from donations.services.drafts import draft_answer
from donations.states import PledgeStatus
from municipalities.models import ReceiptBasis, ReceiptDateRule
from tests.donations.giving import Donor, text_of
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def donor(client, fake):
    with translation.override("en"):
        yield Donor(client=client, campaign=make_campaign()).fill_in()


@pytest.fixture
def down(monkeypatch):
    """A provider that does not answer."""

    def unanswered(*_args, **_kwargs):
        raise GatewayUnavailableError("timeout")

    with monkeypatch.context() as patch:
        patch.setattr(FakeGateway, "checkout_create", unanswered)
        yield patch


def test_the_button_makes_one_pledge_and_leads_to_the_payment_page(donor):
    response = donor.press()
    assert response.status_code == 303
    assert response.headers["Location"] == donor.payment.session_url
    assert donor.pledge.amount_jpy == 12_000
    assert donor.pledge.donor["family_name_kana"] == "カクウ"
    assert donor.pledge.donor["birth_date"] == "1984-05-12"
    assert donor.pledge.language == "en"
    assert donor.pledge.status == PledgeStatus.AWAITING_PAYMENT
    assert donor.draft.pledge == donor.pledge


def test_pressing_twice_leads_to_the_same_page(donor, fake):
    seen = donor.get("confirm").context["seen"]
    first, second = (donor.post("confirm", seen=seen) for _click in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Pledge.objects.count() == 1
    assert len(fake.requests) == 1


def test_the_moment_of_the_button_is_the_start_of_the_request(donor):
    moment = timezone.now() + timedelta(minutes=5)
    with time_machine.travel(moment, tick=False):
        donor.press()
    assert donor.pledge.pressed_at == moment


def test_the_donor_finds_the_gift_again_for_a_day_after_the_button(donor):
    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=50)):
        response = donor.press()
        assert response.cookies[f"gift_{donor.campaign.public_id}"]["max-age"] == 24 * 3600
    with time_machine.travel(timezone.now() + timedelta(hours=30)):
        assert donor.draft.expires_at > timezone.now()


def test_hidden_fields_decide_nothing(donor):
    donor.press(amount="1", amount_jpy="1", campaign_id=make_campaign().public_id, pledge="x")
    assert donor.pledge.amount_jpy == 12_000
    assert donor.pledge.campaign == donor.campaign


@pytest.mark.parametrize("seen", ["", "forged"])
def test_a_page_that_showed_something_else_confirms_nothing(donor, seen):
    response = donor.post("confirm", seen=seen)
    assert response.status_code == 409
    assert "Your entries were changed meanwhile" in text_of(response)
    assert not Pledge.objects.exists()


def test_an_amount_changed_in_another_window_is_shown_before_it_is_pledged(donor):
    seen = donor.get("confirm").context["seen"]
    donor.post("give", amount="30000", other="")
    response = donor.post("confirm", seen=seen)
    assert response.status_code == 409
    assert "Go on to pay 30,000 yen" in text_of(response)
    assert donor.post("confirm", seen=response.context["seen"]).status_code == 303
    assert donor.pledge.amount_jpy == 30_000


def test_the_terms_are_said_before_the_button(donor):
    text = text_of(donor.get("confirm"))
    municipality = donor.campaign.municipality
    year = timezone.localdate().year
    for words in (
        municipality.name_en,
        donor.campaign.title_en,
        donor.campaign.plan_if_missed_en,
        "At once, when you complete the payment",
        "cannot be cancelled once it is paid",
        "dated on the day on which the payment is completed",
        f"by 31 December {year}, 23:59 (Japan time)",
    ):
        assert words in text


def test_the_date_rule_is_the_municipality_s_own(donor):
    ReceiptDateRule.objects.create(
        municipality=donor.campaign.municipality, method="card", basis=ReceiptBasis.PRESSED, valid_from="2000-01-01"
    )
    assert "dated on the day on which you press the button" in text_of(donor.get("confirm"))


@pytest.mark.parametrize(("hour", "year"), [("14:59:59", 2026), ("15:00:00", 2027)])
def test_the_year_is_that_of_japan(client, fake, hour, year):
    with time_machine.travel(f"2026-12-31 {hour}+00:00", tick=False):
        donor = Donor(client=client, campaign=make_campaign())
        with translation.override("en"):
            assert f"To count for {year}" in text_of(donor.fill_in().get("confirm"))


def test_an_unavailable_provider_loses_nothing(donor, down):
    response = donor.press()
    assert response.status_code == 503
    text = text_of(response)
    pressed = timezone.localtime(donor.pledge.pressed_at)
    assert "does not answer at the moment" in text
    assert "Nothing was charged" in text
    assert f"{pressed:%H:%M:%S} (Japan time)" in text
    assert "dated on the day on which the payment is completed" in text
    assert "Try again to pay 12,000 yen" in text
    assert donor.get("confirm").status_code == 503

    pressed_at = donor.pledge.pressed_at
    down.undo()
    again = donor.post("confirm")
    assert again.status_code == 303
    assert Pledge.objects.get().pressed_at == pressed_at
    assert GatewayCall.objects.count() == 1


def test_a_refused_call_is_told_and_a_new_try_is_a_new_call(donor, monkeypatch):
    def refused(*_args, **_kwargs):
        raise GatewayRefusedError("no such account")

    with monkeypatch.context() as patch:
        patch.setattr(FakeGateway, "checkout_create", refused)
        response = donor.press()
    assert response.status_code == 503
    assert "did not accept our request" in text_of(response)
    assert "no such account" not in text_of(response)
    assert donor.post("confirm").status_code == 303
    assert [call.idempotency_key[-1] for call in donor.payment.gateway_calls.order_by("pk")] == ["1", "2"]
    assert Pledge.objects.count() == 1


def test_a_campaign_that_closes_while_the_button_is_pressed_takes_nothing(donor):
    seen = donor.get("confirm").context["seen"]
    with time_machine.travel(donor.campaign.closes_at, tick=False):
        draft = donor.draft
        draft.expires_at = timezone.now() + timedelta(hours=1)
        draft.save()
        assert donor.post("confirm", seen=seen).status_code == 410
    assert not Pledge.objects.exists()


def test_a_name_shown_in_public_is_the_one_that_was_chosen(donor):
    draft_answer(draft_id=donor.draft.pk, step="publicity", values={"name_display": "real", "message": ""})
    donor.press()
    assert donor.pledge.public_name == "架空 花子"


def test_japanese_is_the_language_without_a_prefix(donor):
    with translation.override("ja"):
        assert donor.url("confirm").startswith("/give/")
        donor.press()
    assert donor.pledge.language == "ja"
