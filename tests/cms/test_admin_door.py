"""The admin is closed; staff find their own municipality behind the door, and nothing of another."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Collection, Page

from cms.admin_rules import ENTRANCE, STAFF_VIEWS
from cms.models import MunicipalityPage
from cms.projection import group_name, staff_project, staff_project_all
from municipalities.models import Role
from tests.cms.site import make_image
from tests.factories import UserFactory, assign

# What only the second municipality says, anywhere.
MARKERS = ("白砂", "Shirasuna", "shirasuna", "白い松", "White pine", "pine", "marker-photo", "marker-person")


pytestmark = [
    # Wagtail leaves the temporary file of a thumbnail to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def staff(site):
    """Signed in, working for the first municipality. The second has a photo, a person and edits of its own."""
    other = UserFactory(name="marker-person", email="marker-person@example.jp", is_staff=True)
    assign(other, site.second)
    staff_project(municipality=site.second)
    make_image(site.second, title="marker-photo")
    site.second_page.owner = other
    site.second_page.save_revision(user=other, log_action=True).publish(user=other)
    user = UserFactory(is_staff=True)
    assign(user, site.first)
    staff_project(municipality=site.first)
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def admin_views(patterns=None, namespace: str = "") -> set[str]:
    """The names of all views below /admin/."""
    if patterns is None:
        patterns = next(each for each in get_resolver().url_patterns if str(each.pattern) == "admin/").url_patterns
    names = set()
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            names |= admin_views(each.url_patterns, inner)
        elif isinstance(each, URLPattern) and each.name:
            names.add(f"{namespace}{each.name}")
    return names


def test_every_rule_names_a_view():
    assert set(STAFF_VIEWS) | ENTRANCE <= admin_views()


def test_most_of_the_admin_is_closed():
    closed = admin_views() - set(STAFF_VIEWS)
    assert len(closed) > 100
    assert {"wagtailadmin_reports:site_history", "wagtailadmin_pages:copy", "wagtailadmin_pages:move"} <= closed
    assert {"wagtailusers_users:index", "wagtail_bulk_action", "wagtailadmin_api:pages:listing"} <= closed


@pytest.mark.parametrize(
    "path",
    [
        "/admin/reports/site-history/",
        "/admin/reports/locked/",
        "/admin/users/",
        "/admin/groups/",
        "/admin/sites/",
        "/admin/documents/",
        "/admin/collections/",
        "/admin/api/main/pages/",
        "/admin/api/main/pages/?child_of=1&for_explorer=1",
        "/admin/tag-autocomplete/",
        "/admin/pages/search/",
    ],
)
def test_what_is_not_listed_does_not_exist_for_staff(staff, path):
    assert staff.get(path).status_code == 404


def test_staff_work_on_their_own_pages(staff, site):
    own = MunicipalityPage.objects.get(municipality=site.first, language="ja")
    for name, pk in [
        ("wagtailadmin_pages:edit", site.first_page.pk),
        ("wagtailadmin_pages:history", site.first_page.pk),
        ("wagtailadmin_pages:view_draft", site.first_page.pk),
        ("wagtailadmin_pages:add_subpage", own.pk),
        ("wagtailadmin_explore", own.pk),
        ("wagtailadmin_explore", site.home.pk),
    ]:
        response = staff.get(reverse(name, args=[pk]), follow=True)
        assert response.status_code == 200, name


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:unpublish",
        "wagtailadmin_pages:lock",
        "wagtailadmin_pages:revisions_index",
        "wagtailadmin_pages:add_subpage",
        "wagtailadmin_choose_page_child",
        "simple_translation:submit_page_translation",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_of_another_municipality_do_not_exist(staff, site, name, method):
    assert getattr(staff, method)(reverse(name, args=[site.second_page.pk])).status_code == 404


def test_images_of_another_municipality_do_not_exist(staff, site):
    foreign, own = make_image(site.second), make_image(site.first)
    assert staff.get(reverse("wagtailimages:edit", args=[foreign.pk])).status_code == 404
    assert staff.get(reverse("wagtailimages_chooser:chosen", args=[foreign.pk])).status_code == 404
    assert staff.get(reverse("wagtailimages:edit", args=[own.pk])).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/pages/",
        "/admin/pages/{root}/",
        "/admin/pages/{home}/",
        "/admin/pages/{home}/?q=pine",
        "/admin/pages/{home}/?q=白い松",
        "/admin/pages/{own}/",
        "/admin/pages/{own}/?q=pine",
        "/admin/pages/{page}/edit/",
        "/admin/pages/add/cms/campaignpage/{own}/",
        "/admin/choose-page/",
        "/admin/choose-page/{home}/",
        "/admin/choose-page/search/?q=pine",
        "/admin/images/",
        "/admin/images/add/",
        "/admin/images/results/?q=marker",
        "/admin/images/chooser/",
        "/admin/images/chooser/results/?q=marker",
        "/admin/account/",
    ],
)
def test_no_view_that_staff_may_open_shows_a_marker_of_another_municipality(staff, site, path):
    own = MunicipalityPage.objects.get(municipality=site.first, language="ja")
    ids = {"root": Page.get_first_root_node().pk, "home": site.home.pk, "own": own.pk, "page": site.first_page.pk}
    address = path.format(**ids)

    response = staff.get(address, follow=True)

    assert response.status_code == 200
    shown = (
        response.content.decode().replace(address.split("?q=")[-1], "")
        if "?q=" in address
        else response.content.decode()
    )
    assert [marker for marker in MARKERS if marker in shown] == []


def test_revoking_an_assignment_closes_the_door_with_the_next_request(staff, site):
    edit = reverse("wagtailadmin_pages:edit", args=[site.first_page.pk])
    assert staff.get(edit).status_code == 200
    staff.user.staff_assignments.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert staff.get(edit).status_code == 404
    assert not staff.user.groups.exists()


def test_a_transfer_moves_the_rights_with_it(staff, site):
    staff.user.staff_assignments.update(municipality=site.second)
    assert staff.get(reverse("wagtailadmin_pages:edit", args=[site.first_page.pk])).status_code == 404
    assert staff.get(reverse("wagtailadmin_pages:edit", args=[site.second_page.pk])).status_code == 200


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FINANCE, Role.TREASURER, Role.AUDITOR])
def test_other_roles_have_no_business_in_the_admin(site, role):
    user = UserFactory(is_staff=True)
    assign(user, site.first, role=role)
    client = Client()
    client.force_login(user)
    assert client.get("/admin/").status_code == 404


@pytest.mark.parametrize("path", ["/admin/users/", "/admin/reports/site-history/", "/admin/nothing/"])
def test_a_stranger_learns_nothing(site, path):
    assert Client().get(path).status_code == 404


def test_a_stranger_is_led_to_the_sign_in_page(site):
    response = Client().get("/admin/pages/")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_operators_see_all(site):
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert "白い松の計画" in client.get(f"/admin/pages/{site.second_page.get_parent().pk}/").content.decode()


def test_the_projection_can_be_run_again_and_follows_the_assignments(staff, site):
    group = Group.objects.get(name=group_name(site.first))
    before = set(group.page_permissions.values_list("page", "permission"))
    assert staff_project_all() == 2
    assert set(group.page_permissions.values_list("page", "permission")) == before
    assert list(group.user_set.all()) == [staff.user]
    assert Collection.objects.filter(depth=2, name__startswith=site.first.code).count() == 1
