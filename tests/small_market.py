"""A small market for tests to build, change and build again: every kind of claim, a copy, a dispute, a forecast."""

from __future__ import annotations

from pathlib import Path

from claimgraph.pipeline import build

ENTITIES = """\
kling: {kind: Product, labels: {en: Kling, zh-hans: 可灵, zh-hant: 可靈}}
sora: {kind: Product, labels: {en: Sora}}
kuaishou: {kind: Company, labels: {en: Kuaishou, zh-hans: 快手}}
openai: {kind: Company, labels: {en: OpenAI}}
odd: {kind: Company, labels: {en: "<b>Odd & Co</b>|=1"}}
latepost: {kind: Publication, labels: {en: LatePost}}
broker: {kind: Investor, labels: {en: Broker House}}
moore: {kind: Person, labels: {en: Olivia Moore}}
fund: {kind: Investor, labels: {en: The Fund}}
"""

SOURCES = {
    "forecast": """\
publisher: broker
published: 2025-03-01
kind: analyst-report
claims:
- {about: kling, metric: annual_revenue, value: 200000000 USD, printed: 200 million, period: 2025, modality: expected}
- {about: sora, metric: annual_revenue, value: 50000000 USD, printed: 50 million, period: 2031, modality: expected}
""",
    "late": """\
publisher: latepost
published: 2026-01-10
kind: news
claims:
- {about: kling, metric: annual_revenue, value: 140000000 USD, printed: 1.4億美元, period: 2025}
- {about: kling, metric: monthly_active_users, value: ">12000000", printed: 超過1200萬, period: as of 2026-01}
- {about: kling, relation: ownedBy, object: kuaishou}
- {about: kling, relation: competesWith, object: sora}
- {about: kling, event: launch_date, date: 2024-06-06, printed: 6 June 2024}
- {about: kling, opinion: strength, polarity: positive, says: It earns well from people who pay.}
""",
    "reprint": """\
publisher: Portal
published: 2026-01-11
kind: repost
copy-of: late
claims:
- {about: kling, metric: annual_revenue, value: 140000000 USD, printed: 1.4億美元, period: 2025}
- {about: kling, metric: monthly_active_users, value: ">12000000", printed: 超過1200萬, period: as of 2026-01}
""",
    "relay": """\
publisher: Weekly
published: 2026-01-12
kind: news
claims:
- {about: kling, metric: annual_revenue, value: 140000000 USD, printed: 140 million, period: 2025, by: [latepost]}
- about: sora
  metric: retention_rate
  value: 1 percent
  printed: 1%
  window: P30D
  by: [{agent: moore, as: partner, at: fund}]
- {about: sora, relation: ownedBy, object: openai}
""",
    "rival": """\
publisher: Daily
published: 2026-02-01
kind: news
claims:
- {about: kling, metric: annual_revenue, value: 90000000 USD, printed: 90 million, period: 2025}
- {about: kling, metric: annual_revenue, value: 60000000 USD, printed: 60 million, period: 2024}
- {about: sora, metric: monthly_active_users, value: 5000000, printed: 5 million, period: as of 2024-01}
- {about: sora, metric: registered_users, value: 9000000, printed: 9 million}
- {about: odd, metric: monthly_active_users, value: 100, printed: "100", period: as of 2026-01}
""",
    "yearly": """\
publisher: Almanac
published: 2026
kind: news
claims:
- {about: kling, metric: registered_users, value: 30000000, printed: 30 million, period: as of 2026-01}
""",
    "undated": """\
publisher: Nobody
kind: blog
claims:
- {about: kling, metric: downloads, value: 7000000, printed: 7 million, period: 2025}
""",
}


def write_corpus(folder: Path, sources: dict[str, str] = SOURCES, decisions: str = "") -> Path:
    """The files of the market."""
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    (folder / "corpus.yaml").write_text("id: market\ntitle: A small market\n", encoding="utf-8")
    (folder / "entities.yaml").write_text(ENTITIES, encoding="utf-8")
    (folder / "decisions.yaml").write_text(decisions, encoding="utf-8")
    for old in (folder / "sources").iterdir():
        old.unlink()
    for name, text in sources.items():
        head = f"url: https://example.org/{name}\ntitle: Report {name}\nlanguage: en\n"
        (folder / "sources" / f"{name}.yaml").write_text(head + text, encoding="utf-8")
    return folder


def build_market(folder: Path, sources: dict[str, str] = SOURCES, decisions: str = "") -> Path:
    """The market, built below the folder."""
    report = build(write_corpus(folder / "corpus", sources, decisions), folder / "build")
    assert report.holds, report.faults()
    return folder / "build"
