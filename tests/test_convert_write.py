from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval_questions.convert.write import Converted, Document, as_article, write_articles, write_set
from eval_questions.questions import Question, QuestionType, Span, load
from index.read import read

FERRY = "The ferry Marit sank off Orsk. Forty were saved by a trawler. The cause is unknown."
FULL = Document("d1", FERRY, "A ferry: sinks", "Orsk Post", "2026-02-04T15:58:00+00:00", "https://example.org/ferry")


def write_one(folder, document):
    (written,) = write_articles([document], folder).values()
    return written


def test_an_article_has_its_provenance_in_front_of_the_text(tmp_path):
    written = write_one(tmp_path, FULL)
    article = read(tmp_path / written.name)
    assert (article.title, article.outlet, article.url) == (FULL.title, FULL.outlet, FULL.url)
    assert article.published == datetime(2026, 2, 4, 15, 58, tzinfo=UTC)
    assert article.text[written.start :] == FERRY + "\n"


@pytest.mark.parametrize(
    ("published", "day"), [("4 February 2026", date(2026, 2, 4)), ("February", None), ("05/04/2026", None), ("", None)]
)
def test_a_date_that_is_not_complete_is_left_out(tmp_path, published, day):
    assert read(tmp_path / write_one(tmp_path, Document("d1", FERRY, published=published)).name).published == day


def test_a_document_without_a_title_is_an_article(tmp_path):
    article = read(tmp_path / write_one(tmp_path, Document("d1", FERRY)).name)
    assert article.title.startswith("The ferry Marit")


@pytest.mark.parametrize("title", ["no", "---\n---", '"Quoted": [news]', "# 7", "Line\u2028line", "A\x00B\ud7ff"])
def test_a_title_of_odd_characters_is_no_trouble(tmp_path, title):
    article = read(tmp_path / write_one(tmp_path, Document("d1", FERRY, title)).name)
    assert article.title == " ".join(title.replace("\x00", " ").split())


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_every_character_of_the_text_keeps_its_place(tmp_path_factory, title, text):
    folder = tmp_path_factory.mktemp("articles")
    written = write_one(folder, Document("d1", f"a{text}", title))
    kept = (folder / written.name).read_text("utf-8")
    assert kept == written.text
    assert all(ours == theirs or ours == " " for ours, theirs in zip(kept[written.start :], f"a{text}", strict=False))


def test_evidence_is_the_sentences_that_hold_the_characters(tmp_path):
    written = write_one(tmp_path, FULL)
    text = (tmp_path / written.name).read_text("utf-8")
    (forty,) = written.evidence(FERRY.index("Forty"), FERRY.index("Forty") + 5)
    assert forty.quote == text[forty.start : forty.end] == "Forty were saved by a trawler."
    both = written.evidence(FERRY.index("trawler"), FERRY.index("The cause") + 3)
    assert [span.quote for span in both] == ["Forty were saved by a trawler.", "The cause is unknown."]
    assert [span.quote for span in written.whole()] == ["The ferry Marit sank off Orsk.", *(s.quote for s in both)]


def test_characters_that_stand_in_no_sentence_are_their_own_evidence(tmp_path):
    written = write_one(tmp_path, Document("d1", f"{FERRY}\n\n***\n\nMore news."))
    (rule,) = written.evidence(len(FERRY) + 2, len(FERRY) + 5)
    assert rule.quote == "***"


def test_files_are_numbered_and_two_of_one_text_are_one(tmp_path):
    documents = [FULL, Document("d2", "Bread is dear."), Document("d3", "\n—\n"), Document("d4", "Bread is dear.")]
    written = write_articles(documents, tmp_path / "made" / "articles")
    assert {id_: article.name for id_, article in written.items()} == {
        "d1": "00001.md",
        "d2": "00002.md",
        "d4": "00002.md",
    }
    assert len(list((tmp_path / "made" / "articles").iterdir())) == 2


def test_an_article_is_the_same_whenever_it_is_made():
    assert as_article(FULL) == as_article(FULL)


def test_a_set_is_loaded_as_it_was_written_and_says_what_it_is(tmp_path):
    written = write_one(tmp_path / "articles", FULL)
    evidence = written.evidence(0, 3)
    saved = Question("q1", QuestionType.FACT, "Which „ferry“?", (("Marit",),), evidence, short=("Marit",))
    unsaid = Question("q2", QuestionType.UNANSWERABLE, "Who ate it?", (), (), kind="near")
    write_set(Converted([saved, unsaid], "Read it with care.", {"riddles": 3, "jokes": 0}), tmp_path, "some files")
    assert load(str(tmp_path)).questions == (saved, unsaid)
    assert isinstance(evidence[0], Span)
    readme = (tmp_path / "README.md").read_text("utf-8")
    assert "some files: 1 articles, 2 questions\n(1 fact, 1 unanswerable)" in readme
    assert "Read it with care.\nLeft out: 3 riddles.\n" in readme
    assert "jokes" not in readme
