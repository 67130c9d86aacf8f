"""A page as a tree, and the rules that every page of ours keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as PARSE_ERRORS

# A form field that starts with these is drawn by the browser's chrome, never by us.
_HANDLER = re.compile(r"on[a-z]+")


def parse(text: str) -> Element:
    """The page as an ElementTree without namespaces."""
    tree: Element = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
    return tree


def page_problems(text: str) -> list[str]:
    """What is wrong with a page by itself, whoever asked for it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    problems = [f"line {line}: {PARSE_ERRORS[code] % facts}" for (line, _), code, facts in parser.errors]
    for rule in (_title, _one_h1, _language, _inline, _ids, _labels, _images, _danger):
        problems += rule(tree)
    return problems


def post_forms(tree: Element) -> list[Element]:
    return [form for form in tree.iter("form") if form.get("method", "get").lower() == "post"]


def form_problems(tree: Element, here: str, takes_post: Callable[[str], bool]) -> list[str]:
    """Every POST form carries a CSRF token and goes to an address that takes it."""
    problems = []
    for form in post_forms(tree):
        action = form.get("action") or here
        tokens = [field.get("value") for field in form.iter("input") if field.get("name") == "csrf_token"]
        if not any(tokens):
            problems.append(f"the form to {action} has no csrf_token")
        if not takes_post(urlsplit(action).path):
            problems.append(f"the form goes to {action}, which takes no POST")
    return problems


def own_files(tree: Element) -> set[str]:
    """The addresses of the static files and icons that a page names."""
    found = set()
    for tag, attribute in (("link", "href"), ("script", "src"), ("img", "src"), ("use", "href")):
        for element in tree.iter():
            address = element.get(attribute)
            if address and str(element.tag).rpartition("}")[2] == tag and address.startswith("/"):
                found.add(address)
    return found


def text_of(element: Element) -> str:
    """The words inside, as a reader sees them."""
    return " ".join("".join(element.itertext()).split())


def _title(tree: Element) -> Iterator[str]:
    title = tree.find(".//title")
    if title is None or not text_of(title):
        yield "no title"


def _one_h1(tree: Element) -> Iterator[str]:
    count = len(list(tree.iter("h1")))
    if count != 1:
        yield f"{count} h1 instead of one"


def _language(tree: Element) -> Iterator[str]:
    if not tree.get("lang"):
        yield "no language on <html>"


def _inline(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        tag = str(element.tag)
        if tag == "style" or (tag == "script" and not element.get("src")):
            yield f"inline <{tag}>"
        for name, value in element.items():
            if name == "style" or (_HANDLER.fullmatch(name) and tag != "svg"):
                yield f"inline {name}= on <{tag}>"
            if value.strip().lower().startswith(("javascript:", "data:")):
                yield f"{value[:20]} on <{tag}>"


def _ids(tree: Element) -> Iterator[str]:
    seen: set[str] = set()
    for element in tree.iter():
        found = element.get("id")
        if found in seen:
            yield f"id {found} stands twice"
        if found:
            seen.add(found)


def _labels(tree: Element) -> Iterator[str]:
    ids = {element.get("id") for element in tree.iter()}
    for element in tree.iter():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for target in (element.get(name) or "").split():
                if target not in ids:
                    yield f"{name}={target} on <{element.tag}> points to nothing"


def _images(tree: Element) -> Iterator[str]:
    for image in tree.iter("img"):
        if image.get("alt") is None:
            yield f"no alt on {image.get('src')}"


def _danger(tree: Element) -> Iterator[str]:
    """The stop screen is one tap away on every page."""
    if not any("danger" in (link.get("href") or "") for link in tree.iter("a")):
        heading = tree.find(".//h1")
        if heading is None or "danger" not in text_of(heading).lower():
            yield "no way to the stop screen"
