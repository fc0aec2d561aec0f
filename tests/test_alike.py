import numpy as np
import pytest

from rag.alike import Alike


class Letters:
    """An encoder that turns a text into the letters that it begins with."""

    def __init__(self):
        self.texts = []

    def encode(self, texts):
        self.texts += texts
        return np.eye(26)[[ord(text[0]) - ord("a") for text in texts]]


def test_the_cosine_of_two_texts_is_that_of_their_vectors():
    alike = Alike(Letters())
    assert alike("rebels", "rioters") == pytest.approx(1.0)
    assert alike("rebels", "police") == pytest.approx(0.0)


def test_a_text_is_encoded_once_however_often_it_is_compared():
    encoder = Letters()
    alike = Alike(encoder)
    for other in ("rebels", "police", "rebels"):
        alike("guards", other)
    assert encoder.texts == ["guards", "rebels", "police"]
