"""Of whom a number is said in English: who acts, whom a clause goes on about, who is only passed by. Names are invented."""

import pytest

from claimgraph.extraction import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # who leads: after what a name is called, after "said that", after an opening without a verb
        (
            "Velmo Inc grew. Leeds-based chip maker Orrin closed a round led by Tessaro; it claims 40 million users.",
            {"40 million": "Orrin"},
        ),
        (
            "Orrin hired. Bankers said that Tessaro's sales exceeded $90 million. Tessaro is hiring. "
            "The company's target was $84 million.",
            {"$84 million": "Tessaro"},
        ),
        (
            "Corvane Capital backed a studio. Founded in 2023 by Ada Brook, Orrin released a game, and Orrin grew. "
            "The company says more than 5 million people signed up.",
            {"5 million": "Orrin"},
        ),
        # a takeover is about the target
        (
            "Investment firm Tessaro Capital has agreed to buy Orrin Group, the Leeds chain, for $900 million.\n"
            "Bankers had pencilled in profit of $70 million.",
            {"$70 million": "Orrin Group"},
        ),
        # a clause that begins with which or whose
        (
            "Tessaro Capital committed $60 million to the startup Orrin, which now has a valuation of $440 million.",
            {"$440 million": "Orrin"},
        ),
        ("The games go to Velmo, whose bid was at least $20 million lower.", {"$20 million": "Velmo"}),
        ("Tessaro shipped Orrin 3 in May, a model with 900 million parameters.", {"900 million": "Orrin 3"}),
        ("Velmo leads in phones - surpassing Orrin that slipped to fifth place.", {"fifth place": "Orrin"}),
        # who is only outdone, added or passed by
        ("Velmo's sales totaled 582,522 units, surpassing Tessaro by 85,423 units.", {"85,423": "Velmo"}),
        ("Despite its gains, Velmo trails, with Tessaro leading by 276,000 units.", {"276,000": "Tessaro"}),
        (
            "Rival Velmo, with its Orrin and Halvar cars, set a record, with a 66% increase in deliveries.",
            {"66%": "Velmo"},
        ),
        (
            "In May it was 234 million Velmo subscriptions to 230 million Tessaro subscribers.",
            {"230 million": "Tessaro"},
        ),
        # a sentence that goes on about the number of the one before
        (
            "Tessaro sold 343,830 cars in May, while Velmo sold 538,704 cars. That's 56% more.",
            {"343,830": "Tessaro", "538,704": "Velmo", "56%": "Velmo"},
        ),
        # whose number it is by the words right beside it
        ("Velmo shares have risen 77% and Orrin (ORR) 12% since May.", {"77%": "Velmo", "12%": "Orrin"}),
        ("The best debut in Leeds was the $110.3 million that Orrin made in May.", {"$110.3 million": "Orrin"}),
        ("In May Velmo disclosed that Orrin had over 900 million users.", {"900 million": "Orrin"}),
        ("Velmo grew. This gives a 35% revenue advantage for Orrin.", {"35%": "Orrin"}),
        (
            "Velmo fell. However, shares of Tessaro Inc, which runs the Orrin app, were down 5%.",
            {"5%": "Tessaro Inc"},
        ),
        # nouns: one that is held by a name of its sentence, one that begins a sentence after a name
        (
            "Orrin hired. Velmo earned $1 billion. Things go badly for Orrin, with the chip maker seeing sales fall 18%.",
            {"18%": "Orrin"},
        ),
        (
            "Velmo has overtaken Orrin. The maker of the Koto models reported $47 billion in sales.",
            {"$47 billion": "Velmo"},
        ),
        # who is no source, what a sentence is not about
        (
            "Amid the boom in AI chips, the startup Orrin is surging. The company raised $80 million.\n"
            "Orrin's growth data is unheard of: its users surpassed 15 million.",
            {"$80 million": "Orrin", "15 million": "Orrin"},
        ),
        # markets: what is a firm's own is none, and neither are the words of a metric
        ("Tessaro's global phone shipments rose 33% to 40 million units.", {"33%": "Tessaro", "40 million": "Tessaro"}),
        (
            "Adjusted net profit surged 65 percent in May, Tessaro Inc said.\nTessaro Inc hired.",
            {"65 percent": "Tessaro Inc"},
        ),
        ("Velmo Inc, Tessaro's closest rival in cars, posted a 37% drop in net income.", {"37%": "Velmo Inc"}),
        # what somebody's app is called
        ("Tessaro's video-making app Orrin is loved, having been installed 627,000 times.", {"627,000 times": "Orrin"}),
        # persons by their surname
        (
            "Orrin was founded in 2023 by Ada Brook and Tom Vale. Vale declined to give sales, but said 5% of users pay.",
            {"5%": "Orrin"},
        ),
        # what one is measured against
        ("Orrin Inc lost 3.4% of its users, compared with an industry average of 5.1%.", {"5.1%": "industry"}),
        # goods and trades that act where no firm does
        (
            "Tessaro Inc takes the lead in chips.\nContract prices of plain flash climbed 45% in May. "
            "Tessaro sees that lithium prices will rise a further 9%.",
            {"45%": "plain flash", "9%": "lithium"},
        ),
        (
            "Tessaro Inc led. Industry revenue jumped 29.4% to $53 billion.",
            {"29.4%": "Industry", "$53 billion": "Industry"},
        ),
        # what stands in a bracket after a possessive is not owned; a name before a full stop leads nobody
        ("Tessaro’s (NYSE:TSR) shares rose around 6% on Thursday.", {"6%": "Tessaro"}),
        (
            "Sales of Chinese electric cars fell 40% to 67,000 units in June, while Tessaro grew 23%.\n"
            "Tessaro shipped 300 cars. A group says that sales of China's electric cars, including hybrids, will rise 38%.",
            {
                "40%": "Chinese electric cars",
                "67,000": "Chinese electric cars",
                "23%": "Tessaro",
                "38%": "China's electric cars",
            },
        ),
        ("Tessaro Inc fell. Electric car sales in Germany grew 12% in May.", {"12%": "Electric car"}),
        ("Tessaro Inc makes cars. Sales of electric cars fell 4%, Tessaro Inc said.", {"4%": "Tessaro Inc"}),
        # who gets the money that others put in, and who is expected to earn
        (
            "Velmo Group has led a funding round of more than $60 million in Orrin, a startup in Leeds.",
            {"$60 million": "Orrin"},
        ),
        ("Velmo Group poured $40 million into Orrin last May.", {"$40 million": "Orrin"}),
        (
            "Velmo Group grew. Velmo Group now expects Koto to generate $125 million this year.",
            {"$125 million": "Koto"},
        ),
        # the firm that says what "it" did, also in the sentence after
        (
            "Tessaro handed over 386,810 cars in May.\nVelmo, which is backed by Orrin Capital, said on Monday it sold "
            "300,114 cars, a 43% plunge from May. Including vans, its sales rose 13%.",
            {"386,810": "Tessaro", "300,114": "Velmo", "43%": "Velmo", "13%": "Velmo"},
        ),
        # a verb that a clause leaves out
        (
            "Velmo has a market value of about $29 billion and Orrin of $33 billion.",
            {"$29 billion": "Velmo", "$33 billion": "Orrin"},
        ),
    ],
)
def test_a_number_is_filed_under_whom_it_is_about(bare, text, expected):
    found = {d.printed: d.subject_text for d in read(text, bare).quantities if d.state != "dismissed"}
    assert {printed: found.get(printed) for printed in expected} == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tessaro sold 300 cars, a 43% plunge from May.", -43),
        ("Tessaro sold 300 cars, a 12% slump from May.", -12),
        ("Tessaro posted a 0.7% dip in sales.", -0.7),
        ("Tessaro\u2019s share declined year-on-year to 17%.", 17),
        ("Tessaro posted a 7% uptick in sales.", 7),
    ],
)
def test_a_noun_of_falling_after_a_percentage_makes_it_negative(bare, text, value):
    assert [float(d.low) for d in read(text, bare).quantities if d.printed.endswith("%")] == [value]
