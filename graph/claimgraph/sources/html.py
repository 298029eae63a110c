"""HTML -> the article's text and what the page says of itself, by trafilatura; menus, comments and notices stay out.

The date comes from what the page declares (JSON-LD, meta, time, its address), with the place it was found; what a search
of the whole page might guess is not taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from claimgraph.claim import PartialDate
from claimgraph.errors import MissingExtraError, SourceError
from claimgraph.sources.document import Document, script_of

_LONGEST, _SHORTEST = 10_000_000, 12
_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate",
    "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date", "citation_publication_date", "date", "weibo: article:create_at",
)  # fmt: skip
_ISO = re.compile(r"\s*(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?$", re.DOTALL)
_IN_ADDRESS = re.compile(r"/(20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|$)")
_ARTICLE = re.compile(r"Article|Posting|Report")
_NO_ARTICLE = re.compile(r"WebSite|Organization|Person|Image|Video|Audio|Comment|Review|Breadcrumb|ItemList|Product")
_NESTED = 20


def read_html(html: str, location: str) -> Document:
    """The article of a page. Raises SourceError where there is none."""
    try:
        import trafilatura
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("trafilatura", "documents", error) from None
    if len(html) > _LONGEST:
        raise SourceError(f"{location}: a page of {len(html):,} characters; save the article's text and read that")
    try:
        tree = trafilatura.load_html(html)
        declared = _declared_date(tree) if tree is not None else None
        found: Any = trafilatura.bare_extraction(
            html, include_comments=False, include_tables=True, favor_precision=True, with_metadata=True
        )
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise SourceError(f"{location}: a broken page ({error}); save the article's text and read that") from None
    text = (found.text or "").strip() if found else ""
    if not found or not _is_article(text, tree):
        raise SourceError(f"{location}: a page without an article; save the article's text and read that")
    url = found.url if found.url and found.url.startswith(("http://", "https://")) else None
    published, origin = declared or _address_date(url or location) or (None, None)
    return Document(
        text=text,
        location=location,
        media_type="text/html",
        title=found.title,
        author=found.author or _meta(tree, "author") or _meta(tree, "article:author"),
        publisher=found.sitename or _publisher(tree),
        published=published,
        published_from=origin,
        url=url,
        language=script_of(text),
    )


def _meta(tree: Any, name: str) -> str | None:
    """What a meta element says, where that is words and no address."""
    value = next((content.strip() for key, content in _metas(tree) if key.lower() == name), "")
    return value if value and "://" not in value else None


def _publisher(tree: Any) -> str | None:
    """The publisher that the page's JSON-LD names."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]/text()"):
        for item in _groups(script):
            publisher = item.get("publisher")
            name = publisher.get("name") if isinstance(publisher, dict) else publisher
            if isinstance(name, str) and name.strip() and "://" not in name:
                return name.strip()
    return None


def _is_article(text: str, tree: Any) -> bool:
    """Whether more than the words of links, menus and forms is left."""
    aside = "//a | //nav//* | //footer//* | //form//* | //button | //noscript"
    noise = {" ".join(part.text_content().split()) for part in tree.xpath(aside)}
    lines = (" ".join(line.split()).lstrip("- ") for line in text.split("\n"))
    return sum(len(line) for line in lines if line not in noise) >= _SHORTEST


def _declared_date(tree: Any) -> tuple[PartialDate, str] | None:
    """The day of publication that the page declares, and where."""
    for where, value in _declarations(tree):
        if day := _date(value):
            return day, where
    return None


def _declarations(tree: Any) -> Iterator[tuple[str, str]]:
    for script in tree.xpath("//script[contains(@type, 'ld+json')]/text()"):
        yield from (("the page's JSON-LD datePublished", value) for value in _published(script))
    named = {str(key).lower(): str(value) for key, value in _metas(tree)}
    yield from ((f"the page's meta {name}", named[name]) for name in _META if name in named)
    for value in tree.xpath("//*[@itemprop='datePublished']/@datetime | //*[@itemprop='datePublished']/@content"):
        yield "the page's itemprop datePublished", str(value)
    times = tree.xpath("//time[@pubdate]/@datetime") or tree.xpath(
        "//article//time/@datetime | //header//time/@datetime"
    )
    if len({str(time)[:10] for time in times}) == 1:
        yield "the page's time element", str(times[0])


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    """Names and contents of the meta elements, the first of a name last, so that it stays."""
    for meta in reversed(tree.xpath("//meta[@content]")):
        for name in (meta.get("name"), meta.get("property"), meta.get("itemprop")):
            if name:
                yield name, meta.get("content")


def _published(script: str) -> Iterator[str]:
    """The values of datePublished in a piece of JSON-LD: those of articles first, then the outermost; none of a site."""
    dated = [item for item in _groups(script) if isinstance(item.get("datePublished"), str)]
    for wanted in (True, False):
        for item in dated:
            kinds = str(item.get("@type", ""))
            if bool(_ARTICLE.search(kinds)) is wanted and not _NO_ARTICLE.search(kinds):
                yield item["datePublished"]


def _groups(script: str) -> list[dict[str, Any]]:
    """The objects in a piece of JSON-LD, the outermost first."""
    try:
        level: list[Any] = [json.loads(script)]
    except (ValueError, RecursionError):
        return []
    groups = []
    for _ in range(_NESTED):
        groups += [item for item in level if isinstance(item, dict)]
        level = [part for item in level for part in _parts(item)]
    return groups


def _parts(item: Any) -> list[Any]:
    return list(item.values()) if isinstance(item, dict) else item if isinstance(item, list) else []


def _address_date(address: str) -> tuple[PartialDate, str] | None:
    found = _IN_ADDRESS.search(address)
    day = _date("-".join(found.groups())) if found else None
    return (day, "the page's address") if day else None


def _date(text: str) -> PartialDate | None:
    """The day (or month, or year) an ISO date or timestamp begins with, as the page writes it."""
    found = _ISO.match(text)
    if not found:
        return None
    try:
        return PartialDate("-".join([found[1], *(part.zfill(2) for part in found.groups()[1:] if part)]))
    except ValueError:
        return None
