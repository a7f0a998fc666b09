"""Python imports this at its start: it plays Colab, and it takes the network away.

What is asked of an https host goes to the test's own server, where STUB_GITHUB names one.
"""

import http.client
import ipaddress
import os
import socket
import urllib.request

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


class _ToTheTest(urllib.request.HTTPSHandler):
    def https_open(self, request):
        request.add_unredirected_header("Host", request.host)
        request.host = os.environ["STUB_GITHUB"]
        return self.do_open(http.client.HTTPConnection, request)


if "STUB_GITHUB" in os.environ:
    urllib.request.install_opener(urllib.request.build_opener(_ToTheTest))
