"""What becomes of a payment, whatever the provider says and however often."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.selectors import campaign_totals
from donations.gateways.base import RemoteRefundStatus, RemoteStatus
from donations.models import Donation, Payment, Pledge, Refund
from donations.services.inbox import event_handle, event_store
from donations.services.payments import PaymentUnknownError, payment_apply
from donations.services.sweep import sweep
from donations.standing import Standing, standing_of
from ledger.accounts import AccountCode
from ledger.proof import prove_books
from ledger.selectors import balance_jpy
from ledger.services import period_close
from municipalities.models import Designation, PaymentMethod, ReceiptBasis, ReceiptDateRule
from operations.models import OutboxMessage
from tests.donations.world import captured, doorbell, press, refunded
from tests.factories import FOUNDED, MunicipalityFactory, make_campaign, make_donor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake")]


@pytest.fixture
def campaign():
    return make_campaign()


def books_hold() -> bool:
    return prove_books().verdict == "holds"


def balances(campaign) -> dict[str, int]:
    accounts = [AccountCode.STRIPE_BALANCE, AccountCode.DONATIONS, AccountCode.SUSPENSE, AccountCode.REFUNDS_PAYABLE]
    found = {a.value: balance_jpy(municipality_id=campaign.municipality_id, account=a) for a in accounts}
    return {name: yen for name, yen in found.items() if yen}


def test_a_capture_becomes_a_donation_an_entry_a_total_and_a_mail(campaign):
    story = press(campaign, amount_jpy=12_000)
    payment_apply(captured(story))

    donation = Donation.objects.get()
    assert (donation.amount_jpy, donation.pledge.status, donation.payment.status) == (12_000, "paid", "captured")
    assert balances(campaign) == {"stripe_balance": 12_000, "donations": -12_000}
    total = campaign_totals([campaign.pk])[campaign.pk]
    assert (total.raised_jpy, total.supporter_count) == (12_000, 1)
    assert OutboxMessage.objects.get().mail["to"] == "hanako@example.jp"
    assert books_hold()


def test_the_yen_are_never_multiplied_by_a_hundred(campaign, fake):
    press(campaign, amount_jpy=12_000)
    (request,) = fake.requests.values()
    assert request.amount_jpy == 12_000


def test_a_truth_applied_twice_counts_once(campaign):
    story = press(campaign)
    truth = captured(story)
    payment_apply(truth)
    payment_apply(truth)
    assert Donation.objects.count() == OutboxMessage.objects.count() == 1
    assert campaign_totals([campaign.pk])[campaign.pk].raised_jpy == 12_000
    assert books_hold()


def test_a_stale_truth_takes_nothing_back(campaign):
    story = press(campaign)
    payment_apply(captured(story))
    for status in (RemoteStatus.OPEN, RemoteStatus.REQUIRES_ACTION, RemoteStatus.EXPIRED, RemoteStatus.CANCELED):
        payment_apply(replace(story.truth, status=status))
    assert Payment.objects.get().status == "captured"
    assert Pledge.objects.get().status == "paid"
    assert books_hold()


def test_money_that_comes_after_expiry_is_still_a_donation(campaign):
    story = press(campaign)
    payment_apply(replace(story.truth, status=RemoteStatus.EXPIRED))
    assert Pledge.objects.get().status == "expired"
    payment_apply(captured(story))
    assert Pledge.objects.get().status == "paid"
    assert books_hold()


@pytest.mark.parametrize(
    ("changes", "booked_jpy"),
    [
        ({"amount": 11_999}, 11_999),
        ({"amount": 1_200_000, "settled_jpy": 1_200_000}, 1_200_000),
        ({"currency": "usd", "amount": 12_000, "settled_jpy": 1_812_345}, 1_812_345),
    ],
)
def test_another_amount_or_currency_goes_to_suspense_and_to_a_person(campaign, changes, booked_jpy):
    story = press(campaign)
    applied = payment_apply(captured(story, **changes))
    assert "suspense" in applied.problem
    assert balances(campaign) == {"stripe_balance": booked_jpy, "suspense": -booked_jpy}
    assert not Donation.objects.exists()
    assert Payment.objects.get().status == "held"
    assert standing_of(Pledge.objects.get()) is Standing.SUSPENSE
    assert books_hold()


def test_held_money_is_booked_once_also_after_its_month_is_closed(campaign, time_machine):
    time_machine.move_to("2027-01-10T03:00:00Z", tick=False)
    type(campaign).objects.update(opens_at="2026-12-01T00:00:00Z", closes_at="2027-04-01T00:00:00Z")
    truth = captured(press(campaign), amount=11_999)
    payment_apply(truth)
    period_close(municipality=campaign.municipality, fiscal_year=2026, month=date(2027, 1, 1))
    time_machine.move_to("2027-02-10T03:00:00Z", tick=False)
    payment_apply(truth)
    assert balances(campaign) == {"stripe_balance": 11_999, "suspense": -11_999}


def test_held_money_that_goes_back_leaves_suspense_and_returns_if_the_refund_fails(campaign):
    truth = captured(press(campaign), amount=11_999)
    payment_apply(truth)
    payment_apply(refunded(truth, 11_999, status=RemoteRefundStatus.UNDER_WAY))
    assert balances(campaign) == {}
    for _ in range(2):
        payment_apply(refunded(truth, 11_999, status=RemoteRefundStatus.FAILED))
    assert balances(campaign) == {"stripe_balance": 11_999, "suspense": -11_999}


def test_a_held_payment_does_not_keep_its_campaign_from_closing(campaign):
    payment_apply(captured(press(campaign), amount=11_999))
    closed_at = timezone.now() - timedelta(minutes=5)
    type(campaign).objects.update(status="closing", opens_at=closed_at - timedelta(days=1), closes_at=closed_at)
    sweep()
    campaign.refresh_from_db()
    assert campaign.status == "missed"


def test_a_second_charge_of_a_captured_payment_goes_to_suspense(campaign):
    story = press(campaign)
    payment_apply(captured(story))
    applied = payment_apply(captured(story))
    assert "second payment" in applied.problem
    assert balances(campaign) == {"stripe_balance": 24_000, "donations": -12_000, "suspense": -12_000}


def test_a_foreign_currency_without_its_yen_is_booked_when_the_yen_are_known(campaign):
    story = press(campaign)
    truth = captured(story, currency="usd", settled_jpy=None)
    assert "not known yet" in payment_apply(truth).problem
    assert balances(campaign) == {}
    payment_apply(replace(truth, settled_jpy=5_000))
    assert balances(campaign) == {"stripe_balance": 5_000, "suspense": -5_000}


def test_money_on_another_municipalitys_account_stands_in_that_ones_suspense(campaign):
    other = MunicipalityFactory()
    story = press(campaign)
    applied = payment_apply(captured(story, account=other.stripe_account_id))
    assert "another municipality" in applied.problem
    assert balances(campaign) == {}
    assert balance_jpy(municipality_id=other.pk, account=AccountCode.SUSPENSE) == -12_000
    assert books_hold()


def test_a_wrong_livemode_books_nothing(campaign):
    story = press(campaign)
    assert "livemode" in payment_apply(captured(story, livemode=True)).problem
    assert balances(campaign) == {}


def test_a_second_payment_of_one_pledge_is_not_a_second_donation(campaign):
    story = press(campaign)
    payment_apply(captured(story))
    first = story.payment
    second = Payment.objects.create(
        municipality=first.municipality, pledge=first.pledge, method=first.method, amount_jpy=first.amount_jpy,
        account=first.account, expires_at=first.expires_at,
    )  # fmt: skip
    second.status_changes.create(before="", after="created", reason="test")
    applied = payment_apply(captured(story, reference=second.public_id, session_id="cs_second"))
    assert "second payment" in applied.problem
    assert balances(campaign) == {"stripe_balance": 24_000, "donations": -12_000, "suspense": -12_000}
    assert books_hold()


def test_a_payment_that_is_not_ours_is_named(campaign):
    story = press(campaign)
    with pytest.raises(PaymentUnknownError):
        payment_apply(captured(story, reference="unknown"))


def test_designation_is_judged_again_when_the_money_is_there(campaign):
    story = press(campaign)
    Designation.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert "designation" in payment_apply(captured(story)).problem
    assert balances(campaign) == {"stripe_balance": 12_000, "suspense": -12_000}


@pytest.mark.parametrize(("basis", "tax_year"), [(ReceiptBasis.CAPTURED, 2027), (ReceiptBasis.PRESSED, 2026)])
def test_the_municipalitys_rule_dates_a_payment_at_the_turn_of_the_year(campaign, time_machine, basis, tax_year):
    ReceiptDateRule.objects.create(
        municipality=campaign.municipality, method=PaymentMethod.CARD, basis=basis, valid_from=FOUNDED
    )
    type(campaign).objects.filter(pk=campaign.pk).update(
        opens_at="2026-12-01T00:00:00Z", closes_at="2027-02-01T00:00:00Z"
    )
    time_machine.move_to("2026-12-31T14:59:58Z", tick=False)
    story = press(campaign)
    time_machine.move_to("2026-12-31T15:00:01Z", tick=False)
    payment_apply(captured(story))
    donation = Donation.objects.get()
    assert (donation.tax_year, donation.received_on.year) == (tax_year, tax_year)


def test_partial_refunds_are_each_booked_by_their_own_id(campaign):
    story = press(campaign)
    truth = captured(story)
    payment_apply(refunded(truth, 2_000))
    payment_apply(refunded(truth, 2_000, 3_000))
    payment_apply(refunded(truth, 2_000))  # an old truth
    donation = Donation.objects.get()
    assert donation.refunded_jpy == 5_000
    assert balances(campaign) == {"stripe_balance": 7_000, "donations": -7_000}
    total = campaign_totals([campaign.pk])[campaign.pk]
    assert (total.raised_jpy, total.supporter_count) == (7_000, 1)
    assert books_hold()


def test_a_full_refund_takes_the_supporter_too(campaign):
    payment_apply(refunded(captured(press(campaign)), 12_000))
    total = campaign_totals([campaign.pk])[campaign.pk]
    assert (total.raised_jpy, total.supporter_count) == (0, 0)
    assert balances(campaign) == {}
    assert books_hold()


def test_a_refund_whose_money_came_back_is_taken_back(campaign):
    truth = captured(press(campaign))
    payment_apply(refunded(truth, 12_000))
    payment_apply(refunded(truth, 12_000, status=RemoteRefundStatus.FAILED))
    payment_apply(refunded(truth, 12_000, status=RemoteRefundStatus.FAILED))
    assert Refund.objects.get().status == "failed"
    assert balances(campaign) == {"stripe_balance": 12_000, "donations": -12_000}
    assert campaign_totals([campaign.pk])[campaign.pk].supporter_count == 1
    assert books_hold()


def test_more_refunded_than_given_is_told_and_not_booked(campaign):
    applied = payment_apply(refunded(captured(press(campaign)), 12_000, 1))
    assert "exceeds" in applied.problem
    assert Donation.objects.get().refunded_jpy == 12_000
    with pytest.raises(IntegrityError), transaction.atomic():
        Donation.objects.update(refunded_jpy=12_001)


def test_a_refund_after_the_closing_period_is_an_expenditure_of_the_new_year(campaign, time_machine):
    time_machine.move_to("2027-03-30T03:00:00Z", tick=False)
    type(campaign).objects.update(opens_at="2027-03-01T00:00:00Z", closes_at="2027-04-01T00:00:00Z")
    truth = captured(press(campaign))
    payment_apply(truth)
    time_machine.move_to("2027-06-02T03:00:00Z", tick=False)
    late = refunded(truth, 12_000)
    late = replace(late, refunds=(replace(late.refunds[0], created_at=timezone.now()),))
    payment_apply(late)
    books = {"municipality_id": campaign.municipality_id}
    assert balance_jpy(**books, account=AccountCode.PRIOR_YEAR_REFUNDS) == 12_000
    assert balance_jpy(**books, account=AccountCode.DONATIONS) == -12_000
    assert books_hold()


def test_money_of_a_closed_month_is_booked_today_and_the_closed_month_stays(campaign, time_machine):
    time_machine.move_to("2027-01-10T03:00:00Z", tick=False)
    type(campaign).objects.update(opens_at="2026-12-01T00:00:00Z", closes_at="2027-04-01T00:00:00Z")
    story = press(campaign)
    period_close(municipality=campaign.municipality, fiscal_year=2026, month=date(2026, 12, 1))
    payment_apply(captured(story, at=timezone.now() - timedelta(days=15)))
    donation = Donation.objects.get()
    entry = campaign.municipality.journal_entries.get()
    assert (donation.received_on, donation.tax_year) == (date(2026, 12, 26), 2026)
    assert entry.occurred_on == date(2027, 1, 10)


class TestInbox:
    """Events on their way to the books."""

    def ring(self, fake, truth, **changes):
        fake.advance(truth.intent_id or truth.session_id, truth)
        row = event_store(doorbell(truth, **changes))
        event_handle(event_id=row.pk)
        row.refresh_from_db()
        return row

    def test_an_event_is_a_doorbell(self, campaign, fake):
        row = self.ring(fake, captured(press(campaign)))
        assert row.finished_at is not None
        assert Donation.objects.count() == 1

    def test_the_same_event_delivered_twice_is_stored_once(self, campaign, fake):
        truth = captured(press(campaign))
        row = self.ring(fake, truth, id="evt_same")
        again = event_store(doorbell(truth, id="evt_same"))
        assert again.pk == row.pk
        event_handle(event_id=again.pk)
        assert Donation.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "word"),
        [
            ({"livemode": True}, "livemode"),
            ({"account": "acct_stranger"}, "account"),
            ({"kind": "balance.available"}, "unknown kind"),
            ({"reference": ""}, "unknown kind"),
            ({"reference": "pi_nowhere"}, "does not show"),
        ],
    )
    def test_what_does_not_fit_is_parked_with_its_reason(self, campaign, fake, changes, word):
        row = self.ring(fake, captured(press(campaign)), **changes)
        assert row.parked_at is not None
        assert word in row.problem
        assert not Donation.objects.exists()

    def test_money_that_nobody_asked_for_is_awaited_then_booked_to_suspense(self, campaign, fake, settings):
        settings.WORK_MAX_ATTEMPTS = 3
        settings.WORK_BACKOFF_SECONDS = 0
        row = self.ring(fake, captured(press(campaign), reference="nobody"))
        assert row.parked_at is None
        for _ in range(2):
            event_handle(event_id=row.pk)
        row.refresh_from_db()
        assert "no pledge of ours" in row.problem
        assert balances(campaign) == {"stripe_balance": 12_000, "suspense": -12_000}

    def test_personal_data_of_a_donor_stands_nowhere_in_the_clear(self, campaign, fake):
        press(campaign, donor=make_donor(family_name="機密", email="himitsu@example.jp"))
        pledge = Pledge.objects.values().get()
        text = " ".join(str(value) for name, value in pledge.items() if name != "donor")
        assert "機密" not in text
        assert "himitsu" not in text
        assert b"himitsu" not in bytes(pledge["donor"])
        assert Pledge.objects.get().donor["family_name"] == "機密"
