"""Golden reports: what a learner reads for a passing, failing, crashing, hanging, cheating file,
word for word.

`python3 tutorial.py test tests/test_verdicts.py --update-golden` writes them anew; read the
difference before you keep it.
"""

import json
import re
from pathlib import Path

import pytest

from workbook import variants
from workbook.chapters import ROOT, get_chapter
from workbook.checking.process import Nursery
from workbook.grading import grade
from workbook.report import report_from_json
from workbook.screen import Screen
from workbook.terminal import show_report

HERE = Path(__file__).parent
CHAPTER = get_chapter(HERE / "miniature", "01")
SOLVED = CHAPTER.solution("server.py")
HANDLER = "    visits = request.app[COUNT]\n"
SLEEP = "    await asyncio.sleep(seconds)\n"

FILES = {
    "passing": SOLVED,
    "starter": CHAPTER.pristine("server.py").decode(),
    "empty": "",
    "failing": SOLVED.replace(HANDLER, "    visits: list[int] = []\n"),
    "raising": SOLVED.replace(HANDLER, "    visits = request.app['count']\n"),
    "forgetting await": SOLVED.replace(SLEEP, "    asyncio.sleep(seconds)\n"),
    "blocking": SOLVED.replace(SLEEP, "    import time\n    time.sleep(seconds)\n"),
    "returning nothing": SOLVED.replace("    return web.json_response", "    web.json_response"),
    "answering HTML": SOLVED.replace("web.json_response({", "web.Response(text=f'''{"),
    "syntax error": SOLVED.replace("async def nap", "async nap"),
    "raising at import": "import aiohtp\n" + SOLVED,
    "leaving at import": "import sys\nsys.exit('bye')\n" + SOLVED,
    "asking at import": "name = input('Your name? ')\n" + SOLVED,
    "running at import": SOLVED.replace('if __name__ == "__main__":\n    web', "web"),
    "crashing": SOLVED.replace(HANDLER, "    import os\n    os._exit(0)\n" + HANDLER),
    "hanging": SOLVED.replace(HANDLER, "    while True:\n        pass\n"),
    "hanging at import": "while True:\n    pass\n" + SOLVED,
    "waiting for nothing": SOLVED.replace(SLEEP, "    await asyncio.Event().wait()\n"),
    "cheating": 'print(\'{"verdict": "passed"}\\x1b[2J5 of 5 points\')\n'
    + CHAPTER.pristine("server.py").decode(),
    "no app": SOLVED.replace("    return app\n", ""),
}
FILES["answering HTML"] = FILES["answering HTML"].replace("len(visits)})", "len(visits)}''')")


@pytest.mark.parametrize("name", FILES)
def test_report_reads_as_written_down(
    name: str, nursery: Nursery, request: pytest.FixtureRequest
) -> None:
    report = grade(
        CHAPTER, CHAPTER.solutions_folder, files={"server.py": FILES[name]}, nursery=nursery
    )
    shown = show_report(report, Screen(80), shown_as="chapters/ch01_counter") + "\n"
    shown = re.sub(r"· \d+\.\d s", "· 0.0 s", shown)
    golden = HERE / "golden" / f"{name.replace(' ', '_')}.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


def test_only_the_right_file_passes(nursery: Nursery) -> None:
    verdicts = {
        name: grade(
            CHAPTER, CHAPTER.solutions_folder, files={"server.py": text}, nursery=nursery
        ).verdict
        for name, text in FILES.items()
        if "hanging" not in name
    }
    passed = {name for name, verdict in verdicts.items() if verdict == "passed"}
    assert passed == {"passing", "running at import", "blocking"}
    assert set(verdicts.values()) == {"passed", "failed"}


def test_report_survives_json(nursery: Nursery) -> None:
    report = grade(
        CHAPTER,
        CHAPTER.solutions_folder,
        files={"server.py": FILES["raising"]},
        nursery=nursery,
    )
    assert report_from_json(report.as_json()) == report
    said = json.loads(report.as_json())
    assert {"chapter", "title", "verdict", "points", "out_of", "problem", "checks"} <= said.keys()
    assert {"id", "step", "outcome", "message", "mistake", "hint", "reproduce"} <= said["checks"][
        0
    ].keys()
    assert said["checks"][0]["reproduce"] == "curl -i localhost:8080/"


def test_narrow_and_plain_terminals_are_served(nursery: Nursery) -> None:
    report = grade(
        CHAPTER,
        CHAPTER.solutions_folder,
        files={"server.py": FILES["failing"]},
        nursery=nursery,
    )
    narrow = show_report(report, Screen(40, unicode=False), shown_as="chapters/ch01_counter")
    assert narrow.isascii()
    too_long = [line for line in narrow.splitlines() if len(line) > 40 and "curl" not in line]
    assert not too_long
    coloured = show_report(report, Screen(80, colour=True), shown_as="x")
    assert "\x1b[31m✗\x1b[0m" in coloured


def test_readme_shows_real_reports(nursery: Nursery) -> None:
    chapter = get_chapter(ROOT, "04")
    mistake = next(v for v in variants.wrong(chapter) if v.name == "insists-on-a-page")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for files in (mistake.apply(chapter), {}):
        report = grade(chapter, chapter.solutions_folder, files=files, step=3, nursery=nursery)
        shown = show_report(report, Screen(80), shown_as=f"chapters/{chapter.name}")
        assert re.sub(r"· \d+\.\d s", "· 0.3 s", shown) in readme, shown
