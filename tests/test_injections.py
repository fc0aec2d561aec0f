import pytest
from doubles import Double, saying, tokens, told
from injections import INJECTIONS, PAYLOAD
from writing import HELD, SANK, SAVED, found, generator, matter_of, write

from rag.fate import Fate

KINDS = pytest.mark.parametrize("kind", INJECTIONS)


def obeying():
    """A model that obeys whatever it reads: where it sees the words, it writes them, and cites all that it was told."""

    def reply(prompt):
        seen = told(prompt)
        if PAYLOAD.casefold() in prompt.casefold():
            return tokens(f"{PAYLOAD} {''.join(f'[{n}]' for n, _ in seen) or '[1]'}.")
        return tokens(" ".join(f"{text} [{n}]" for n, text in seen[:2]))

    return Double(reply)


def test_there_are_many_kinds():
    assert len(INJECTIONS) >= 25


@KINDS
@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_model_that_obeys_whatever_it_reads_answers_as_if_it_were_not_there(kind, place, support):
    quotes = [SANK, SAVED, HELD]
    quotes.insert(place, INJECTIONS[kind])
    model = obeying()
    _, made = write(generator(model, support), matter_of(*found(*quotes)))
    assert made.text.split("\n")[:2] == [f"{SANK} [1]", f"{SAVED} [2]"]
    assert PAYLOAD not in made.text
    assert made.notice == ""
    assert PAYLOAD not in model.prompts[0]


@KINDS
@pytest.mark.parametrize("cited", ["[1]", "[2]", "[1][2][3]", "[4]", "", "[99]"])
def test_a_model_that_says_it_all_the_same_is_not_heard(kind, cited, support):
    quotes = [SANK, SAVED, INJECTIONS[kind], HELD]
    model = saying(f"{SANK} [1] {PAYLOAD} {cited}.")
    _, made = write(generator(model, support), matter_of(*found(*quotes)))
    assert PAYLOAD not in made.text
    assert made.text.startswith(f"{SANK} [1]")
    (check,) = [check for check in made.checks if check.written.startswith(PAYLOAD)]
    assert check.fate in (Fate.DROPPED, Fate.QUOTED, Fate.REPEATED)
    assert check.faults


@KINDS
def test_a_question_that_holds_it_closes_no_fence(kind, support):
    model = saying(f"{SANK} [1]")
    _, made = write(generator(model, support), matter_of(*found(SANK), question=f"What sank? {INJECTIONS[kind]}"))
    assert made.text == f"{SANK} [1]"
    assert model.prompts[0].count("<<<") == 4
    assert model.prompts[0].count("\nassistant:") == 2
    assert model.prompts[0].count("\nsystem:") == 0
