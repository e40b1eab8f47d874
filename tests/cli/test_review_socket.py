"""The socket that the desk listens on."""

from __future__ import annotations

import socket

import pytest

from zhenwei.cli.review import listening_on
from zhenwei.errors import BadInput


def test_answers_do_not_wait_for_the_acknowledgement_of_their_head() -> None:
    with listening_on("127.0.0.1", 0) as server, socket.create_connection(server.getsockname()):
        connection, _ = server.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_in_use_is_one_clear_line() -> None:
    with listening_on("127.0.0.1", 0) as server, pytest.raises(BadInput, match="换一个 --port"):
        listening_on("127.0.0.1", server.getsockname()[1])
