"""The servers of language models that are known: what each needs, and how it is asked."""

from collections.abc import Callable
from contextlib import suppress

from llama_index.core.base.llms.types import ChatResponse, LLMMetadata
from llama_index.core.llms import LLM

from rag.errors import LlmUnusable
from rag.llm.access import (
    ANTHROPIC,
    OLLAMA,
    OPENAI,
    OPENAI_LIKE,
    key_in,
    name_and_url,
    place,
    place_in,
    without_openai_headers,
)
from rag.llm.failing import Service
from rag.llm.line import Line
from rag.llm.served import Served
from rag.settings import Settings

PROBE = 10.0
"""Seconds in which a server on one's own machine or network must say that it is there."""


def ollama(name: str, settings: Settings) -> LLM:
    """A model of Ollama, at OLLAMA_HOST if that is set; it must be running and have the model."""
    # Importing Ollama's client makes one of what the environment says.
    key_in(OLLAMA, needed=False)
    where = place_in("OLLAMA_HOST", "localhost:11434")

    import httpx
    from llama_index.llms.ollama import Ollama
    from ollama import Client, RequestError, ResponseError

    service = Service(
        name="Ollama",
        place=where,
        key=OLLAMA,
        start="Start it with `ollama serve`; OLLAMA_HOST says where it is.",
        unknown=f"Get it with `ollama pull {name}`.",
        late=(httpx.TimeoutException,),
        broken=(ConnectionError, httpx.HTTPError),
        told=(RequestError, ResponseError),
    )
    with Client(timeout=min(PROBE, settings.llm_timeout)) as client:
        _probe(service, lambda: client.show(name))
    inner = Ollama(
        model=name,
        # Nobody closes the client, so it must not keep idle connections.
        client=Client(timeout=settings.llm_timeout, limits=httpx.Limits(max_keepalive_connections=0)),
        temperature=0.0,
        context_window=settings.llm_context,
        additional_kwargs={"num_predict": settings.llm_tokens},
    )
    about = _about(name, settings.llm_context, settings)
    return Served(inner, about, service, _done, settings.llm_timeout)


def openai(name: str, settings: Settings) -> LLM:
    """A chat model of OpenAI, at OPENAI_BASE_URL if that is set."""
    from llama_index.llms.openai import OpenAI
    from openai import OpenAI as Client

    line = Line()
    where = place_in("OPENAI_BASE_URL", "https://api.openai.com")
    client = Client(api_key=key_in(OPENAI), timeout=settings.llm_timeout, max_retries=0, http_client=line.client())
    service = _openai_service("OpenAI", where, OPENAI, "See whether this machine is online.", "Choose another model.")
    try:
        inner = OpenAI(
            model=name,
            openai_client=client,
            api_key="none",  # the client has it; here it would be in the representation
            temperature=0.0,
            max_tokens=settings.llm_tokens,
            max_retries=0,  # tried again by Served, so that there is one bound
        )
        known = inner.metadata
    except ValueError:
        known = None
    if known is None or not known.is_chat_model:
        raise LlmUnusable(
            f"LlamaIndex knows no chat model {name!r} of OpenAI.",
            "Choose another, or bring `llama-index-llms-openai` up to date.",
        )
    about = _about(name, known.context_window, settings)
    return Served(inner, about, service, _finished, settings.llm_timeout, line.hang_up)


def anthropic(name: str, settings: Settings) -> LLM:
    """A model of Anthropic, at ANTHROPIC_BASE_URL if that is set."""
    import anthropic as client
    import httpx2

    from rag.llm.messages import Messages

    # Nobody closes the client, so it must not keep idle connections.
    transport = client.DefaultHttpxClient(limits=httpx2.Limits(max_keepalive_connections=0))
    key = key_in(ANTHROPIC)
    service = Service(
        name="Anthropic",
        place=place_in("ANTHROPIC_BASE_URL", "https://api.anthropic.com"),
        key=ANTHROPIC,
        start="See whether this machine is online.",
        unknown="Choose another model.",
        late=(client.APITimeoutError, httpx2.TimeoutException),
        broken=(client.APIConnectionError, httpx2.HTTPError),
        told=(client.AnthropicError,),
    )
    asked = client.Anthropic(api_key=key, timeout=settings.llm_timeout, max_retries=0, http_client=transport)
    inner = Messages(name, settings.llm_tokens, asked)
    return Served(inner, inner.metadata, service, _stopped, settings.llm_timeout)


def openai_like(rest: str, settings: Settings) -> LLM:
    """A chat model `NAME@URL` of a server that speaks OpenAI's format; it must be running.

    A URL without a path is taken to mean `/v1`. The key, where the server wants one, is in OPENAI_LIKE_API_KEY.
    """
    import openai as client
    from llama_index.llms.openai_like import OpenAILike

    name, url = name_and_url(rest)
    line = Line()
    asked = client.OpenAI(
        api_key=key_in(OPENAI_LIKE, needed=False) or "none",
        base_url=url,
        timeout=settings.llm_timeout,
        max_retries=0,
        http_client=line.client(),
        default_headers=without_openai_headers(client.Omit()),
    )
    start = "Start the server, or mend its address."
    service = _openai_service("The server", place(url), OPENAI_LIKE, start, "Choose a model that it has.")
    probing = asked.with_options(timeout=min(PROBE, settings.llm_timeout))

    def there() -> None:
        with suppress(client.NotFoundError):  # a server need not list its models
            probing.models.list()

    _probe(service, there)
    inner = OpenAILike(
        model=name,
        openai_client=asked,
        api_key="none",
        api_base=url,
        is_chat_model=True,
        temperature=0.0,
        max_tokens=settings.llm_tokens,
        max_retries=0,
        context_window=settings.llm_context,
    )
    about = _about(name, settings.llm_context, settings)
    return Served(inner, about, service, _finished, settings.llm_timeout, line.hang_up)


def _probe(service: Service, ask: Callable[[], object]) -> None:
    failed = _failure(service, ask)
    if failed:
        raise failed


def _failure(service: Service, ask: Callable[[], object]) -> LlmUnusable | None:
    try:
        ask()
    except service.kinds as error:
        return service.unusable(error)
    return None


def _openai_service(name: str, where: str, key: str, start: str, unknown: str) -> Service:
    import httpx
    import openai as client

    return Service(
        name=name,
        place=where,
        key=key,
        start=start,
        unknown=unknown,
        late=(client.APITimeoutError, httpx.TimeoutException),
        broken=(client.APIConnectionError, httpx.HTTPError),
        told=(client.OpenAIError,),
    )


def _about(name: str, context: int, settings: Settings) -> LLMMetadata:
    return LLMMetadata(context_window=context, num_output=settings.llm_tokens, is_chat_model=True, model_name=name)


def _finished(last: ChatResponse) -> bool:
    """OpenAI's last part of a choice says why it ends; one that counts tokens may follow, without a choice."""
    choices = getattr(last.raw, "choices", ())
    return not choices or bool(choices[0].finish_reason)


def _done(last: ChatResponse) -> bool:
    return bool((last.raw or {}).get("done"))


def _stopped(last: ChatResponse) -> bool:
    return getattr(last.raw, "type", None) == "message_stop"
