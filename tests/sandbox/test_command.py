"""``python -m sandbox`` as the demo starts it."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.sandbox.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]


def test_it_serves_until_told_to_stop(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--account", "acct_demo=越野市"]
    command += ["--webhook-url", "http://127.0.0.1:9/hook", "--webhook-secret", "whsec_demo"]
    command += ["--store", str(tmp_path / "demo.sqlite")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        base_url = process.stdout.readline().split()[-1]
        with Visitor(base_url, "sk_test_any", account="acct_demo") as visitor:
            assert visitor.session().url
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")
