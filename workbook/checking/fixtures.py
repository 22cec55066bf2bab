"""The fixtures that checks share; `checks/conftest.py` makes them known to pytest."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from workbook.checking.database_file import Database, DatabasePath
from workbook.checking.learner import Learner
from workbook.checking.plugin import PLUGIN, ChecksPlugin, scene_key, step_of
from workbook.checking.scene import Scene
from workbook.report import Bar, Timeline

if TYPE_CHECKING:
    from workbook.checking.http import Server
    from workbook.checking.suite import Suite


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Scene:
    """What the fixtures of this check share."""
    found: Scene = request.node.stash[scene_key]
    return found


@pytest.fixture
def learner(scene: Scene) -> Learner:
    """The learner's code: call its functions, run its files as programs."""
    return Learner(scene)


@pytest.fixture
def db(scene: Scene) -> Database:
    """The fresh database of this check, from outside the learner's process."""
    return Database(scene)


class Picture:
    """Adds drawings to the report."""

    def __init__(self, scene: Scene, step: int) -> None:
        self._pictures = scene.pictures
        self._step = step

    def timeline(self, title: str, bars: list[tuple[str, float, float]], unit: str = "s") -> None:
        """A timeline: bars of (label, start, end) in `unit`."""
        drawn = tuple(Bar(str(label)[:40], float(start), float(end)) for label, start, end in bars)
        self._pictures.append(Timeline(title, drawn[:40], unit, self._step))


@pytest.fixture
def picture(request: pytest.FixtureRequest, scene: Scene) -> Picture:
    """Drawings for the report."""
    return Picture(scene, step_of(request.node))


@pytest.fixture
def suite(request: pytest.FixtureRequest, scene: Scene) -> "Suite":
    """The learner's tests, all files of the chapter that begin with `test_`."""
    from workbook.checking.suite import Suite  # only one kind of chapter needs it

    plugin = request.config.pluginmanager.get_plugin(PLUGIN)
    assert isinstance(plugin, ChecksPlugin)
    submission = scene.submission
    folder = submission.folder
    found = {path for name in ("test_*.py", "*_test.py") for path in folder.rglob(name)}
    files = sorted(path.relative_to(folder).as_posix() for path in found)
    bugs = [
        getattr(getattr(item, "obj", None), "bug", None) for item in plugin.following(request.node)
    ]
    return Suite(scene, files, [bug for bug in bugs if bug is not None])


def serving(
    file: str, factory: str, *arguments: Any, calls: tuple[str, ...] = (), **keywords: Any
) -> Callable[..., Any]:
    """A fixture that serves the app which `factory(*arguments, **keywords)` in the learner's `file`
    makes.

    arguments, keywords: plain values and paths; `database` stands for the path of the check's fresh
    database; calls: dotted names
    to watch.
    """

    @pytest.fixture
    def server(request: pytest.FixtureRequest, scene: Scene, db: Database) -> "Server":
        plugin = request.config.pluginmanager.get_plugin(PLUGIN)
        assert isinstance(plugin, ChecksPlugin)

        async def session() -> Any:
            return plugin.session()

        # Here, because aiohttp is imported only where something is served.
        from workbook.checking.http import Server

        def given(value: Any) -> Any:
            return db.path if isinstance(value, DatabasePath) else value

        return Server(
            scene,
            plugin.runner.run(session()),
            file,
            factory,
            tuple(map(given, arguments)),
            {name: given(value) for name, value in keywords.items()},
            calls,
        )

    return server
