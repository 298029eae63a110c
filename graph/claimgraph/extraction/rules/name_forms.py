"""Forms in which Chinese text sets off a name: before a share code, in quotation marks, in a dealt list.

Each yields candidates with a sort and a weight; whether they are names is settled in `names`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from claimgraph.extraction.rules.common_words import ordinary
from claimgraph.extraction.rules.text import Text

_HAN = "\u3400-\u9fff"


@dataclass(frozen=True, slots=True)
class Name:
    """An unknown name as it stands, what the text calls the same thing at its fullest, and how it is known to be one."""

    start: int
    end: int
    text: str
    called: str
    sort: str
    evidence: str = "placed"


_CODED = re.compile(
    rf"(?<![{_HAN}A-Za-z])(?P<name>[{_HAN}A-Za-z][{_HAN}A-Za-z0-9-]{{1,11}})"
    r"(?=\((?:股票代码[:：]?|代码[:：]?)?(?:\d{4,6}(?:[.](?:HK|SH|SZ|TW))?|(?:NASDAQ|NYSE|HKEX)[:：]?[A-Z0-9]+)\))(?!\((?:19|20)\d\d\)[年季])"
)
_LED_IN = re.compile(
    r"^(?:较|比|当中|其中|以及|及|和|与|由|包括|例如|如|而|受|继|随着|作为|对于|除了?|但|据|按|从|向|为|将|把|被|让)"
)
_REGISTERED = re.compile(
    rf"(?<![{_HAN}])(?P<name>[{_HAN}]{{2,12}}(?:[(（][{_HAN}]{{2,4}}[)）])?[{_HAN}]{{0,8}}?(?:股份|责任|控股)?有限(?:责任)?公司)"
)
DEALT = re.compile(
    rf"(?<![{_HAN}])(?P<names>[{_HAN}A-Za-z0-9]{{2,6}}(?:[、和与及][{_HAN}A-Za-z0-9]{{2,6}})+)(?:的[{_HAN}A-Za-z]{{1,10}}|则)?分别"
)
RANKED = re.compile(
    rf"(?:分别|依次|依序)(?:为|是)(?P<names>[{_HAN}A-Za-z0-9]{{2,9}}?(?:[、和与及][{_HAN}A-Za-z0-9]{{2,9}}?)+)"
    rf"(?=[,，。;]|[共等](?:[\d{_HAN}]|$))"
)
_QUOTED = re.compile(
    rf"(?:做的|推出的|开发的|研发的|名为|叫做|叫|自研|游戏|应用|软件|小程序|产品|品牌|短剧|车型|模型|旗下|新品|上线)"
    rf"[“「](?P<name>[{_HAN}A-Za-z0-9]{{2,10}}|[A-Z][A-Za-z0-9]*(?:[ -][A-Z][A-Za-z0-9]*)*)[”」]"
)

_CALLED = re.compile(
    rf"(?:名为|名叫|叫做|叫作|取名|命名为|更名为)[“「](?P<name>[{_HAN}A-Za-z0-9]{{2,10}})[”」](?P<firm>的?(?:公司|企业|创业|初创))?"
)


_ABBREVIATED = re.compile(
    r"[ ]?\((?:[^()]{1,30}[,;] ?)?(?:hereinafter |formerly )?(?:the )?"
    r"(?:(?:NYSE|NASDAQ|Nasdaq|HKEX|LSE|TSX|OTC)[ :]+)?[\"“'‘]?(?:the )?(?P<short>[A-Z][A-Za-z.&-]{1,14})[\"”'’]?"
    r"(?: or [\"“][^\"”]{1,24}[\"”])?\)"
)


def abbreviated(text: Text, names: list[tuple[int, int]]) -> dict[str, str]:
    """WBD -> Wexford Broad Display, where the full name is followed by "(WBD)": a short name and whom it means."""
    found: dict[str, str] = {}
    for start, end in names:
        full = text.plain[start:end]
        if (match := _ABBREVIATED.match(text.plain, end)) and _shortens(match["short"], full):
            found[match["short"]] = full
    return found


def _shortens(short: str, full: str) -> bool:
    """Whether a short name is made of the initials of a full one, or is a word of it."""
    initials = "".join(word[0] for word in full.split())
    return short in full.split() or (short.isupper() and initials[:2].upper() == short[:2])


def with_surnames(names: list[Name], is_firm: Callable[[str], bool]) -> list[Name]:
    """The names; one that is the last word of a person named before is that person: Ada Brook ... Brook expects."""
    persons = {name.text: name for name in reversed(names) if name.sort == "person" and " " in name.text}
    bearers = {person.rsplit(" ", 1)[1]: name for person, name in persons.items() if not is_firm(person)}
    return [
        replace(name, sort="person", called=bearers[name.text].text, evidence="form")
        if name.text in bearers and name.start > bearers[name.text].start
        else name
        for name in names
    ]


def coded(text: Text) -> Iterator[tuple[str, str, int]]:
    """海升酒店(1987): what stands before the code of its shares."""
    for match in _CODED.finditer(text.plain):
        name = _LED_IN.sub("", match["name"])
        if len(name) > 1:
            yield name, "organization", 2


_AGED = re.compile(
    rf"(?:^|[,，。;\n“])(?P<name>[{_HAN}]{{2,3}})[,，]?(?:今年|现年|时年)?[ ]?\d{{2}}[ ]?岁", re.MULTILINE
)
_CELL = re.compile(r"^\|[ ]*(?P<name>[a-z]\d[A-Za-z0-9.-]*)[ ]*\|", re.MULTILINE)
_VARIANT = re.compile(
    r"(?:(?:[ -]|(?<=\d))(?:Pro|Max|Ultra|Plus|Mini|Nano|Lite|Turbo|Flash|Air|Preview|SE|mini|nano|turbo|Flash-Lite)"
    r"|-(?:pro|max|plus|lite|turbo|flash|standard|long|large|vision|thinking|instruct|preview|\d{1,3}[kKbB]))+(?![A-Za-z0-9])"
)


def past_variant(plain: str, end: int) -> int:
    """Where a name ends that the word of a variant follows: GPT-4.1 mini, Veo 3.1 Flash-Lite."""
    variant = _VARIANT.match(plain, end)
    return variant.end() if variant else end


def is_variant(words: str) -> bool:
    """Whether words only tell the variant of a product: Pro, Pro Max."""
    return _VARIANT.fullmatch(f" {words}") is not None


_SERIES = r"[ ]?(?P<number>[1-9]\d?)(?=[ ]?(?:Pro|Max|Ultra|Plus|Air|SE|系列|全系|手机|机型|单款|标准版))"
_OTHER_NUMBER = r"(?![\d.,%]|[ ]?[万亿千百月日年季家款辆台元个倍周天岁届名条])"


def past_number(plain: str, start: int, end: int) -> int:
    """Where the name of a product ends that is a maker's with a number, as the text writes it of a series: 小米17 Pro."""
    number = re.compile(rf"[ ]?\d{{1,2}}{_OTHER_NUMBER}").match(plain, end)
    if number is None:
        return end
    told = re.compile(re.escape(plain[start:end]) + _SERIES).finditer(plain)
    if not any(m["number"] == number[0].strip() for m in told):
        return end
    return past_variant(plain, number.end())


def aged(text: Text) -> Iterator[tuple[str, str, int]]:
    """岳凌今年25岁: who has an age is a person."""
    for match in _AGED.finditer(text.plain):
        if not ordinary(match["name"]):
            yield match["name"], "person", 2


def in_cell(text: Text) -> Iterator[tuple[int, int, str, str]]:
    """| o3 | $10.00 |: a name in small letters that opens the row of a table."""
    for match in _CELL.finditer(text.plain):
        yield match.start("name"), match.end("name"), match["name"], match["name"]


_ITEM = rf"[{_HAN}A-Za-z0-9]{{2,9}}(?:[(（][^()（）]{{1,12}}[)）])?"
_LIST = re.compile(rf"{_ITEM}(?:(?:、|和|与|以及|及){_ITEM}){{2,}}")
_GLOSS = re.compile("[(（][^()（）]*[)）]")
_MANY = 4
_LIST_END = re.compile(
    r"等|领投|跟投|参投|投资机构|合计|[一二三四五六七八九十两几\d]+[家款个大]|分别|均|都|则|也|的|在"
)


def enumerated(text: Text, names: set[str]) -> Iterator[str]:
    """The unknown members of a list whose other members are names: 宁德时代、比亚迪和蜂巢能源."""
    for match in _LIST.finditer(text.plain):
        members = [_LIST_END.split(_GLOSS.sub("", member))[0] for member in re.split("、|以及|[和与及]", match[0])]
        known = [member for member in members if member in names or any(member.endswith(name) for name in names)]
        if len(known) * (_MANY if len(members) >= _MANY else 2) > len(members):
            yield from (
                m
                for m in members
                if 1 < len(m) < 7 and m not in known and not m.isascii() and not ordinary(m) and not ordinary(m[:4])
            )


def registered(text: Text) -> Iterator[tuple[str, str, int]]:
    """中国海升(集团)股份有限公司: a name as it is registered."""
    for match in _REGISTERED.finditer(text.plain):
        yield match["name"], "organization", 2


def quoted(text: Text) -> Iterator[tuple[str, str, int]]:
    """小团队做的“梦里有猫”: a name that is introduced and set in quotation marks; 名为“X” may be of ordinary words."""
    for match in _CALLED.finditer(text.plain):
        yield match["name"], "organization" if match["firm"] else "any", 2
    for match in _QUOTED.finditer(text.plain):
        if not ordinary(match["name"]):
            yield match["name"], "product", 2
