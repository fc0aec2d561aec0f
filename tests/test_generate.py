import re
import time
from contextlib import closing
from threading import Event, Timer

import pytest
from doubles import Double, failing, hanging, honest, saying, slow, tokens
from hypothesis import given, settings
from hypothesis import strategies as st
from making import make_claim, make_disagreement
from writing import FERRY, HELD, SANK, SAVED, found, generator, matter_of, write

from rag.abstain import Verdict
from rag.compose import ExtractiveGenerator
from rag.events import Line
from rag.faithful.faults import Fault
from rag.faithful.hold import faults
from rag.fate import UNSUPPORTED, Check, Fate
from rag.matter import Matter

LINE = re.compile(r"(?P<words>.*) (?P<markers>(?:\[\d+\])+)")
QUOTED = f"{SANK} [1]\n{SAVED} [2]\n{HELD} [3]"
INVENTED = "Elvis Presley stole eleven ferries in Perm."


def written(llm, support, *evidence, **given):
    told, made = write(generator(llm, support, **given), matter_of(*(evidence or FERRY)))
    assert "\n".join(line.text for line in told) == made.text
    return made


def fates(made):
    return [check.fate for check in made.checks]


def test_what_holds_is_shown_with_its_citations_numbered_by_first_use(support):
    made = written(saying(f"{SAVED} [2] {SANK} [1]"), support)
    assert made.text == f"{SAVED} [1]\n{SANK} [2]"
    assert [citation.quote for citation in made.citations] == [SAVED, SANK]
    assert made.checks == (Check(SAVED, Fate.HELD, SAVED, (), (1,)), Check(SANK, Fate.HELD, SANK, (), (2,)))
    assert made.notice == ""


def test_a_sentence_that_cites_the_wrong_place_gets_the_right_one(support):
    made = written(saying(f"{SAVED} [3]"), support)
    assert made.text.split("\n")[0] == f"{SAVED} [1]"
    assert fates(made) == [Fate.MENDED]
    assert made.checks[0].faults


def test_of_several_citations_those_are_shown_that_hold_a_sentence_by_themselves_or_all_that_it_takes(support):
    both = "The ferry sank off Orsk, and forty people were saved by a trawler."
    made = written(saying(f"{SAVED} [1][2][3] {both} [1][2]"), support)
    assert made.text == f"{SAVED} [1]\n{both} [2][1]"


@pytest.mark.parametrize("marker", ["[0]", "[4]", "[99]", "[9999]"])
def test_a_marker_of_nothing_is_no_citation(marker, support):
    made = written(saying(f"{SANK} [1] {SAVED} {marker}"), support)
    assert made.text == f"{SANK} [1]\n{SAVED} [2]"
    assert fates(made) == [Fate.HELD, Fate.MENDED]
    assert made.checks[1].faults == (Fault.UNCITED,)


def test_where_nothing_holds_a_sentence_what_it_cites_is_quoted_in_its_place(support):
    made = written(saying(f"{SANK} [1] {INVENTED} [2]"), support)
    assert made.text == f"{SANK} [1]\n{SAVED} [2]"
    assert fates(made) == [Fate.HELD, Fate.QUOTED]


def test_what_is_unlikely_to_answer_is_not_quoted_in_its_place(support):
    evidence = found(SANK, SAVED, HELD, chances=(0.9, 0.9, 0.08))
    made = written(saying(f"{SANK} [1] {INVENTED} [3]"), support, *evidence)
    assert made.text == f"{SANK} [1]"
    assert fates(made) == [Fate.HELD, Fate.DROPPED]


def test_what_is_cited_already_is_not_quoted_again(support):
    made = written(saying(f"{SANK} [1] {INVENTED} [1]"), support)
    assert made.text == f"{SANK} [1]"
    assert fates(made) == [Fate.HELD, Fate.REPEATED]


def test_lenient_checks_show_what_does_not_hold_and_say_so(support):
    made = written(saying(f"{SANK} [1] {INVENTED} [2] {INVENTED[:-1]} again."), support, lenient=True)
    first, second, third = made.text.split("\n")
    assert first == f"{SANK} [1]"
    assert second == f"{UNSUPPORTED}{INVENTED} [2]"
    assert third == f"{UNSUPPORTED}{INVENTED[:-1]} again."
    assert fates(made) == [Fate.HELD, Fate.MARKED, Fate.MARKED]


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize(
    ("model", "notice"),
    [
        (saying(f"{SANK} {SAVED}"), "cited nothing"),
        (saying(INVENTED), "cited nothing"),
        (saying("I am sorry, but I cannot answer that."), "refused to answer"),
        (saying("NO ANSWER"), "refused to answer"),
        (saying("As an AI language model, I have no opinion. [1]"[:-4]), "refused to answer"),
        (saying("Ha. " * 100), "repeated itself"),
        (saying("ha " * 500), "wrote on without ending a sentence"),
        (saying("..."), "wrote nothing"),
        (hanging(), "took longer than 0.5 seconds"),
        (failing("", ConnectionError("http://example.org/?key=secret")), "failed (ConnectionError)"),
        (failing("The ferry", ValueError("secret")), "failed (ValueError)"),
        (honest(window=300), "was not asked"),
    ],
)
def test_where_a_model_is_of_no_use_the_articles_are_quoted_and_the_reader_is_told(model, notice, lenient, support):
    made = written(model, support, seconds=0.5, lenient=lenient)
    assert made.text == QUOTED
    assert made.notice.startswith(f"The model {notice}")
    assert "quoted from the articles" in made.notice
    assert "secret" not in made.notice
    assert {check.fate for check in made.checks} <= {Fate.DROPPED}


@pytest.mark.parametrize(
    ("model", "notice"),
    [
        (hanging(f"{SAVED} [2]"), "took longer"),
        (failing(f"{SAVED} [2] The captain was ", ConnectionError()), "failed (ConnectionError)"),
        (saying(f"{SAVED} [2] " * 30), "repeated itself"),
    ],
)
def test_where_a_model_breaks_off_what_held_stays_and_quotations_complete_it(model, notice, support):
    made = written(model, support, seconds=0.5)
    assert made.text == f"{SAVED} [1]\n{SANK} [2]\n{HELD} [3]"
    assert made.notice.startswith(f"The model {notice}")
    assert "complete the answer" in made.notice
    assert fates(made)[0] is Fate.HELD


def test_a_model_that_writes_on_and_on_is_stopped(support):
    def write_on(_):
        n = 0
        while True:
            n += 1
            yield from tokens(f"It was day {n} of the talks. ")

    model = Double(write_on)
    made = written(model, support)
    assert made.text == QUOTED
    assert len(made.checks) == 24
    assert model.left.wait(5)


def test_a_model_that_goes_on_to_play_the_asker_is_stopped(support):
    made = written(
        saying(f"{SANK} [1]\n\nQuestion: Who is Ada Holm?\nAda Holm is the captain [3]. {SAVED} [2]"), support
    )
    assert made.text == f"{SANK} [1]"
    assert made.notice == ""


def test_a_model_that_plays_the_asker_at_its_end_is_not_heard_either(support):
    made = written(
        saying(f"{SANK} [1]\n<<<end of quotations 0a>>>\n\nQuestion: Was Ada Holm arrested in Perm?"), support
    )
    assert made.text == f"{SANK} [1]"
    assert [check.written for check in made.checks] == [SANK, "<<<end of quotations 0a>>>"]


def test_where_none_of_the_sentences_of_a_model_holds_quotations_complete_those_that_it_cited(support):
    made = written(saying(f"{INVENTED} [2]"), support)
    assert made.text == f"{SAVED} [1]\n{SANK} [2]\n{HELD} [3]"
    assert made.notice.startswith("The model wrote nothing that the articles hold. Quotations")


def test_where_what_is_likeliest_was_left_out_it_is_quoted(support):
    evidence = found(SANK, "It was windy.", chances=(0.9, 0.1))
    made = written(saying("It was windy [2]."), support, *evidence)
    assert made.text == f"It was windy. [1]\n{SANK} [2]"
    assert made.notice


def test_values_that_differ_are_told_where_the_model_keeps_silent_about_them(support):
    one, other = make_claim("Twenty", "a1.txt", by="Police"), make_claim("Thirty", "a2.txt")
    differing = make_disagreement((one,), (other,))
    _, made = write(generator(saying(f"{SANK} [1]"), support), matter_of(*FERRY, differing=differing))
    assert made.text.split("\n")[1:] == ["Reports differ: Twenty, by one report, citing police [2]",
                                         "Thirty, by one report [3]"]  # fmt: skip
    assert [group.claims[0].citation.number for group in made.disagreement.groups] == [2, 3]


def test_where_nothing_is_answered_the_model_is_not_asked(support):
    model = honest()
    told, made = write(generator(model, support), Matter("Who?", (Verdict("Who?", (), 0.0, "nothing"),)))
    assert (told, made.text, made.notice, model.prompts) == ([], "", "", [])


def test_the_first_sentence_is_told_within_a_second_of_its_end_and_closing_stops_the_model(support):
    ended, release = [], Event()

    def write_and_wait(_):
        yield from tokens(f"{SANK} [1]")
        ended.append(time.monotonic())
        release.wait(10)
        yield from tokens(f" {SAVED} [2]")

    model = Double(write_and_wait)
    with closing(generator(model, support).write(matter_of(*FERRY), clock(), lambda: None)) as work:
        assert next(work) == Line(f"{SANK} [1]")
        assert time.monotonic() - ended[0] < 1
    release.set()
    assert model.left.wait(5)


def clock():
    from rag.clock import Clock

    return Clock()


class GoneError(Exception):
    pass


def test_who_waits_for_a_model_that_hangs_is_let_go_at_once(support):
    gone = Event()

    def heed():
        if gone.is_set():
            raise GoneError

    Timer(0.3, gone.set).start()
    start = time.monotonic()
    with pytest.raises(GoneError):
        write(generator(hanging(), support, seconds=60), matter_of(*FERRY), heed)
    assert time.monotonic() - start < 2


def test_the_model_writes_no_more_once_nobody_waits(support):
    gone = Event()

    def heed():
        if gone.is_set():
            raise GoneError

    model = slow(f"{SANK} [1] " + "The talks went on and on. " * 200, 0.01)
    work = generator(model, support).write(matter_of(*FERRY), clock(), heed)
    next(work)
    gone.set()
    assert model.left.wait(5)


def test_seconds_are_counted_by_stage(support):
    timed = clock()
    for _ in generator(slow(f"{SANK} [1]", 0.02), support).write(matter_of(*FERRY), timed, lambda: None):
        pass
    assert timed.timings()["compose"] > 0.1
    assert timed.timings()["check"] > 0


PIECES = (SANK, SAVED, HELD, INVENTED, "[1]", "[2]", "[3]", "[4]", "[0]", " ", ".", "\n", "The ferry", "sank",
          "forty", "41", "not", "Ada Holm", "“Run!”", "on Tuesday", "- ", "[", "]", "NO ANSWER", "<think>", "</think>",
          "\u200b")  # fmt: skip
REPLIES = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=14).map("".join)


def assert_held(made, support, lenient):
    """Every sentence shown holds, or is a quotation, or is marked; every marker has its citation."""
    known = {citation.number: citation for citation in made.citations}
    assert list(known) == list(range(1, len(known) + 1))
    assert made.text
    by_place = {(e.article.id, e.sentence.start): e for e in FERRY}
    for line in made.text.split("\n"):
        if lenient and line.startswith(UNSUPPORTED):
            continue
        shown = LINE.fullmatch(line)
        numbers = [int(n) for n in re.findall(r"\d+", shown["markers"])]
        cited = [by_place[known[n].article.id, known[n].start] for n in numbers]
        assert shown["words"] in [e.quote for e in cited] or faults(shown["words"], cited, support) == ()
    markers = re.findall(r"\[(\d+)\](?=(?:\[\d+\])*$)", made.text, re.MULTILINE)
    assert {int(n) for n in markers} == set(known)


def replying(reply):
    return Double(lambda _: tokens(reply) if reply.strip() else [""])


@settings(max_examples=120)
@given(REPLIES, st.booleans())
def test_whatever_a_model_writes_every_sentence_shown_holds_and_every_marker_has_its_citation(support, reply, lenient):
    assert_held(written(replying(reply), support, lenient=lenient), support, lenient)


@pytest.mark.slow
@settings(max_examples=20)
@given(REPLIES)
def test_by_the_real_models_too_whatever_a_model_writes_every_sentence_shown_holds(real_support, reply):
    assert_held(written(replying(reply), real_support), real_support, lenient=False)


def test_the_extractive_generator_answers_as_before():
    told, made = write(ExtractiveGenerator(6), matter_of(*FERRY))
    assert made.text == QUOTED
    assert [line.text for line in told] == QUOTED.split("\n")
