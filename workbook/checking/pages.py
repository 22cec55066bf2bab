"""A visitor with a browser: keeps cookies, follows redirects, reads pages, fills in forms and sends
them as a browser would.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import aiohttp
from bs4 import BeautifulSoup, Tag

from workbook.checking.http import Response, Server
from workbook.checking.learner import shorten
from workbook.checking.problems import LearnerProblem

REDIRECTS_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a visitor has chosen in a form. content_type: what the browser says it is."""

    filename: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Form:
    """A form of a page. action: a path; fields: what a browser would send if nothing were typed;
    files: names of file fields.
    """

    method: str
    action: str
    enctype: str
    fields: dict[str, str]
    files: tuple[str, ...]
    buttons: tuple[str, ...]

    def has(self, name: str) -> bool:
        return name in self.fields or name in self.files


@dataclass(frozen=True)
class Page:
    """What a visitor sees at last, after redirects.

    path: with the query, as the address line shows it; redirects: the answers on the way here.
    """

    response: Response
    path: str
    redirects: tuple[Response, ...] = ()
    _visitor: "Visitor | None" = field(default=None, repr=False)

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def soup(self) -> BeautifulSoup:
        """The parsed page.

        Raises LearnerProblem where the answer is no HTML.
        """
        if self.response.content_type != "text/html":
            said = self.response.content_type or "no content type at all"
            raise LearnerProblem(
                "answer", f"The answer should be an HTML page (text/html); it has {said}."
            )
        return BeautifulSoup(self.response.text, "html.parser")

    @property
    def text(self) -> str:
        """All that can be read on the page, with single spaces."""
        return " ".join(self.soup.get_text(" ").split())

    def select(self, selector: str) -> list[Tag]:
        """The elements that match a CSS selector."""
        return list(self.soup.select(selector))

    @property
    def links(self) -> list[tuple[str, str]]:
        """(text, path) of every link that leads somewhere on this server."""
        return [
            (" ".join(tag.get_text(" ").split()), self._to_path(str(tag["href"])))
            for tag in self.soup.select("a[href]")
        ]

    @property
    def forms(self) -> list[Form]:
        return [self._form(tag) for tag in self.soup.select("form")]

    def form(self, *names: str, action: str | None = None) -> Form:
        """The first form that has fields of these names, and leads to this path if one is given.

        Raises LearnerProblem where the page has none.
        """
        for form in self.forms:
            if all(form.has(name) for name in names) and action in (None, form.action):
                return form
        wanted = " and ".join(f'"{name}"' for name in names)
        what = f" with a field {wanted}" if names else ""
        where = f" that is sent to {action}" if action else ""
        raise LearnerProblem(
            "answer", f"The page {self.path} should have a form{what}{where}; it has none."
        )

    async def submit(
        self, typed: Mapping[str, str | Upload] | None = None, *, form: Form | None = None
    ) -> "Page":
        """Fill in a form and send it as a browser would: by default the first one that has all
        these fields.
        """
        assert self._visitor is not None
        typed = typed or {}
        return await self._visitor.send(form or self.form(*typed), typed)

    def _form(self, tag: Tag) -> Form:
        fields: dict[str, str] = {}
        files: list[str] = []
        buttons: list[str] = []
        for control in tag.select("input, textarea, select, button"):
            name = str(control.get("name") or "")
            kind = str(control.get("type") or "").lower()
            if control.name == "button" or kind in ("submit", "image", "reset", "button"):
                buttons.append(
                    " ".join(control.get_text(" ").split()) or str(control.get("value") or "")
                )
                continue
            if not name or control.has_attr("disabled"):
                continue
            if kind == "file":
                files.append(name)
            elif kind in ("checkbox", "radio"):
                if control.has_attr("checked"):
                    fields[name] = str(control.get("value") or "on")
            else:
                fields[name] = value_of(control)
        return Form(
            str(tag.get("method") or "get").upper(),
            self._to_path(str(tag.get("action") or "")),
            str(tag.get("enctype") or "application/x-www-form-urlencoded").lower(),
            fields,
            tuple(files),
            tuple(buttons),
        )

    def _to_path(self, address: str) -> str:
        """An address on this page as a path of this server; other sites' addresses stay whole."""
        parts = urlsplit(urljoin(f"http://here{self.path}", address))
        if parts.netloc not in ("here", self._visitor and self._visitor.host):
            return address
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def value_of(control: Tag) -> str:
    """What a browser would send for a control that nobody touched."""
    if control.name == "textarea":
        return control.get_text().removeprefix("\n")
    if control.name == "select":
        options = control.select("option[selected]") or control.select("option")
        return str(options[0].get("value", options[0].get_text())) if options else ""
    return str(control.get("value") or "")


class Visitor:
    """One person with a browser of their own. cookies: names and values as the server set them."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.cookies: dict[str, str] = {}
        self.set_cookies: list[str] = []
        """Each Set-Cookie line that came, whole."""

    @property
    def host(self) -> str:
        """The server's name in whole addresses, as it finds it in each request."""
        return f"127.0.0.1:{self._server.port}"

    async def get(self, path: str, **kwargs: Any) -> Page:
        return await self.request("GET", path, **kwargs)

    async def post(self, path: str, **kwargs: Any) -> Page:
        return await self.request("POST", path, **kwargs)

    async def request(self, method: str, path: str, *, follow: bool = True, **kwargs: Any) -> Page:
        """Send a request, and follow where the answers lead, as a browser does.

        follow: False to look at the first answer only. The rest as in `server.request`.
        """
        redirects: list[Response] = []
        while True:
            response = await self._once(method, path, **kwargs)
            place = response.headers.get("Location")
            if not (follow and place and response.status in (301, 302, 303, 307, 308)):
                return Page(response, path, tuple(redirects), self)
            redirects.append(response)
            if len(redirects) > REDIRECTS_LIMIT:
                raise LearnerProblem("answer", f"The redirects never end: {path} leads to {place}.")
            path = Page(response, path, _visitor=self)._to_path(place)
            if urlsplit(path).netloc:
                raise LearnerProblem(
                    "answer", f"The redirect leads away from the blog, to {shorten(place)}."
                )
            if response.status not in (307, 308):
                method, kwargs = "GET", {k: v for k, v in kwargs.items() if k == "limit"}

    async def _once(self, method: str, path: str, **kwargs: Any) -> Response:
        headers = dict(kwargs.pop("headers", None) or {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        response = await self._server.request(method, path, headers=headers, **kwargs)
        for line in getattr(response.headers, "getall", lambda *_: [])("Set-Cookie", []):
            self.set_cookies.append(line)
            self._keep(line)
        return response

    def _keep(self, line: str) -> None:
        try:
            morsels = SimpleCookie(line)
        except CookieError:
            return
        for name, morsel in morsels.items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            elif len(line) <= 4096:  # what is longer, browsers drop without a word
                self.cookies[name] = morsel.coded_value

    async def send(self, form: Form, typed: Mapping[str, str | Upload]) -> Page:
        """Send a form with what was typed into it.

        Raises LearnerProblem where the form has no such field.
        """
        for name, value in typed.items():
            if not (name in form.files if isinstance(value, Upload) else form.has(name)):
                what = "file field" if isinstance(value, Upload) else "field"
                raise LearnerProblem(
                    "answer", f'The form should have a {what} "{name}"; it has none.'
                )
        values = {**form.fields, **{k: v for k, v in typed.items() if isinstance(v, str)}}
        if form.method != "POST":
            return await self.get(f"{form.action}?{urlencode(values)}")
        if form.enctype != "multipart/form-data":
            for name in form.files:
                chosen = typed.get(name)
                # Without multipart a browser sends the file's name and nothing of the file.
                values[name] = chosen.filename if isinstance(chosen, Upload) else ""
            return await self.post(form.action, data=values)
        return await self.post(form.action, data=multipart(form, values, typed))


def multipart(
    form: Form, values: Mapping[str, str], typed: Mapping[str, str | Upload]
) -> aiohttp.FormData:
    """The fields and files of a form as multipart/form-data; a file field where nothing was chosen
    is sent empty.
    """
    data = aiohttp.FormData(default_to_multipart=True)
    for name, value in values.items():
        data.add_field(name, value)
    for name in form.files:
        chosen = typed.get(name)
        file = chosen if isinstance(chosen, Upload) else Upload("", b"")
        content = io.BytesIO(file.content)
        data.add_field(name, content, filename=file.filename, content_type=file.content_type)
    return data
