"""The page's looks and scripts: files of `ui/assets/`, sent with the page itself."""

from pathlib import Path
from typing import Any

_ASSETS = Path(__file__).parents[1] / "assets"

_STYLES = ("colours", "frame", "talk", "differing", "source", "composer", "evaluation", "narrow")
_SCRIPTS = ("desk", "places", "composer", "turns")


def dress() -> dict[str, Any]:
    """What Gradio is told of it when the page is mounted."""
    import gradio as gr

    styles = "\n".join(_read(f"{name}.css") for name in _STYLES)
    scripts = "\n".join(_read(f"{name}.js") for name in _SCRIPTS)
    return {
        "theme": gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        "head": f"<style>{styles}</style><script>{scripts}</script>",  # `css` would be rewritten
        "favicon_path": str(_ASSETS / "favicon.svg"),
        "footer_links": [],
    }


def _read(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")
