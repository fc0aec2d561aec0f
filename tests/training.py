"""Four made-up examples for the reader's training."""

from dataclasses import replace

from eval_questions.reader.examples import Example

FERRY = ("The ferry Marit left at dawn.", "It carried forty people.", "Nobody was hurt.")
PIER = (
    "The pier of Saint-Orsk cost $4,000 to $5,000.",
    "Mayor Ada O’Hara paid for it.",
    "Holm paid nothing. Holm left.",
)
HEADER = "The Gull, News of the harbour"


def example(question, sentences, *answers, source="made up", **fields):
    """The sentences as a passage that is answered by these words, wherever they stand in it."""
    text = " ".join(sentences)
    spans = tuple((at, at + len(words)) for words in answers for at in range(len(text)) if text.startswith(words, at))
    places = tuple((text.index(s), text.index(s) + len(s)) for s in sentences)
    given = {"answered": bool(answers), "spans": spans, "support": spans}
    return Example(source, question, question, HEADER, text, places, **(given | fields))


EXAMPLES = (
    example("How many people did the ferry carry?", FERRY, "forty"),
    example("Who paid for the pier?", PIER, "Mayor Ada O’Hara"),
    example("Who paid nothing?", PIER, "Holm"),
    example("How old was the ferry?", FERRY, source="near miss"),
)
SUPPORTED = replace(EXAMPLES[0], spans=())
"""An answered example of which only the sentence is known that carries the answer."""
