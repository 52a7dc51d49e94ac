"""Foreign keys by string escape the import linter: this holds them to the same stack."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from municipalities.models import Municipality
from municipalities.scoping import TenantQuerySet

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
STACK = next(contract["layers"] for contract in CONTRACTS if contract["name"] == "Apps form one stack")
OURS = [model for model in apps.get_models() if model._meta.app_label in STACK]
RELATIONS = [
    (field.model, field)
    for model in OURS
    for field in model._meta.get_fields()
    if isinstance(field, models.ForeignKey) and field.model is model and field.related_model._meta.app_label in STACK
]


def rank(model: type[models.Model]) -> int:
    """Higher stands above."""
    return len(STACK) - STACK.index(model._meta.app_label)


def test_every_app_of_ours_stands_in_the_stack():
    installed = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert installed <= set(STACK)


@pytest.mark.parametrize(
    ("model", "field"), RELATIONS, ids=lambda value: getattr(value, "name", None) or str(value.__name__)
)
def test_a_relation_points_down_the_stack(model, field):
    assert rank(field.related_model) <= rank(model)


def test_the_control_a_relation_upwards_would_be_seen():
    assert rank(apps.get_model("ledger", "JournalEntry")) < rank(apps.get_model("donations", "Donation"))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_whatever_belongs_to_a_municipality_is_read_through_the_tenancy_door(model):
    fields = {field.name: field for field in model._meta.fields}
    belongs = model is Municipality or (
        "municipality" in fields and fields["municipality"].related_model is Municipality and not _is_page(model)
    )
    if belongs:
        assert isinstance(model._default_manager.all(), TenantQuerySet)


def _is_page(model: type[models.Model]) -> bool:
    """Pages are scoped by their place in the tree."""
    return any(base.__module__.startswith("wagtail") for base in model.__mro__)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_money_personal_rows_and_work_carry_their_municipality(model):
    carries = {"aad_id", "amount_jpy", "gateway_refund_id", "leased_until"} & {f.name for f in model._meta.fields}
    if carries and model._meta.label not in {"campaigns.BudgetLine"}:  # a promise, not money
        assert "municipality" in {field.name for field in model._meta.fields}


def test_nothing_cascades_but_inside_an_aggregate():
    cascading = {
        f"{model._meta.label}.{field.name}"
        for model, field in RELATIONS
        if field.remote_field.on_delete is models.CASCADE
    }
    assert cascading == {"campaigns.BudgetLine.campaign"}
