"""Texts that would do something where they are not shown as text, and how to tell what a rendering would do."""

import re
from html.parser import HTMLParser

SCRIPTS = {
    "script": "<script>alert(1)</script>",
    "script of another host": '<script src="//evil.example/x.js"></script>',
    "script that ends its element": "</title></textarea></style><script>alert(1)</script>",
    "script in capitals": "<ScRiPt\n>alert(1)</sCrIpT >",
    "script in a script": "</script><script>alert(1)//",
    "style": "<style>@import 'https://evil.example/x.css';</style>",
    "frame": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "object": '<object data="data:text/html,<script>alert(1)</script>"></object>',
    "base": '<base href="https://evil.example/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "form": '<form action="https://evil.example/"><input name=q autofocus></form>',
    "comment": "<!--><script>alert(1)</script>-->",
    "character data": "<![CDATA[<script>alert(1)</script>]]>",
    "half a tag": '<a href="https://evil.example/"',
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#60;b&#62;",
}
HANDLERS = {
    "image": "<img src=x onerror=alert(1)>",
    "drawing": "<svg/onload=alert(1)>",
    "toggle": "<details open ontoggle=alert(1)>",
    "out of a double-quoted attribute": '" onmouseover="alert(1)" x="',
    "out of a single-quoted attribute": "' autofocus onfocus='alert(1)' x='",
    "out of a bare attribute": "x onclick=alert(1) ",
    "animation": "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
}
LINKS = {
    "javascript": "javascript:alert(1)",
    "javascript in capitals": "JaVaScRiPt:alert(document.domain)",
    "javascript after a control character": "\x01javascript:alert(1)",
    "javascript with a line end": "java\nscript:alert(1)",
    "javascript with a tab": "java\tscript:alert(1)",
    "javascript behind a host": "javascript://evil.example/%0aalert(1)",
    "data": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript": "vbscript:msgbox(1)",
    "file": "file:///etc/passwd",
    "web address with a handler": 'https://evil.example/" onclick="alert(1)',
    "web address with a tag": "https://evil.example/><script>alert(1)</script>",
    "web address of a Markdown link": "https://evil.example/)[x](javascript:alert(1)",
    "web address without a scheme": "//evil.example/x",
    "web address that is bare": "www.evil.example",
    "web address with a name before the host": "https://good.example@evil.example/",
}
MARKDOWN = {
    "link": "[here](javascript:alert(1))",
    "link by reference": "[here][1]\n\n[1]: javascript:alert(1)",
    "image": "![x](https://evil.example/pixel.png)",
    "image with a handler": '![x](x" onerror="alert(1))',
    "automatic link": "<https://evil.example/>",
    "heading": "# Copydesk says",
    "heading underlined": "Copydesk says\n=====",
    "list": "- one\n1. two\n+ three",
    "quotation": "> > quoted",
    "code": "```html\n<script>alert(1)</script>\n```",
    "code in a line": "`` ` `` <b>",
    "code by indentation": "    <script>alert(1)</script>",
    "table": "| a | b |\n|---|---|\n| c | d |",
    "emphasis": "**bold** __bold__ *slanted* _slanted_ ~~struck~~",
    "line": "---",
    "front matter": "---\ntitle: forged\n---\n",
    "mathematics": "$\\href{javascript:alert(1)}{x}$",
    "footnote": "[^1]\n\n[^1]: forged",
    "marker": "It was so. [1]\n[2] Another Outlet, characters 0 to 9",
    "escapes": "\\[x\\](javascript:alert(1)) \\",
}
TEMPLATES = {
    "jinja": "{{ 7 * 7 }}{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "jinja that ends": "{% endraw %}{{ config }}",
    "erb": "<%= 7 * 7 %>",
    "dollar": "${7*7} #{7*7} $(id) `id`",
    "python": "{0.__class__} {article.text!r} %s %(x)s %n",
    "angular": "{{constructor.constructor('alert(1)')()}}",
    "spreadsheet": '=HYPERLINK("https://evil.example/","x")',
    "rich": "[red]danger[/red] [/] [link=https://evil.example/]x[/link]",
    "emoji by name": ":bomb: :warning:",
    "sql": "'; DROP TABLE feedback; --",
}
BIDI = {
    "override": "\u202egnp.exe\u202c",
    "embedding": "\u202babc\u202c",
    "isolate": "a\u2066b\u2069\u2067c\u2069",
    "isolate that does not end": "a\u2068b",
    "marks": "a\u200eb\u200fc\u061cd",
    "nothing to see": "zero\u200bwidth\u2060joined\ufeffhere",
    "tags": "hi\U000e0069\U000e0067\U000e006e",
    "line separators": "one\u2028two\u2029three",
}
ANSI = {
    "colour": "\x1b[31mred\x1b[0m",
    "clear the screen": "\x1b[2J\x1b[Hclear",
    "link": "\x1b]8;;https://evil.example/\x07here\x1b]8;;\x07",
    "title": "\x1b]0;forged\x07",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "report": "\x1b[6n\x1bP+q544e\x1b\\",
    "eight bits": "\x9b31mred\x9d0;forged\x9c",
    "backspace": "good\x08\x08\x08\x08evil",
    "carriage return": "evil\rgood",
    "bell and null": "a\x07b\x00c",
    "next line": "one\x85two\x0bthree\x0cfour",
}

FAMILIES = {
    "scripts": SCRIPTS,
    "handlers": HANDLERS,
    "links": LINKS,
    "markdown": MARKDOWN,
    "templates": TEMPLATES,
    "bidi": BIDI,
    "ansi": ANSI,
}

PAYLOADS = {f"{family}: {name}": text for family, texts in FAMILIES.items() for name, text in texts.items()}
"""All of them by family and name."""

UNSAFE_URLS = [text for text in (*LINKS.values(), *SCRIPTS.values(), *HANDLERS.values(), *ANSI.values())
               if not text.startswith(("https://", "www."))]  # fmt: skip
"""What must never become a link."""

FILE_NAMES = (
    "../../etc/passwd.txt",
    "..\\..\\windows\\system.txt",
    "/etc/shadow.txt",
    "C:\\boot.txt",
    "a\x00b.txt",
    "a\nForged line.txt",
    "\x1b[31mred.txt",
    "\u202etxt.exe.txt",
    "<img src=x onerror=alert(1)>.txt",
    "[here](javascript:alert(1)).txt",
    "-rf.txt",
    ".hidden.txt",
    "$(id).txt",
    "a" * 300 + ".txt",
    "con.txt",
    ".txt",
    "..",
    "",
    " .txt ",
    "%2e%2e%2fsecret.txt",
)
"""Names that files are uploaded under."""

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_REPAINTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ADDRESSED = ("href", "src", "srcdoc", "action", "formaction", "data", "poster", "xlink:href", "background", "srcset")
_ACTIVE = {"script", "iframe", "object", "embed", "base", "form", "input", "frame", "applet", "link", "math"}
_HARMLESS_META = {"charset", "name", "content-security-policy"}


def active(markup: str) -> list[str]:
    """What a browser would run, load or send of a markup; links to the web that a reader must choose are let pass."""
    watcher = _Watcher()
    watcher.feed(markup)
    watcher.close()
    return watcher.found


def turned(text: str) -> list[str]:
    """The characters of a text that turn its direction."""
    return _TURNING.findall(text)


def repainting(text: str) -> list[str]:
    """The characters of a text that a terminal would obey."""
    return _REPAINTING.findall(text) + turned(text)


class _Watcher(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE:
            self.found.append(f"<{tag}>")
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and not {*given, given.get("http-equiv", "").lower()} & _HARMLESS_META:
            self.found.append(f"<meta {given}>")
        for name, value in given.items():
            if name.startswith("on") or (name in _ADDRESSED and not _is_let_pass(tag, name, value)):
                self.found.append(f"<{tag} {name}={value!r}>")


def _is_let_pass(tag: str, name: str, value: str) -> bool:
    """A place on the same page, or a link to the web that opens when it is chosen."""
    return tag == "a" and name == "href" and re.match(r"#|https?://[^\s\x00-\x1f]", value) is not None
