"""What hostile pages write into fields: thousands of strings that others collected, and grammars beside them.

Others' strings come from the package brs-kb (MIT): scripts, handlers, template and formula expressions, ways around
filters. The grammars are small and written down here, so that every combination of them is there and none by chance.
"""

from __future__ import annotations

from functools import cache

from brs_kb.payloads import FULL_PAYLOAD_DATABASE

CANARY = "http://127.0.0.1:9/canary"  # nobody answers there; a request to it is counted
# A product that no page shows unless an expression was worked out.
SUM, WORKED_OUT = "91871*7919", "727526449"

# What may stand before and after a value in markup, and what ends it.
_ENDS = (
    "",
    '"',
    "'",
    "`",
    ">",
    '">',
    "'>",
    "-->",
    "]]>",
    "</bdi>",
    "</td></table>",
    "</textarea>",
    "</title>",
    "</style>",
    "</script>",
    "</pre></main></body>",
    '"/>',
    "*/",
    '\\"',
    "&quot;>",
    "%22%3E",
    "\u0000",
    "\n",
)
_ELEMENTS = (
    "<script>window.ran=1</script>",
    "<script src={c}></script>",
    "<img src={c} onerror=window.ran=1>",
    "<svg onload=window.ran=1>",
    "<svg><script href={c} /></svg>",
    "<iframe src={c}></iframe>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "<object data={c}></object>",
    "<embed src={c}>",
    "<link rel=stylesheet href={c}>",
    "<link rel=prefetch href={c}>",
    "<style>@import url({c});</style>",
    "<style>*{{background:url({c})}}</style>",
    "<base href={c}>",
    "<meta http-equiv=refresh content='0;url={c}'>",
    "<form action={c}><input autofocus onfocus=window.ran=1></form>",
    "<video poster={c}><source onerror=window.ran=1></video>",
    "<details open ontoggle=window.ran=1>",
    "<a href=javascript:window.ran=1 ping={c}>x</a>",
    "<math href={c}>x</math>",
    "<div hx-get={c} hx-trigger=load>x</div>",
    "<div hx-on:load=window.ran=1 data-hx-get={c}>x</div>",
    "<div style=background:url({c})>x</div>",
    " onmouseover=window.ran=1 style=width:100% ",
)
# Expressions of template engines: Jinja2 and Twig, Mako, Freemarker, ERB, Razor, Angular and Vue, Velocity, Thymeleaf.
_TEMPLATES = (
    "{{%s}}",
    "{%% print %s %%}",
    "${%s}",
    "#{%s}",
    "<%%= %s %%>",
    "@(%s)",
    "{{= %s }}",
    "[[%s]]",
    "*{%s}",
    "#set($x=%s)$x",
    "{{{%s}}}",
    "{$%s}",
    "<%%-%s-%%>",
    "~{%s}",
    "{%% raw %%}{{%s}}{%% endraw %%}",
    "{{''.__class__.__mro__[1].__subclasses__()}}%s",
    "{{config}}{{self.__init__.__globals__}}%s",
    "{%% include '/etc/passwd' %%}%s",
)
# What a spreadsheet may take for a formula (OWASP, CSV Injection): the sign, in either width, after what is trimmed.
_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n=", " =", '"=', "'=", ";=", ",=", "%0A=")
_FORMULAS = (
    'HYPERLINK("{c}","x")',
    'WEBSERVICE("{c}")',
    'IMPORTXML("{c}","//a")',
    "cmd|' /C calc'!A0",
    "1+1",
    'IMAGE("{c}")',
    'DDE("cmd";"/C calc";"x")',
    "SUM(1+1)*cmd|' /C calc'!A0",
)
# Text that is no markup but leads the eye, or a reader's program, astray.
_EYES = (
    "\u202egnp.exe\u202c",
    "\u2066\u2067\u2068x\u2069",
    "a\u200bb\u200cc\u200dd\ufeff",
    "\u0007\u001b[31mred\u001b[0m",
    "e" + "\u0301" * 80,
    "\U000e0041\U000e0042",
    "\ud7ff\ue000",
    "龘" * 5000,
    "W" * 5000,
    "\u2028\u2029",
    CANARY,
    "//127.0.0.1:9/x",
    "javascript:window.ran=1",
    "data:text/html,<script>window.ran=1</script>",
    "mailto:a@b.example?subject=x",
    "tel:19000001234",
    "file:///etc/passwd",
)


@cache
def others() -> tuple[str, ...]:
    """Return what others collected, in the order of the alphabet."""
    return tuple(sorted({entry.payload for entry in FULL_PAYLOAD_DATABASE.values()}))


def breakers() -> list[str]:
    """Return every end with every element."""
    return [end + element.format(c=CANARY) for end in _ENDS for element in _ELEMENTS]


def templates() -> list[str]:
    """Return a sum in the marks of every engine."""
    return [marks % SUM for marks in _TEMPLATES]


def formulas() -> list[str]:
    """Return every sign with every formula."""
    return [sign + formula.format(c=CANARY) for sign in _SIGNS for formula in _FORMULAS]


@cache
def everything() -> tuple[str, ...]:
    """Return all of it, each once. What no database keeps (NUL, half a surrogate) is left to the tests of words."""
    whole = [*others(), *breakers(), *templates(), *formulas(), *_EYES]
    return tuple(dict.fromkeys(text.replace("\u0000", "") for text in whole))
