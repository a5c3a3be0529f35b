"""Taking the port before anything else: what is taken, reserved or not ours is said with a fix."""

import os
import socket

import pytest

from frontdesk.app import serve
from frontdesk.ground.words.problems import BadInput
from testing import ports


def test_taken_port_is_refused_with_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = int(other.getsockname()[1])
        with pytest.raises(BadInput) as refused:
            serve.take_port("127.0.0.1", port)
    assert refused.value.code == "app.port_taken"
    assert f"--port {port % 65535 + 1}" in refused.value.fix


def test_free_port_is_held_until_closed() -> None:
    port = ports.free_port()
    taken = serve.take_port("127.0.0.1", port)
    try:
        assert [one.getsockname() for one in taken] == [("127.0.0.1", port)]
    finally:
        for one in taken:
            one.close()


def test_foreign_address_names_the_setting() -> None:
    with pytest.raises(BadInput) as refused:
        serve.take_port("192.0.2.1", ports.free_port())
    assert (refused.value.code, refused.value.field) == ("app.no_such_address", "FRONTDESK_HOST")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may listen on every port")
def test_reserved_port_asks_for_a_proxy() -> None:
    with pytest.raises(BadInput) as refused:
        serve.take_port("127.0.0.1", 80)
    assert refused.value.code == "app.port_reserved"
