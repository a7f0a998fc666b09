"""Python imports this at its start: it plays Colab, and it takes the network away."""

import ipaddress
import socket

import google.colab  # noqa: F401  Colab's kernels have it imported before the first cell

_connect = socket.socket.connect


def _connect_on_this_machine(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        try:
            local = ipaddress.ip_address(address[0]).is_loopback
        except ValueError:
            local = address[0] == "localhost"
        if not local:
            raise OSError(f"no network in this test: {address}")
    return _connect(self, address)


socket.socket.connect = _connect_on_this_machine
