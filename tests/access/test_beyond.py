"""What a table of outcomes cannot say: tokens, roles, the page for what is not there, and counts."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from cms.admin_rules import STAFF_VIEWS
from municipalities.models import Role
from tests.access.arguments import Target
from tests.access.conftest import Stage, files_left_open
from tests.access.judge import ask, stripped
from tests.access.table import read_table
from tests.access.visitors import Visitor
from tests.access.walking import READERS, all_routes
from tests.access.world import B_WORD, HIDDEN, person, publish
from tests.cms.site import give, make_image
from tests.factories import assign

WITHOUT_TOKEN = {"webhooks/stripe/": "400"}  # the provider signs its messages instead


def targets_of(stage: Stage, label: str, *, admin: bool) -> list[Target]:
    routes = [route for route in all_routes() if route.is_admin is admin]
    return [target for route in routes for target in stage.registry.targets(route) if target.label in {label, "-"}]


def test_no_form_is_taken_without_its_token(stage: Stage):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(stage.visitors["staff_a"].user)
    taken = {}
    for target in [*targets_of(stage, "A", admin=False), *targets_of(stage, "A", admin=True)]:
        outcome = ask(strict, "POST", target).outcome
        if outcome not in {"403", "404", "405"}:
            taken[target.route.text] = outcome
    assert taken == WITHOUT_TOKEN


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FINANCE, Role.TREASURER, Role.AUDITOR])
def test_the_other_roles_get_what_people_without_an_assignment_get(stage: Stage, role):
    user = person("colleague")
    assign(user, stage.world.a.municipality, role=role)
    visitor = Visitor(role, user=user)
    table = read_table()
    found = [target for target in targets_of(stage, "A", admin=True) if target.route.name in STAFF_VIEWS]
    assert len(found) > 30
    for target in found:
        expected = table[target.route.text, target.label, "GET"]["donor"]
        assert ask(visitor.fresh(), "GET", target).outcome == expected, target.path


@pytest.mark.parametrize("kind", ["staff_a", "donor"])
def test_the_page_for_what_is_not_there_does_not_tell_whether_it_is(stage: Stage, kind):
    visitor = stage.visitors[kind]
    compared = 0
    for route in (route for route in all_routes() if route.is_admin):
        targets = {target.label: target for target in stage.registry.targets(route)}
        other = targets.get(READERS.get(kind, "B"))
        if other is None or "none" not in targets:
            continue
        there, nowhere = (ask(visitor.fresh(), "GET", target) for target in (other, targets["none"]))
        assert stripped(there, other) == stripped(nowhere, targets["none"]), other.path
        assert HIDDEN not in there.text, "the page says what every public page says"
        compared += 1
    assert compared > 60


def readable(stage: Stage, kind: str) -> dict[str, str]:
    """All pages of the admin that somebody may read, without what is random."""
    pages = {}
    for target in targets_of(stage, "A", admin=True):
        answer = ask(stage.visitors[kind].fresh(), "GET", target)
        if answer.outcome == "200":
            pages[target.path] = stripped(answer, target)
    return pages


def test_nothing_that_a_sees_changes_when_b_grows(stage: Stage):
    """Counts, pages of lists and the order of things would give B away even without its words."""
    with files_left_open(), transaction.atomic():
        before = readable(stage, "staff_a")
        _grow(stage)
        after = readable(stage, "staff_a")
        transaction.set_rollback(True)

    changed = [path for path in before if before[path] != after[path]]
    assert len(before) > 25
    assert [path for path in changed if "view" not in path] == []  # previews show the public site, where B stands too


def _grow(stage: Stage) -> None:
    town = stage.world.b.municipality
    make_image(town, title=f"{B_WORD} {HIDDEN} new photo")
    _campaign, page = publish(town, f"{B_WORD} {HIDDEN} new", "new")
    page.save_revision(user=stage.visitors["staff_b"].user, log_action=True)
    give(stage.world.b.campaign, name=f"{B_WORD} newcomer")
    assign(person(f"{B_WORD}-new"), town)


def test_every_named_view_of_staff_is_asked_for_an_object_of_both(stage: Stage):
    """A view that staff may open, with an argument, has a line for A, for B and for what does not exist."""
    missing = []
    for route in all_routes(get_resolver().url_patterns):
        labels = {target.label for target in stage.registry.targets(route)}
        if "A" in labels and not {"A", "B"} <= labels:
            missing.append(route.text)
    assert missing == []
