"""What can be told by its shape is always found, and its look-alikes are left alone."""

from __future__ import annotations

import pytest

from fieldlog.operations.privacy import finder

FOUND = [
    ("EMAIL", "write to <pat.doe+kin@mail.example.org> soon"),
    ("EMAIL", "its <jdoe at gmail dot com>"),
    ("URL", "see <https://example.org/fund?x=1>"),
    ("URL", "her insta <@quiet.ridge_7> is open"),
    ("URL", "on <facebook.com/groups/kin.voices>"),
    ("SSN", "ssn <987-65-4321> on the desk"),
    ("SSN", "social <987 65 4321>"),
    ("SSN", "soc sec no. <987654321>"),
    ("PHONE", "call <(405) 555-0127> after 5"),
    ("PHONE", "<405.555.0127 ext 4>"),
    ("PHONE", "text <4055550127>"),
    ("PHONE", "<555-0127> is the store"),
    ("PHONE", "<+1 405 555 0127>"),
    ("DATE", "since <7/19>"),
    ("DATE", "on <march 22nd> at 1"),
    ("DATE", "<2024-02-17> was the last"),
    ("DATE", "<the 3rd of march|3rd of march> the heat quit"),
    ("DATE", "dob <02281988>"),
    ("DATE", "due <Jan. 12>"),
    ("DATE", "<22 oct 2021> removed"),
    ("AGE90", "grandpa is <92> and drives"),
    ("AGE90", "<95 y/o> kin"),
    ("AGE90", "nana, <97>, raised three"),
    ("CASE", "<DN-23-0561> has no worker"),
    ("CASE", "case no. <21-09937>"),
    ("CASE", "docket <2023CV114> is sealed"),
    ("CASE", "intake <#5518820> was closed"),
    ("CASE", "medicaid id <w88213091>"),
    ("ADDRESS", "at <87 cedar hollow ln>, last house"),
    ("ADDRESS", "<1920 SE Walnut St Apt 7> has mold"),
    ("ADDRESS", "<po box 1186> is shared"),
    ("ADDRESS", "<rr 2 box 88>"),
    ("ADDRESS", "<unit 4> has the tarp"),
    ("ADDRESS", "past <mile marker 63>"),
    ("ADDRESS", "<county road 18> is ruts"),
    ("ADDRESS", "<58316> has no doctor"),
    ("PHONE", "call him <701 555 0162>"),
    ("SSN", "ss# <457 55 5462> wrong by one digit"),
    ("CASE", "juv case <JU 2023 114> is stalled"),
    ("CASE", "file <DFS/22/8812> has the wrong dad"),
    ("URL", "discord <ghost#1182> is the brother"),
    ("DATE", "missed the <10-3> hearing"),
    ("AGE90", "great gramma <94> signs with an x"),
    ("AGE90", "<94> and still raising twins"),
    ("AGE90", "turned <one hundred and two> in june"),
    ("ADDRESS", "moved to <42 gravel pit rd> in the spring"),
    ("ADDRESS", "<5500 n county road 300 e> is a barn"),
    ("ADDRESS", "<12-b calle del sol> is 2 families"),
    ("ADDRESS", "on the <1200 block of maple> again"),
    ("ADDRESS", "by <exit 212> in a tent"),
    ("ADDRESS", "at <main and 3rd> w her bags"),
    ("ADDRESS", "<n 4th ave> rental fell thru"),
    ("ADDRESS", "<bldg 4 unit 12> has no heat"),
    ("PLATE", "plate <2KD 771> is the uncle's"),
    ("PLATE", "silver chevy <BRT-5518> idling"),
    ("COMBO", "<daughter w/ rett syndrome> needs a lift"),
    ("COMBO", "<half sister has marfan> and cant do pe"),
    ("COMBO", "<gaucher disease in the nephew> and nobody knew"),
    ("COMBO", "the <triplets> share a room"),
    ("COMBO", "<twins in the same grade> as my own kids"),
    ("COMBO", "<only family with a deaf son in this town>"),
    ("COMBO", "<one of two karen families in the county>"),
    ("COMBO", "<no other lao family in the valley>"),
    ("COMBO", "the <only hmong family in the county>"),
    ("NAME", "ms <price> signed"),
    ("DATE", "we drove out for the <june 9> visit"),
    ("DATE", "paperwork due <nov3> or it starts over"),
    ("DATE", "hearing is <03.12> and no lawyer yet"),
    ("DATE", "the <tenth of october> is when it runs out"),
    ("DATE", "moved <agust 14> in the rain"),
    ("DATE", "visita <8 abril> y nadie llego"),
    ("DATE", "seen <4 18 24> at the office"),
    ("SSN", "he says his ss no. is <987 654 312>, in threes"),
    ("SSN", "<987/65/4310> on the fax"),
    ("SSN", "they left <XXX XX 4310> showing"),
    ("CASE", "a slip in the car says <912340077> in red"),
    ("CASE", "opened as <INV.3310.2> and closed"),
    ("PHONE", "ring <505 - 555 - 0148> after six"),
    ("ADDRESS", "<route 12> in the dark is how he gets to work"),
    ("ADDRESS", "broke down on <us 385> again"),
    ("ADDRESS", "<1418 juniper>, porch light is out"),
    ("AGE90", "granny lou, <93>, still cooks"),
    ("AGE90", "<95 años> y cuida a tres"),
    ("PLATE", "wrote down <KDR-41B> from the window"),
]

LEFT_ALONE = [
    "20 miles each way and no gas",
    "took 3 kids to the dr in town",
    "half of 1/2 the kids had coats",
    "24/7 supervision",
    "october was the last visit",
    "95 degrees inside, one fan",
    "it was 102 in the car",
    "90 days to find kin",
    "room 4 at the courthouse",
    "we sat in suite 3 at the county bldg",
    "call 211 they said. 211 said call us",
    "3 cases on one desk",
    "title iv-e pays, kin dont get it",
    "snap and wic were cut off, icwa box left blank",
    "brother w adhd, meds ran out",
    "only school in the county",
    "one of two cars ran",
    "twins share a coat",
    "may 2 slots open",
    "unit 4 caseworkers were kind",
    "91 degrees in the van",
    "a hundred and two dollars short",
    "the x ray was clear",
    "spoke spanish to the baby",
    "1200 a month for a motel",
    "grandma 79 w bad knees does 3 flights of stairs",
    "took us 40 min to find it",
    "on the road 6 and a half hrs",
    "june 2 hrs each way, july 4 kids",
    "license took 7 months for 2 beds",
    "took the 40 bus then the 7, missed court by 10 min",
    "team won 21-14 and they ate",
    "the bed is a 12x60 on paper",
    "made 18250 last yr for 4 kids",
    "title iv-e wont buy a bed",
    "new mexico took 8 months on the compact",
    "the preschool has no spot till fall",
    "dialysis is 3x a week",
]


@pytest.mark.parametrize(("kind", "marked"), FOUND, ids=lambda value: value[:40])
def test_shapes_are_found_whole(kind: str, marked: str) -> None:
    before, _, rest = marked.partition("<")
    inside, _, after = rest.partition(">")
    shown, _, expected = inside.partition("|")
    text = before + shown + after
    hits = [f for f in finder().find(text) if f.type == kind]
    assert [text[f.start : f.end] for f in hits] == [expected or shown]
    assert hits[0].why
    assert hits[0].replacements
    assert 0.5 <= hits[0].score <= 1


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert finder().find(text) == []
