"""Tests speak to this machine only: any other connection is an error, in this process and in Python children.

What C libraries open by themselves (libpq) is outside its reach; those are only ever given Unix sockets or loopback.
"""

import ipaddress
import os
import socket
from typing import Any

LOCAL_NAMES = {"localhost", "", None}
_connect, _connect_ex, _sendto, _getaddrinfo = (
    socket.socket.connect,
    socket.socket.connect_ex,
    socket.socket.sendto,
    socket.getaddrinfo,
)
_allowed_addresses: set[str] = set()


class OutsideConnectionError(RuntimeError):
    """A test tried to leave the machine. No OSError, so that no retry loop swallows it."""


def _is_local(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in LOCAL_NAMES or name in _allowed_addresses:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _check(family: int, address: Any) -> None:
    if family in {socket.AF_INET, socket.AF_INET6} and not _is_local(address[0]):
        raise OutsideConnectionError(f"tests may not connect to {address[0]}")


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _check(self.family, address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _check(self.family, address)
    return _connect_ex(self, address)


def _guarded_sendto(self: socket.socket, data: Any, *rest: Any) -> int:
    _check(self.family, rest[-1])
    return _sendto(self, data, *rest)


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    if host in os.environ.get("TEST_ALLOWED_HOSTS", "").split(","):
        found = _getaddrinfo(host, *args, **kwargs)
        _allowed_addresses.update(str(entry[4][0]) for entry in found)
        return found
    if not _is_local(host):
        raise OutsideConnectionError(f"tests may not look up {host}")
    return _getaddrinfo(host, *args, **kwargs)


def install() -> None:
    """Guard every socket of this process. TEST_ALLOWED_HOSTS names the exceptions (a real test account's API)."""
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign]
    socket.socket.sendto = _guarded_sendto  # type: ignore[method-assign,assignment]
    socket.getaddrinfo = _guarded_getaddrinfo
