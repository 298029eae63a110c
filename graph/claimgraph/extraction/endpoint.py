"""One OpenAI-compatible endpoint: a conversation in, an answer out, within limits of time, size and patience.

Answers are kept by the content of the question in a folder, so that the same question is never paid for twice. The key
goes into the request and nowhere else. What an answer means is not known here.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from claimgraph.errors import ExtractionError, MissingExtraError
from claimgraph.extraction.answer_store import AnswerStore

if TYPE_CHECKING:
    import httpx

__all__ = ["Answer", "Conversation", "LanguageModel", "Usage"]

_FORMATS = ("json_schema", "json_object", "text")
_BUSY = {408, 409, 425, 429, 500, 502, 503, 504}
_UNFIT = {400, 404, 405, 415, 422, 501}
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Which model to ask, and how long to wait. `prices` are US dollars per million tokens read and written.

    `seconds` bounds one answer, `patience` all the waiting that a busy endpoint asks for, `bytes` the size of an answer.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    cache: Path | None = None
    prices: tuple[Decimal, Decimal] | None = None
    seconds: float = 120.0
    patience: float = 60.0
    attempts: int = 4
    bytes: int = 1_000_000
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False, compare=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> LanguageModel:
        """The model that CLAIMGRAPH_LLM_URL, _MODEL and _KEY name; _CACHE and _PRICES (READ/WRITTEN) where they are set."""
        url, model = environment.get("CLAIMGRAPH_LLM_URL"), environment.get("CLAIMGRAPH_LLM_MODEL")
        if not url or not model:
            raise ExtractionError(
                "no language model is named: set CLAIMGRAPH_LLM_URL (https://host/v1), CLAIMGRAPH_LLM_MODEL and, where it "
                "needs one, CLAIMGRAPH_LLM_KEY"
            )
        home = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        cache = Path(environment.get("CLAIMGRAPH_LLM_CACHE") or home / "claimgraph" / "answers")
        prices = _prices(environment.get("CLAIMGRAPH_LLM_PRICES"))
        return cls(url, model, environment.get("CLAIMGRAPH_LLM_KEY"), cache, prices)

    @property
    def address(self) -> str:
        """Where questions are posted."""
        url = self.url.rstrip("/")
        if not url.startswith(("http://", "https://")):
            raise ExtractionError(f"{self.url}: not an address of an endpoint; write https://host/v1")
        return url if url.endswith("/chat/completions") else f"{url}/chat/completions"


def _prices(text: str | None) -> tuple[Decimal, Decimal] | None:
    if not text:
        return None
    try:
        read, written = (Decimal(part) for part in text.split("/"))
    except (ValueError, InvalidOperation):
        raise ExtractionError(f"CLAIMGRAPH_LLM_PRICES={text}: write dollars per million tokens as 0.15/0.60") from None
    return read, written


@dataclass(slots=True)
class Usage:
    """What was asked so far: answers, how many of them came from the cache, tokens, and dollars where they are known."""

    answers: int = 0
    cached: int = 0
    read: int = 0
    written: int = 0
    cost: Decimal | None = None

    def __str__(self) -> str:
        cost = "" if self.cost is None else f", ${self.cost:.4f}"
        cached = f" ({self.cached} kept from before)" if self.cached else ""
        return f"{self.answers} answers{cached}, {self.read:,} tokens read, {self.written:,} written{cost}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of an answer; `cut` is true where the model stopped for want of room."""

    text: str
    cut: bool = False


class Conversation:
    """A line to one endpoint; finds out once which form of answer it knows, and counts what is used."""

    def __init__(self, model: LanguageModel) -> None:
        try:
            import httpx
        except ImportError as error:
            raise MissingExtraError("httpx", "llm", error) from None
        self.model = model
        self.usage = Usage()
        self._kept = AnswerStore(model.cache)
        self._client = httpx.Client(timeout=model.seconds, follow_redirects=False)
        self._formats = list(_FORMATS)
        self._waited = 0.0

    def __enter__(self) -> Conversation:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> Answer:
        """The answer to a conversation. Raises ExtractionError where there is none, with what to do."""
        question = json.dumps([self.model.model, list(messages), schema], sort_keys=True, ensure_ascii=False)
        reply = self._kept.read(question)
        if reply is None:
            reply = self._post(messages, schema)
            self._kept.keep(question, reply)
            self._count(reply)
        else:
            self.usage.cached += 1
        self.usage.answers += 1
        return _answer(reply)

    # --- the line -------------------------------------------------------------------------------------------------

    def _post(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> dict[str, Any]:
        """The reply, after as many attempts as a busy endpoint or an unknown form of answer needs."""
        failure = "no answer"
        for attempt in range(self.model.attempts + len(self._formats)):
            status, headers, body = self._send(self._body(messages, schema))
            if status == 200:
                return _reply(body, self.model.address)
            failure = f"{status} {self._said(body)}".strip()
            if status in _UNFIT and len(self._formats) > 1:
                self._formats.pop(0)
            elif status in _BUSY and attempt < self.model.attempts:
                self._wait(headers.get("retry-after"), attempt)
            else:
                break
        raise ExtractionError(f"{self.model.address}: the endpoint answered {failure}; check address, model and key")

    def _body(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self.model.model, "messages": list(messages), "temperature": 0}
        if self._formats[0] == "json_schema":
            body["response_format"] = {"type": "json_schema", "json_schema": {"name": "claims", "schema": schema}}
        elif self._formats[0] == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def _send(self, body: Mapping[str, Any]) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of one request; asked in a thread, as no time-out of a socket bounds a slow trickle."""
        import httpx

        asking: Future[tuple[int, Mapping[str, str], bytes]] = Future()
        Thread(target=self._fulfil, args=(asking, body), daemon=True).start()
        try:
            return asking.result(self.model.seconds)
        except (httpx.TimeoutException, TimeoutError):
            raise self._late() from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise ExtractionError(
                f"{self.model.address}: {error or type(error).__name__}; is the endpoint running?"
            ) from None

    def _fulfil(self, asking: Future[tuple[int, Mapping[str, str], bytes]], body: Mapping[str, Any]) -> None:
        headers = {"Accept-Encoding": "identity"}
        if self.model.key:
            headers["Authorization"] = f"Bearer {self.model.key}"
        try:
            with self._client.stream("POST", self.model.address, json=body, headers=headers) as response:
                asking.set_result((response.status_code, response.headers, self._received(response)))
        except Exception as error:
            asking.set_exception(error)

    def _received(self, response: httpx.Response) -> bytes:
        data = bytearray()
        deadline = time.monotonic() + self.model.seconds
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > self.model.bytes:
                raise ExtractionError(
                    f"{self.model.address}: an answer larger than {self.model.bytes:,} bytes; ask another model"
                )
            if time.monotonic() > deadline:
                break
        return bytes(data)

    def _said(self, body: bytes) -> str:
        """What an endpoint says of an error, in a few words, without the key it may have repeated."""
        words = " ".join(body[:300].decode("utf-8", "replace").split())
        return words.replace(self.model.key, "[key]") if self.model.key else words

    def _late(self) -> ExtractionError:
        return ExtractionError(
            f"{self.model.address}: no answer within {self.model.seconds:g} s; try again or ask another model"
        )

    def _wait(self, asked: str | None, attempt: int) -> None:
        """Wait as long as the endpoint asks, else a little longer each time; never longer than the patience in all."""
        seconds = _seconds(asked)
        seconds = float(2**attempt) if seconds is None else seconds
        if self._waited + seconds > self.model.patience:
            raise ExtractionError(f"{self.model.address}: busy, asks to wait {seconds:g} s; run it again later")
        self._waited += seconds
        self.model.sleep(seconds)

    def _count(self, reply: Mapping[str, Any]) -> None:
        usage = reply.get("usage")
        usage = usage if isinstance(usage, dict) else {}
        read, written = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
        self.usage.read += read
        self.usage.written += written
        cost = usage.get("cost")
        if isinstance(cost, int | float) and cost >= 0:
            self.usage.cost = (self.usage.cost or Decimal(0)) + Decimal(str(cost))
        elif self.model.prices:
            price = self.model.prices[0] * read + self.model.prices[1] * written
            self.usage.cost = (self.usage.cost or Decimal(0)) + price / _MILLION


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _seconds(text: str | None) -> float | None:
    """What Retry-After asks for: seconds, or a date (RFC 9110, section 10.2.3)."""
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None


def _reply(body: bytes, address: str) -> dict[str, Any]:
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError):
        reply = None
    if not isinstance(reply, dict) or _message(reply) is None:
        raise ExtractionError(f"{address}: not the answer of a chat endpoint; check the address (https://host/v1)")
    return reply


def _message(reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    choices = reply.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    return message if isinstance(message, dict) else None


def _answer(reply: Mapping[str, Any]) -> Answer:
    content = (_message(reply) or {}).get("content")
    return Answer(content if isinstance(content, str) else "", reply["choices"][0].get("finish_reason") == "length")
