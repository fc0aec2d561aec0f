import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.claim import Qualifier, Quantity
from rag.values.quantity import compatible, quantities, same_unit

HOUR, DAY = 3600.0, 86400.0
ABOUT, NEARLY, AT_LEAST, MORE, UP_TO, LESS = (
    Qualifier.ABOUT,
    Qualifier.NEARLY,
    Qualifier.AT_LEAST,
    Qualifier.MORE_THAN,
    Qualifier.UP_TO,
    Qualifier.LESS_THAN,
)

COUNTED = (
    ("Raiders killed 22 security personnel in Vorlund.", "22", 22, "security personnel"),
    ("The Reds say 280 Vorlund personnel killed on Sunday.", "280", 280, "Vorlund personnel"),
    ("Sappers found 22 of the soldiers alive.", "22", 22, "soldiers"),
    ("Some boats sank and 1,250 sailors drowned.", "1,250", 1250, "sailors"),
    ("The flood drove out 4,00,000 villagers.", "4,00,000", 400000, "villagers"),
    ("The herd has 12,34,567 sheep.", "12,34,567", 1234567, "sheep"),
    ("It sold 3.5 million tickets.", "3.5 million", 3.5e6, "tickets"),
    ("It sold 2 lakh lamps.", "2 lakh", 2e5, "lamps"),
    ("It sold 1.5 crore lamps.", "1.5 crore", 1.5e7, "lamps"),
    ("It sold two lakh lamps.", "two lakh", 2e5, "lamps"),
    ("Seventy-seven ferries lay idle.", "Seventy-seven", 77, "ferries"),
    ("One hundred and seventy-seven ferries lay idle.", "One hundred and seventy-seven", 177, "ferries"),
    ("The storm felled a dozen trees.", "a dozen", 12, "trees"),
    ("The storm felled two dozen trees.", "two dozen", 24, "trees"),
    ("The storm felled half a dozen trees.", "half a dozen", 6, "trees"),
    ("The storm felled a hundred trees.", "a hundred", 100, "trees"),
    ("The storm felled a hundred and fifty trees.", "a hundred and fifty", 150, "trees"),
    ("The storm felled half a million trees.", "half a million", 5e5, "trees"),
    ("The storm felled two and a half million trees.", "two and a half million", 2.5e6, "trees"),
    ("It holds three quarters of a million books.", "three quarters of a million", 750000, "books"),
    ("Vorlund's 22 ships sank.", "22", 22, "ships"),
    ("Twelve coordinated attacks came.", "Twelve", 12, "coordinated attacks"),
    ("Its troops number 2,500.", "2,500", 2500, ""),
    ("They seek 22 missing sailors.", "22", 22, "missing sailors"),
    ("Guards shot 22 armed men.", "22", 22, "armed men"),
    ("Nurses treated five more people.", "five", 5, "people"),
    ("The raid left 22 dead.", "22", 22, ""),
    ("Only one soldier died.", "one", 1, "soldier"),
    ("The death toll has climbed to 250.", "250", 250, "death toll"),
    ("The number of wounded rose to 36.", "36", 36, "wounded"),
    ("The number of missing sailors stands at 36.", "36", 36, "missing sailors"),
    ("| Security personnel killed | 22 |", "22", 22, "Security personnel killed"),
    ("| Security personnel killed | **22** |", "22", 22, "Security personnel killed"),
    ("| Civilians killed | 9, according to the police |", "9", 9, "Civilians killed"),
    ("Workers killed: 29", "29", 29, "Workers killed"),
    ("| Raids | by day | 22 |", "22", 22, "Raids"),
    ("1. Raiders killed 22 guards", "22", 22, "guards"),
    ("- **22** guards were killed", "22", 22, "guards"),
    ("On Saturday 22 guards fled.", "22", 22, "guards"),
    ("In Vorlund 22 people fled.", "22", 22, "people"),
    ("In Vorlund 22 guards fled.", "22", 22, "guards"),
    ("GUNMEN IN VORLUND SHOOT 22 GUARDS", "22", 22, "GUARDS"),
    ("Gunmen Kill 22 Guards", "22", 22, "Guards"),
    ("It emptied 1500 houses.", "1500", 1500, "houses"),
    ("No civilians were killed.", "No", 0, "civilians"),
    ("He said no Vorlund soldiers had died.", "no", 0, "Vorlund soldiers"),
    ("None of the ferries sank.", "None of", 0, "ferries"),
    ("It caused zero casualties.", "zero", 0, "casualties"),
    ("Not a single guard fled.", "Not a single", 0, "guard"),
)


@pytest.mark.parametrize(("sentence", "text", "value", "noun"), COUNTED)
def test_a_number_is_read_with_what_it_counts(sentence, text, value, noun):
    (quantity,) = quantities(sentence)
    assert sentence[quantity.start : quantity.end] == text
    assert (quantity.low, quantity.high, quantity.unit, quantity.noun) == (value, value, "", noun)
    assert not quantity.negated


MEASURED = (
    ("It cost Rs 4 billion.", "Rs 4 billion", 4e9, "RUPEE"),
    ("It cost Rs. 4 billion.", "Rs. 4 billion", 4e9, "RUPEE"),
    ("It cost Rs4bn.", "Rs4bn", 4e9, "RUPEE"),
    ("It cost Rs two lakh.", "Rs two lakh", 2e5, "RUPEE"),
    ("It cost 1.2 lakh crore rupees.", "1.2 lakh crore rupees", 1.2e12, "RUPEE"),
    ("It cost 4 billion Pakistani rupees.", "4 billion Pakistani rupees", 4e9, "PKR"),
    ("It cost Rs 4 billion (PKR).", "Rs 4 billion (PKR)", 4e9, "PKR"),
    ("It cost PKR 4,000.", "PKR 4,000", 4000, "PKR"),
    ("It cost 4,000 Indian rupees.", "4,000 Indian rupees", 4000, "INR"),
    ("It cost ₹2 million (PKR) a piece.", "₹2 million (PKR)", 2e6, "PKR"),
    ("It cost ₹500 crore.", "₹500 crore", 5e9, "RUPEE"),
    ("It cost $20,000.", "$20,000", 20000, "DOLLAR"),
    ("It cost 5 million dollars.", "5 million dollars", 5e6, "DOLLAR"),
    ("It cost US$20m.", "US$20m", 2e7, "USD"),
    ("It cost A$5.50.", "A$5.50", 5.5, "AUD"),
    ("It cost 3 Canadian dollars.", "3 Canadian dollars", 3, "CAD"),
    ("It cost €5.", "€5", 5, "EUR"),
    ("It cost £3bn.", "£3bn", 3e9, "GBP"),
    ("It took 72 hours.", "72 hours", 72 * HOUR, "s"),
    ("It took three days.", "three days", 3 * DAY, "s"),
    ("It was a 72-hour siege.", "72-hour", 72 * HOUR, "s"),
    ("It took 1 hour 20 minutes.", "1 hour 20 minutes", 80 * 60, "s"),
    ("It took two days, 3 hours and 5 minutes.", "two days, 3 hours and 5 minutes", 2 * DAY + 3 * HOUR + 300, "s"),
    ("It took half an hour.", "half an hour", HOUR / 2, "s"),
    ("It took two and a half hours.", "two and a half hours", 2.5 * HOUR, "s"),
    ("It went on over 48 hours.", "48 hours", 48 * HOUR, "s"),
    ("It went on in the past three days.", "three days", 3 * DAY, "s"),
    ("The road is 5km long.", "5km", 5000, "m"),
    ("The park has 40 sq km.", "40 sq km", 4e7, "m**2"),
    ("The ship bore 3 tonnes.", "3 tonnes", 3000, "kg"),
    ("It was 5 °C at noon.", "5 °C", 278.15, "K"),
    ("They drove at 36 km/h.", "36 km/h", 10, "m/s"),
    ("It fell by 40 per cent.", "40 per cent", 40, "%"),
    ("It fell by 4.5%.", "4.5%", 4.5, "%"),
    ("It fell by ten percent.", "ten percent", 10, "%"),
    ("He ate half the bread.", "half", 50, "%"),
    ("Two thirds of the barns burned.", "Two thirds of", 200 / 3, "%"),
    ("It took one-third of the vote.", "one-third of", 100 / 3, "%"),
    ("Only 1/3 of the barns burned.", "1/3 of", 100 / 3, "%"),
    ("A quarter of the barns burned.", "A quarter of", 25, "%"),
)


@pytest.mark.parametrize(("sentence", "text", "value", "unit"), MEASURED)
def test_money_shares_and_measures_are_read_in_base_units(sentence, text, value, unit):
    (quantity,) = quantities(sentence)
    assert sentence[quantity.start : quantity.end] == text
    assert (quantity.low, quantity.unit) == (pytest.approx(value), unit)
    assert quantity.qualifier is Qualifier.EXACT


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        ("More than 40 per cent of the barns burned.", "barns"),
        ("Two thirds of the grey barns burned.", "grey barns"),
        ("Half the barns burned.", "barns"),
        ("It fell by 40 per cent.", ""),
        ("It took 72 hours.", ""),
    ],
)
def test_a_share_counts_what_it_is_of_and_a_measure_counts_nothing(sentence, noun):
    assert [quantity.noun for quantity in quantities(sentence)] == [noun]


QUALIFIED = (
    ("About 36 guards fled.", "About 36", ABOUT),
    ("Around 36 guards fled.", "Around 36", ABOUT),
    ("Some 36 guards fled.", "Some 36", ABOUT),
    ("It shut roughly 36 shops.", "roughly 36", ABOUT),
    ("It shut an estimated 36 shops.", "an estimated 36", ABOUT),
    ("It shut ~36 shops.", "~36", ABOUT),
    ("It shut 36 or so shops.", "36 or so", ABOUT),
    ("It cost nearly $20,000.", "nearly $20,000", NEARLY),
    ("Almost 36 guards fled.", "Almost 36", NEARLY),
    ("It shut close to 36 shops.", "close to 36", NEARLY),
    ("It shut just under 36 shops.", "just under 36", NEARLY),
    ("At least 36 guards fled.", "At least 36", AT_LEAST),
    ("At least **36** guards fled.", "At least **36", AT_LEAST),
    ("No fewer than 36 guards fled.", "No fewer than 36", AT_LEAST),
    ("It shut 36+ shops.", "36+", AT_LEAST),
    ("It shut 36-plus shops.", "36-plus", AT_LEAST),
    ("It shut 36 or more shops.", "36 or more", AT_LEAST),
    ("It took 72 hours or more.", "72 hours or more", AT_LEAST),
    ("It shut more than 36 shops.", "more than 36", MORE),
    ("It shut over 36 shops.", "over 36", MORE),
    ("The toll is past 250.", "past 250", MORE),
    ("It shut in excess of 36 shops.", "in excess of 36", MORE),
    ("It shut upwards of 36 shops.", "upwards of 36", MORE),
    ("It shut up to 36 shops.", "up to 36", UP_TO),
    ("As many as 36 guards fled.", "As many as 36", UP_TO),
    ("It cost as high as Rs 36.", "as high as Rs 36", UP_TO),
    ("About a third of the huts burned.", "About a third of", ABOUT),
    ("More than a hundred huts burned.", "More than a hundred", MORE),
    ("It cost as much as Rs 36.", "as much as Rs 36", UP_TO),
    ("It shut no more than 36 shops.", "no more than 36", UP_TO),
    ("It shut at most 36 shops.", "at most 36", UP_TO),
    ("Fewer than 36 guards fled.", "Fewer than 36", LESS),
    ("It fell by less than 36 per cent.", "less than 36 per cent", LESS),
    ("It shut more than 2000 shops.", "more than 2000", MORE),
)


@pytest.mark.parametrize(("sentence", "text", "qualifier"), QUALIFIED)
def test_a_qualifier_belongs_to_its_number(sentence, text, qualifier):
    (quantity,) = quantities(sentence)
    assert (sentence[quantity.start : quantity.end], quantity.qualifier) == (text, qualifier)
    assert not quantity.negated


RANGES = (
    ("Between 177 and 197 rebels fell.", "Between 177 and 197", 177, 197, ""),
    ("It shut 177 to 197 shops.", "177 to 197", 177, 197, ""),
    ("It shut 177–197 shops.", "177–197", 177, 197, ""),
    ("It shut 177-197 shops.", "177-197", 177, 197, ""),
    ("From 177 to 197 shops were shut.", "From 177 to 197", 177, 197, ""),
    ("Between one hundred and two hundred shops shut.", "Between one hundred and two hundred", 100, 200, ""),
    ("It shut two to three hundred shops.", "two to three hundred", 200, 300, ""),
    ("It fell by 3%-4%.", "3%-4%", 3, 4, "%"),
    ("It shut two or three shops.", "two or three", 2, 3, ""),
    ("It cost $4,000 to $5,000.", "$4,000 to $5,000", 4000, 5000, "DOLLAR"),
    ("It cost between $4 and $5 million.", "between $4 and $5 million", 4e6, 5e6, "DOLLAR"),
    ("It cost Rs 4-5 billion.", "Rs 4-5 billion", 4e9, 5e9, "RUPEE"),
    ("It cost 4 to 5 billion Indian rupees.", "4 to 5 billion Indian rupees", 4e9, 5e9, "INR"),
    ("It fell by 5-10 per cent.", "5-10 per cent", 5, 10, "%"),
    ("It took 5 to 6 hours.", "5 to 6 hours", 5 * HOUR, 6 * HOUR, "s"),
    ("It was 5 to 6 °C.", "5 to 6 °C", 278.15, 279.15, "K"),
    ("About 177 to 197 shops shut.", "About 177 to 197", 177, 197, ""),
    ("| Shops shut | 177–197 |", "177–197", 177, 197, ""),
)


@pytest.mark.parametrize(("sentence", "text", "low", "high", "unit"), RANGES)
def test_a_range_has_two_ends_in_one_unit(sentence, text, low, high, unit):
    (quantity,) = quantities(sentence)
    assert sentence[quantity.start : quantity.end] == text
    assert (quantity.low, quantity.high, quantity.unit) == (pytest.approx(low), pytest.approx(high), unit)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("The toll rose from 17 to 22.", [17, 22]),
        ("The count was cut from 22 to 17.", [22, 17]),
        ("It shut 17 shops and 22 barns.", [17, 22]),
        ("It took 72 hours to 5 men.", [72 * HOUR, 5]),
        ("It shut 5 km to 10 kg.", [5000, 10]),
    ],
)
def test_what_changes_or_differs_in_unit_is_no_range(sentence, values):
    assert [quantity.low for quantity in quantities(sentence)] == values


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Not 22 but 17 guards fled.", [(22, True), (17, False)]),
        ("22 guards, not 17, fled.", [(22, False), (17, True)]),
        ("17 rather than 22 guards fled.", [(17, False), (22, True)]),
        ("He denied that 22 guards had fled.", [(22, True)]),
        ("He denied that 22 guards had fled, saying 17 had.", [(22, True), (17, False)]),
        ("He denied reports of 22 deaths but confirmed 17.", [(22, True), (17, False)]),
        ("He denied losing 22 guards and 3 clerks.", [(22, True), (3, True)]),
        ("He rejected a claim that 22 guards had fled.", [(22, True)]),
        ("He rejected 22 petitions.", [(22, False)]),
        ("The Reds did not kill 22 guards.", [(22, True)]),
        ("The claim that 22 guards fled was false.", [(22, True)]),
        ("There is no evidence that 22 guards fled.", [(22, True)]),
        ("Not only 22 guards but 17 clerks fled.", [(22, False), (17, False)]),
        ("He denied that no civilians were killed.", [(0, True)]),
        ("He did not deny that 22 guards had fled.", [(22, False)]),
        ("He refused to deny that 22 guards had fled.", [(22, False)]),
        ("Reports that 22 guards fled were not denied.", [(22, False)]),
        ("The storm killed none of the 19 sailors.", [(0, False), (19, True)]),
        ("Neither 22 nor 17 guards fled.", [(22, True), (17, True)]),
    ],
)
def test_what_a_text_denies_is_negated(sentence, values):
    assert [(quantity.low, quantity.negated) for quantity in quantities(sentence)] == values


MANY = (
    (
        "Raiders shot 22 guards, five clerks, three cooks and two boys, and burned 11 huts.",
        [(22, "guards"), (5, "clerks"), (3, "cooks"), (2, "boys"), (11, "huts")],
    ),
    (
        "“She told us ‘at least 40 boats are lost’,” he said, “and ‘17 crews’ with them.”",
        [(40, "boats"), (17, "crews")],
    ),
    ("He said: \"They wrote '22 men' in the log.\"", [(22, "men")]),
    ("It cost US$5 (PKR 1,400) a head.", [(5, ""), (1400, "")]),
    ("It cost Rs 3 billion in Karsk and $4 million in Orsk.", [(3e9, ""), (4e6, "")]),
    ("On 3 February 2031, at 16:38, 5 men and three women left.", [(5, "men"), (3, "women")]),
    ("In 72 hours 22 guards and 40 per cent of the huts were lost.", [(72 * HOUR, ""), (22, "guards"), (40, "huts")]),
)


@pytest.mark.parametrize(("sentence", "found"), MANY)
def test_each_number_of_a_sentence_is_read_for_itself(sentence, found):
    assert [(quantity.low, quantity.noun) for quantity in quantities(sentence)] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "It began on February 3, 2031.",
        "It began on 3 February.",
        "It lasted from 31 January to 2 February 2031.",
        "It began on the 31st of January.",
        "It fell on May 5 and 6.",
        "It began on 2031-02-03, or 3/2/2031.",
        "It recalls 26/11 and 9/11.",
        "It began in 2021.",
        "The 1958–59 war and the 1971 one ended.",
        "The 2019 elections were held in the 1990s style.",
        "It ran from 1999 to 2005.",
        "It struck at 16:38, or 4.38 pm, or 5 am, or five o'clock, or 1600 hours.",
        "It was the third raid, the 22nd, the twenty-first.",
        "The Second Army came.",
        "It was Phase II, then Phase 2, then Phase Two.",
        "It began Operation Herring 2.0 again.",
        "They flew a Boeing 747 and an F-16 under Article 370.",
        "Articles 370 and 371 stand.",
        "The G20 met after COVID-19 by MH370.",
        "One of the men fled; no one else did, and they saw one another.",
        "This one is the only one.",
        "Anna, 42, met Bo (43), aged 44, a 45-year-old and a man 46 years old.",
        "He is a five-year-old boy.",
        "Call +92 300 1234567 or 0300-1234567 or 111-222-3333.",
        "They won 3-1.",
        "It ended 3-1.",
        "Orsk beat Karsk 2–1.",
        "So it was said [3] and denied [4, 5].",
        "1. Of the rivers",
        "2.1) Of the rivers",
        "One in five people fled, or 2 out of 10.",
        "It shut 20 to 25,000 shops, or 22-17.",
        "It shut 5km-6km.",
        "It rang at half past five.",
        "A quarter of a village burned.",
        "So said a clerk, 38.",
        "Hundreds of men and dozens of women fled.",
        "Several hundred fled, and a few thousand stayed, tens of thousands in all.",
        "Several dozen fled.",
        "It was a score of the season.",
        "It ended in nineteen eighty-four.",
        "The 12-member team came.",
        "It cost ¥500.",
        "It fell to -5 at night.",
        "See https://example.org/2031/22 for more.",
        "It stood on page 5, in room 12, at number 7.",
        "They wrote v2.0 and 3.14.15 and 1,2,3.",
        "There is no doubt, no comment, and no reports of casualties.",
        "The third quarter of the year and the first half of the game.",
        "A third man came; one quarter passed.",
        "It holds 20 000 men.",
        "No numbers here.",
        "",
    ],
)
def test_a_number_that_is_no_quantity_is_left_alone(sentence):
    assert quantities(sentence) == []


def one(text):
    (quantity,) = quantities(text)
    return quantity


PAIRS = (
    ("22 men", "more than 22 men", True),
    ("22 men", "22+ men", True),
    ("36+ men", "at least 36 men", True),
    ("72 hours", "three days", True),
    ("a dozen men", "12 men", True),
    ("Rs 4 billion", "4 billion rupees", True),
    ("Rs 4 billion", "4 billion Pakistani rupees", True),
    ("Rs 4 billion", "PKR 4 billion", True),
    ("₹400 crore", "Rs 4 billion", True),
    ("₹4 billion", "4 billion Pakistani rupees", True),
    ("$5", "A$5", True),
    ("half of the men", "50 per cent of the men", True),
    ("nearly 200 men", "197 men", True),
    ("about 200 men", "195 men", True),
    ("about 200 men", "205 men", True),
    ("177 to 197 men", "between 177 and 197 men", True),
    ("no civilians", "zero civilians", True),
    ("22 men", "17 men", False),
    ("nearly 200 men", "177 men", False),
    ("nearly 200 men", "203 men", False),
    ("about 200 men", "210 men", False),
    ("more than 250 men", "300 men", False),
    ("at least 50 men", "250 men", False),
    ("more than 22 men", "fewer than 22 men", False),
    ("177 to 197 men", "177 men", False),
    ("177 to 197 men", "177 to 200 men", False),
    ("about 200 men", "190 to 210 men", False),
    ("PKR 4 billion", "4 billion Indian rupees", False),
    ("A$5", "US$5", False),
    ("$5", "Rs 5", False),
    ("22 men", "22 per cent", False),
    ("22 men", "22 km", False),
    ("not 22 men", "22 men", False),
    ("about 2 men", "about 3 men", False),
)


@pytest.mark.parametrize(("first", "second", "fit"), PAIRS)
def test_quantities_fit_when_they_can_be_of_one_value(first, second, fit):
    assert compatible(one(first), one(second)) is fit
    assert compatible(one(second), one(first)) is fit


def test_rupees_of_no_said_country_may_be_those_of_either_but_theirs_are_not_one_another():
    plain, theirs, ours = one("Rs 5"), one("PKR 5"), one("INR 5")
    assert same_unit(plain, theirs)
    assert same_unit(ours, plain)
    assert not same_unit(theirs, ours)


PIECES = (
    *(
        "22",
        "17",
        "4,00,000",
        "3.5",
        "2021",
        "0",
        "three",
        "a dozen",
        "twenty-two",
        "one",
        "hundred",
        "half",
        "third of",
        "no",
    ),
    *(
        "Rs ",
        "$",
        "PKR",
        "(PKR)",
        "%",
        "per cent",
        "km",
        "hours",
        "-hour",
        "°C",
        "million",
        "lakh",
        "bn",
        "men",
        "of the",
        "+",
    ),
    *(
        "at least",
        "about",
        "between",
        "and",
        "to",
        "-",
        "–",
        "not",
        "denied that",
        "|",
        "**",
        "May",
        ",",
        ".",
        "\n",
        "“",
        "é",
    ),
    *("years old", "civilians", "none of", "from", "or more", "Boeing", "\ud800", "٣", "½"),
)
scraps = st.lists(st.sampled_from(PIECES) | st.sampled_from([" ", " ", ""]) | st.text(max_size=3), max_size=25)
texts = st.text(max_size=80) | scraps.map("".join) | scraps.map(" ".join)
values = st.builds(
    lambda low, more, unit, qualifier, negated: Quantity(0, 1, low, low + more, unit, qualifier, "", negated),
    st.integers(0, 300).map(float),
    st.sampled_from([0.0, 0.0, 5.0]),
    st.sampled_from(["", "%", "s", "RUPEE", "PKR", "INR", "DOLLAR", "USD"]),
    st.sampled_from(list(Qualifier)),
    st.booleans(),
)


@given(texts)
def test_of_any_text_the_quantities_stand_in_order_and_apart_within_it(text):
    found = quantities(text)
    places = [place for quantity in found for place in (quantity.start, quantity.end)]
    assert places == sorted(places)
    assert all(0 <= quantity.start < quantity.end <= len(text) for quantity in found)
    assert all(quantity.low <= quantity.high < float("inf") for quantity in found)
    assert all(quantity.noun in text for quantity in found)


@given(texts)
def test_neutral_words_around_a_text_change_none_of_its_numbers(text):
    plain = f"so it is. {text} . so it was"
    longer = f"so it is, as they would have it. {text} . so it was, and so it stays for good"
    shift = len("so it is, as they would have it") - len("so it is")
    moved = [
        replace(quantity, start=quantity.start + shift, end=quantity.end + shift) for quantity in quantities(plain)
    ]
    assert quantities(longer) == moved


@pytest.mark.parametrize("sentence", sorted({row[0] for row in (*COUNTED, *MEASURED, *QUALIFIED, *RANGES)}))
def test_a_sentence_says_the_same_within_a_longer_text(sentence):
    alone = [(quantity.low, quantity.high, quantity.unit) for quantity in quantities(sentence)]
    around = quantities(f"So it was told.\n{sentence}\nSo it was.")
    assert [(quantity.low, quantity.high, quantity.unit) for quantity in around] == alone


@given(values, values)
def test_fitting_is_mutual_and_everything_fits_itself(first, second):
    assert compatible(first, first)
    assert compatible(first, second) == compatible(second, first)
    assert same_unit(first, second) == same_unit(second, first)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "22 men ",
            "1,",
            "1-",
            "1 ",
            "9",
            "a-",
            "| 22 ",
            "between one and ",
            "no ",
            "twenty ",
            "Rs ",
            "5 km, ",
            "a",
            " ",
        ),
        *("*_", "denied that 22 ", "1, 2, 3 May ", "not 22, ", "two thirds of ", "toll 22, ", "half ", "(", "won 3-1 "),
        *("denied ", "claim ", "9,999", "9.", "May 5, ", "https://", "1/", "aged ", "[12 ", "one-", "é", "number of "),
        *("5 days ", "5 years and ", "two to ", "from 5 to "),
    ],
)
def test_a_long_line_is_read_in_time_that_grows_with_its_length(piece):
    text = piece * (40_000 // len(piece))
    began = time.process_time()
    quantities(text)
    assert time.process_time() - began < 4  # about 0.5; what grows with the square of the length takes minutes
