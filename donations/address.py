"""Doubts about an address: said to the donor, never a reason to refuse."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from donations.forms.prefectures import ABROAD
from municipalities.selectors import postal_places


def place_doubts(values: Mapping[str, str]) -> list[str]:
    """What looks odd in an address, as sentences; empty if nothing does."""
    if values.get("prefecture") == ABROAD:
        return []
    doubts = []
    places = postal_places(code="".join(c for c in values.get("postal_code", "") if c.isdigit()))
    if not places:
        doubts.append(unknown_code())
    elif values.get("city") and not any(_fits(values, place.prefecture, place.city) for place in places):
        known = places[0].prefecture + places[0].city
        doubts.append(
            _("The postal code belongs to %(place)s. If your address is right, please go on.") % {"place": known}
        )
    if values.get("street") and not any(c.isdecimal() or c in "一二三四五六七八九十" for c in values["street"]):
        doubts.append(_("The address has no house number. If yours has none, please go on."))
    return doubts


def unknown_code() -> str:
    """What is said of a postal code that stands in no list of ours."""
    return _("We do not know this postal code. If it is right, please enter the address and go on.")


def _fits(values: Mapping[str, str], prefecture: str, city: str) -> bool:
    """Counties (郡) are often left out, and wards of a city written separately."""
    typed = "".join(values["city"].split())
    return values.get("prefecture") == prefecture and (typed in city or city in typed)
