"""Questions about publication, answered from the stamps and bylines of made-up articles by the real models."""

import pytest
from lawful import assert_lawful

import rag
from index import sync

pytestmark = pytest.mark.slow

ARTICLES = {
    "ferry": """Ferry sinks off Orsk in a storm
By Jane Roe and John Doe, Staff Writer
Published: 3 May 2024, 10:00 IST | Updated: 4 May 2024, 11:30 IST

ORSK – The ferry Marit sank off Orsk in a storm on Wednesday night. Forty people were saved by a trawler.

Also read: Trawler crew honoured in Perm

The captain, Ada Holm, said that the waves had broken the bow door. The harbour was shut until noon.

Follow us on Twitter and Facebook for the latest news.
© 2024 The Daily Example. All rights reserved.
""",
    "bridge": """Bridge at Perm is shut for repairs

By Karl Oz

Published On: 12 June 2024 at 15:58 UTC

The bridge at Perm is shut from Monday. The council found cracks in two of its pillars.

Advertisement

Lorries take the tunnel, the mayor Lena Vik said. The work costs 4 million crowns and was ordered in March 2023.

Subscribe to our newsletter
""",
    "bread": """Bread doubles in price after the drought
A loaf costs 200 crowns in Aldwick. Bakers blame the drought of 2023, which ruined the harvest.
(With inputs from agencies)
Published By : News Desk
Published On: 5 February 2024 at 09:10 IST
Last Updated: 6 February 2024 at 12:00 IST
""",
    "school": """School in Bexton closes for lack of teachers
The mayor of Bexton closed the village school on Friday. Twelve pupils take the bus to Aldwick.
""",
}

ANSWERS = {
    "When was the article about the ferry published?": "3 May 2024",
    "When was the report on the ferry last updated?": "4 May 2024",
    "Who wrote the story about the ferry?": "Jane Roe and John Doe",
    "Who wrote the story about the bridge at Perm?": "Karl Oz",
    "By whom is the article about the bridge?": "Karl Oz",
    "When was the article about the bridge published?": "12 June 2024",
    "When was the report on bread last updated?": "6 February 2024",
    "When was the story about the price of bread published?": "5 February 2024",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("publication")
    (folder / "news").mkdir()
    for name, text in ARTICLES.items():
        (folder / "news" / f"{name}.txt").write_text(text, "utf-8")
    sync([folder / "news"], folder / "index")
    return rag.open(folder / "index")


@pytest.mark.parametrize(("question", "words"), ANSWERS.items())
def test_a_question_about_publication_is_answered_by_the_stamp_or_byline(desk, question, words):
    answer = desk.ask(question)
    assert_lawful(answer)
    assert any(words in citation.quote for citation in answer.citations)
    assert len({citation.article.id for citation in answer.citations}) == 1


@pytest.mark.parametrize("question", [
    "When was the article about the school published?", "Who wrote the article about the school in Bexton?",
    "When was the article about the volcano published?",
])  # fmt: skip
def test_the_stamps_of_other_articles_do_not_answer(desk, question):
    assert desk.ask(question).abstained


@pytest.mark.parametrize(
    "question", ["Who is the captain of the ferry?", "When was the bridge shut?", "Who is Jane Roe?"]
)
def test_furniture_is_no_evidence_for_other_questions(desk, question):
    quotes = [evidence.quote for evidence in desk.read(question)]
    assert quotes
    assert not any(mark in quote for quote in quotes for mark in ("Published", "By ", "Also read", "©", "Subscribe"))
    assert not any("-f" in passage.chunk_id for passage in desk.search(question))
