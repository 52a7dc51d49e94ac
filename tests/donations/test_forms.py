"""What the forms accept, tidy and refuse, each refusal with its own sentence."""

import pytest
import time_machine
from django.utils import translation

from donations.forms import DocumentsForm, DonorForm, PublicityForm
from donations.forms.donor import filled_in, needs_reading
from donations.forms.text import is_individual_number
from municipalities.selectors import PostalPlace
from tests.donations.giving import DOCUMENTS, DONOR, PUBLICITY
from tests.factories import campaign_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return campaign_draft(minimum_jpy=2_000)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def donor_form(campaign, **changes):
    form = DonorForm({**DONOR, **changes}, campaign=campaign)
    form.is_valid()
    return form


def test_kana_postal_code_and_phone_are_tidied(campaign):
    data = donor_form(campaign).cleaned_data
    assert (data["family_name_kana"], data["given_name_kana"]) == ("カクウ", "ハナコ")
    assert data["postal_code"] == "1000001"
    assert data["phone"] == "09012345678"


@pytest.mark.parametrize("name", ["髙﨑", "\ufa19", "葛\U000e0100城", "齋藤"])
def test_a_name_keeps_the_characters_that_its_bearer_writes(campaign, name):
    form = donor_form(campaign, family_name=f" {name}　")
    assert form.errors == {}
    assert form.cleaned_data["family_name"] == name


def test_a_name_without_kanji_needs_no_reading(campaign):
    foreign = donor_form(campaign, family_name="Sampleson", given_name="Ann", family_name_kana="", given_name_kana="")
    assert foreign.errors == {}
    kana = donor_form(campaign, given_name="はなこ", given_name_kana="")
    assert kana.cleaned_data["given_name_kana"] == "ハナコ"
    assert [needs_reading(name) for name in ("花子", "佐々", "はなこ", "Ann")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"family_name": ""}, "family_name", "Please enter your family name."),
        ({"given_name": "　"}, "given_name", "Please enter your given name."),
        ({"family_name_kana": ""}, "family_name_kana", "Please enter your family name in katakana."),
        ({"given_name_kana": "花子"}, "given_name_kana", "in kana only"),
        ({"family_name": "架\x00空"}, "family_name", "cannot be printed"),
        ({"family_name": "架\u202e空"}, "family_name", "cannot be printed"),
        ({"given_name": "花\n子"}, "given_name", "cannot be printed"),
        ({"family_name": "空" * 41}, "family_name", "Please shorten it to 40 characters. It has 41."),
        ({"postal_code": "100000"}, "postal_code", "It has 6 now."),
        ({"postal_code": "10000012"}, "postal_code", "It has 8 now."),
        ({"postal_code": "見本"}, "postal_code", "as seven digits."),
        ({"postal_code": ""}, "postal_code", "Please enter your postal code."),
        ({"prefecture": ""}, "prefecture", "Please choose a prefecture."),
        ({"city": ""}, "city", "Please enter the city"),
        ({"street": ""}, "street", "Please enter the neighbourhood"),
        ({"building": "様方 1234 5678 9018"}, "building", "My Number"),
        ({"phone": "12345"}, "phone", "10 or 11 digits"),
        ({"phone": "call me"}, "phone", "10 or 11 digits"),
        ({"email": "hanako"}, "email", "complete e-mail address"),
        ({"email": "a@b.jp\nBcc: c@d.jp"}, "email", "complete e-mail address"),
        ({"email": ""}, "email", "Please enter your e-mail address."),
    ],
)
def test_a_wrong_entry_is_refused_beside_its_field(campaign, changes, field, words):
    form = donor_form(campaign, **changes)
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


def test_an_address_abroad_needs_no_japanese_postal_code(campaign):
    form = donor_form(campaign, prefecture="海外", postal_code="SW1A 1AA", city="London", street="1 Sample Street")
    assert form.errors == {}
    assert form.cleaned_data["postal_code"] == "SW1A 1AA"


def test_a_place_is_filled_in_without_losing_what_was_typed():
    place = PostalPlace("東京都", "千代田区", "千代田")
    assert filled_in({"street": ""}, place)["street"] == "千代田"
    assert filled_in({"street": "1-2-3"}, place)["street"] == "千代田1-2-3"
    assert filled_in({"street": "丸の内1-2"}, place)["street"] == "丸の内1-2"


def documents_errors(campaign, **changes):
    form = DocumentsForm({**DOCUMENTS, **changes}, campaign=campaign)
    form.is_valid()
    return {field: messages[0] for field, messages in form.errors.items()}


@time_machine.travel("2026-11-21 12:00:00+09:00", tick=False)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"birth_date_year": "", "birth_date_month": "", "birth_date_day": ""}, "Please enter your date of birth"),
        ({"birth_date_month": ""}, "year, month and day"),
        ({"birth_date_year": "昭和"}, "in digits"),
        ({"birth_date_month": "2", "birth_date_day": "30"}, "There is no such day"),
        ({"birth_date_month": "13"}, "There is no such day"),
        ({"birth_date_year": "59"}, "four digits"),
        ({"birth_date_year": "1800"}, "four digits"),
        ({"birth_date_year": "2027"}, "still to come"),
        ({"birth_date_year": "99999999"}, "no such day"),
    ],
)
def test_a_wrong_date_of_birth_is_refused_with_its_own_sentence(campaign, changes, words):
    errors = documents_errors(campaign, **changes)
    assert list(errors) == ["birth_date"]
    assert words in errors["birth_date"]


def test_a_date_of_birth_is_read_in_full_width_too(campaign):
    form = DocumentsForm({**DOCUMENTS, "birth_date_year": "１９８４", "birth_date_day": "０９"}, campaign=campaign)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["birth_date"] == "1984-05-09"


def test_without_the_form_no_date_of_birth_is_asked_or_kept(campaign):
    form = DocumentsForm({**DOCUMENTS, "wants_one_stop": "no", "birth_date_month": "99"}, campaign=campaign)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["birth_date"] == ""
    assert "1984" not in form.to_keep().values()


def test_the_wish_must_be_said(campaign):
    assert "Please choose" in documents_errors(campaign, wants_one_stop="")["wants_one_stop"]


def publicity_form(campaign, **changes):
    form = PublicityForm({**PUBLICITY, **changes}, campaign=campaign, answers={"donor": DONOR})
    form.is_valid()
    return form


def test_silence_publishes_nothing_and_subscribes_to_nothing(campaign):
    form = PublicityForm(campaign=campaign)
    assert form["name_display"].value() == "anonymous"
    assert not form["wants_news"].value()
    assert publicity_form(campaign, nickname="ひそか").cleaned_data["nickname"] == ""


def test_a_message_is_counted_in_characters_and_line_breaks_once(campaign):
    assert publicity_form(campaign, message="あ" * 398 + "\r\n" + "い").errors == {}
    errors = publicity_form(campaign, message="あ" * 401).errors
    assert errors["message"] == ["Please shorten it to 400 characters. It has 401."]


def test_a_nickname_must_be_given_if_it_was_chosen(campaign):
    assert publicity_form(campaign, name_display="nickname").errors["nickname"] == ["Please enter the nickname."]


@pytest.mark.parametrize("typed", ["123456789018", "１２３４ ５６７８ ９０１８", "番号は1234-5678-9018です"])
def test_an_individual_number_is_refused_in_free_text(campaign, typed):
    assert "My Number" in publicity_form(campaign, message=typed).errors["message"][0]


@pytest.mark.parametrize("typed", ["123456789012", "1234567890123", "03-1234-5678"])
def test_other_numbers_are_just_numbers(campaign, typed):
    assert publicity_form(campaign, message=typed).errors == {}


def test_the_check_digit_of_an_individual_number():
    assert is_individual_number("123456789018")
    assert sum(is_individual_number(f"12345678901{digit}") for digit in range(10)) == 1
    assert not is_individual_number("12345678901")
