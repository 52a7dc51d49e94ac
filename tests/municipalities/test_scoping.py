"""The tenancy door."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from campaigns.models import Campaign
from tests.factories import MunicipalityFactory, UserFactory, assign, make_campaign

pytestmark = pytest.mark.django_db


def test_staff_see_their_own_municipality_and_nothing_of_another():
    ours, theirs = make_campaign(), make_campaign()
    clerk = UserFactory()
    assign(clerk, ours.municipality)
    assert list(Campaign.objects.visible_to(clerk)) == [ours]
    assert theirs not in Campaign.objects.visible_to(clerk)


def test_the_door_is_what_hides_it():
    """The control: without the door both are there."""
    ours, theirs = make_campaign(), make_campaign()
    assert set(Campaign.objects.all()) == {ours, theirs}


def test_a_revoked_assignment_works_on_the_next_look():
    campaign, clerk = make_campaign(), UserFactory()
    assignment = assign(clerk, campaign.municipality)
    assert Campaign.objects.visible_to(clerk).exists()
    assignment.valid_to = timezone.localdate() - timedelta(days=1)
    assignment.save()
    assert not Campaign.objects.visible_to(clerk).exists()


def test_strangers_and_disabled_accounts_see_nothing_and_an_operator_all():
    campaign, clerk = make_campaign(), UserFactory()
    assign(clerk, campaign.municipality)
    clerk.is_active = False
    assert not Campaign.objects.visible_to(clerk).exists()
    assert not Campaign.objects.visible_to(AnonymousUser()).exists()
    assert not Campaign.objects.visible_to(UserFactory()).exists()
    assert Campaign.objects.visible_to(UserFactory(is_superuser=True)).exists()


def test_an_assignment_of_tomorrow_opens_nothing_today():
    municipality, clerk = MunicipalityFactory(), UserFactory()
    assign(clerk, municipality, valid_from=timezone.localdate() + timedelta(days=1))
    assert not type(municipality).objects.visible_to(clerk).exists()
