"""An index and the models on this machine to an engine."""

from typing import TYPE_CHECKING

from index.live import Live
from index.place import Where
from rag.compose import ExtractiveGenerator, Generator
from rag.engine import Engine
from rag.models import Models
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM


def open(  # noqa: A001
    index_dir: Where,
    *,
    embedding_model: str | None = None,
    llm: "str | LLM | None" = None,
    settings: Settings | None = None,
) -> Engine:
    """Open an index for questions, with the embedding model that it was made with.

    `llm` is a language model that writes the answers, held to their sources: a LlamaIndex `LLM`, or one by name (see
    `rag.llm.model.open_llm`). Without one, answers are quotations.

    Raises IndexUnusable where there is no index, it is unfinished, or was made by another model (or another version of
    it) or by a newer Copydesk, ModelUnusable where the model is not on this machine, LlmUnusable, and SettingUnusable.
    """
    settings = settings or Settings.from_environment()
    live = Live(index_dir)
    models = Models.locate(embedding_model or live.store.recipe.model, settings.device)
    models.require(live.store.index_dir, live.store.recipe)
    return Engine(live, models, _generator(llm, models, settings), settings)


def _generator(llm: "str | LLM | None", models: Models, settings: Settings) -> Generator:
    quoting = ExtractiveGenerator(settings.answer_sentences)
    if llm is None:
        return quoting
    from rag.faithful.support import Support
    from rag.llm.generate import WrittenGenerator
    from rag.llm.model import open_llm

    model = open_llm(llm, settings=settings)
    return WrittenGenerator(model, quoting, Support.load(models), settings.llm_timeout, settings.checks == "lenient")
