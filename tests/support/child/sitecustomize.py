"""Python imports this by itself in every child process that tests start: the guard holds there too."""

from tests.support.socket_guard import install

install()
