"""An http(s) address -> bytes, within limits of time and size, and never to an address inside one's own network.

Every step of a redirection is checked like the first; the connection goes to the very address that was checked.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from claimgraph.errors import SourceError

if TYPE_CHECKING:
    from claimgraph.sources.reading import Limits

_HEADERS = {
    "User-Agent": "claimgraph (reads one article for its user)",
    "Accept": "text/html,text/plain,text/markdown,application/pdf;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
}
_REDIRECTIONS = {301, 302, 303, 307, 308}


def fetch(url: str, limits: Limits) -> tuple[bytes, str]:
    """The bytes at that address and the address they came from in the end. Raises SourceError."""
    deadline = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        parts = urlsplit(url)
        connection = _connect(parts, url, limits, deadline)
        try:
            response = _request(connection, parts, url)
            if response.status not in _REDIRECTIONS:
                return _body(response, url, limits, deadline), url
            target = response.getheader("Location")
            if not target:
                raise SourceError(f"{url}: redirects to nowhere; open it in a browser and save the page")
            url = urljoin(url, target)
        except (OSError, http.client.HTTPException) as error:
            raise SourceError(f"{url}: {error or type(error).__name__}; try again, or save the page") from None
        finally:
            connection.close()
    raise SourceError(f"{url}: more than {limits.redirects} redirections; open it in a browser and save the page")


def _connect(parts: SplitResult, url: str, limits: Limits, deadline: float) -> http.client.HTTPConnection:
    """A connection to an address of that host that was checked."""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(f"{url}: only http and https addresses are read")
    host, secure = parts.hostname, parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = _checked_address(host, port, url, limits)
    timeout = max(0.1, deadline - time.monotonic())
    try:
        plain = socket.create_connection((address, port), timeout=timeout)
        connected = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    except OSError as error:
        raise SourceError(f"{url}: cannot be reached ({error}); check the address, or save the page") from None
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    connection.sock = connected
    return connection


def _checked_address(host: str, port: int, url: str, limits: Limits) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SourceError(f"{url}: no host is called {host}; check the address") from None
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        place = ipaddress.ip_address(address.split("%")[0])
        mapped = getattr(place, "ipv4_mapped", None) or place
        if not limits.allow_private and not mapped.is_global:
            raise SourceError(f"{url}: leads to {address}, inside a private network; such addresses are not read")
    return addresses[0]


def _request(connection: http.client.HTTPConnection, parts: SplitResult, url: str) -> http.client.HTTPResponse:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", path, headers=_HEADERS)
    except (UnicodeEncodeError, http.client.InvalidURL):
        raise SourceError(f"{url}: not an address; write its special characters percent-encoded") from None
    return connection.getresponse()


def _body(response: http.client.HTTPResponse, url: str, limits: Limits, deadline: float) -> bytes:
    if response.status != 200:
        raise SourceError(f"{url}: the server answered {response.status} {response.reason}; save the page by hand")
    encoding = (response.getheader("Content-Encoding") or "").lower()
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding in ("gzip", "deflate") else None
    data = bytearray()
    while chunk := response.read1(65_536):
        data += unpack.decompress(chunk, limits.bytes + 1 - len(data)) if unpack else chunk
        if len(data) > limits.bytes:
            raise SourceError(f"{url}: larger than {limits.bytes // 1_000_000} MB; save the part that matters")
        if time.monotonic() > deadline:
            raise SourceError(f"{url}: not read within {limits.seconds:g} s; try again, or save the page")
    return bytes(data)
