import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.contrast import speaks_of_another, speaks_of_another_part

PIECES = (
    *(
        "third quarter",
        "mid-third quarter",
        "second quarter",
        "Third",
        "quarter's",
        "arrived",
        "left",
        "plan",
        "planned",
    ),
    *(
        "imports",
        "exports",
        "voted for",
        "against",
        "no",
        "men",
        "women",
        "rose",
        "fell",
        "lost",
        "back",
        "the",
        "'",
        "-",
    ),
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("question", "best", "text"),
    [
        ("How many ships arrived in Orsk?", "In all 40 ships arrived.", "In May 36 ships left the port."),
        ("How many ships left Orsk?", "In May 36 ships left the port.", "In all 40 ships arrived."),
        ("How large were the imports?", "Imports came to 40 tonnes.", "It exported 36 tonnes."),
        ("By how much did prices rise?", "Prices rose by 4 per cent.", "In May they fell by 3 per cent."),
        ("How many shops opened?", "It opened 40 shops.", "It closed 36 shops."),
        ("How many lamps did it buy?", "It bought 40 lamps.", "It sold 36 lamps."),
        ("How many voted for the levy?", "Some 40 voted for it.", "The noes were 36 against it."),
        ("How many were against the levy?", "There were 36 against it.", "In favour were 40."),
        ("How many men were hired?", "It hired 40 men.", "It hired 36 women."),
        ("How many births were there?", "There were 40 births.", "In May 36 people died."),
        ("How many homes lost power?", "Some 40 homes lost power.", "By noon power was restored to 36."),
        ("How many foreign guests came?", "Some 40 foreign guests came.", "Domestic guests were 36."),
        ("What was the revenue?", "Revenue was 40 million.", "Spending was 36 million."),
    ],
)
def test_a_counterpart_of_a_word_of_the_question_is_of_another_matter(question, best, text):
    assert speaks_of_another(question, "", text, best)
    assert not speaks_of_another(question, "", best, text + " " + best)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many ships arrived or left?", "In May 36 ships left."),
        ("How many ships arrived?", "Some 40 arrived and 36 left."),
        ("How many ships arrived?", "It was 36 ships."),
    ],
)
def test_a_sentence_that_has_the_word_too_or_a_question_that_has_both_is_of_the_matter(question, text):
    assert not speaks_of_another(question, "ships", text, "In all 40 ships arrived.")


def test_what_the_likeliest_sentence_says_as_well_is_no_counterpart():
    best = "Of 50 ships 40 arrived and the others left."
    assert not speaks_of_another("How many ships arrived?", "ships", "Some 36 left.", best)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How much was paid for the ferry?", "No more than $3 million was paid."),
        ("How many died in the war against Norland?", "On the third day 36 died for Orsk."),
    ],
)
def test_for_and_against_are_sides_only_where_sides_are_counted(question, text):
    assert not speaks_of_another(question, "", text, "It came to 40.")


@pytest.mark.parametrize(
    "planned", ["It planned 36 homes.", "The target was 36 homes.", "Some 36 homes were to go up."]
)
def test_what_was_planned_is_not_what_came_about_unless_it_is_asked_for(planned):
    built = "It built 22 homes."
    assert speaks_of_another("How many homes did it build?", "homes", planned, built)
    assert speaks_of_another("How many homes did it build?", "homes", built, planned)
    assert not speaks_of_another("How many homes were planned?", "homes", built, planned)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("In the second quarter it sold 36 lamps.", True),
        ("In the third quarter it sold 36 lamps.", False),
        ("After the second quarter came the third quarter.", False),
        ("In the quarter it sold 36 lamps.", False),
        ("Quarter by quarter it sold 36 lamps.", False),
        ("It sold 36 lamps.", False),
    ],
)
def test_the_same_word_behind_another_limiting_word_is_of_another_part(text, other):
    best = "In the third quarter it sold 40 lamps."
    assert speaks_of_another("How many lamps did it sell in the third quarter?", "lamps", text, best) is other


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("It confirmed 36 cases of mumps.", True),
        ("It confirmed 36 cases.", False),
        ("Of measles there are 36.", False),
        ("It confirmed 36 cases of mumps and 40 of measles.", False),
    ],
)
def test_cases_of_something_else_are_of_another_matter(text, other):
    question, best = "How many cases of measles are there?", "There are 33 cases of measles."
    assert speaks_of_another(question, "cases", text, best) is other


@pytest.mark.parametrize(
    ("question", "best", "text"),
    [
        (
            "How many did they count in the league?",
            "They count 22 in the league.",
            "They count 36 in all competitions.",
        ),
        ("Who won the first leg?", "Ada won the first leg.", "Ivo won the second leg."),
        ("Which firm builds the northern part?", "Holm builds the northern part.", "Brandt builds the southern part."),
    ],
)
def test_the_whole_and_another_part_are_of_another_matter_whatever_is_asked(question, best, text):
    assert speaks_of_another_part(question, text, best)
    assert not speaks_of_another_part(question, best, text) or "all" not in text
    assert not speaks_of_another_part(question, best, best)


@pytest.mark.parametrize(
    ("question", "best", "text"),
    [
        ("When was the case decided?", "It was decided on Monday.", "The case was heard on Friday."),
        ("On how many counts was he convicted?", "He was convicted on 9 counts.", "He went on trial on 16 counts."),
        ("How much do the dockers demand?", "They demand 9 per cent.", "The port offers 3 per cent."),
        ("When did the power come back?", "It came back at noon.", "The power went out at 4 a.m."),
        ("How many came in a single day?", "On Tuesday alone 22 came.", "Since then 900 have come."),
        ("How many trees have they planted?", "They have planted 22 trees.", "They are to plant 36 trees."),
        ("How long does the train take?", "The train takes two hours.", "The train will take one hour."),
        ("How many did the ferry carry?", "The ferry carried 22.", "The ferry was allowed to carry 36."),
        (
            "How long did the court sentence him?",
            "The court gave him a year.",
            "He asked the court to sentence him to two.",
        ),
    ],
)
def test_another_step_of_the_matter_is_another_matter(question, best, text):
    assert speaks_of_another(question, "", text, best)
    assert not speaks_of_another(question, "", best, best)


def test_what_came_later_than_planned_is_not_of_another_matter():
    question, best = "When does the recount begin?", "The recount is to begin on Thursday."
    assert not speaks_of_another(question, "", "The recount began on Friday.", best)


def test_what_is_counted_may_have_other_names():
    best, text = "Some 40 security guards died.", "Some 36 border guards died."
    assert not speaks_of_another("How many security guards died?", "security guards", text, best)
    assert speaks_of_another("How many security guards died?", "", text, best)


@given(texts, texts, texts)
@example("How was the third quarter?", "", "The mid-third quarter was fair.")
def test_a_sentence_like_the_likeliest_is_never_of_another_matter(question, noun, text):
    assert not speaks_of_another(question, noun, text, text)


@given(texts, texts, texts, texts)
def test_any_text_is_told(question, noun, text, best):
    assert speaks_of_another(question, noun, text, best) in (True, False)
