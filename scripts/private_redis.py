"""A Redis of our own on a Unix socket. It carries ids and what can be read again; losing it loses nothing."""

import contextlib
import socket
import subprocess
import time

from scripts.places import Command, Place, SetupError


def ask(place: Place, command: str) -> bytes:
    """One inline command; an empty answer if nobody listens."""
    with socket.socket(socket.AF_UNIX) as channel:
        channel.settimeout(2)
        try:
            channel.connect(str(place.redis_socket))
            channel.sendall(f"{command}\r\n".encode())
            return channel.recv(1024)
        except OSError:
            return b""


def is_running(place: Place) -> bool:
    """Whether the server answers on our socket."""
    return place.redis_socket.exists() and ask(place, "PING").startswith(b"+PONG")


def start(place: Place) -> None:
    """Start the server.

    Raises:
        SetupError: redis-server is missing or does not come up.
    """
    if is_running(place):
        return
    place.owned_directory(place.redis)
    command: Command = [
        "redis-server",
        "--port",
        "0",
        "--unixsocket",
        place.redis_socket,
        "--unixsocketperm",
        "700",
    ]
    command += ["--dir", place.redis, "--save", "", "--appendonly", "no", "--databases", "64"]
    command += ["--maxmemory-policy", "noeviction", "--daemonize", "no", "--logfile", ""]
    log = place.log / "redis.log"
    with log.open("ab") as output:
        try:
            server = subprocess.Popen(
                command, stdout=output, stderr=output, start_new_session=True, **place.as_account()
            )
        except FileNotFoundError:
            raise SetupError("redis-server is not installed; run scripts/system_packages.sh.") from None
    deadline = time.monotonic() + 30
    while not is_running(place):
        if server.poll() is not None or time.monotonic() > deadline:
            tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise SetupError(f"Redis does not start; the end of {log}:\n{tail}")
        time.sleep(0.02)
    server.returncode = 0  # it outlives us on purpose: no warning that it still runs


def stop(place: Place) -> bool:
    """End the server if it runs; true if there was one."""
    if not is_running(place):
        return False
    with contextlib.suppress(OSError):
        ask(place, "SHUTDOWN NOSAVE")
    deadline = time.monotonic() + 10
    while is_running(place):
        if time.monotonic() > deadline:
            raise SetupError("Redis does not stop within 10 s.")
        time.sleep(0.02)
    return True
