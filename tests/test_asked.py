import pytest

from rag.asked import Asked, wish
from rag.claim import Quantity


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many sailors were rescued?", Asked.QUANTITY),
        ("How much did the bridge cost?", Asked.QUANTITY),
        ("What is the death toll of the storm?", Asked.QUANTITY),
        ("What is the number of houses destroyed?", Asked.QUANTITY),
        ("What share of the voters stayed at home?", Asked.QUANTITY),
        ("How long did the siege last?", Asked.QUANTITY),
        ("When did the ferry sink?", Asked.MOMENT),
        ("On which day was the vote?", Asked.MOMENT),
        ("At what time did the alarm go off?", Asked.MOMENT),
        ("Is the mine open or closed?", Asked.EITHER),
        ("Was the fire an accident, or was it laid?", Asked.EITHER),
        ("Is the union to blame for the fire?", Asked.YES_NO),
        ("Did the mayor resign?", Asked.YES_NO),
        ("Who steered the ferry?", Asked.NAME),
        ("Where did the ferry sink?", Asked.NAME),
        ("What is the operation called?", Asked.NAME),
        ("By whom was the ship built?", Asked.NAME),
    ],
)
def test_a_question_tells_the_kind_of_value_that_it_asks_for(question, kind):
    assert wish(question).kind is kind


@pytest.mark.parametrize(
    "question",
    [
        "Why did the ferry sink?",
        "How did the crew escape?",
        "Which towns were flooded?",
        "Which countries does Norland border?",
        "Name the members of the board.",
        "Who wrote the article about the ferry?",
        "When was the report on the ferry published?",
        "Ferry Orsk",
    ],
)
def test_reasons_lists_and_publication_have_no_one_value(question):
    assert wish(question) is None


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many security guards were hurt?", "security guards"),
        ("How many people died in Orsk?", "people"),
        ("How many died in Orsk?", "people"),
        ("What was the death toll?", "people"),
        ("What was the death toll among the miners?", "miners"),
        ("How many lives did it cost?", "lives"),
        ("How many miners got hurt?", "miners"),
        ("What is the number of flooded houses in Orsk?", "flooded houses"),
        ("How many of them were children?", ""),
        ("How much was paid?", ""),
    ],
)
def test_what_is_counted_is_named_by_the_question(question, noun):
    assert wish(question).noun == noun


@pytest.mark.parametrize(
    ("question", "fitting", "other"),
    [
        ("How many sailors were rescued?", "", "EUR"),
        ("How long did the siege last?", "s", ""),
        ("How many hours did it take?", "s", ""),
        ("What percentage of voters stayed at home?", "%", ""),
        ("What did the bridge cost, in euros and at the last price?", "EUR", "s"),
        ("How far is Orsk from Aldwick?", "m", "s"),
    ],
)
def test_a_quantity_fits_by_its_unit(question, fitting, other):
    asked = wish(question)
    assert asked.fits(Quantity(0, 1, 1, 1, fitting))
    assert not asked.fits(Quantity(0, 1, 1, 1, other))


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("Was the mine shut for repairs or because of the flood?",
         ("Was the mine shut for repairs?", "Was the mine shut because of the flood?")),
        ("Is it a strike or a lockout?", ("Is it a strike?", "Is it a lockout?")),
        ("Was the fire an accident, or was it laid?", ("Was the fire an accident?", "was it laid?")),
    ],
)  # fmt: skip
def test_a_question_of_two_is_two_questions(question, options):
    assert wish(question).options == options
