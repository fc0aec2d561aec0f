"""What can go wrong with a question, and with the language model that words its answer.

CopydeskError (index.errors)
├── QuestionError
│   ├── QuestionEmpty
│   └── QuestionTooLong
├── LlmUnusable
└── SettingUnusable
"""

from index.errors import CopydeskError


class QuestionError(CopydeskError):
    """The question cannot be answered as it stands."""


class QuestionEmpty(QuestionError):
    """There are no words in the question."""


class QuestionTooLong(QuestionError):
    """The question is longer than the models can read."""


class LlmUnusable(CopydeskError):
    """A language model cannot be opened, or gave no whole reply in time; no key is ever in its words."""


class SettingUnusable(CopydeskError):
    """An environment variable gives a setting a value that it cannot have."""
