"""Presentation: amounts, badges, icons, fields, and what templates may not contain."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from core.templatetags import minori

TEMPLATES = settings.BASE_DIR / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "email" not in path.parts and "mail" not in path.parts)


class GiftForm(forms.Form):
    amount = forms.ChoiceField(
        choices=[("3000", "3,000"), ("5000", "5,000")], widget=forms.RadioSelect(attrs={"class": "amounts"})
    )
    one_stop = forms.ChoiceField(choices=[("yes", "Yes\nFor up to five towns"), ("no", "No")], widget=forms.RadioSelect)
    postal = forms.RegexField(
        r"^\d{7}$", help_text="Seven digits", error_messages={"invalid": "Enter the seven digits."}
    )
    other = forms.CharField(required=False, widget=forms.TextInput(attrs={"data-unit": "yen", "data-badge": "if any"}))
    note = forms.CharField(required=False, max_length=400, widget=forms.Textarea)
    agree = forms.BooleanField(error_messages={"required": "Please agree."})


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def field(name, data=None):
    return GiftForm(data)[name].as_field_group()


@pytest.mark.parametrize(("amount", "written"), [(0, "0"), (1_234_567, "1,234,567"), (None, "")])
def test_an_amount_is_written_with_commas(amount, written):
    assert minori.yen(amount) == written


def test_the_unit_follows_the_language():
    assert minori.yen_text(2000) == "2,000 yen"
    assert minori.yen_text(None) == ""
    assert minori.yen_sum(2000) == "2,000<small> yen</small>"


@pytest.mark.parametrize(("percent", "shown"), [(-1, 0), (74, 74), (128, 100)])
def test_a_meter_is_full_at_a_hundred(percent, shown):
    assert minori.capped(percent) == shown


def test_a_meter_above_the_goal_stays_full_and_says_so():
    meter = render_to_string("parts/meter.html", {"percent": 128})

    assert 'value="100"' in meter
    assert 'aria-valuetext="128%"' in meter


@pytest.mark.parametrize(
    ("part", "whole", "width"),
    [(500, 1000, "50.0%"), (1280, 1000, "100.0%"), (0, 1000, "0%"), (5, 0, "0%"), (None, 10, "0%")],
)
def test_a_bar_is_as_long_as_its_share(part, whole, width):
    assert minori.share(part, whole) == width


def test_a_page_list_shows_both_ends_and_the_neighbours():
    page = Paginator(range(200), 10).page(7)

    assert list(minori.page_numbers(page)) == [1, "…", 6, 7, 8, "…", 20]


def test_paging_keeps_the_other_parameters():
    request = RequestFactory().get("/campaigns/", {"q": "rice", "page": "2"})
    page = Paginator(range(50), 10).page(2)

    shown = render_to_string("parts/pagination.html", {"page_obj": page}, request=request)

    assert "?q=rice&amp;page=3" in shown


def test_what_is_put_on_one_line_stays_escaped():
    assert minori.squeezed("  a\n   b ") == "a b"


@pytest.mark.parametrize("status", ["open", "soon", "next", "done", "report", "over", "bad", "suspended", "unheard of"])
def test_every_badge_has_an_icon_of_the_sprite(status):
    assert minori.badge_icon(status) in sprite_icons()


def sprite_icons():
    return set(re.findall(r'id="i-(\w+)"', (TEMPLATES / "parts/sprite.html").read_text()))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_names_known_icons_and_has_no_style_or_script_of_its_own(path):
    source = path.read_text()

    assert set(re.findall(r'{% icon "(\w+)" %}', source)) <= sprite_icons()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! type=\"module\" src=)", source)


def test_a_field_reads_label_badge_hint_error_control():
    shown = field("postal", {"postal": "15000"})

    order = [shown.index(text) for text in ("Postal", "Required", "Seven digits", "Enter the seven digits.", "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_postal_helptext id_postal_error"' in shown
    assert 'id="id_postal_helptext"' in shown
    assert 'id="id_postal_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'value="15000"' in shown


def test_what_a_field_says_comes_from_its_widget():
    assert '<span class="unit">yen</span>' in field("other")
    assert "if any" in field("other")
    assert "Optional" not in field("other")
    assert "up to 400 characters" in field("note")


def test_radio_cards_are_a_named_group_and_explain_their_choices():
    shown = field("one_stop", {})

    assert shown.startswith("<fieldset")
    assert 'aria-describedby="id_one_stop_error"' in shown
    assert "<legend" in shown
    assert '<label class="pick" for="id_one_stop_0">' in shown
    assert '<span class="hint">For up to five towns</span>' in shown
    assert 'class="picks amounts"' in field("amount")


def test_the_summary_counts_and_leads_to_each_field_in_the_same_words():
    form = GiftForm({"postal": "1", "amount": "3000"})

    shown = render_to_string("forms/errors.html", {"form": form})

    assert "Please correct 3 entries" in shown
    assert '<a href="#id_postal">Enter the seven digits.</a>' in shown
    assert '<a href="#id_one_stop_0">' in shown
    assert '<a href="#id_agree">Please agree.</a>' in shown


def test_a_form_without_errors_has_no_summary():
    assert render_to_string("forms/errors.html", {"form": GiftForm()}).strip() == ""


def test_a_title_is_one_line_and_begins_with_the_error():
    request = RequestFactory().get("/")
    site = {"nav": [], "languages": [], "municipalities": [], "law_links": [], "home_url": "/", "demo": True}

    calm = render_to_string("cms/not_found.html", {"request": request, "site": site})
    wrong = render_to_string("cms/not_found.html", {"request": request, "site": site, "page_has_errors": True})

    assert "<title>Page not found | Minori</title>" in calm
    assert "<title>Error: Page not found | Minori</title>" in wrong


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_pages_of_last_resort_need_no_context(name):
    assert "<h1>" in render_to_string(name)


def test_a_card_has_one_link_and_its_picture_is_decoration():
    card = SimpleNamespace(
        url="/c/1/",
        title="Rice <again>",
        place="Koshino",
        group="Terrace friends",
        status_key="open",
        status_label="Taking donations",
        art_url="/art/1.svg",
        raised_jpy=1_110_000,
        percent=74,
        goal_jpy=1_500_000,
        supporters=138,
        days_label="38 days left",
    )

    shown = render_to_string("parts/campaign_card.html", {"card": card})

    assert shown.count("<a ") == 1
    assert 'alt=""' in shown
    assert "Rice &lt;again&gt;" in shown
    assert "74% of the goal" in shown


def test_a_closed_campaign_gives_its_reason_instead_of_a_form():
    panel = {"raised_jpy": 1, "percent": 0, "goal_jpy": 9, "supporters": 1, "closed_reason": "It has ended."}

    assert "It has ended." in render_to_string("parts/giver_panel.html", {"panel": panel})
    assert "<form" not in render_to_string("parts/giver_panel.html", {"panel": panel})
    assert render_to_string("parts/give_bar.html", {"panel": panel}).strip() == ""
