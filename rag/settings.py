"""How questions are answered: read once at the door, then passed on."""

from typing import ClassVar, Literal, Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import SettingUnusable


class Settings(BaseSettings):
    """Settings of an engine; each can be given as an environment variable, `COPYDESK_` before its name."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(env_prefix="COPYDESK_", frozen=True)

    candidates: int = Field(default=30, ge=1, le=500)
    """Chunks taken from each half, dense and lexical, before they are fused."""

    rerank_sentences: int = Field(default=48, ge=1, le=2000)
    """Sentences that the cross-encoder scores, the reader's likeliest; about 300 a second on two fast cores."""

    answer_sentences: int = Field(default=6, ge=1, le=20)
    """The most sentences that an answer quotes."""

    checks: Literal["strict", "lenient"] = "strict"
    """What is shown of a language model's sentences: what their sources hold, and where "lenient" the rest, marked."""

    device: str | None = Field(default=None, pattern=r"^(cpu|mps|cuda(:\d+)?)$")
    """Where the embedding model runs ("cpu", "cuda", "mps"); None is the processor for the bundled
    model, and for others what sentence-transformers chooses."""

    llm_timeout: float = Field(default=120, gt=0, le=3600, allow_inf_nan=False)
    """The most seconds that a language model may take for a reply, with all its tries."""

    llm_tokens: int = Field(default=1024, ge=1, le=100_000)
    """The most tokens of a reply, thoughts included."""

    llm_context: int = Field(default=4096, ge=256, le=10_000_000)
    """Tokens of question, evidence and reply for which a model on one's own machine keeps room."""

    llm_threads: int | None = Field(default=None, ge=1, le=1024)
    """The threads of a model in this process; None is what llama.cpp chooses, one is best on a busy machine."""

    @classmethod
    def from_environment(cls) -> Self:
        """The settings of this process's environment, defaults elsewhere; raises SettingUnusable."""
        try:
            return cls()
        except ValidationError as error:
            first = error.errors()[0]
            name = f"COPYDESK_{first['loc'][0]}".upper()
            raise SettingUnusable(
                f"{name}={first['input']} is no use: {first['msg']}.", "Change or unset it."
            ) from error
