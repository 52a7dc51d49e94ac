"""Every address × kind of visitor × method, against the committed table."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import get_resolver, path

from tests.access.arguments import Target, UnknownAddressError
from tests.access.conftest import Stage, files_left_open
from tests.access.generate import NAME
from tests.access.judge import METHODS
from tests.access.routes import Route
from tests.access.table import COMPLAINTS, differences, is_asked, key_of, read_table
from tests.access.visitors import KINDS, Visitor
from tests.access.walking import Findings, all_routes, walk

CHUNKS = 12


def bare_404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """In place of the page that says so, which is the same for everything and judged by itself."""
    return HttpResponse(status=404)


@pytest.fixture
def quick_404(monkeypatch):
    """Nine of ten answers are this one."""
    monkeypatch.setattr("config.urls.handler404", bare_404)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_visitor_gets_what_the_table_says_in_chunk(stage: Stage, quick_404, request, chunk):
    with files_left_open():
        findings = walk(all_routes()[chunk::CHUNKS], registry=stage.registry, visitors=stage.visitors)

    recorder = request.config.pluginmanager.get_plugin(NAME)
    assert not findings.violations, "\n".join(findings.violations[:COMPLAINTS])
    if recorder:
        recorder.rows.update(findings.rows)
        return
    found = differences(read_table(), findings.rows)
    assert not found, "\n".join(found[:COMPLAINTS])


def keys_of(stage: Stage, routes: list[Route]) -> set[tuple[str, str, str]]:
    return {
        key_of(target, method) for route in routes for target in stage.registry.targets(route) for method in METHODS
    }


def test_the_table_has_no_lines_of_addresses_that_are_gone(stage):
    gone = sorted(set(read_table()) - keys_of(stage, all_routes()))
    assert gone == [], "run `python -m tests.access.generate` and commit the shorter table"


def test_an_address_without_lines_fails_with_advice(stage):
    new = [Route("desk/ledger/", "desk_ledger", "ja")]
    extra = [*get_resolver().url_patterns, path("desk/ledger/", bare_404)]
    assert [route.text for route in all_routes(extra) if route not in all_routes()] == ["desk/ledger/"]

    observed = {key_of(Target(new[0], "-", "/desk/ledger/"), "GET"): dict.fromkeys(KINDS, "200")}
    (sentence,) = differences(read_table(), observed)
    assert "desk/ledger/ · - · GET has no line" in sentence
    assert "python -m tests.access.generate" in sentence


def test_an_address_with_unknown_arguments_fails_with_advice(stage):
    with pytest.raises(UnknownAddressError, match=r"what 'receipt_id' names.*python -m tests.access.generate"):
        stage.registry.targets(Route("receipts/<str:receipt_id>/", "receipt", "ja"))


def test_the_table_speaks_about_both_municipalities_and_what_does_not_exist():
    table = read_table()
    edit = {label: table["admin/pages/<int:page_id>/edit/", label, "GET"] for label in ("A", "B", "none")}
    assert [edit[label]["staff_a"] for label in ("A", "B", "none")] == ["200", "404", "404"]
    assert [edit[label]["staff_b"] for label in ("A", "B", "none")] == ["404", "200", "404"]
    assert {row["former_a"] for row in edit.values()} == {"404"}
    assert len(table) > 1500


@pytest.mark.parametrize(("mine", "other"), [("staff_a", "B"), ("staff_b", "A")])
def test_in_the_whole_table_what_is_anothers_is_as_what_does_not_exist(mine, other):
    table = read_table()
    pairs = [(row, table[text, "none", method]) for (text, label, method), row in table.items() if label == other]
    admin = [(row, nothing) for row, nothing in pairs if not row["giver_a"]]
    assert len(admin) > 200
    assert [row for row, nothing in admin if row[mine] != nothing[mine]] == []


def test_only_operators_may_meet_a_broken_page():
    broken = {(key, kind) for key, row in read_table().items() for kind, outcome in row.items() if outcome == "500"}
    assert {kind for _key, kind in broken} <= {"operator"}
    assert {key[0] for key, _kind in broken} <= {"admin/failwhale/"}, "a page that breaks for operators"


class TestControls:
    """The judge must see what the door prevents."""

    ROUTES = ("wagtailadmin_explore", "wagtailadmin_api:images:listing", "wagtailadmin_reports:page_types_usage")

    def walk_without_the_door(self, stage: Stage) -> Findings:
        routes = [route for route in all_routes() if route.name in self.ROUTES]
        middleware = [name for name in settings.MIDDLEWARE if "admin_door" not in name]
        visitors = {kind: Visitor(kind, user=known.user) for kind, known in stage.visitors.items()}
        with override_settings(MIDDLEWARE=middleware), files_left_open():
            return walk(routes, registry=stage.registry, visitors=visitors, methods=("GET",))

    def test_without_the_door_the_judge_sees_violations(self, stage, quick_404):
        findings = self.walk_without_the_door(stage)
        assert any("tells staff_a: betamark" in each for each in findings.violations)
        assert any("tells staff_a that it exists" in each for each in findings.violations)
        assert any("staff_a got" in each for each in differences(read_table(), findings.rows))

    def test_the_same_addresses_hold_with_the_door(self, stage, quick_404):
        routes = [route for route in all_routes() if route.name in self.ROUTES]
        findings = walk(routes, registry=stage.registry, visitors=stage.visitors, methods=("GET",))
        assert findings.violations == []
        assert findings.cells == sum(
            is_asked(kind, target) for kind in KINDS for route in routes for target in stage.registry.targets(route)
        )
