"""What must not be in the repository: addresses of registries, lock files that list them, compiled messages."""

import subprocess
import sys
from fnmatch import fnmatch

from scripts.places import ROOT

FORBIDDEN_FILES = ("uv.lock", "*/uv.lock", "package-lock.json", "*/package-lock.json", "*.mo", "*.pyc", ".env", "var/*")
LOCKED = ("requirements.txt", "requirements-dev.txt")


def problems(tracked: list[str]) -> list[str]:
    """One sentence for each thing that does not belong in the tree."""
    found = [f"{path} must not be committed" for path in tracked if any(fnmatch(path, p) for p in FORBIDDEN_FILES)]
    for name in LOCKED:
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), start=1):
            if "://" in line or line.startswith(("-f", "--find-links", "-i", "--index-url", "--extra-index-url")):
                found.append(f"{name}:{number} names an address: {line.strip()}")
    return found


def main() -> int:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    found = problems(listed.stdout.splitlines())
    print("\n".join(found) or "The tree holds no addresses and no generated files.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
