import re
from pathlib import Path

import pytest

from ui.page.dress import dress
from ui.page.events import EVENTS

ASSETS = Path(__file__).parents[1] / "ui" / "assets"


def test_style_and_scripts_are_sent_with_the_page_and_name_no_other_host() -> None:
    head = dress()["head"]
    assert head.count("<style>") == head.count("</style>") == head.count("<script>") == head.count("</script>") == 1
    assert not re.search(r"https?:|//[a-z]|@import|url\(", re.sub(r"^\s*//.*$|; //.*$", "", head, flags=re.MULTILINE))


@pytest.mark.parametrize("file", sorted(ASSETS.glob("*.js")), ids=lambda file: file.name)
def test_what_the_scripts_tell_of_is_an_event_of_the_page(file: Path) -> None:
    sent = set(re.findall(r'copydesk\.send\("(\w+)"', file.read_text("utf-8")))
    assert sent <= set(EVENTS)


def test_every_event_is_told_of_by_some_script() -> None:
    scripts = "".join(file.read_text("utf-8") for file in ASSETS.glob("*.js"))
    assert set(re.findall(r'copydesk\.send\("(\w+)"', scripts)) == set(EVENTS)
