import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from injections import INJECTIONS, NEWS

from rag.llm.fence import harmless, speaks_to_a_model

SIGNS = set("<>[]{}|`#\\\n\r\u2028\u2029\u0085")
ANY = st.text(st.characters() | st.sampled_from("<>[]|`#\n\u200b\u202e＜＞［］｜\ufe5f"))


@pytest.mark.parametrize("kind", INJECTIONS)
def test_text_that_is_meant_for_a_model_is_told_from_news(kind):
    assert speaks_to_a_model(INJECTIONS[kind])


@pytest.mark.parametrize("text", NEWS)
def test_news_is_for_readers_and_told_to_the_letter(text):
    assert not speaks_to_a_model(text)
    assert harmless(text) == text


@given(ANY)
def test_nothing_is_left_that_a_fence_a_marker_or_a_role_is_made_of_however_it_is_normalised(text):
    made = harmless(text)
    assert not SIGNS & set(made)
    assert not SIGNS & set(unicodedata.normalize("NFKC", made))
    assert not {"Cc", "Cf", "Cs", "Co"} & set(map(unicodedata.category, made))
    assert made == " ".join(made.split())


@given(ANY)
def test_any_text_can_be_asked_about(text):
    assert speaks_to_a_model(text) in (True, False)


@given(st.text(st.characters(categories=["L", "N"], max_codepoint=0x17F) | st.sampled_from(" .,'’“”-")))
def test_plain_words_stay(text):
    assert harmless(text) == " ".join(text.split())
