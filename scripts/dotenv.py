"""The checkout's ``.env``: written once with random keys, completed when a release adds a key, never overwritten."""

import base64
import os
import re
import secrets
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from scripts.places import Place

HEAD = "# Made by scripts/services.py for this checkout alone. Variables of the process win over these lines.\n"
DATABASES = {
    "DATABASE_URL": ("minori_app", "minori"),
    "DATABASE_OWNER_URL": ("minori_owner", "minori"),
    "DATABASE_ADMIN_URL": ("minori_admin", "postgres"),
}


def read_env(path: Path) -> dict[str, str]:
    """The ``KEY=value`` lines of a file; an absent file is empty."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#") and "=" in line)
    return {key.strip(): value.strip() for key, value in pairs}


def effective_env(root: Path) -> dict[str, str]:
    """What a child process sees: ``.env``, overruled by the environment."""
    return read_env(root / ".env") | os.environ


def wants_private_postgres(root: Path) -> bool:
    """Whether this checkout runs a PostgreSQL of its own: nobody has named another."""
    known = read_env(root / ".env")
    return "DATABASE_URL" not in os.environ and ("DATABASE_URL" not in known or "DATABASE_ADMIN_URL" in known)


def wants_private_redis(root: Path) -> bool:
    """Whether this checkout runs a Redis of its own: nobody has named another."""
    return "REDIS_URL" not in os.environ and read_env(root / ".env").get("REDIS_URL", "unix://").startswith("unix://")


def password_of(values: dict[str, str], key: str) -> str:
    """The password in a database URL."""
    return unquote(urlsplit(values[key]).password or "")


def complete_env(place: Place) -> dict[str, str]:
    """Write the missing keys into ``.env`` and give back all of them.

    A copy of what was generated stays in ``var/``: a deleted ``.env`` comes back with the same passwords and field
    keys, and the data stays readable. In a checkout that was moved, only the sockets' directory is put right.
    """
    path, backup = place.root / ".env", place.var / "generated.env"
    known, kept = read_env(path), read_env(backup)
    values = {key: known.get(key) or kept.get(key) or value for key, value in _fresh(place).items()}
    if wants_private_postgres(place.root):
        for key in DATABASES:
            values[key] = _with_directory(values[key], place.run)
    if wants_private_redis(place.root):
        values["REDIS_URL"] = _redis_url(place)
    _write(path, known, values)
    _write(backup, kept, values)
    return values


def _fresh(place: Place) -> dict[str, str]:
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    values = {"DJANGO_SECRET_KEY": secrets.token_urlsafe(50)}
    if wants_private_postgres(place.root):
        for name, (role, database) in DATABASES.items():
            password = secrets.token_urlsafe(24)
            values[name] = f"postgres://{role}:{password}@{quote(str(place.run), safe='')}:5432/{database}"
    if wants_private_redis(place.root):
        values["REDIS_URL"] = _redis_url(place)
    return values | {
        "FIELD_KEYS": f"k1:{key}",
        "BLIND_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "STRIPE_SECRET_KEY": f"sk_test_{secrets.token_hex(16)}",
        "STRIPE_WEBHOOK_SECRETS": f"whsec_{secrets.token_hex(16)}",
        "STRIPE_API_BASE": "http://127.0.0.1:8001",
        "STRIPE_LIVEMODE": "false",
        "CHECKOUT_ORIGINS": "http://127.0.0.1:8001",
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DEMO": "true",
    }


def _redis_url(place: Place) -> str:
    return f"unix://{place.redis_socket}?db=0"


def _with_directory(url: str, directory: Path) -> str:
    return re.sub(r"@[^/]+/", f"@{quote(str(directory), safe='')}:5432/", url, count=1)


def _write(path: Path, old: dict[str, str], values: dict[str, str]) -> None:
    """Change only the lines whose value differs, append what is missing, keep everything else as it stands."""
    if all(old.get(key) == value for key, value in values.items()):
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else [HEAD]
    for key, value in values.items():
        if old.get(key) == value:
            continue
        places = [i for i, line in enumerate(lines) if line.split("=", 1)[0].strip() == key]
        if places:
            lines[places[-1]] = f"{key}={value}\n"
        else:
            lines.append(f"{key}={value}\n")
    draft = path.with_name(f"{path.name}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 (the mode must hold from the first byte)
        file.writelines(lines)
    draft.replace(path)
