"""Run a management command as the role that owns the schema: ``python -m scripts.as_owner migrate``."""

import os
import subprocess
import sys

from scripts.dotenv import effective_env
from scripts.places import ROOT


def main() -> int:
    known = effective_env(ROOT)
    owner = known.get("DATABASE_OWNER_URL")
    if not owner:
        print("DATABASE_OWNER_URL is not set: the URL of the role minori_owner (README.md, Production).")
        return 1
    command = [sys.executable, str(ROOT / "manage.py"), *sys.argv[1:]]
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": owner}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
