"""Write ``docs/states.md`` from the state tables, so that the page cannot differ from the code."""

import os
from typing import Any

import django

from scripts.places import ROOT

PAGE = ROOT / "docs" / "states.md"
HEAD = """# States

Made from the state tables by `make docs`; a test holds the two together. Only these arrows exist, and every change
leaves a row that says when and why.
"""


def page() -> str:
    """The page as it must be."""
    parts = [HEAD]
    for title, machine in _machines():
        lines = [f"    [*] --> {machine.start.value}"]
        for status, targets in machine.arrows.items():
            lines += [f"    {status.value} --> {target.value}" for target in sorted(targets)]
            lines += [f"    {status.value} --> [*]"] if not targets else []
        parts.append(f"## {title}\n\n```mermaid\nstateDiagram-v2\n" + "\n".join(lines) + "\n```\n")
    return "\n".join(parts)


def _machines() -> list[tuple[str, Any]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    from campaigns.states import CAMPAIGN_MACHINE  # noqa: PLC0415  (models need Django set up)
    from donations.states import PAYMENT_MACHINE, PLEDGE_MACHINE, REFUND_MACHINE  # noqa: PLC0415

    return [
        ("Campaign", CAMPAIGN_MACHINE),
        ("Pledge", PLEDGE_MACHINE),
        ("Payment", PAYMENT_MACHINE),
        ("Refund", REFUND_MACHINE),
    ]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
