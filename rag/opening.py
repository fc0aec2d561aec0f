"""An index and the models on this machine to an engine."""

from index.live import Live
from index.place import Where
from rag.compose import ExtractiveGenerator
from rag.engine import Engine
from rag.models import Models
from rag.settings import Settings


def open(index_dir: Where, *, embedding_model: str | None = None, settings: Settings | None = None) -> Engine:  # noqa: A001
    """Open an index for questions, with the embedding model that it was made with.

    Raises IndexUnusable where there is no index, it is unfinished, or was made by another model (or another version of
    it) or by a newer Copydesk, ModelUnusable where the model is not on this machine, and SettingUnusable.
    """
    settings = settings or Settings.from_environment()
    live = Live(index_dir)
    models = Models.locate(embedding_model or live.store.recipe.model, settings.device)
    models.require(live.store.index_dir, live.store.recipe)
    return Engine(live, models, ExtractiveGenerator(settings.answer_sentences), settings)
