"""What pyvis 0.3.2 writes, made fit to carry texts from the web: nothing fetched, nothing executed but our own scripts.

Each mend names what it expects to find; a page that looks otherwise is refused instead of shipped half mended.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

from claimgraph.errors import FormatError

_CONTAINER = '<div id="mynetwork" class="card-body"></div>'


@dataclass(frozen=True, slots=True)
class _Mend:
    """One replacement: what it is, the pattern, what stands in its place, and how often it must be found."""

    what: str
    pattern: str
    becomes: str = ""
    times: int = 1


_MENDS = (
    _Mend("the missing doctype and language", r"\A\s*<html>", '<!doctype html>\n<html lang="en">'),
    _Mend("the two headings", r"<center>\s*<h1></h1>\s*</center>", times=2),
    _Mend("the commented-out loader", r"<!-- <link rel=\"stylesheet\" href=\"\.\./node_modules.*?-->"),
    _Mend("the style sheet from a CDN", r"<link\s+href=\"https://cdn\.jsdelivr\.net[^>]*>"),
    _Mend("the script from a CDN", r"<script\s+src=\"https://cdn\.jsdelivr\.net[^>]*></script>"),
    _Mend("the unused highlighting script", r"<script>function neighbourhoodHighlight\(.*?</script>"),
    _Mend("the style of the frame", r"<style type=\"text/css\">.*?</style>"),
    _Mend(
        "the frame",
        r"<div class=\"card\" style=\"width: 100%\">\s*" + re.escape(_CONTAINER) + r"\s*</div>",
        "<!--body-->",
    ),
    _Mend("the end of the head", r"</head>", "<!--head--></head>"),
    _Mend("the end of the body", r"</body>", "<!--scripts--></body>"),
)
_REFUSED = (
    ("a script or style from elsewhere", r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*="),
    ("a pop-up that reads HTML", r"popup\.innerHTML"),
    ("an inline event handler", r"<[a-z]+\b[^>]*\son[a-z]+\s*="),
)


def mended(page: str) -> str:
    """The page pyvis wrote, mended, with the places <!--head-->, <!--body--> and <!--scripts--> for our own parts.

    Raises FormatError where the page is not what pyvis 0.3.2 writes.
    """
    for mend in _MENDS:
        page, found = re.subn(mend.pattern, mend.becomes, page, flags=re.DOTALL)
        if found != mend.times:
            raise FormatError(
                f"pyvis wrote a page we do not know: {mend.what} found {found} times, not {mend.times}. "
                "Install pyvis==0.3.2"
            )
    outside = re.sub(r"(<script[^>]*>).*?(</script>)", r"\1\2", page, flags=re.DOTALL)
    for what, pattern in _REFUSED:
        if re.search(pattern, page if "innerHTML" in pattern else outside):
            raise FormatError(f"pyvis wrote {what} into the page. Install pyvis==0.3.2")
    return page


def policy(page: str) -> str:
    """The content security policy for a finished page: its own inline scripts and styles by their hashes, nothing else."""
    scripts = re.findall(r"<script(?: type=\"text/javascript\")?>(.*?)</script>", page, flags=re.DOTALL)
    styles = re.findall(r"<style[^>]*>(.*?)</style>", page, flags=re.DOTALL)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashes(texts: list[str]) -> str:
    return " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)
