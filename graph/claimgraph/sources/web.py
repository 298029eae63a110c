"""An http(s) address -> bytes, within limits of time and size, and never to an address inside one's own network.

Every step of a redirection is checked like the first; the connection goes to the very address that was checked.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from claimgraph.errors import SourceError

if TYPE_CHECKING:
    from claimgraph.sources.reading import Limits

_HEADERS = {
    "User-Agent": "claimgraph (reads one article for its user)",
    "Accept": "text/html,text/plain,text/markdown,application/pdf;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_REDIRECTIONS = {301, 302, 303, 307, 308}
_CARRIERS = tuple(ipaddress.IPv6Network(network) for network in ("64:ff9b::/96", "::/96"))
_PATH_SIGNS = "/%:=&?~+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: the bytes, the address they came from in the end, and the encoding the server named."""

    data: bytes
    url: str
    charset: str | None


def fetch(url: str, limits: Limits) -> Fetched:
    """Read an address. Raises SourceError, also where it takes longer or sends more than the limits allow."""
    deadline = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        parts = _parts(url)
        with _connection(parts, url, limits, deadline) as connection, _reported(url, limits, deadline):
            response = _request(connection, parts)
            if response.status not in _REDIRECTIONS:
                data = _body(response, url, limits, deadline)
                return Fetched(data, url, response.headers.get_content_charset())
            target = response.getheader("Location")
            if not target:
                raise SourceError(f"{url}: redirects to nowhere; open it in a browser and save the page")
            url = urljoin(url, target)
    raise SourceError(f"{url}: more than {limits.redirects} redirections; open it in a browser and save the page")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise SourceError(f"{url}: not an address; write https://host/path") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(f"{url}: only http and https addresses are read; save the page as a file")
    return parts


@contextmanager
def _reported(url: str, limits: Limits, deadline: float) -> Iterator[None]:
    """Whatever goes wrong on the line, said as a SourceError; after the deadline, that it took too long."""
    try:
        yield
    except (OSError, ValueError, http.client.HTTPException, zlib.error) as error:
        if time.monotonic() >= deadline:
            raise _too_slow(url, limits) from None
        raise SourceError(f"{url}: {error or type(error).__name__}; try again, or save the page") from None


def _too_slow(url: str, limits: Limits) -> SourceError:
    return SourceError(f"{url}: not read within {limits.seconds:g} s; try again, or save the page")


@contextmanager
def _connection(parts: SplitResult, url: str, limits: Limits, deadline: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to a checked address of that host, cut off at the deadline whatever the server does."""
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    with _reported(url, limits, deadline):
        plain = _connected(_checked_addresses(host, port, url, limits, deadline), port, deadline)
    cut = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [plain])
    cut.daemon = True
    cut.start()
    try:
        with _reported(url, limits, deadline):
            sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        connection = http.client.HTTPConnection(host, port, timeout=limits.seconds)
        connection.sock = sock
        yield connection
        connection.close()
    finally:
        cut.cancel()
        plain.close()


def _cut(plain: socket.socket) -> None:
    with suppress(OSError):
        plain.shutdown(socket.SHUT_RDWR)


def _connected(addresses: list[str], port: int, deadline: float) -> socket.socket:
    """A connection to the first of these addresses that answers."""
    for place, address in enumerate(addresses):
        try:
            return socket.create_connection((address, port), timeout=max(0.1, deadline - time.monotonic()))
        except OSError:
            if place == len(addresses) - 1:
                raise
    raise OSError("no address")


def _checked_addresses(host: str, port: int, url: str, limits: Limits, deadline: float) -> list[str]:
    """All addresses of the host; one inside a private network refuses them all."""
    addresses = _resolved(host, port, deadline)
    if addresses is None:
        raise SourceError(f"{url}: no host is called {host}; check the address")
    for address in addresses:
        if not limits.allow_private and not _is_public(address):
            raise SourceError(f"{url}: leads to {address}, inside a private network; such addresses are not read")
    return addresses


def _resolved(host: str, port: int, deadline: float) -> list[str] | None:
    """The addresses of a host name; asked in a thread of its own, as a resolver knows no deadline."""
    found: list[str] = []

    def ask() -> None:
        with suppress(OSError, UnicodeError):
            found.extend(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.1, deadline - time.monotonic()))
    return list(dict.fromkeys(found)) or None


def _is_public(address: str) -> bool:
    """Whether an address is reachable for everybody, also where it wraps another one."""
    place = ipaddress.ip_address(address.split("%")[0])
    if isinstance(place, ipaddress.IPv6Address):
        place = _wrapped(place) or place
    return place.is_global and not place.is_multicast


def _wrapped(place: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to: mapped, compatible, 6to4, Teredo, or translated (RFC 6052)."""
    if any(place in network for network in _CARRIERS):
        return ipaddress.IPv4Address(int(place) & 0xFFFF_FFFF)
    teredo = place.teredo
    return place.ipv4_mapped or place.sixtofour or (teredo[1] if teredo else None)


def _request(connection: http.client.HTTPConnection, parts: SplitResult) -> http.client.HTTPResponse:
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_PATH_SIGNS)
    connection.request("GET", path, headers=_HEADERS)
    return connection.getresponse()


def _body(response: http.client.HTTPResponse, url: str, limits: Limits, deadline: float) -> bytes:
    if response.status != 200:
        raise SourceError(f"{url}: the server answered {response.status} {response.reason}; save the page by hand")
    encoding = (response.getheader("Content-Encoding") or "").lower()
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding in ("gzip", "x-gzip", "deflate") else None
    data = bytearray()
    while chunk := response.read1(65_536):
        data += unpack.decompress(chunk, limits.bytes + 1 - len(data)) if unpack else chunk
        if len(data) > limits.bytes:
            raise SourceError(f"{url}: larger than {limits.bytes // 1_000_000} MB; save the part that matters")
        if time.monotonic() >= deadline:
            raise _too_slow(url, limits)
    if time.monotonic() >= deadline:
        raise _too_slow(url, limits)
    if response.length or (unpack and not unpack.eof):
        raise SourceError(f"{url}: broke off before its end; try again, or save the page")
    return bytes(data)
