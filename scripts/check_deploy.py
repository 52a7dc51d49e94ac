"""``manage.py check --deploy`` under production settings and a throw-away environment; a warning is a failure."""

import base64
import os
import secrets
import subprocess
import sys

from scripts.dotenv import effective_env
from scripts.places import ROOT


def production_like() -> dict[str, str]:
    """What a production host sets, with random secrets and the checkout's own database."""
    known = effective_env(ROOT)
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DJANGO_SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": known["DATABASE_URL"],
        "REDIS_URL": known["REDIS_URL"],
        "FIELD_KEYS": f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        "BLIND_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "STRIPE_SECRET_KEY": f"sk_live_{secrets.token_hex(16)}",
        "STRIPE_WEBHOOK_SECRETS": f"whsec_{secrets.token_hex(16)}",
        "STRIPE_API_BASE": "",
        "STRIPE_LIVEMODE": "true",
        "CHECKOUT_ORIGINS": "",
        "SITE_URL": "https://minori.example",
        "ALLOWED_HOSTS": "minori.example",
        "EMAIL_URL": "smtp+tls://mail.minori.example:587",
        "DEMO": "false",
    }


def main() -> int:
    command = [sys.executable, "-W", "error", str(ROOT / "manage.py"), "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env={**os.environ, **production_like()}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
