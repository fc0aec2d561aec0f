"""What can go wrong with a question.

CopydeskError (index.errors)
├── QuestionError
│   ├── QuestionEmpty
│   └── QuestionTooLong
└── SettingUnusable
"""

from index.errors import CopydeskError


class QuestionError(CopydeskError):
    """The question cannot be answered as it stands."""


class QuestionEmpty(QuestionError):
    """There are no words in the question."""


class QuestionTooLong(QuestionError):
    """The question is longer than the models can read."""


class SettingUnusable(CopydeskError):
    """An environment variable gives a setting a value that it cannot have."""
