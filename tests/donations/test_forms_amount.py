"""The amount: read as people type it, refused with a sentence for each mistake."""

import pytest
from django.utils import translation

from donations.forms import AmountForm
from donations.forms.amount import prefilled
from tests.factories import campaign_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return campaign_draft(minimum_jpy=2_000)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def amount_errors(campaign, other, amount="other"):
    form = AmountForm({"amount": amount, "other": other}, campaign=campaign)
    assert not form.is_valid()
    return [message for messages in form.errors.values() for message in messages]


@pytest.mark.parametrize(
    ("typed", "amount_jpy"),
    [
        ("12000", 12_000),
        ("12,000", 12_000),
        ("１２，０００", 12_000),
        ("¥12,000円", 12_000),
        ("99,999,999", 99_999_999),
    ],
)
def test_an_amount_is_read_as_people_type_it(campaign, typed, amount_jpy):
    form = AmountForm({"amount": "other", "other": typed}, campaign=campaign)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount_jpy"] == amount_jpy


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("abc", "Please enter the amount in digits"),
        ("一万", "Please enter the amount in digits"),
        ("1e5", "Please enter the amount in digits"),
        ("0x10", "Please enter the amount in digits"),
        ("NaN", "Please enter the amount in digits"),
        ("1 000", "Please enter the amount in digits"),
        ("1,00", "Please enter the amount in digits"),
        ("5000.5", "without a decimal point"),
        ("５０００．５", "without a decimal point"),
        ("0", "0 yen cannot be given"),
        ("０", "0 yen cannot be given"),
        ("-5000", "cannot be negative"),
        ("−５０００", "cannot be negative"),
        ("△5,000", "cannot be negative"),
        ("1999", "start at 2,000 yen. You entered 1,999 yen"),
        ("1", "start at 2,000 yen"),
        ("100000000", "At most 99,999,999 yen"),
        ("99,999,999,999", "At most 99,999,999 yen"),
        (str(2**63), "At most 99,999,999 yen"),
        ("9" * 100_000, "At most 99,999,999 yen"),
        ("", "Please enter the amount."),
    ],
)
def test_a_wrong_amount_is_refused_with_its_own_sentence(campaign, typed, words):
    (message,) = amount_errors(campaign, typed)
    assert words in message


def test_a_preset_needs_nothing_typed_and_typing_needs_no_preset(campaign):
    assert AmountForm({"amount": "5000", "other": ""}, campaign=campaign).is_valid()
    form = AmountForm({"other": "7000"}, campaign=campaign)
    assert form.is_valid()
    assert form.cleaned_data["amount_jpy"] == 7_000


def test_two_amounts_are_a_question_and_not_a_guess(campaign):
    (message,) = amount_errors(campaign, "12000", amount="5000")
    assert message == "You chose 5,000 yen and also typed 12,000 yen. Please keep the one you mean."
    assert AmountForm({"amount": "5000", "other": "5,000"}, campaign=campaign).is_valid()


def test_an_amount_that_is_no_preset_is_no_choice(campaign):
    assert amount_errors(campaign, "", amount="777")
    assert amount_errors(campaign, "", amount="") == ["Please choose an amount."]


def test_presets_below_the_minimum_are_not_offered():
    form = AmountForm(campaign=campaign_draft(minimum_jpy=10_000))
    assert [value for value, _label in form.fields["amount"].choices] == ["10000", "30000", "other"]


@pytest.mark.parametrize(
    ("amount", "other", "filled"),
    [
        ("10000", "", {"amount": "10000", "other": ""}),
        ("12000", "", {"amount": "other", "other": "12000"}),
        ("5000", "8,000", {"amount": "other", "other": "8,000"}),
        ("", "", {"amount": "", "other": ""}),
        ("<script>", "", {"amount": "other", "other": "<script>"}),
    ],
)
def test_a_link_fills_in_an_amount(amount, other, filled):
    assert prefilled(amount, other) == filled
