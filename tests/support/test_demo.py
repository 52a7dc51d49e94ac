"""How the demo fails: at once, with the reason, leaving nothing behind."""

import subprocess
import sys
from pathlib import Path

from scripts.check_tree import problems
from scripts.children import loopback_listener, port_is_free
from tests.support.databases import child_environment
from tests.support.environment import ROOT


def run_demo(port: int, var: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.demo", "--check", f"--port={port}", f"--var={var}"],
        env={**child_environment("none"), **env},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def free_port() -> int:
    with loopback_listener() as listener:
        return int(listener.getsockname()[1])


def test_a_taken_port_is_refused_with_a_way_out(tmp_path):
    with loopback_listener() as listener:
        port = listener.getsockname()[1]
        ended = run_demo(port, tmp_path)

    assert ended.returncode == 1
    assert f"Port {port} is taken" in ended.stderr
    assert "PORT=" in ended.stderr


def test_a_program_that_dies_ends_the_demo_and_shows_its_log(tmp_path):
    port = free_port()
    ended = run_demo(port, tmp_path, DJANGO_SETTINGS_MODULE="config.settings.no_such")

    assert ended.returncode == 1
    assert "site ended with status" in ended.stderr
    assert "No module named 'config.settings.no_such'" in ended.stderr
    assert port_is_free(port)
    assert port_is_free(port + 1)


def test_generated_files_do_not_belong_in_the_tree():
    found = problems([".env", "locale/ja/LC_MESSAGES/django.mo", "uv.lock", "core/yen.py"])
    assert [line.split()[0] for line in found] == [".env", "locale/ja/LC_MESSAGES/django.mo", "uv.lock"]
