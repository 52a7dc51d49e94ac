"""A postal code fills in an address, with scripts and without."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from donations.address import place_doubts
from municipalities.management.commands.load_postal_codes import load, packaged, rows_of, towns
from municipalities.models import PostalCode
from municipalities.selectors import postal_places
from tests.donations.giving import DONOR, Donor, text_of
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db
EMPTY = {"prefecture": "", "city": "", "street": "", "building": ""}


@pytest.fixture
def donor(client):
    call_command("load_postal_codes", sample=True, stdout=StringIO())
    with translation.override("en"):
        yield Donor(client=client, campaign=make_campaign()).fill_in(until="donor")


def value_of(response, field):
    return response.context["form"][field].value()


def test_the_button_fills_in_the_address_and_keeps_the_rest(donor):
    response = donor.post("donor", fill="1", **EMPTY)
    assert response.status_code == 200
    assert [value_of(response, name) for name in ("prefecture", "city", "street")] == ["東京都", "千代田区", "千代田"]
    assert value_of(response, "family_name") == DONOR["family_name"]
    assert value_of(response, "postal_code") == DONOR["postal_code"]
    assert "The address was filled in" in text_of(response)
    assert "Please correct" not in text_of(response)


def test_several_places_are_a_choice(donor):
    asked = donor.post("donor", fill="1", **{**EMPTY, "postal_code": "068-0546"})
    assert "Several places share this postal code" in text_of(asked)
    assert text_of(asked).count("<option") >= 2
    chosen = donor.post("donor", fill="1", place="1", **{**EMPTY, "postal_code": "068-0546"})
    assert value_of(chosen, "street") == "南部青葉町"
    nonsense = donor.post("donor", fill="1", place="99", **{**EMPTY, "postal_code": "068-0546"})
    assert "Several places share this postal code" in text_of(nonsense)


def test_an_unknown_code_blocks_nothing(donor):
    response = donor.post("donor", fill="1", **{**EMPTY, "postal_code": "9999999"})
    assert response.status_code == 200
    assert "We do not know this postal code" in text_of(response)
    assert donor.post("donor", postal_code="9999999").url == donor.url("documents")


def test_a_code_that_is_none_is_refused_alone(donor):
    response = donor.post("donor", fill="1", **{**EMPTY, "postal_code": "12"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["postal_code"]
    assert "It has 2 now." in text_of(response)


def test_enter_goes_on_and_does_not_fill_in(donor):
    """A browser presses the first button of a form when Enter is pressed in a field."""
    text = text_of(donor.get("donor"))
    form = text[text.index('<form class="sheet"') :]
    assert "fill" not in form[form.index("<button") : form.index("</button>")]


def test_scripts_get_places_as_json(client):
    call_command("load_postal_codes", sample=True, stdout=StringIO())
    url = reverse("donations:postal")
    assert client.post(url, {"code": "100-0001"}).json() == {
        "places": [{"prefecture": "東京都", "city": "千代田区", "town": "千代田"}]
    }
    assert len(client.post(url, {"code": "0680546"}).json()["places"]) == 2
    assert client.post(url, {"code": "9999999"}).json() == {"places": []}
    assert client.post(url, {"code": "12"}).status_code == 422
    assert client.get(url).status_code == 405
    assert Client(enforce_csrf_checks=True).post(url, {"code": "1000001"}).status_code == 403


def test_doubts_are_about_code_place_and_number():
    load(
        [
            ("1000001", "東京都", "千代田区", "千代田", "13101"),
            ("3890111", "長野県", "北佐久郡軽井沢町", "軽井沢", "20321"),
        ]
    )
    fits = {"postal_code": "1000001", "prefecture": "東京都", "city": "千代田区", "street": "千代田一丁目"}
    with translation.override("en"):
        assert place_doubts(fits) == []
        assert "belongs to 東京都千代田区" in place_doubts({**fits, "city": "港区"})[0]
        assert place_doubts({**fits, "prefecture": "海外", "postal_code": "x"}) == []
        without_county = {"postal_code": "3890111", "prefecture": "長野県", "city": "軽井沢町", "street": "軽井沢1"}
        assert place_doubts(without_county) == []


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("千代田", ["千代田"]),
        ("", [""]),
        ("井道、奥井道、内井道", ["井道", "奥井道", "内井道"]),
        ("穴明２２地割、穴明２", ["穴明"]),
        ("湯田１９地割〜湯田２", ["湯田"]),
        ("琴平町の次に１〜４２６番地がくる場合", [""]),
        ("以下宿町", ["以下宿町"]),
        ("一円", ["一円"]),
    ],
)
def test_cells_become_names(cell, names):
    assert towns(cell) == names


def test_places_that_share_a_code_are_found_in_the_package():
    second = {"postal_code": "1", "prefecture": "甲県", "city": "乙市", "neighborhood": "丁", "jisx0402": "2"}
    first = {**second, "neighborhood": "丙", "jisx0402": "1", "alternates": [second]}
    assert [row[3:] for row in rows_of([first])] == [("丙", "1"), ("丁", "2")]


def test_loading_again_replaces():
    for _time in range(2):
        call_command("load_postal_codes", sample=True, stdout=StringIO())
    assert PostalCode.objects.filter(code="0680546").count() == 2
    assert [place.town for place in postal_places(code="0680546")] == ["南部菊水町", "南部青葉町"]


def test_the_whole_country_is_loaded_in_seconds():
    assert load(packaged()) > 120_000
    assert postal_places(code="1000001")[0].town == "千代田"
    assert not PostalCode.objects.filter(town__contains="場合").exists()
