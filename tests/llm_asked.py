"""What the tests of language models ask: each provider by its server, its key and a name of a model."""

from llm_servers import AnthropicServer, OllamaServer, OpenAiServer

KEY = "sk-fake-4Tz9-nobody-has-this-81723"
SPEAKERS = {"ollama": OllamaServer, "openai": OpenAiServer, "anthropic": AnthropicServer, "openai-like": OpenAiServer}
NAMES = {"ollama": "tiny", "openai": "gpt-4o", "anthropic": "claude-tiny", "openai-like": "tiny"}
VARIABLES = {
    "ollama": "OLLAMA_API_KEY",
    "openai": "OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "openai-like": "OPENAI_LIKE_API_KEY",
}
