"""A person with a browser: Chromium or Chrome of this machine, driven by Playwright."""

import contextlib
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Response, sync_playwright

from tests.stage_runner import DEADLINE
from workbook.children import MARK, kill, started_by

# Chrome first: where only programs that the system knows may have a sandbox, it is one of them.
PROGRAMS = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
ON_A_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ADVICE = "it needs Chromium or Chrome: please install one (on Debian: apt install chromium)"

WIDE, NARROW = (1280, 800), (360, 740)
LOOK = Path(__file__).with_name("look_at_page.js").read_text("utf-8")


def find_browser() -> str:
    """The path of a browser.

    Where there is none the test that asks is skipped; where CI=true is set, it fails.
    """
    for path in filter(None, map(shutil.which, (*PROGRAMS, ON_A_MAC))):
        return path
    if os.environ.get("CI") == "true":
        pytest.fail(ADVICE)
    pytest.skip(ADVICE)


@contextlib.contextmanager
def browser_in(folder: Path) -> Iterator[Browser]:
    """A browser without a window, its profile below `folder`; it reaches this machine only.

    At the end nothing of it runs any more.
    """
    path = find_browser()
    mark = os.urandom(8).hex()
    with pytest.MonkeyPatch.context() as patch:
        # The driver makes the profile there; the browser has both from the driver.
        patch.setenv("TMPDIR", str(folder))
        patch.setenv(MARK, mark)
        driver = sync_playwright().start()
    try:
        browser = driver.chromium.launch(
            executable_path=path,
            chromium_sandbox=os.getuid() != 0,  # root cannot have one
            args=["--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        try:
            yield browser
        finally:
            browser.close()
    finally:
        driver.stop()
        left = _still_running(mark)
        kill(left)
    assert not left, f"of the browser, these processes still ran: {left}"


def _still_running(mark: str) -> set[int]:
    """The processes with that mark that do not end before the deadline; Linux alone knows them."""
    deadline = time.monotonic() + DEADLINE
    while sys.platform == "linux" and (left := started_by(os.getpid(), mark)):
        if time.monotonic() > deadline:
            return left
        time.sleep(0.01)
    return set()


class Visitor:
    """Somebody at the pages of a blog. At each page that they come to, they look: in a wide window
    and in a narrow one, by day and by night.

    name: begins the names of the screenshots; screenshots: the folder for these, None for none.
    """

    def __init__(
        self, context: BrowserContext, address: str, name: str, screenshots: Path | None
    ) -> None:
        self.page = context.new_page()
        self.address = address
        self._name = name
        self._screenshots = screenshots
        self._seen = 0
        self._amiss: list[str] = []
        self._in_console: list[tuple[str, str]] = []
        self._refused: set[str] = set()
        self.page.set_default_timeout(DEADLINE * 1000)
        context.on("console", lambda said: self._console(said.type, said.text, said.location))
        context.on("weberror", lambda error: self._amiss.append(f"uncaught: {error.error}"))
        context.on("request", lambda request: self._requested(request.url))
        context.on("requestfailed", lambda request: self._amiss.append(f"failed: {request.url}"))

    def go(self, path: str) -> int:
        """Type an address; the status of the page that comes."""
        return self._arrived(self.page.goto(self.address + path))

    def follow(self, link: str) -> int:
        """Click the link with these words; the status of the page that comes."""
        return self._click(self.page.get_by_role("link", name=link, exact=True))

    def press(self, button: str) -> int:
        """Press the button with these words; the status of the page that comes."""
        return self._click(self.page.get_by_role("button", name=button, exact=True))

    def field(self, label: str) -> Locator:
        """The field with a label that begins with this word."""
        return self.page.get_by_label(re.compile(rf"^{label}\b"))

    def type(self, fields: Mapping[str, str]) -> None:
        """Type the values into the fields with these labels."""
        for label, text in fields.items():
            self.field(label).fill(text)

    def typed(self, *labels: str) -> list[str]:
        """What stands in the fields with these labels."""
        return [self.field(label).input_value() for label in labels]

    @property
    def path(self) -> str:
        """The path and query of the page that is shown."""
        return self.page.url.removeprefix(self.address)

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def words(self) -> str:
        """All that can be read on the page."""
        return self.page.locator("body").inner_text()

    def offers(self, role: Literal["alert", "button", "link"], words: str | None = None) -> bool:
        """Whether the page has such a thing; with `words`, one with exactly these."""
        return self.page.get_by_role(role, name=words, exact=True).count() > 0

    def amiss(self) -> list[str]:
        """What was not as it should be: on the pages, in the console, in what was asked for."""
        # The browser itself notes each page that is refused.
        said = [f"{url}: {text}" for text, url in self._in_console if url not in self._refused]
        return self._amiss + said

    def _click(self, target: Locator) -> int:
        with self.page.expect_navigation() as navigation:
            target.click()
        return self._arrived(navigation.value)

    def _arrived(self, answer: Response | None) -> int:
        """Look at the page that this answer brought; its status."""
        assert answer is not None
        if answer.status >= 400:
            self._refused.add(answer.url)
        self._seen += 1
        heading = re.sub(r"\W+", "-", self.heading.lower()).strip("-")[:30]
        for colours in ("dark", "light"):
            self.page.emulate_media(color_scheme=colours)
            for width, height in (NARROW, WIDE):
                self.page.set_viewport_size({"width": width, "height": height})
                where = f"{self.path}, {width} wide, {colours}"
                self._amiss += [f"{where}: {one}" for one in self.page.evaluate(LOOK)]
                if self._screenshots is not None:
                    name = f"{self._name}-{self._seen:02}-{heading}-{width}-{colours}.png"
                    self.page.screenshot(path=self._screenshots / name, full_page=True)
        return answer.status

    def _console(self, kind: str, text: str, location: Mapping[str, object]) -> None:
        if kind in ("error", "warning"):
            self._in_console.append((text, str(location["url"])))

    def _requested(self, url: str) -> None:
        if not url.startswith((self.address + "/", "data:")):
            self._amiss.append(f"a request to {url}")
