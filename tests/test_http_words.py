"""How a request and its answer are put into words: the `curl` line, and what a page reads."""

import shutil
import subprocess

import pytest

from workbook.checking.http import curl_line, quoted, readable


@pytest.mark.parametrize(
    ("method", "data", "has"),
    [
        ("POST", {"title": "Sea"}, False),
        ("POST", {}, True),
        ("POST", b"", True),
        ("POST", None, True),
        ("DELETE", None, True),
        ("GET", None, False),
    ],
)
def test_method_is_named_where_curl_would_send_another(
    method: str, data: object, has: bool
) -> None:
    assert ("-X" in curl_line(method, "/", None, data, None).split()) is has


@pytest.mark.parametrize("word", ["plain", "a b", "it's", "a\nb", "it's\r\na \\ new line"])
def test_quoted_word_is_one_line_and_reaches_the_program_whole(word: str) -> None:
    shell = shutil.which("bash")
    if shell is None:
        pytest.skip("bash reads the quoted words")
    line = quoted(word)
    assert "\n" not in line
    done = subprocess.run([shell, "-c", f"printf %s {line}"], capture_output=True, check=True)
    assert done.stdout.decode() == word


@pytest.mark.parametrize(
    ("page", "reads"),
    [
        ("<!doctype html><head><title>x</title></head><h1>Sea</h1>\n<p>by  Ann", "Sea by Ann"),
        ("<p>&lt;b&gt;</p><script>alert(1)</script>", "<b>"),
        ("<img src=x>", ""),
        ("<p>a<!-- b -->c", "a c"),
    ],
)
def test_readable(page: str, reads: str) -> None:
    assert readable(page) == reads
