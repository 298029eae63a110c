"""Sources: whatever is named becomes a document whose text is what offsets refer to, or a message that says what to do."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import http.server
import io
import json
import resource
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.claim import PartialDate
from claimgraph.errors import MissingExtraError, SourceError
from claimgraph.sources import Limits, read_document, read_documents, script_of

SIMPLIFIED = "星河科技公布,旗下应用的月活跃用户突破1200万,全年收入预计达到1.4亿美元。这个数据来自公司的季度报告。\n"
TRADITIONAL = "星河科技公布,旗下應用的月活躍用戶突破1200萬,全年收入預計達到1.4億美元。這個數據來自公司的季度報告。\n"
ENGLISH = "Oxbow said its app reached 12 million monthly users, up 40% from a year earlier.\n"


def write(folder: Path, name: str, data: bytes | str) -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


# --- encodings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "mark", "text"),
    [
        ("utf-8", b"", SIMPLIFIED),
        ("utf-8", codecs.BOM_UTF8, TRADITIONAL),
        ("utf-16-le", codecs.BOM_UTF16_LE, SIMPLIFIED),
        ("utf-16-be", codecs.BOM_UTF16_BE, TRADITIONAL),
        ("utf-16-le", b"", ENGLISH + SIMPLIFIED),
        ("utf-16-be", b"", ENGLISH + TRADITIONAL),
        ("utf-32-le", codecs.BOM_UTF32_LE, ENGLISH),
        ("gb18030", b"", SIMPLIFIED),
        ("gb18030", b"", TRADITIONAL),
        ("gb18030", b"", SIMPLIFIED * 3000),
        ("big5", b"", TRADITIONAL),
        ("big5", b"", TRADITIONAL * 3000),
        ("cp1252", b"", "The café’s “naïve” plan cost €5 million – a third less.\n"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, mark: bytes, text: str) -> None:
    assert read_document(write(tmp_path, "a.txt", mark + text.encode(encoding))).text == text


def test_line_ends_and_blanks_are_kept(tmp_path: Path) -> None:
    text = "Title\r\n\r\n  Oxbow\u3000earned\r\n$5 million.\r"
    document = read_document(write(tmp_path, "a.txt", text))
    assert document.text == text
    assert document.title == "Title"


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_any_text_is_stored_as_it_is(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    stored = "Note. " + text
    document = read_document(write(tmp_path_factory.getbasetemp(), "any.txt", stored))
    assert document.text == stored
    assert all(0 <= start < end <= len(stored) for start, end in document.boilerplate)


# --- bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \r\n\t \n", "empty"),
        ("mark.txt", codecs.BOM_UTF8, "empty"),
        ("binary.bin", bytes(range(256)) * 40, "not a text"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "not a text"),
        ("zeros.txt", bytes(4096), "empty|not a text"),
        ("broken.txt", SIMPLIFIED.encode()[:-5] + b"\xff\xfe" + SIMPLIFIED.encode(), "broken UTF-8 at byte"),
        ("cut.txt", SIMPLIFIED.encode()[:-2], "broken UTF-8 at byte"),
        ("odd.txt", codecs.BOM_UTF16_LE + b"a\0b", "broken utf-16"),
        ("menu.html", "<html><body><nav><a href='/a'>Home</a></nav></body></html>", "without an article"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "broken PDF|no text"),
        ("not.pdf", b"just words", "broken PDF|no text"),
    ],
)
def test_bad_input_is_said(tmp_path: Path, name: str, data: bytes | str, message: str) -> None:
    with pytest.raises(SourceError, match=message) as error:
        read_document(write(tmp_path, name, data))
    assert name in str(error.value)
    assert "\n" not in str(error.value)


def test_places_that_are_no_files(tmp_path: Path) -> None:
    for location in (str(tmp_path), str(tmp_path / "absent.txt"), "", "a\0b", "ftp://example.org/a"):
        with pytest.raises(SourceError):
            read_document(location)


def test_fifty_megabytes_are_refused_quickly(tmp_path: Path) -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    for size, message in ((50_000_001, "larger than 50 MB"), (50_000_000, "characters")):
        with pytest.raises(SourceError, match=message):
            read_document(write(tmp_path, "huge.txt", b"word " * (size // 5) + b"x" * (size % 5)))
    assert time.monotonic() - began < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000  # kilobytes


def test_an_endless_file_is_cut_off() -> None:
    with pytest.raises(SourceError, match="larger than"):
        read_document("/dev/zero", Limits(bytes=1_000_000))


def test_documents_come_one_by_one(tmp_path: Path) -> None:
    found = read_documents([write(tmp_path, "a.txt", ENGLISH), str(tmp_path / "absent.txt")])
    assert next(found).text == ENGLISH
    with pytest.raises(SourceError):
        next(found)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(codecs.BOM_UTF8 + SIMPLIFIED.encode())))
    document = read_document("-")
    assert (document.text, document.location) == (SIMPLIFIED, "standard input")


# --- PDF ---------------------------------------------------------------------------------------------------------------


def pdf(lines: list[str], *, chinese: bool = False, password: str | None = None) -> bytes:
    """A PDF of one page with these lines, made now."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption(password, strength=40) if password else None)
    if chinese:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.setFont("STSong-Light" if chinese else "Helvetica", 12)
    for number, line in enumerate(lines):
        canvas.drawString(72, 780 - 16 * number, line)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_pdf(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.pdf", pdf(["Oxbow earned $5.25 million", "in 2024, up 40%."])))
    assert document.media_type == "application/pdf"
    assert "$5.25 million" in document.text
    assert "40%" in document.text
    assert (document.title, document.author) == (None, None)
    assert document.published is None, "the day the file was made is not the day it was published"


def test_pdf_in_chinese_keeps_every_number(tmp_path: Path) -> None:
    document = read_document(
        write(tmp_path, "a.pdf", pdf(["月活突破1200万,收入达1.4亿美元", "同比增长13.1%至350亿元"], chinese=True))
    )
    for printed in ("1200万", "1.4亿美元", "13.1%", "350亿元"):
        assert printed in document.text.replace("\n", "")


def test_pdf_dated_by_its_text(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.pdf", pdf(["January 26, 2026", "Oxbow earned $5 million."])))
    assert (document.published, document.published_from) == (PartialDate("2026-01-26"), "a line at the top of the text")


def test_pdf_with_a_password(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="password"):
        read_document(write(tmp_path, "locked.pdf", pdf(["secret"], password="open")))  # noqa: S106


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_pdf_is_read_or_refused(tmp_path: Path, share: float) -> None:
    whole = pdf(["Oxbow earned $5 million."])
    try:
        outcome = read_document(write(tmp_path, "cut.pdf", whole[: int(len(whole) * share)])).text.strip()
    except SourceError as error:
        outcome = str(error).split("; ")[1]
    assert outcome in ("Oxbow earned $5 million.", "download it again", "run text recognition over it first")


def test_scanned_pdf_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no text in this PDF"):
        read_document(write(tmp_path, "scan.pdf", pdf([])))


# --- HTML --------------------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Oxbow grows</title>{head}</head><body>
<nav><ul><li><a href="/1">Markets fell 9% today</a></li><li><a href="/2">Subscribe for $3</a></li></ul></nav>
<aside><a href="/3">Rival app hits 99 million users</a></aside>
<article><h1>Oxbow grows</h1>
<p>Oxbow said on Monday that its application reached 12 million monthly users, more than it had promised.</p>
<p>Its revenue rose 40% to $5.25 million in 2024, the company told reporters at a meeting in its town.</p>
<p>The founders intend to spend the money on a second office and on servers, and do not plan to raise more of it soon.</p>
</article>
<section class="comments"><p>Reader: I paid 777 dollars for nothing, what a pity for all who believed in it.</p></section>
<footer>Copyright 2031 Example Media. All rights reserved.</footer></body></html>"""


def page(head: str = "") -> str:
    return PAGE.replace("{head}", head)


def test_html_keeps_the_article_and_nothing_else(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.html", page()))
    for wanted in ("12 million monthly users", "40%", "$5.25 million"):
        assert wanted in document.text
    for noise in ("9% today", "99 million", "777", "2031", "$3"):
        assert noise not in document.text
    assert document.title == "Oxbow grows"
    assert document.published is None


@pytest.mark.parametrize(
    ("head", "published", "origin"),
    [
        (
            '<script type="application/ld+json">'
            + json.dumps({"@graph": [{"@type": "NewsArticle", "datePublished": "2026-01-26T00:30:00+08:00"}]})
            + "</script>",
            "2026-01-26",
            "JSON-LD",
        ),
        (
            '<meta property="article:published_time" content="2025-03-04T10:00:00Z">',
            "2025-03-04",
            "article:published_time",
        ),
        ('<meta name="pubdate" content="2025/3/4">', "2025-03-04", "pubdate"),
        ('<meta name="date" content="2025-03">', "2025-03", "meta date"),
        ('<link rel="canonical" href="https://example.org/2024/05/06/oxbow-grows">', "2024-05-06", "address"),
        ('<script type="application/ld+json">{broken</script><meta name="date" content="yesterday">', None, None),
        ('<meta property="article:modified_time" content="2025-03-04">', None, None),
        (
            '<script type="application/ld+json">'
            + json.dumps(
                [
                    {"@type": "WebSite", "datePublished": "2009-01-01"},
                    {"@type": "WebPage", "datePublished": "2026-01-25"},
                    {"@type": ["NewsArticle"], "datePublished": "2026-01-26"},
                ]
            )
            + "</script>",
            "2026-01-26",
            "JSON-LD",
        ),
        (
            '<script type="application/ld+json">{"@type": "WebSite", "datePublished": "2009-01-01"}</script>',
            None,
            None,
        ),
    ],
)
def test_where_the_date_of_a_page_comes_from(
    tmp_path: Path, head: str, published: str | None, origin: str | None
) -> None:
    document = read_document(write(tmp_path, "a.html", page(head)))
    assert (document.published.text if document.published else None) == published
    assert (origin or "") in (document.published_from or "")
    assert (document.published_from is None) == (published is None)


def test_author_and_publisher_that_a_page_declares(tmp_path: Path) -> None:
    script = json.dumps({"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Example Post"}})
    head = f'<meta name="author" content="林一"><script type="application/ld+json">{script}</script>'
    document = read_document(write(tmp_path, "a.html", page(head)))
    assert (document.author, document.publisher) == ("林一", "Example Post")


def test_html_in_the_encoding_it_declares(tmp_path: Path) -> None:
    paragraph = "".join(f"<p>{SIMPLIFIED.strip()}第{n}段。</p>" for n in range(6))
    html = f'<html><head><meta charset="gb2312"><title>报告</title></head><body><article>{paragraph}</article></body></html>'
    document = read_document(write(tmp_path, "a.html", html.encode("gb18030")))
    assert "月活跃用户突破1200万" in document.text
    assert document.language == "zh-hans"


def test_markdown_and_text_with_tags_are_no_pages(tmp_path: Path) -> None:
    text = '<p align="center">logo</p>\n\n# Oxbow grows\n\nOxbow earned $5 million.\n'
    assert read_document(write(tmp_path, "a.md", text)).text == text
    assert read_document(write(tmp_path, "b.txt", ENGLISH + text)).text == ENGLISH + text
    assert read_document(write(tmp_path, "c.md", "# Oxbow grows\n\nOxbow earned $5 million.\n")).title == "Oxbow grows"


def test_deeply_nested_html_ends(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(SourceError):
        read_document(write(tmp_path, "deep.html", "<html><body>" + "<div>" * 200_000 + "</body></html>"))
    assert time.monotonic() - began < 30


# --- what the text says of itself ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("星河科技财报\n2026年1月26日 10:30 来源:星河网", "2026-01-26"),
        ("星河科技財報\n發布時間:2026-01-26", "2026-01-26"),
        ("Oxbow grows\nBy Ada Byron | January 26, 2026", "2026-01-26"),
        ("Oxbow grows\n26 Jan 2026", "2026-01-26"),
        ("Oxbow grows\nPublished: Jan. 5, 2026, 10:00 am", "2026-01-05"),
        ("LONDON, March 3, 2025 (GLOBE NEWSWIRE) -- Oxbow said it earned more than it spent.", "2025-03-03"),
        ("２０２６年１月２６日\n星河科技财报", "2026-01-26"),
        ("即梦于2025年3月8日上线", None),
        ("Oxbow launched on January 26, 2026 in four countries.", None),
        ("Oxbow grows\n2025-13-45", None),
        ("Oxbow grows\rJanuary 26, 2026\r", "2026-01-26"),
        ("星河科技财报\n北风财经 2026-01-26", "2026-01-26"),
        ("星河科技财报\n截至 2026-01-26", None),
        ("Oxbow grows\nUpdated: Jan. 9, 2026\nPublished: Jan. 5, 2026", "2026-01-05"),
        ("Oxbow grows\n2025", None),
        (ENGLISH, None),
    ],
)
def test_a_line_that_dates_the_text(tmp_path: Path, head: str, published: str | None) -> None:
    document = read_document(write(tmp_path, "a.txt", f"{head}\n\n{ENGLISH}"))
    assert (document.published.text if document.published else None) == published
    assert document.published != PartialDate(date.today().isoformat())


def test_the_date_of_a_change_is_told_as_such(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.txt", f"Oxbow grows\nUpdated: Jan. 9, 2026\n\n{ENGLISH}"))
    assert document.published == PartialDate("2026-01-09")
    assert document.published_from == "a line at the top of the text that tells when it was changed"


@pytest.mark.parametrize("mark", ["---", "+++"])
def test_front_matter_describes_and_claims_nothing(tmp_path: Path, mark: str) -> None:
    sign = ":" if mark == "---" else " ="
    fields = {
        "title": '"Oxbow grows"',
        "author": "Ada Byron",
        "date": "2026-01-26T08:00:00+08:00",
        "site": "Example Post",
    }
    front = "\n".join(
        [mark, *(f"{name}{sign} {value}" for name, value in fields.items()), "weight" + sign + " 12", mark]
    )
    text = f"{front}\n\n# Another headline\n\n{ENGLISH}"
    document = read_document(write(tmp_path, "a.md", text))
    assert document.text == text
    assert (document.title, document.author, document.publisher) == ("Oxbow grows", "Ada Byron", "Example Post")
    assert document.published == PartialDate("2026-01-26")
    assert document.published_from == "the front matter"
    assert [text[start:end] for start, end in document.boilerplate] == [front]


def test_a_rule_is_no_front_matter(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.md", f"---\n\nOxbow grows\n\n{ENGLISH}\n---\n"))
    assert (document.title, document.boilerplate) == ("Oxbow grows", ())


def test_labelled_lines_describe(tmp_path: Path) -> None:
    head = "标题：星河科技财报\n来源：星河日报（ID：xinghe）\n作者：林一\n链接：https://example.org/1"
    document = read_document(write(tmp_path, "a.txt", f"{head}\n\n{SIMPLIFIED}"))
    assert (document.title, document.author, document.publisher) == ("星河科技财报", "林一", "星河日报")
    assert document.url == "https://example.org/1"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("2026年1月26日 来源：星河日报 作者：林一", ("星河日报",)),
        ("来源｜星河日报", ("星河日报",)),
        ("本文来自微信公众号“星河日报”，作者：林一", ("星河日报",)),
        ("来源:星河日报", ("星河日报",)),
        ("(來源：星河日報)", ("星河日報",)),
        ("本文转载自北风财经,作者林一", ("北风财经",)),
        ("Source: Example Wire", ("Example Wire",)),
        ("Oxbow grows (Reuters)", ("Reuters",)),
        ("Originally published by Example Post", ("Example Post",)),
        ("主要收入来源:付费订阅", ()),
        ("Its open source: a model of 7 billion parameters", ()),
        ("Oxbow expands via Acme", ()),
    ],
)
def test_credit_lines(tmp_path: Path, line: str, names: tuple[str, ...]) -> None:
    assert read_document(write(tmp_path, "a.txt", f"Oxbow grows\n{line}\n\n{ENGLISH}")).credits == names


def test_credits_in_running_text_are_none(tmp_path: Path) -> None:
    text = "\n\n".join([ENGLISH] * 9 + ["Source: Example Wire"] + [ENGLISH] * 9)
    assert read_document(write(tmp_path, "a.txt", text)).credits == ()


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("作者丨林一 编辑丨陈二", "林一"),
        ("文/林一", "林一"),
        ("By Ada Byron", "Ada Byron"),
        ("By 2030 the market doubles", None),
        ("2026年1月26日 来源：星河日报 作者：林一", "林一"),
        ("记者林一／台北报道", "林一"),
        ("星河日报讯（记者 林一）", "林一"),
        ("Author: Ada Byron", "Ada Byron"),
        ("By Ada Byron and Grace Moor", "Ada Byron and Grace Moor"),
        ("Written by the author of three books", None),
    ],
)
def test_bylines(tmp_path: Path, head: str, author: str | None) -> None:
    assert read_document(write(tmp_path, "a.txt", f"Oxbow grows\n{head}\n\n{ENGLISH}")).author == author


def test_boilerplate_is_marked_where_it_stands(tmp_path: Path) -> None:
    notices = [
        "特別聲明：以上內容由用戶上傳,本平臺僅提供信息存儲服務。",
        "责任编辑:林一",
        "© 2026 Example Media",
        "Read more: rivals",
    ]
    text = "\n".join([ENGLISH.strip(), *notices, SIMPLIFIED.strip()])
    document = read_document(write(tmp_path, "a.txt", text))
    assert [text[start:end] for start, end in document.boilerplate] == notices


def test_long_paragraphs_are_never_boilerplate(tmp_path: Path) -> None:
    text = SIMPLIFIED.strip() * 10 + "投资有风险。"
    assert read_document(write(tmp_path, "a.txt", text)).boilerplate == ()


def test_script() -> None:
    assert (script_of(SIMPLIFIED), script_of(TRADITIONAL), script_of(ENGLISH)) == ("zh-hans", "zh-hant", "en")


# --- addresses ---------------------------------------------------------------------------------------------------------

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]
NEAR = Limits(allow_private=True, seconds=5)


@pytest.fixture
def serve() -> Iterator[Callable[[dict[str, Answer]], str]]:
    """Starts a server on this machine that answers paths as told, and returns its address."""
    running: list[http.server.ThreadingHTTPServer] = []

    def start(answers: dict[str, Answer]) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    answers[self.path](self)

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def send(body: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def test_a_page_at_an_address(serve: Callable[[dict[str, Answer]], str]) -> None:
    html, latin = page('<meta name="date" content="2025-03-04">').encode(), "Café: €5 million.\n".encode("cp1252")
    root = serve(
        {
            "/a": send(html, Content_Type="text/html; charset=utf-8"),
            "/b": send(gzip.compress(html), Content_Encoding="gzip"),
            "/old": send(b"", 302, Location="/a"),
            "/c?q=%E4%B8%AD": send(latin, Content_Type="text/plain; charset=windows-1252"),
        }
    )
    for path in ("/a", "/b", "/old"):
        document = read_document(root + path, NEAR)
        assert "12 million monthly users" in document.text
        assert document.published == PartialDate("2025-03-04")
    assert read_document(f"{root}/old", NEAR).url == f"{root}/a"
    assert read_document(f"{root}/c?q=中", NEAR).text == "Café: €5 million.\n"


def test_private_addresses_are_refused(serve: Callable[[dict[str, Answer]], str]) -> None:
    asked: list[str] = []
    root = serve({"/a": lambda request: asked.append(request.path)})
    port = root.rsplit(":", 1)[1]
    for host in (
        "127.0.0.1",
        "localhost",
        "0.0.0.0",  # noqa: S104
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "169.254.169.254",
        "[64:ff9b::7f00:1]",
        "[::7f00:1]",
    ):
        with pytest.raises(SourceError, match=r"private network|no host"):
            read_document(f"http://{host}:{port}/a")
    assert asked == []


def test_a_redirection_to_a_private_address_is_refused(
    serve: Callable[[dict[str, Answer]], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host counts as public here; the one it leads to does not."""
    import claimgraph.sources.web as web

    root = serve({"/out": send(b"", 302, Location="http://169.254.169.254/latest/meta-data")})
    monkeypatch.setattr(web, "_is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(SourceError, match=r"leads to 169\.254\.169\.254, inside a private network"):
        read_document(f"{root}/out", Limits(seconds=5))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/a", "javascript:alert(1)", "http://[", ""])
def test_redirections_elsewhere_are_refused(serve: Callable[[dict[str, Answer]], str], target: str) -> None:
    with pytest.raises(SourceError):
        read_document(serve({"/out": send(b"", 302, Location=target)}) + "/out", NEAR)


def test_circles_of_redirections_end(serve: Callable[[dict[str, Answer]], str]) -> None:
    with pytest.raises(SourceError, match="more than 5 redirections"):
        read_document(serve({"/a": send(b"", 301, Location="/a")}) + "/a", NEAR)


def drip(head: bytes) -> Answer:
    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        for _ in range(100):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(0.1)

    return answer


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n"])
def test_a_slow_server_is_bounded_in_time(serve: Callable[[dict[str, Answer]], str], head: bytes) -> None:
    root, began = serve({"/a": drip(head)}), time.monotonic()
    with pytest.raises(SourceError, match="not read within 1 s"):
        read_document(f"{root}/a", Limits(allow_private=True, seconds=1))
    assert time.monotonic() - began < 4


def test_bombs_and_bad_answers(serve: Callable[[dict[str, Answer]], str]) -> None:
    bomb = gzip.compress(bytes(200_000_000))
    root = serve(
        {
            "/bomb": send(bomb, Content_Encoding="gzip"),
            "/large": send(b"word " * 400_000),
            "/broken": send(b"no gzip at all", Content_Encoding="gzip"),
            "/cut": send(gzip.compress(ENGLISH.encode() * 99)[:-20], Content_Encoding="gzip"),
            "/short": send(b"half an article", Content_Length="4000"),
            "/gone": send(b"no", 404),
            "/empty": send(b""),
        }
    )
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    small = Limits(bytes=1_000_000, allow_private=True, seconds=5)
    for path, message in {
        "/bomb": "larger than 1 MB", "/large": "larger than 1 MB", "/broken": "try again", "/cut": "broke off",
        "/short": "broke off|try again", "/gone": "404", "/empty": "empty",
    }.items():  # fmt: skip
        with pytest.raises(SourceError, match=message):
            read_document(root + path, small)
    assert time.monotonic() - began < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_other_kinds_of_address_are_named() -> None:
    with pytest.raises(SourceError, match="only http and https addresses are read"):
        read_document("ftp://example.org/a")
    with pytest.raises(SourceError, match="private network"):
        read_document("HTTP://127.0.0.1/a")


def test_addresses_that_lead_nowhere() -> None:
    for url in ("http://", "http://no-such-host.invalid/a", "http://example.org:99999/", "https://[bad/"):
        with pytest.raises(SourceError):
            read_document(url, Limits(seconds=5))


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (ModuleNotFoundError("No module named 'pypdfium2'", name="pypdfium2"), "pypdfium2 is not installed: pip"),
        (
            ModuleNotFoundError("No module named 'ctypes'", name="ctypes"),
            "pypdfium2 cannot be imported without ctypes: pip",
        ),
        (
            ImportError("a library\nis too old"),
            "pypdfium2 is installed and cannot be imported (a library is too old): pip",
        ),
    ],
)
def test_what_an_import_lacks_is_named(cause: ImportError, said: str) -> None:
    assert said in str(MissingExtraError("pypdfium2", "documents", cause))
