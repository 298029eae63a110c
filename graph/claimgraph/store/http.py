"""Requests to a SPARQL endpoint: posted, patient with a busy server, careful with a strange one.

Time-outs, a limit on the size of an answer, no redirects, retries on 429 and 503. It knows HTTP and nothing of RDF.
"""

from __future__ import annotations

import base64
import email.utils
import http.client
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import Message
from typing import IO

from claimgraph.errors import StoreError

_TRIES = 4
_LONGEST_WAIT = 30.0
_IN_MEMORY = 8 << 20


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that arrived whole: its media type, headers and body, rewound."""

    media_type: str
    headers: Message
    body: IO[bytes]


class _Body(tempfile.SpooledTemporaryFile[bytes]):
    """A body that results are read from for as long as somebody holds them; closed with the last of them."""

    def __del__(self) -> None:
        self.close()


class RefusedError(StoreError):
    """The server understood and said no; `status` is its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address that takes POST requests. `timeout` in seconds of silence, `limit` in bytes of one answer."""

    url: str
    timeout: float = 60.0
    limit: int = 1 << 30
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    authorization: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, address: str) -> Endpoint:
        """The endpoint at an address; a name and password in it become a header and are shown nowhere."""
        parts = urllib.parse.urlsplit(address)
        if not parts.hostname:
            raise StoreError(f"{address} names no server: write it as http://host:port/path")
        secret = None
        if parts.username is not None:
            pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
            secret = "Basic " + base64.b64encode(pair.encode()).decode()
        plain = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")
        return cls(plain.geturl(), authorization=secret)

    def beside(self, path: str) -> Endpoint:
        """The endpoint at another path of the same server."""
        return Endpoint(
            urllib.parse.urljoin(self.url, path), self.timeout, self.limit, self.now, self.sleep, self.authorization
        )

    def post(self, fields: Sequence[tuple[str, str]], accept: str) -> Reply:
        """Posts a form. Raises StoreError: unreachable, too slow, too large, cut off; RefusedError for a 4xx or 5xx."""
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded", "User-Agent": "claimgraph"}
        if self.authorization:
            headers["Authorization"] = self.authorization
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked when the store was opened
            self.url, urllib.parse.urlencode(fields).encode(), headers, method="POST"
        )
        for attempt in range(_TRIES):
            try:
                return self._receive(request)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in (429, 503) or attempt == _TRIES - 1:
                        raise self._refusal(error) from error
                    self.sleep(_wait(error.headers.get("Retry-After"), attempt, self.now()))
        raise AssertionError("the last try returns or raises")

    def _receive(self, request: urllib.request.Request) -> Reply:
        try:
            with _OPENER.open(request, timeout=self.timeout) as response:
                body = self._body(response)
                return Reply(response.headers.get_content_type(), response.headers, body)
        except urllib.error.HTTPError:
            raise
        except TimeoutError as error:
            raise StoreError(f"{self.url} said nothing for {self.timeout:g} s: ask for less, or try later") from error
        except http.client.HTTPException as error:
            raise StoreError(f"{self.url} broke off its answer ({error!r}): ask again, or for less") from error
        except OSError as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise StoreError(f"{self.url} said nothing for {self.timeout:g} s: try later") from error
            raise StoreError(f"{self.url} cannot be reached: {reason}. Is the server running there?") from error

    def _body(self, response: http.client.HTTPResponse) -> IO[bytes]:
        """The whole body, on disk when it is large. Raises StoreError over the limit."""
        body = _Body(_IN_MEMORY)
        size = 0
        while piece := response.read(1 << 16):
            size += len(piece)
            if size > self.limit:
                body.close()
                raise StoreError(
                    f"{self.url} answers with more than {self.limit:,} bytes: narrow the query, or LIMIT it"
                )
            body.write(piece)
        if response.length:
            body.close()
            raise StoreError(f"{self.url} broke off its answer: ask again, or for less")
        body.seek(0)
        return body

    def _refusal(self, error: urllib.error.HTTPError) -> StoreError:
        if 300 <= error.code < 400:
            target = error.headers.get("Location", "nowhere")
            return RefusedError(error.code, f"{self.url} redirects to {target}: open that address if you trust it")
        said = " ".join(error.read(2000).decode("utf-8", "replace").split()) or error.reason
        advice = {
            401: "give name and password: http://name:password@host/path",
            403: "ask whoever runs the server for access",
            404: "check the path of the address",
            413: "send less at once",
            429: "it is busy: try later",
            503: "it is busy: try later",
        }.get(error.code, "see the message of the server")
        return RefusedError(error.code, f"{self.url} refuses ({error.code}): {said}. What to do: {advice}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect to the caller as an error: a question must not wander to another server."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def _wait(retry_after: str | None, attempt: int, now: float) -> float:
    """Seconds to wait before asking again (RFC 9110, section 10.2.3).

    >>> _wait("2", 0, now=0), _wait(None, 1, now=0), _wait("Thu, 01 Jan 1970 00:00:09 GMT", 0, now=4), _wait("900", 0, 0)
    (2.0, 1.0, 5.0, 30.0)
    """
    wait = (0.5, 1.0, 2.0, 4.0)[attempt]
    if retry_after is not None:
        try:
            wait = float(retry_after)
        except ValueError:
            date = email.utils.parsedate_tz(retry_after)
            wait = email.utils.mktime_tz(date) - now if date else wait
    return float(min(max(wait, 0.0), _LONGEST_WAIT))
