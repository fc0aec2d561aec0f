"""When a web page says that it was published and updated; nothing is guessed from its address or its footer."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from index.provenance import parse_published

_NAMES = (
    re.compile(
        r"(?:og:)?(?:article:)?published_time|datepublished|dc\.date\.issued|dcterms\.issued|parsely-pub-date"
        r"|sailthru\.date|pubdate|publishdate|publication_date",
        re.IGNORECASE,
    ),
    re.compile(r"(?:og:)?(?:article:)?modified_time|og:updated_time|datemodified|dcterms\.modified", re.IGNORECASE),
)
_KEYS = ("datePublished", "dateModified")
_CLASSES = (re.compile(r"publish|pubdate|entry-date", re.I), re.compile(r"updat|modif", re.I))
_STORY = re.compile(r"Article$|^BlogPosting$|^LiveBlogPosting$|^Report$|^WebPage$")
_LONGEST = 60
_LONGEST_BYLINE = 120
"""Code points; a time in a longer paragraph is one of the story's own."""


def page_dates(tree: Any) -> tuple[date | datetime | None, date | datetime | None]:
    """When a page, parsed by lxml, says it was published, and when updated: instants where it gives time and zone.

    Asked are its meta tags, its JSON-LD, its microdata, and its `<time>` elements, in this order. Each is believed only
    where it says one thing: a page that lists other stories has dates of theirs too.
    """
    stories = list(_stories(tree))
    first, second = (
        _best([_metas(tree, _NAMES[n]), _told(stories, _KEYS[n]), _items(tree, _KEYS[n]), _times(tree, n)])
        for n in (0, 1)
    )
    return first, second


def _best(groups: Iterable[Iterable[str]]) -> date | datetime | None:
    """The first instant, or else the first day, of those groups of values that agree in themselves."""
    said = [{value.strip() for value in group if value.strip()} for group in groups]
    read = [parse_published(value) for values in said if len(values) == 1 for value in values if _legible(value)]
    found = [day for day in read if day is not None]
    return next((day for day in found if isinstance(day, datetime)), found[0] if found else None)


def _legible(value: str) -> bool:
    """Whether it may be a date; a bare number may be seconds since 1970, and is left alone."""
    return len(value) <= _LONGEST and not value.isdecimal()


def _metas(tree: Any, names: re.Pattern[str]) -> Iterator[str]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or ""
        if names.fullmatch(name.strip()):
            yield meta.get("content") or ""


def _stories(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON says nothing; the page may say it elsewhere
        waiting = [data]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, list):
                waiting += thing
            elif isinstance(thing, dict):
                waiting.append(thing.get("@graph"))
                if _is_story(thing.get("@type")):
                    yield thing


def _is_story(types: object) -> bool:
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and _STORY.search(name) for name in names)


def _told(stories: list[dict[str, Any]], key: str) -> Iterator[str]:
    for story in stories:
        if isinstance(value := story.get(key), str):
            yield value


def _items(tree: Any, key: str) -> Iterator[str]:
    for element in tree.iterfind(f'.//*[@itemprop="{key}"]'):
        yield element.get("content") or element.get("datetime") or ""


def _times(tree: Any, which: int) -> list[str]:
    """The `<time>`s marked as the one wanted; for publication, where none is, those marked as nothing at all."""
    marked: list[str] = []
    unmarked: list[str] = []
    for element in tree.iterfind(".//time[@datetime]"):
        names = f"{element.get('class', '')} {element.get('itemprop', '')}"
        if _CLASSES[which].search(names) or (which == 0 and element.get("pubdate") is not None):
            marked.append(element.get("datetime"))
        elif not any(mark.search(names) for mark in _CLASSES) and _in_byline(element):
            unmarked.append(element.get("datetime"))
    return marked or (unmarked if which == 0 else [])


def _in_byline(element: Any) -> bool:
    around = "".join(element.getparent().itertext()) if element.getparent() is not None else ""
    return len(around.strip()) <= _LONGEST_BYLINE and not _CLASSES[1].search(around)
