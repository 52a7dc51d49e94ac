"""Asking many addresses as many visitors."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.arguments import Registry, Target
from tests.access.judge import METHODS, Answer, ask, leaks, stripped
from tests.access.routes import Route, routes_of
from tests.access.table import NOT_ASKED, Key, Row, is_asked, key_of
from tests.access.visitors import KINDS, Visitor

READERS = {"staff_a": "B", "staff_b": "A"}


@dataclass
class Findings:
    """What a walk has seen."""

    rows: dict[Key, Row] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    cells: int = 0


def all_routes(patterns: list[URLPattern | URLResolver] | None = None) -> list[Route]:
    """Routes of the running configuration, or below the given patterns."""
    return routes_of(get_resolver().url_patterns if patterns is None else patterns)


def walk(
    routes: Iterable[Route], *, registry: Registry, visitors: dict[str, Visitor], methods: tuple[str, ...] = METHODS
) -> Findings:
    """Every address, visitor and method: what was answered, and which answers say too much."""
    findings = Findings()
    for route in routes:
        targets = registry.targets(route)
        for method in methods:
            for kind in KINDS:
                answers = _answers(targets, method, visitors[kind]) if kind in visitors else {}
                _record(findings, targets, method, kind, answers)
    return findings


def _answers(targets: list[Target], method: str, visitor: Visitor) -> dict[str, Answer]:
    answers = {}
    for target in targets:
        if is_asked(visitor.kind, target):
            answers[target.label] = ask(visitor.fresh(), method, target)
            if method != "GET" and answers[target.label].outcome in {"200", "302"}:
                cache.clear()  # the savepoint does not undo what was put there
    return answers


def _record(findings: Findings, targets: list[Target], method: str, kind: str, answers: dict[str, Answer]) -> None:
    findings.cells += len(answers)
    for target in targets:
        answer = answers.get(target.label)
        row = findings.rows.setdefault(key_of(target, method), {})
        row[kind] = answer.outcome if answer else NOT_ASKED
        told = leaks(kind, target, answer) if answer else []
        if told:
            findings.violations.append(f"{method} {target.path} ({target.label}) tells {kind}: {', '.join(told)}")
    if targets[0].route.is_admin and kind in READERS:
        findings.violations += _distinguished(targets, method, kind, answers)


def _distinguished(targets: list[Target], method: str, kind: str, answers: dict[str, Answer]) -> list[str]:
    """Objects of the other municipality that look different from objects that do not exist."""
    foreign = [target for target in targets if target.label == READERS[kind]]
    missing = next((target for target in targets if target.label == "none"), None)
    if missing is None or not answers:
        return []
    nothing = stripped(answers["none"], missing)
    return [
        f"{method} {target.path} tells {kind} that it exists: {answers[target.label].outcome}"
        for target in foreign
        if answers[target.label].outcome != answers["none"].outcome
        or stripped(answers[target.label], target) != nothing
    ]
