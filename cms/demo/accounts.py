"""Who may sign in to the demo. The passwords are printed on purpose: they open invented data on this machine alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from cms.demo.chance import fixed_id
from municipalities.models import Municipality, Role, StaffAssignment


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One sign-in. ``municipality`` is empty for the operator."""

    email: str
    password: str
    name: str
    what: str
    municipality: str = ""


ACCOUNTS = (
    DemoAccount(
        "operator@minori.example", "demo-only-operator", "見本 運営", "operator, sees every municipality's pages"
    ),
    DemoAccount("editor@city-koshino.example", "demo-only-koshino", "見本 越野", "editor of 越野市 Koshino", "koshino"),
    DemoAccount(
        "editor@town-takesato.example", "demo-only-takesato", "見本 竹里", "editor of 竹里町 Takesato", "takesato"
    ),
)


def accounts_text() -> str:
    """The accounts as ``make demo`` prints them."""
    lines = ["  Accounts of the demo (invented data, this machine only)"]
    lines += [f"  {account.email:<32}{account.password:<22}{account.what}" for account in ACCOUNTS]
    return "\n".join(lines)


def accounts_load(towns: Mapping[str, Municipality], *, today: date) -> None:
    """Create the users and, for staff, the assignment that all their rights come from."""
    for account in ACCOUNTS:
        fields = {"name": account.name, "public_id": fixed_id("user", account.email)}
        if not account.municipality:
            User.objects.create_superuser(account.email, account.password, **fields)
            continue
        user = User.objects.create_user(account.email, account.password, is_staff=True, **fields)
        StaffAssignment.objects.create(
            user=user,
            municipality=towns[account.municipality],
            role=Role.STAFF,
            valid_from=date(today.year - 1, 4, 1),
        )
