#!/usr/bin/env python3
"""Scores the rules on labelled texts: values, subjects, units, periods, sources, claims and relations, decoys and traps.

    scripts/bench/extraction.py FOLDER... [--tuned FOLDER...] [--corpus ai-video] [--failures] [--curve] [--write-confidence]

A folder holds texts with labels beside them (NAME.txt, NAME.json; the format is described in tests/data/gold/README.md), or
`articles/` and `gold/` with the article the project began from. `--fields` lists the wrong
periods, sources or modalities; `--curve` shows how many drafts are right from which
confidence on, each judged by weights fitted without its article; `--write-confidence` fits them over all and stores them.
Texts in folders after `--tuned`, for which rules were written, weigh less in the fit and are not shown in the curve.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "graph"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from calibration import TUNED, Row, measure, write

from claimgraph import corpus
from claimgraph.claim import PartialDate
from claimgraph.extraction import Draft, Lexicon, read
from claimgraph.extraction.rules.fold import fold, lower

CONFIDENCE = Path(__file__).resolve().parents[2] / "graph/claimgraph/extraction/rules/confidence.json"
SEED_PREDICATES = {
    "leads": "ledBy",
    "ranked": "rankedIn",
    "partners_with": "partnerOf",
    "launched_by": "launched",
    "launch_event": "launch_date",
    "operated_by": "ownedBy",
    "promoted_to": "businessUnitOf",
    "part_of": "ownedBy",
}
SEED_METRICS = {
    "mau": "monthly_active_users",
    "revenue": "annual_revenue",
    "share_price_change": "stock_move",
    "usable_output_rate": "usable_clip_rate",
    "retention_rate": "retention_rate",
    "arpu": "arpu_ratio",
    "promotion_exposure": "traffic_support",
    "investment_ratio": "investment_share",
    "inference_cost": "inference_cost_per_minute",
    "ai_material_penetration": "material_penetration",
    "play_count": "content_views",
    "revenue_share": "paying_share_of_revenue",
}
IMPLIED = {"ledBy": "employedBy", "roundLedBy": "investedInBy", "subsidiaryOf": "ownedBy"}
COUNTED = {"user", "download", "play", "impression", "customer", "generation", "video"}


class Score:
    """Hits of tries, by name."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.tries: Counter[str] = Counter()
        self.rows: list[Row] = []
        self.weight = 1.0
        self.shown: set[str] = set()

    def add(self, name: str, hit: bool) -> bool:
        self.hits[name] += hit
        self.tries[name] += 1
        return hit

    def keep(self, name: str, draft: Draft, **right: bool | None) -> None:
        """Remembers how right a draft was, for the fit."""
        if draft.circumstances:
            told = draft.state == "claim" or "such readings" in (draft.reason or "")
            article = name.split(".")[0]
            self.rows.append(Row(article, self.weight, draft.circumstances, right, told and draft.metric is not None))

    def line(self, name: str) -> str:
        hits, tries = self.hits[name], self.tries[name]
        return f"{name:34} {hits:4} of {tries:4}   {hits / tries:.3f}" if tries else f"{name:34}   none"


def seed(folder: Path) -> dict[str, object]:
    """The labels of the first article in the form of the others."""
    gold = json.loads((folder / "gold/seed-numbers.json").read_text(encoding="utf-8"))
    relations = json.loads((folder / "gold/seed-relations.json").read_text(encoding="utf-8"))
    text = (folder / gold["document"]["file"]).read_bytes().decode("utf-8")
    names = {
        **{k: [v["label"]] for k, v in gold["entities"].items()},
        **{k: [v] for k, v in relations["entities"].items()},
    }
    names["sora2"] = ["Sora2", "Sora"]
    names["ai_video_market"] = ["AI視頻", "视频生成", "AI视频生成"]
    claims = [_seed_claim(claim) for claim in gold["claims"]]
    rows = [r for r in relations["claims"] if r["tier"] == "core"]
    decoys = [d["mention"]["span"] for d in gold["decoys"]] + [d["mention"]["span"] for d in relations["traps"]]
    return {
        "text": text,
        "published": None,
        "names": names,
        "claims": claims,
        "quantities": [{"span": c["value"]["span"]} for c in claims],
        "relations": rows,
        "decoys": decoys,
        "seed": True,
    }


def _seed_claim(claim: dict) -> dict:
    value, period = claim["value"], claim["period"]
    low, high = value["low"], value["high"]
    if value["comparator"] in ("eq", "approx", "ratio"):
        low = high = value["number"]
    unit = claim["unit"]["id"]
    per = "minute" if unit == "USD/min" else None
    unit = {"times": "multiple", "USD/min": "USD"}.get(unit, "count" if unit in COUNTED else unit)
    also = [{"low": low, "high": high, "low_exclusive": True}] + [
        _seed_accept(a, value) for a in claim.get("also_accept", [])
    ]
    if value["comparator"] == "vague":
        also.append({"low": None, "high": None, "any_value": True})
    source = (
        claim["attribution"]["entity"] if claim["attribution"]["kind"] == "named" else claim["attribution"]["source"]
    )
    metric = claim["metric"]["id"]
    if day := claim["qualifiers"].get("day"):
        metric = f"retention_rate_d{day}"
    metric = SEED_METRICS.get(metric, metric)
    if value["comparator"] == "ratio" and metric == "downloads":
        metric = "download_ratio"
    return {
        "id": claim["id"],
        "tier": claim["tier"],
        "subject": {"entity": claim["subject"]["entity"], "resolution": claim["subject"]["resolution"]},
        "metric": {"id": metric},
        "unit": unit,
        "per_unit": per,
        "modality": claim["modality"]["id"],
        "also_accept": [a for a in also if a],
        "value": {"low": low, "high": high, "span": value["mention"]["span"], "printed": value["printed"]},
        "period": {"start": period["start"], "end": period["end"]} if period and period["start"] else None,
        "window": {"duration": period["duration"]} if period and period.get("duration") else None,
        "attribution": [source] if source else [],
        "relative_to": claim["qualifiers"].get("relative_to"),
    }


def _seed_accept(also: dict, value: dict) -> dict:
    accepted = {k: v for k, v in also.items() if k in ("subject", "attribution")}
    if also.get("comparator") == "le":
        accepted |= {"low": None, "high": also.get("high", value["high"])}
    elif also.get("comparator") == "eq":
        accepted |= {"low": value["number"], "high": value["number"]}
    if "modality" in also:
        accepted["mod"] = also["modality"]
    return accepted


def folder_documents(folder: Path) -> list[tuple[str, dict]]:
    """Every labelled text below a folder."""
    if (folder / "gold/seed-numbers.json").is_file():
        return [("seed", seed(folder))]
    documents = []
    for path in sorted(folder.rglob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent / gold["document"]["file"]).read_bytes().decode("utf-8")
        names = {name: entity["labels"] for name, entity in gold["entities"].items()}
        documents.append(
            (
                path.stem,
                {**gold, "text": text, "published": gold["document"].get("published"), "names": names, "decoys": []},
            )
        )
    return documents


def same_number(a: object, b: object) -> bool:
    return (a is None) == (b is None) and (a is None or abs(float(a) - float(b)) <= 1e-4 * max(1.0, abs(float(b))))


def accepted(claim: dict, field: str, *names: str) -> list:
    return [also.get(name) for also in claim.get("also_accept", []) for name in names if name in also]


def value_right(draft: Draft, claim: dict, unit: bool = True) -> bool:
    readings = [
        {**claim["value"], "unit": claim["unit"]},
        *({"unit": claim["unit"], **a} for a in claim.get("also_accept", []) if "low" in a),
    ]
    readings += [
        {**claim["value"], "unit": a["unit"]} for a in claim.get("also_accept", []) if "unit" in a and "low" not in a
    ]
    for reading in readings:
        if (
            reading.get("any_value")
            or (same_number(draft.low, reading["low"]) and same_number(draft.high, reading["high"]))
        ) and (
            not unit
            or draft.unit == reading["unit"]
            or (reading["unit"] == "basis_point" and draft.unit == "percentage_point")
        ):
            return True
    return False


def plain(name: str) -> str:
    return lower(fold(name)).replace(" ", "").removesuffix("ai").removesuffix("app")


def subject_right(draft: Draft, claim: dict, names: dict[str, list[str]], lexicon: Lexicon) -> bool:
    wanted = [claim["subject"]["entity"], *accepted(claim, "subject", "subject")]
    mine = {plain(t) for t in (draft.subject_text or "", draft.subject or "") if t}
    if draft.subject in lexicon.entities:
        mine |= {plain(label.text) for label in lexicon.entities[draft.subject].labels}
    for name in wanted:
        if name is None:
            return draft.subject is None and draft.subject_text is None
        labels = {plain(label) for label in [name, *names.get(name, [])]}
        if any(a == b or (len(a) > 1 and a in b) or (len(b) > 1 and b in a) for a in mine for b in labels if a and b):
            return True
    return False


def period_right(draft: Draft, claim: dict) -> bool:
    wanted = [claim["period"], *accepted(claim, "period", "period")]
    got = draft.period and (draft.period.start.isoformat(), draft.period.end.isoformat())
    return any(
        (w is None and got is None) or (w and got == (w["start"], w["end"]))
        for w in wanted
        if w is None or isinstance(w, dict)
    )


def chain_right(draft: Draft, claim: dict, names: dict[str, list[str]], lexicon: Lexicon) -> bool:
    """Whether the sources are those of the label, outermost first; a generic one is right by its words."""
    wanted = [[_source(by, names) for by in claim["attribution"]]]
    for also in accepted(claim, "by", "by", "attribution"):
        entities = also.split(",") if isinstance(also, str) else also or []
        wanted.append([{plain(label) for label in [by, *names.get(by, [])]} for by in entities if by])
    mine = [
        {plain(by)}
        | ({plain(label.text) for label in lexicon.entities[by].labels} if by in lexicon.entities else set())
        for by in draft.attribution
    ]
    return any(
        len(chain) == len(mine) and all(_alike(*pair) for pair in zip(mine, chain, strict=True)) for chain in wanted
    )


def _source(by: object, names: dict[str, list[str]]) -> set[str]:
    """Every name of one source of a label."""
    if isinstance(by, dict):
        return {plain(label) for label in [by["surface"], by["entity"] or "", *names.get(by["entity"], [])] if label}
    return {plain(label) for label in [str(by), *names.get(str(by), [])]}


def _alike(mine: set[str], labels: set[str]) -> bool:
    return any(a == b or (len(a) > 1 and a in b) or (len(b) > 1 and b in a) for a in mine for b in labels if a and b)


def score_document(
    name: str, document: dict, lexicon: Lexicon, score: Score, failures: bool, kinds: dict[str, list[bool]]
) -> None:
    published = PartialDate(document["published"]) if document["published"] else None
    drafts = read(document["text"], lexicon, published=published).drafts
    numbers = [d for d in drafts if d.kind == "metric"]
    for quantity in document["quantities"]:
        start, end = quantity["span"]
        if not score.add("accounted", any(d.start < end and start < d.end for d in numbers)) and failures:
            print(f"  {name}: not accounted {document['text'][start:end]!r}")
    matched: set[int] = set()
    for claim in document["claims"]:
        score_claim(name, document, claim, numbers, lexicon, score, failures, kinds, matched)
    for index, draft in enumerate(numbers):
        if index not in matched and document["quantities"]:
            score.keep(name, draft, subject=None, metric=None, number=False)
        if draft.state == "claim" and index not in matched:
            score.add("drafted claims right", False)
            score.add("spurious: " + draft.rule, False)
            if failures:
                print(f"  {name}: SPURIOUS {draft.printed!r} {draft.metric} {draft.subject_text}")
    for start, end in document["decoys"]:
        hit = [d for d in drafts if d.state != "dismissed" and d.kind == "metric" and d.start < end and start < d.end]
        score.add("decoys left alone", not hit)
        if hit and failures:
            print(
                f"  {name}: DECOY {document['text'][start:end]!r} {hit[0].state} {hit[0].metric} {hit[0].metric_text}"
            )


def score_claim(
    name: str,
    document: dict,
    claim: dict,
    numbers: list[Draft],
    lexicon: Lexicon,
    score: Score,
    failures: bool,
    kinds: dict,
    matched: set[int],
) -> None:
    start, end = claim["value"]["span"]
    near = [(i, d) for i, d in enumerate(numbers) if d.start < end and start < d.end]
    near.sort(key=lambda pair: (not value_right(pair[1], claim), pair[1].state == "dismissed"))
    index, draft = near[0] if near else (-1, Draft())
    matched.add(index)
    vague = claim["tier"] == "vague"
    tier = "vague " if vague else ""
    read_right = score.add(tier + "quantities read right", value_right(draft, claim))
    score.add(tier + "value right (unit aside)", value_right(draft, claim, unit=False))
    drafted = draft.state != "dismissed"
    subject = drafted and subject_right(draft, claim, document["names"], lexicon)
    right = score.add(tier + "subject, value and unit right", read_right and subject)
    metrics = [claim["metric"]["id"], *accepted(claim, "metric", "metric")]
    metric = drafted and (draft.metric in metrics or (claim["metric"]["id"] is None and draft.metric is not None))
    core = right and metric
    if drafted:
        score.add("subject right of drafted", subject)
        kinds[draft.resolution or "none"].append(subject)
        score.add(f"metric: {'mapped' if draft.metric else 'unmapped'} right", metric)
        per = (
            draft.per_unit == claim["per_unit"]
            or "none" in accepted(claim, "per", "per_unit")
            or draft.per_unit in accepted(claim, "per", "per_unit")
        )
        score.add("per unit right", per)
        score.add("period right", period_right(draft, claim))
        score.add("modality right", draft.modality.value in [claim["modality"], *accepted(claim, "mod", "mod")])
        score.add("attribution right", chain_right(draft, claim, document["names"], lexicon))
        if claim["attribution"]:
            score.add("attribution right where there is one", chain_right(draft, claim, document["names"], lexicon))
        window = claim["window"]["duration"] if isinstance(claim.get("window"), dict) else claim.get("window")
        score.add("window right", draft.window == window)
        if score.shown:
            show_circumstances(name, document, draft, claim, lexicon, score.shown)
    if drafted and not vague:
        score.keep(name, draft, subject=subject, metric=metric if draft.metric else None, number=read_right)
    if draft.state == "claim" and not vague:
        score.add("drafted claims right", right)
        score.add("drafted claims right with metric", core)
        score.add("rule " + draft.rule, right)
    if document.get("seed") and not vague:
        score.add("seed: core fields right", core)
        strict = (
            core
            and period_right(draft, claim)
            and draft.modality.value in [claim["modality"], *accepted(claim, "mod", "mod")]
        )
        score.add("seed: all fields right", strict)
    if failures and not (right and metric):
        got = (
            f"{draft.low}..{draft.high} {draft.unit} | {draft.subject_text} ({draft.resolution}) "
            f"| {draft.metric} {draft.metric_text!r} {draft.rule} {draft.state} {draft.reason or ''}"
        )
        wanted = (
            f"{claim['value']['low']}..{claim['value']['high']} {claim['unit']} "
            f"| {claim['subject']['entity']} | {claim['metric']['id']}"
        )
        flags = ("" if read_right else "VALUE ") + ("" if subject else "SUBJECT ") + ("" if metric else "metric")
        print(f"  {name} {claim['id']} {claim['value']['printed']!r} {flags}\n      got  {got}\n      want {wanted}")


def show_circumstances(name: str, document: dict, draft: Draft, claim: dict, lexicon: Lexicon, shown: set[str]) -> None:
    """Prints which of the chosen fields of a draft are wrong, with what was got and what was wanted."""
    start, end = claim["value"]["span"]
    around = document["text"][max(0, start - 60) : end + 40].replace("\n", " / ")
    period = draft.period and f"{draft.period.start}..{draft.period.end} {draft.period.basis}"
    fields = {
        "period": (period_right(draft, claim), period, claim["period"]),
        "attribution": (
            chain_right(draft, claim, document["names"], lexicon),
            draft.attribution,
            [by["surface"] if isinstance(by, dict) else by for by in claim["attribution"]],
        ),
        "modality": (
            draft.modality.value in [claim["modality"], *accepted(claim, "mod", "mod")],
            draft.modality.value,
            claim["modality"],
        ),
    }
    for field, (right, got, wanted) in fields.items():
        if field in shown and not right:
            if field == "period" and wanted:
                wanted = f"{wanted['start']}..{wanted['end']} {wanted.get('basis')} {wanted.get('text', '')!r}"
            print(f"  {name} {claim['id']} {field}: {claim['value']['printed']!r} {draft.metric}")
            print(f"      got {got} want {wanted}\n      {around}")


def camel(predicate: str) -> str:
    head, *tail = predicate.split("(")[0].split(" ")[0].split("_")
    plain = "_".join([head, *tail])
    return SEED_PREDICATES.get(plain, head + "".join(word.title() for word in tail))


def end_right(
    entity: str | None, text: str | None, wanted: str | None, names: dict[str, list[str]], lexicon: Lexicon
) -> bool:
    mine = {plain(t) for t in (entity, text) if t}
    mine |= {plain(label.text) for label in lexicon.entities[entity].labels} if entity in lexicon.entities else set()
    labels = {
        plain(part)
        for name in [wanted or "", *names.get(wanted or "", [])]
        for part in name.replace("(", "/").replace(")", "/").split("/")
    }
    return any(a == b or (len(a) > 1 and a in b) or (len(b) > 1 and b in a) for a in mine for b in labels if a and b)


def score_relations(name: str, document: dict, lexicon: Lexicon, score: Score, failures: bool) -> None:
    published = PartialDate(document["published"]) if document["published"] else None
    drafts = [d for d in read(document["text"], lexicon, published=published).drafts if d.kind in ("relation", "event")]
    score.hits["relations held back"] += sum(d.kind == "relation" and d.state != "claim" for d in drafts)
    score.tries["relations held back"] += sum(d.kind == "relation" for d in drafts)
    drafts = [d for d in drafts if d.state == "claim"]
    rows, right = document["relations"], set()
    found_facts, facts = set(), set()
    for row in rows:
        start, end = row["evidence"]["span"]
        wanted = {camel(row["predicate"]), *(camel(a) for a in row.get("also_accept", []) if isinstance(a, str))}
        a, b = row["subject"] and row["subject"]["entity"], row["object"] and row["object"].get("entity")
        hit = False
        for index, draft in enumerate(drafts):
            predicate = draft.predicate or draft.metric
            meant = {predicate, IMPLIED.get(predicate)}
            if draft.evidence_start >= end or start >= draft.evidence_end or not meant & wanted:
                continue
            ends = [(draft.subject, draft.subject_text), (draft.object, draft.object_text)]
            straight = (a is None or end_right(*ends[0], a, document["names"], lexicon)) and (
                b is None or end_right(*ends[1], b, document["names"], lexicon)
            )
            turned = (
                b is not None
                and end_right(*ends[1], a, document["names"], lexicon)
                and end_right(*ends[0], b, document["names"], lexicon)
            )
            if straight or turned or (a is None and end_right(*ends[0], b, document["names"], lexicon)):
                hit = True
                right.add(index)
        fact = row.get("repeat_of") or row["id"]
        facts.add(fact)
        if hit:
            found_facts.add(fact)
        if not score.add("relations found", hit) and failures:
            print(f"  {name} {row['id']} MISSED {a} {row['predicate']} {b} {document['text'][start:end][:60]!r}")
    for fact in facts:
        score.add("relations found (repeats as one)", fact in found_facts)
    for index, draft in enumerate(drafts):
        if draft.kind == "relation" and not score.add("relations right", index in right) and failures:
            shown = document["text"][draft.evidence_start : draft.evidence_end][:60]
            print(f"  {name} WRONG {draft.subject_text} {draft.predicate} {draft.object_text} {draft.rule} {shown!r}")


def score_events(name: str, document: dict, lexicon: Lexicon, score: Score, failures: bool) -> None:
    """Events found and right: the kind, the subject and the date as printed, where the date stands."""
    if "events" not in document:
        return
    published = PartialDate(document["published"]) if document["published"] else None
    drafts = [d for d in read(document["text"], lexicon, published=published).drafts if d.kind == "event"]
    right: set[int] = set()
    for row in document["events"]:
        start, end = row["span"]
        near = [
            index
            for index, draft in enumerate(drafts)
            if draft.start < end
            and start < draft.end
            and draft.metric in {row["event"], *row.get("also_accept", [])}
            and end_right(draft.subject, draft.subject_text, row["subject"]["entity"], document["names"], lexicon)
            and draft.period
            and draft.period.start.isoformat().startswith(row["date"])
        ]
        right.update(near)
        if not score.add("events found", bool(near)) and failures:
            print(f"  {name} {row['id']} MISSED EVENT {row['subject']['entity']} {row['event']} {row['date']}")
    for index, draft in enumerate(drafts):
        if not score.add("events right", index in right) and failures:
            print(f"  {name} WRONG EVENT {draft.subject_text} {draft.metric} {draft.printed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--corpus", default="ai-video")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--fields", nargs="*", default=[], choices=["period", "attribution", "modality"])
    parser.add_argument("--only", default="")
    parser.add_argument("--tuned", nargs="*", type=Path, default=[])
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--claimed-from", type=float, default=0.8)
    parser.add_argument("--write-confidence", action="store_true")
    options = parser.parse_args()
    begun = time.perf_counter()
    lexicon = Lexicon.load(corpus.read_corpus(options.corpus).entities.values())
    score, kinds, characters = Score(), defaultdict(list), 0
    score.shown = set(options.fields)
    for folder in [*options.folders, *options.tuned]:
        score.weight = TUNED if folder in options.tuned else 1.0
        for name, document in folder_documents(folder):
            if options.only in name:
                characters += len(document["text"])
                score_document(name, document, lexicon, score, options.failures, kinds)
                score_relations(name, document, lexicon, score, options.failures)
                score_events(name, document, lexicon, score, options.failures)
    taken = time.perf_counter() - begun
    for name in sorted(score.tries):
        print(score.line(name))
    for kind, hits in sorted(kinds.items()):
        print(f"resolution {kind:23} {sum(hits):4} of {len(hits):4}   {sum(hits) / len(hits):.3f}")
    print(f"{characters} characters in {taken:.2f} s")
    if options.curve:
        shown = {row.article for row in score.rows if row.weight == 1.0}
        for cut, drafts, proper, core, of in measure(score.rows, shown):
            if drafts and of:
                shares = f"{proper / drafts:.3f}, with metric {core / drafts:.3f}, of all right {proper / of:.2f}"
                print(f"from {cut:.2f}: {drafts:4} drafts, right {shares}")
    if options.write_confidence:
        kept = json.loads(CONFIDENCE.read_text(encoding="utf-8"))
        kept["resolution"] = {
            kind: {"right": sum(hits), "of": len(hits)} for kind, hits in sorted(kinds.items()) if kind != "none"
        }
        CONFIDENCE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        write(score.rows, CONFIDENCE, options.claimed_from)


if __name__ == "__main__":
    main()
