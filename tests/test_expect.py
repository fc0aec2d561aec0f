import pytest

from rag.expect import wanted

ASKED = {
    "How many sailors were on board?": "number",
    "how much did the bridge cost?": "number",
    "How old is the lighthouse?": "number",
    "What share of the vote did she get?": "number",
    "What percentage of the boats is insured?": "number",
    "How large a share of the harbour is leased?": "number",
    "When did the ferry leave?": "date or time",
    "In which year was the pier built?": "date or time",
    "On what day does the court sit?": "date or time",
    "What time did the ferry leave?": "time of day",
    "At which hour does the gate close?": "time of day",
    "Who steered the ferry?": None,
    "Why did the ferry leave?": None,
    "What did the captain say when he was asked?": None,
    "How did the ferry leave?": None,
    "": None,
}


@pytest.mark.parametrize(("question", "kind"), ASKED.items())
def test_a_question_asks_for(question, kind):
    found = wanted(question)
    assert (found.name if found else None) == kind


@pytest.mark.parametrize(
    ("question", "text", "given"),
    [
        ("How many?", "It carried 36 people.", True),
        ("How many?", "It carried thirty-six people.", True),
        ("How many?", "Dozens of people were carried.", True),
        ("How many?", "Nearly half of them stayed.", True),
        ("How many?", "None of them stayed.", True),
        ("How many?", "It carried people and goods.", False),
        ("How many?", "The money was often lost.", False),
        ("When?", "It left on Monday.", True),
        ("When?", "It left in April.", True),
        ("When?", "It left in 1987.", True),
        ("When?", "It left last night.", True),
        ("When?", "It left two days ago.", True),
        ("When?", "It left with 36 people.", False),
        ("When?", "It left from the harbour.", False),
        ("What time?", "It left at 6:15.", True),
        ("What time?", "It left at 6 a.m.", True),
        ("What time?", "It left at midnight.", True),
        ("What time?", "It left at six o’clock.", True),
        ("What time?", "It left on Monday.", False),
        ("What time?", "It left with 36 people.", False),
    ],
)
def test_a_text_gives_what_is_asked_for(question, text, given):
    assert wanted(question).is_in(text) is given


@pytest.mark.parametrize("text", ["It may leave.", "They march on the harbour."])
def test_a_verb_that_is_spelled_like_a_month_is_no_date(text):
    assert not wanted("When?").is_in(text)
