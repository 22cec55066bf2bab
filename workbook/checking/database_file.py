"""The `db` fixture: the learner's database file, read and written from outside their process."""

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from workbook.checking.learner import read_regular, write_new
from workbook.checking.problems import LearnerProblem
from workbook.checking.scene import Scene


class DatabasePath:
    """Stands for the path of the check's fresh database in `serving(...)`."""


database = DatabasePath()

SIZE_LIMIT = 16 * 1024 * 1024
STEPS_LIMIT = 2_000_000


class Database:
    """The file that the learner's app keeps its data in.

    Reading works on a copy, opened without trust in what it contains: only what was committed is
    there.
    """

    def __init__(self, scene: Scene) -> None:
        self.path = scene.work / "blog.sqlite3"
        self._scene = scene

    def run(self, sql: str, *parameters: Any) -> None:
        """Write to the database before the learner's app opens it.

        It is made elsewhere and put in place: our side opens nothing in a folder that a learner's
        program can reach.
        """
        with tempfile.TemporaryDirectory(prefix="workbook-db-") as folder:
            copy = Path(folder) / "copy.sqlite3"
            before = read_regular(self.path, SIZE_LIMIT)
            if before is not None:
                copy.write_bytes(before)
            connection = sqlite3.connect(copy)
            try:
                with connection:
                    connection.execute(sql, parameters)
            finally:
                connection.close()
            write_new(self.path, copy.read_bytes())

    def rows(self, sql: str, *parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query, each as a dict.

        Raises LearnerProblem where the file is missing, is no database, or has not the table.
        """
        with tempfile.TemporaryDirectory(prefix="workbook-db-") as folder:
            copy = Path(folder) / "copy.sqlite3"
            for suffix in ("", "-wal"):
                content = read_regular(self.path.with_name(self.path.name + suffix), SIZE_LIMIT)
                if content is not None:
                    copy.with_name(copy.name + suffix).write_bytes(content)
            if not copy.exists():
                raise LearnerProblem(
                    "missing", "There is no database file where db_path points to."
                )
            try:
                return _query(copy, sql, parameters)
            except sqlite3.Error as error:
                raise LearnerProblem(
                    "answer", f"The database file cannot be read as expected: {error}."
                ) from None


def _query(path: Path, sql: str, parameters: tuple[Any, ...]) -> list[dict[str, Any]]:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.row_factory = sqlite3.Row
        connection.set_progress_handler(lambda: 1, STEPS_LIMIT)
        return [dict(row) for row in connection.execute(sql, parameters).fetchmany(10_000)]
    finally:
        connection.close()
