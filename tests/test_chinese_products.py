"""Of which product, class of goods or unit a number of a Chinese text is said. Names are invented."""

import pytest

from claimgraph.extraction import Lexicon
from readings import subjects


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # prices are those of what is put on sale, of an edition that is named, of the model before
        (
            "澄湖科技昨日發表Koto X9手機，標準版售價為3199元，比前代X7的2999元貴了200元；512GB版本則要3799元。",
            {"3199元": "Koto X9", "2999元": "X7", "200元": "Koto X9", "3799元": "512GB版本"},
        ),
        ("澄湖科技宣布，256GB版本首月降价150元，调整为2049元。", {"150元": "256GB版本", "2049元": "256GB版本"}),
        ("澄湖科技发布了大模型Velmo-Long，API输入价格从0.02元降至0.001元。", {"0.02元": "Velmo-Long"}),
        (
            "澄湖云跟进，岚洲-standard的价格由0.02元降到0.009元。",
            {"0.02元": "岚洲-standard", "0.009元": "岚洲-standard"},
        ),
        ("Koto开始收费，每月付300元的Velmo Pro订户每日额度为100支。", {"300元": "Velmo Pro"}),
        ("华为30系列今日开卖。华为30售价为4499元。", {"4499元": "华为30"}),
        # classes of goods, as a research house counts them or as they cost
        ("澄湖科技发布新机。乘联会预计，11月新能源乘用车零售量在120万辆左右。", {"120万辆": "新能源乘用车"}),
        ("澄湖科技推出手机。集邦科技预估，笔记本电脑出货量将减少7%。", {"7%": "笔记本电脑"}),
        ("澄湖科技推出手机。集邦科技指出，内存占手机物料成本的比重升到21%。", {"21%": "内存"}),
        ("中国汽车工业协会数据显示，10月我国新能源汽车产销分别完成126万辆和123万辆。", {"126万辆": "新能源汽车"}),
        ("澄湖科技完成融资。今年以来，国内具身智能领域已披露融资66起。", {"66起": "具身智能"}),
        ("澄湖科技订单超过5000台。有投资人提醒，头部企业的订单里约有35%来自展览。", {"35%": "头部企业"}),
        # a group of ordinary words is a unit; the words of accounting and of a trade are none
        (
            "澄湖科技公布业绩。国际数字零售集团收入66亿元；海外电商业务收入12亿元。",
            {"66亿元": "国际数字零售集团"},
        ),
        ("澄湖科技收入22亿元；非公認會計準則淨利潤3.5億元。", {"22亿元": "澄湖科技", "3.5億元": "澄湖科技"}),
        ("杭州具身智能公司岚维宣布完成融资，投后估值为90亿元。岚维在京。", {"90亿元": "岚维"}),
        # what something is called, and who counts others
        ("Koto被称为“AI时代的抖音”，其月活达到893万。", {"893万": "Koto"}),
        ("Velmo面临流失，风险投资机构Orrin数据显示，其留存率为12%。", {"12%": "Velmo"}),
        # places are rows of what is counted of a market
        (
            "据岚维统计，第三季全球智能手机市场出货量达到3.2亿部。中国以24%的份额居首，北美同期约3300万部。",
            {"3.2亿部": "智能手机", "24%": "中国", "3300万部": "北美"},
        ),
        ("据灯塔专业版统计，中国2025年累计票房达到129.5亿元（约合19.3亿美元）。《冻塔》领跑。", {"19.3亿美元": "中国"}),
        # ranks before a name, lists of which each member has its own change
        ("排名第二的是韩国澄湖电子，市占率12.4%。澄湖电子在京。", {"第二": "澄湖电子", "12.4%": "澄湖电子"}),
        ("岚洲超市等增长，包括岚洲超市增长57%、垚垚悦增长7.8%等。", {"57%": "岚洲超市", "7.8%": "垚垚悦"}),
        # parts of a firm between its products; what is only used or measured with
        (
            "澄湖科技公布业绩，澄湖科技收入76亿元。新品游戏《冻塔》销量突破300万份。增值服务实现营收30亿元，同比增长7%。",
            {"300万份": "冻塔", "30亿元": "澄湖科技", "7%": "澄湖科技"},
        ),
        ("Koto已上线。通过Velmo API访问Koto，定价为每秒0.75美元，比不含音频的Velmo贵25美分。", {"0.75美元": "Koto"}),
        ("澄湖科技公布业绩。中国家居集团季度收入为132亿元；期内集团收入247亿元。", {"132亿元": "中国家居集团"}),
        # names in small letters before what they are; words joined by a sign are none
        ("Velmo調整價格，velmo-chat模型每百萬輸入tokens的費用為2元。", {"2元": "velmo-chat"}),
        (
            "澄湖集团公布业绩。首席财务官徐宏指，其「AI+云」业务增长，AI+云的资本开支约1200亿元。",
            {"1200亿元": "澄湖集团"},
        ),
        # what a number is only a fraction of, or only compared with
        (
            "岚洲短剧的流水为200亿元，接近中国电影总票房的二分之一，也相当于当前小程序游戏市场规模的四成。",
            {"200亿元": "岚洲短剧", "二分之一": "岚洲短剧", "四成": "岚洲短剧"},
        ),
        ("Velmo 9系列共售出超過74萬台，較去年同期的Velmo 8系列顯著成長26%。", {"74萬台": "Velmo 9", "26%": "Velmo 9"}),
        ("Velmo 8 Plus和Velmo 8分別為12,200元與11,200元。", {"12,200元": "Velmo 8 Plus", "11,200元": "Velmo 8"}),
        ("岚维科技完成融资。澄湖投资的8亿美元以算力提供。澄湖在京。", {"8亿美元": "澄湖"}),
    ],
)
def test_the_subject_is_found(text: str, expected: dict[str, str], bare: Lexicon) -> None:
    found = subjects(text, bare)
    assert {printed: found.get(printed) for printed in expected} == expected
