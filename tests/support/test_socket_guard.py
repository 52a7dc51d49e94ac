"""The guard bites, here and in child processes, and leaves loopback alone."""

import socket
import subprocess
import sys

import pytest

from scripts.children import loopback_listener
from tests.support.databases import child_environment
from tests.support.socket_guard import OutsideConnectionError

OUTSIDE = ("192.0.2.1", 80)  # RFC 5737: an address that is nobody's


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_a_connection_to_the_outside_is_refused(method):
    with socket.socket() as channel, pytest.raises(OutsideConnectionError):
        getattr(channel, method)(OUTSIDE)


def test_a_datagram_to_the_outside_is_refused():
    with socket.socket(type=socket.SOCK_DGRAM) as channel, pytest.raises(OutsideConnectionError):
        channel.sendto(b"", OUTSIDE)


def test_a_name_of_the_outside_is_not_even_looked_up():
    with pytest.raises(OutsideConnectionError):
        socket.create_connection(("api.stripe.com", 443))


def test_loopback_works():
    with loopback_listener() as listener, socket.create_connection(listener.getsockname()) as connected:
        assert connected.getpeername() == listener.getsockname()


def test_python_children_are_guarded_too():
    script = f"import socket; socket.socket().connect({OUTSIDE!r})"
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env=child_environment("none"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "OutsideConnectionError" in ended.stderr
