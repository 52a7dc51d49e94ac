"""The steps of a gift: their order, what is kept, what is refused."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from donations.models import PledgeDraft
from donations.services.drafts import drafts_forget
from tests.donations.giving import AMOUNT, DONOR, Donor, text_of
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return make_campaign()


@pytest.fixture
def donor(client, campaign):
    with translation.override("en"):
        yield Donor(client=client, campaign=campaign)


def test_all_steps_lead_to_the_confirmation(donor):
    donor.fill_in()
    page = donor.get("confirm")
    assert page.status_code == 200
    text = text_of(page)
    for words in ("12,000", "架空 花子", "カクウ ハナコ", "〒100-0001", "09012345678", "hanako@example.jp"):
        assert words in text
    assert "応援しています。" in text
    assert "Go on to pay 12,000 yen" in text


def test_the_steps_are_numbered_and_named(donor):
    first = text_of(donor.get("give"))
    assert "(step 1 of 6)" in first
    assert 'aria-current="step"' in first


def test_no_page_is_cached_or_indexed(donor):
    donor.fill_in(until="documents")
    for step in ("give", "donor", "documents"):
        response = donor.get(step)
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in text_of(response)
    assert "payment=()" in response.headers["Permissions-Policy"]


def test_the_draft_is_sealed_and_its_token_out_of_reach(donor, settings):
    settings.SESSION_COOKIE_SECURE = True
    donor.fill_in(until="documents")
    cookie = donor.client.cookies[f"gift_{donor.campaign.public_id}"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 24 * 3600
    assert "sessionid" not in donor.client.cookies
    raw = PledgeDraft.objects.values_list("answers", flat=True).get()
    assert b"hanako" not in bytes(raw)
    assert donor.draft.token_hash != cookie.value


def test_looking_at_the_first_page_writes_nothing(donor):
    donor.get("give")
    assert not PledgeDraft.objects.exists()
    assert f"gift_{donor.campaign.public_id}" not in donor.client.cookies


def test_a_link_fills_in_the_amount(donor):
    text = text_of(donor.get("give", "?amount=10000&other="))
    assert 'value="10000"' in text
    assert text.count("checked") == 1
    assert 'value="12345"' in text_of(donor.get("give", "?amount=12345"))
    assert "&lt;script&gt;" in text_of(donor.get("give", "?amount=<script>"))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_refused_amount_is_said_above_and_beside_and_kept(donor, language):
    with translation.override(language):
        response = donor.post("give", amount="other", other="5000.5")
        sentence = translation.gettext("Please enter whole yen, without a decimal point.")
        title = translation.gettext("Error: ")
    assert response.status_code == 422
    text = text_of(response)
    assert f"<title>{title}" in text
    assert 'value="5000.5"' in text
    assert 'href="#id_other"' in text
    assert text.count(sentence) == 2
    assert 'aria-invalid="true"' in text
    assert "data-focus" in text


def test_refused_entries_are_kept_in_the_draft_too(donor):
    donor.fill_in(until="donor")
    response = donor.post("donor", postal_code="150000", family_name="長谷部")
    assert response.status_code == 422
    assert 'value="150000"' in text_of(response)
    later = text_of(donor.get("donor"))
    assert 'value="長谷部"' in later
    assert 'value="150000"' in later
    assert "Please correct" not in later


def test_a_monstrous_entry_is_refused_and_only_its_beginning_kept(donor):
    donor.fill_in(until="donor")
    assert donor.post("donor", family_name="長" * 50_000).status_code == 422
    assert len(donor.draft.answers["donor"]["family_name"]) == 1_000


@pytest.mark.parametrize("step", ["donor", "documents", "publicity", "confirm"])
def test_without_a_draft_every_step_leads_to_the_start(donor, step):
    for response in (donor.get(step), donor.post(step)):
        assert response.status_code == 302
        assert response.url == donor.url("give")


def test_jumping_ahead_leads_to_the_first_gap(donor):
    donor.fill_in(until="documents")
    assert donor.get("publicity").url == donor.url("documents")
    assert donor.get("confirm").url == donor.url("documents")
    assert donor.post("confirm").url == donor.url("documents")
    assert donor.get("donor").status_code == 200


def test_a_changed_entry_returns_to_the_confirmation(donor):
    donor.fill_in()
    assert donor.post("give", "?from=confirm", amount="5000", other="").url == donor.url("confirm")
    assert donor.post("documents", wants_one_stop="no").url == donor.url("publicity")
    assert "5,000 yen" in text_of(donor.get("confirm"))


def test_entries_that_no_longer_fit_are_asked_again(donor):
    """Nothing stored is trusted: the forms judge it anew."""
    donor.fill_in()
    draft = donor.draft
    draft.answers = {**draft.answers, "give": {"amount": "other", "other": "-1"}}
    draft.save()
    assert donor.get("confirm").url == donor.url("give")


def test_a_draft_opens_for_its_own_campaign_only(donor):
    donor.fill_in()
    other = Donor(client=donor.client, campaign=make_campaign())
    assert other.get("confirm").url == other.url("give")
    token = donor.client.cookies[f"gift_{donor.campaign.public_id}"].value
    other.client.cookies[f"gift_{other.campaign.public_id}"] = token
    answer = other.get("confirm")
    assert answer.status_code == 410
    assert "花子" not in text_of(answer)
    assert other.url("give") in text_of(answer)


def test_an_expired_draft_says_so_and_starts_again(donor):
    donor.fill_in(until="documents")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        response = donor.get("documents")
        assert response.status_code == 410
        assert "Your entries have been deleted" in text_of(response)
        assert "nothing was charged" in text_of(response)
        drafts_forget()
        assert donor.get("documents").url == donor.url("give")
        assert donor.fill_in().get("confirm").status_code == 200


def test_the_session_and_other_pages_learn_nothing(donor):
    donor.fill_in()
    stranger = Donor(client=Client(), campaign=donor.campaign)
    assert stranger.get("donor").url == stranger.url("give")
    assert "花子" not in text_of(stranger.get("give"))


def test_the_email_is_shown_for_checking_and_an_odd_address_only_warned_about(donor):
    donor.fill_in(donor={"postal_code": "9999999", "street": "見本町"})
    text = text_of(donor.get("confirm"))
    assert "Is this your e-mail address?" in text
    assert "We do not know this postal code" in text
    assert "no house number" in text


def test_forms_need_their_token(campaign):
    strict = Donor(client=Client(enforce_csrf_checks=True), campaign=campaign)
    assert strict.post("give").status_code == 403
    assert not PledgeDraft.objects.exists()


def test_names_of_buttons_and_fields_carry_what_browsers_fill_in(donor):
    donor.fill_in(until="donor")
    text = text_of(donor.get("donor"))
    for token in ("family-name", "given-name", "postal-code", "address-level1", "address-line1", "tel", "email"):
        assert f'autocomplete="{token}"' in text
    assert 'inputmode="numeric"' in text
    assert AMOUNT["other"] in text
    assert set(DONOR) <= set(donor.get("donor").context["form"].fields)
