"""Collect the message ids of our own code and templates into ``locale/ja`` and say what is not translated yet."""

import re
import subprocess
import sys

from scripts.places import ROOT

IGNORED = (".venv", "var", "tests", "scripts", "sandbox")
CATALOGUE = ROOT / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def main() -> int:
    command = [sys.executable, str(ROOT / "manage.py"), "makemessages", "--locale=ja", "--no-obsolete"]
    command += ["--add-location=file", *(f"--ignore={name}" for name in IGNORED)]
    subprocess.run(command, cwd=ROOT, check=True)
    text = CATALOGUE.read_text(encoding="utf-8")
    CATALOGUE.write_text(re.sub(r'^"POT-Creation-Date: .*\n', "", text, flags=re.MULTILINE), encoding="utf-8")
    return subprocess.run(["msgfmt", "--check", "--statistics", "-o", "/dev/null", CATALOGUE], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
