"""Of whom a number is said in Chinese: what only describes a name, or is only measured with it. Names are invented."""

import pytest

from readings import subjects


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what a thing is called before its name, and who owns it
        (
            "澄湖科技是一家软件公司。澄湖科技旗下视频平台Koto在12月收入超过2000万元，折算下来，年化收入为2.4亿元。",
            {"2000万元": "Koto", "2.4亿元": "Koto"},
        ),
        ("澄湖科技成立于杭州，其视频生成产品Koto已在海外上线，月活达到120万。", {"120万": "Koto"}),
        # a name that the number describes
        ("澄湖科技公布财报。其中，季内收入超过1.5亿元的Koto被单独提及。Koto已上线。", {"1.5亿元": "Koto"}),
        # what somebody is
        ("岚洲科技是全国最大的现制茶饮品牌，目前有6681家门店。现制茶饮兴起。", {"6681家": "岚洲科技"}),
        # whom a number is only measured with
        ("澄湖科技宣布，Koto月活升至1.58亿，与岚洲科技的差距只剩3000万。", {"1.58亿": "Koto", "3000万": "Koto"}),
        ("Koto收入为3亿元，占澄湖科技总收入的比例不足1%。", {"3亿元": "Koto", "1%": "Koto"}),
        ("澄湖科技公布业绩，包括电商及Koto在内的其他服务收入增至59亿元。", {"59亿元": "澄湖科技"}),
        # materials
        ("岚洲期货提醒，锂价站上15万元后可能回落。", {"15万元": "锂价"}),
        ("预计2026年全球碳酸锂供应过剩约4万吨。", {"4万吨": "碳酸锂"}),
        # a firm behind what it makes
        ("头部电芯厂远峦能源的负责人称，公司产能利用率接近95%。", {"95%": "远峦能源"}),
        # platforms on which somebody sells, and where money comes from
        ("岚洲珠宝公布数据，岚洲珠宝天猫旗舰店成交额突破10亿元。", {"10亿元": "岚洲珠宝"}),
        ("《冻塔》收入达1.38亿美元，来自中国iOS的收入占94%。", {"1.38亿美元": "冻塔", "94%": "冻塔"}),
        # a name in quotation marks after what it is, and one that a rank describes
        ("岚洲科技旗下潮玩品牌「TOP KOTO」获得融资，投后估值达到100亿元。", {"100亿元": "TOP KOTO"}),
        (
            "第四名的澄湖科技受惠于出口，季度产量约4000万台。澄湖科技在京。",
            {"第四名": "澄湖科技", "4000万台": "澄湖科技"},
        ),
        # a list of which some members are no names by their form
        (
            "Koto、澄湖小助手、Velmo位居前三位，月活跃用户规模分别为1.69亿、1.59亿和1.56亿。Koto与Velmo已上线。",
            {"1.69亿": "Koto", "1.59亿": "澄湖小助手", "1.56亿": "Velmo"},
        ),
        # names of ordinary words, told by what introduces them or stands on both sides of them
        ("一家名为“环湖园艺”的公司递交招股书。环湖园艺毛利率高达60%。", {"60%": "环湖园艺"}),
        ("岚洲短剧9月月活突破2.36亿。紧随其后的河谷剧场月活为5158万。", {"5158万": "河谷剧场"}),
        ("2月23日，智平岚（AI Koto）宣布完成超10亿元B轮融资。", {"10亿元": "智平岚"}),
        ("25年年底，原力河谷A轮突破10亿元融资。", {"10亿元": "原力河谷"}),
        ("报告期内，金岚维分别实现收入2.03亿元、2.17亿元，净亏损达5亿元。", {"2.03亿元": "金岚维", "5亿元": "金岚维"}),
        ("同赛道的“笔灵岚”在6月完成2亿元融资；其主打产品星稿助手月活约95万。", {"2亿元": "笔灵岚", "95万": "星稿助手"}),
        ("老牌工具岚笔记的日子不好过。今年上半年岚笔记月活跌至410万。", {"410万": "岚笔记"}),
        ("澄岚纪元ET上半年卖出4.1万辆；竞品银岚S7同期销量为5.6万辆。", {"4.1万辆": "澄岚纪元ET", "5.6万辆": "银岚S7"}),
        ("岚洲投资以1.2亿美元买下社交网站Koto的0.8%股份，岚洲投资在港。", {"0.8%": "岚洲投资"}),
        # whose own figures a sentence tells, and a class of things where nobody is named
        ("苹果增长。比亚迪公告显示，超过40%的用户来自县城。", {"40%": "比亚迪"}),
        ("根据蔚来汽车12月1日披露的交付数据，11月交付10878辆。小鹏汽车也公布了数据。", {"10878辆": "蔚来汽车"}),
        (
            "全体上市公司11月营收总计为4409亿元，较去年同期成长18%。",
            {"4409亿元": "全体上市公司", "18%": "全体上市公司"},
        ),
        # who is only signed with or used, and a version by its number
        ("《冻塔》今日上映，用澄湖科技和岚洲科技，把成本压到3000元。", {"3000元": "冻塔"}),
        ("澄湖科技计划开5家新店，并已跟岚洲科技签约，资本开支约3000万元。", {"3000万元": "澄湖科技"}),
        ("澄湖科技开会。V6出片时间压到了8秒。", {"8秒": "V6"}),
        # a firm that is only named later, and goods that have a price
        ("公司的总收入增长至3.8亿元。营收增长是澄湖科技的亮点。", {"3.8亿元": "澄湖科技"}),
        ("预估第4季一般型DRAM合约价将季增45%。", {"45%": "一般型DRAM"}),
    ],
)
def test_a_number_is_said_of_whom_its_clause_is_about(bare, text, expected):
    found = subjects(text, bare)
    assert {printed: found.get(printed) for printed in expected} == expected
