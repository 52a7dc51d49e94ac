"""What no page of ours sends, and somebody sends all the same: an answer, never an error."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.donations.giving import Donor
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db

ADDRESSES = ["/give/{}/", "/give/{}/donor/", "/give/{}/confirm/", "/give/p/{}/", "/en/give/p/{}/"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", ["%00", "a%00b", "0" * 31, "G" * 32, "é", "0" * 5_000])
def test_a_name_that_nothing_bears_is_not_found(client, address, name):
    assert client.get(address.format(name)).status_code == 404


@pytest.mark.parametrize("place", ["9" * 5_000, "-1", "１", "\x00", ""])
def test_a_place_that_was_never_offered_is_asked_for_again(client, place):
    call_command("load_postal_codes", sample=True, stdout=StringIO())
    donor = Donor(client=client, campaign=make_campaign()).fill_in(until="donor")
    response = donor.post("donor", fill="1", place=place, postal_code="068-0546")
    assert response.status_code == 200
    assert len(response.context["places"]) == 2
