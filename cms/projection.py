"""Wagtail's groups as a projection of staff assignments. Nobody edits them: this writes them."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from accounts.models import User
from cms.models import MunicipalityPage
from municipalities.models import Municipality, Role, StaffAssignment

GROUP_SUFFIX = " staff"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
SITE_RIGHTS = ("access_admin", "submit_translation")
IMAGE_RIGHTS = ("add_image", "change_image", "choose_image")


@transaction.atomic
def staff_project(*, municipality: Municipality) -> Group:
    """Bring a municipality's group in line: rights on its own pages and images, and today's staff as members."""
    group, _ = Group.objects.get_or_create(name=group_name(municipality))
    group.permissions.set(Permission.objects.filter(codename__in=SITE_RIGHTS))
    _set_page_rights(group, municipality)
    _set_image_rights(group, municipality)
    assigned = StaffAssignment.objects.valid_on(timezone.localdate()).filter(municipality=municipality, role=Role.STAFF)
    group.user_set.set(User.objects.filter(pk__in=assigned.values("user"), is_active=True))
    return group


def memberships_follow(*, user: User, municipalities: Iterable[Municipality]) -> None:
    """Let a person be a member of these municipalities' groups and of no other municipality's."""
    wanted = {group_name(municipality) for municipality in municipalities}
    held = set(user.groups.filter(name__endswith=GROUP_SUFFIX).values_list("name", flat=True))
    if wanted != held:
        user.groups.remove(*Group.objects.filter(name__in=held - wanted))
        user.groups.add(*Group.objects.filter(name__in=wanted - held))


def staff_project_all() -> int:
    """Bring the groups of all municipalities in line. Returns how many there are."""
    municipalities = list(Municipality.objects.all())
    for municipality in municipalities:
        staff_project(municipality=municipality)
    return len(municipalities)


def group_name(municipality: Municipality) -> str:
    """Named by code: municipalities may share a name, and change it."""
    return f"{municipality.code}{GROUP_SUFFIX}"


def collections_of(municipality_ids: Iterable[int]) -> QuerySet[Collection]:
    """The collections of these municipalities, which begin with their codes."""
    codes = Municipality.objects.filter(pk__in=municipality_ids).values_list("code", flat=True)
    named = (Q(name__startswith=f"{code} ") for code in codes)
    own: QuerySet[Collection] = Collection.objects.filter(reduce(or_, named, Q(pk__in=[])), depth=2)
    return own


def _set_page_rights(group: Group, municipality: Municipality) -> None:
    pages = MunicipalityPage.objects.filter(municipality=municipality)
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS)
    GroupPagePermission.objects.filter(group=group).exclude(page__in=pages.values("page_ptr")).delete()
    GroupPagePermission.objects.filter(group=group).exclude(permission__in=rights).delete()
    for page in pages:
        for right in rights:
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=right)


def _set_image_rights(group: Group, municipality: Municipality) -> None:
    collections = collections_of([municipality.pk])
    label = get_image_model()._meta.app_label
    rights = Permission.objects.filter(content_type__app_label=label, codename__in=IMAGE_RIGHTS)
    GroupCollectionPermission.objects.filter(group=group).exclude(collection__in=collections).delete()
    for collection in collections:
        for right in rights:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=right)
