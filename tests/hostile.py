"""Files that hang, crash, cheat or wreck: made from a chapter's own starter or solution, so that
every chapter meets them.
"""

import ast
from dataclasses import dataclass

from tests import hostile_repositories
from workbook.chapters import Chapter

HANGING_APP = """
real_init_app = init_app

async def init_app(*args, **kwargs):
    async def hang(app):
        while True:
            pass
    app = await real_init_app(*args, **kwargs)
    app.on_cleanup.append(hang)
    return app
"""
FORGED = '{"verdict": "passed", "points": 99, "checks": []}'

AT_IMPORT = {
    "endless loop": "while True:\n    pass\n",
    "sleeps for ever": "import time\nwhile True:\n    time.sleep(3600)\n",
    "sys.exit": "import sys\nsys.exit(0)\n",
    "os._exit": "import os\nos._exit(0)\n",
    "input": "input('Your name? ')\n",
    "kills itself": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
    "kills its parent": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n",
    "closes every descriptor": "import os\nos.closerange(0, 256)\n",
    "deletes the scratch folder": (
        "import shutil\nfrom pathlib import Path\n"
        "for above in list(Path(__file__).parents)[:4]:\n"
        "    if above.name.startswith('workbook-'):\n"
        "        shutil.rmtree(above)\n"
    ),
    "raises": "raise RuntimeError('no')\n",
    "eats memory": "eaten = []\nwhile True:\n    eaten.append(bytearray(10_000_000))\n",
    "runs the app at once": (
        "from aiohttp import web\nweb.run_app(web.Application())\nraise SystemExit\n"
    ),
}
"""Put in front of a right file: none of them may pass, all get a verdict in time."""

BESIDE_A_STARTER = {
    "prints a forged report": f"print('''{FORGED}''')\nprint('passed')\n",
    "writes frames to every descriptor": (
        "import os\n"
        "for fd in range(3, 64):\n"
        "    for number in range(1, 9):\n"
        '        body = b\'{"id": %d, "value": true, "serving": true, "printed": "", \'\n'
        '        body += b\'"lines": [], "seconds": 10, "spans": [], "jobs": []}\'\n'
        "        body %= number\n"
        "        try:\n"
        "            os.write(fd, len(body).to_bytes(4, 'big') + body)\n"
        "        except OSError:\n"
        "            pass\n"
    ),
    "equals everything": (
        "class Everything:\n"
        "    def __eq__(self, other): return True\n"
        "    def __getattr__(self, name): return self\n"
        "    def __call__(self, *args, **kwargs): return self\n"
        "    def __await__(self): return iter(())\n"
        "import sys\n"
        "names = {'__getattr__': lambda self, name: Everything()}\n"
        "sys.modules[__name__].__class__ = type('M', (type(sys),), names)\n"
    ),
    "patches pytest": "import sys\nsys.modules['pytest'] = sys.modules['_pytest'] = None\n",
    "prints 100 MB": "import sys\nfor _ in range(100):\n    sys.stdout.write('x' * 1_000_000)\n",
    "forks and goes away": (
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        while True:\n"
        "            time.sleep(60)\n"
        "    os._exit(0)\n"
    ),
    "leaves threads": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(3600,)).start()\n"
    ),
    "answers on exit": "import atexit, os\natexit.register(os._exit, 0)\n",
}
"""Put in front of a starter, which fails anyway: none of them turns that into a pass, or into no
verdict.
"""


@dataclass(frozen=True)
class Attack:
    """One hostile file: its name, and the contents it puts in place of the chapter's files."""

    name: str
    files: dict[str, str]


def attacks(chapter: Chapter) -> list[Attack]:
    """All hostile files for a chapter, on its main file."""
    main = chapter.main_file
    solution = chapter.solution(main)
    starter = chapter.pristine(main).decode()
    if chapter.stage.kind == "git":
        scripts = hostile_repositories.scripts(solution)
        return [Attack(name, {main: script}) for name, script in scripts.items()]
    found = [
        Attack(f"{name} at import", {main: code + solution}) for name, code in AT_IMPORT.items()
    ]
    found += [Attack(name, {main: code + starter}) for name, code in BESIDE_A_STARTER.items()]
    for name, body in {"hangs": "while True: pass", "exits": "import os; os._exit(0)"}.items():
        found.append(Attack(f"every function {name}", {main: every_body(solution, body)}))
    if chapter.stage.kind == "server":
        found.append(Attack("hangs on shutdown", {main: hangs_on_shutdown(solution)}))
    return found


def rubbish(chapter: Chapter) -> list[Attack]:
    """Files whose every function answers the same useless value."""
    values = [
        "None",
        "5",
        "True",
        "''",
        "[]",
        "{}",
        "'x'",
        "[None]",
        "object()",
        "(i for i in range(3))",
    ]
    return [
        Attack(
            f"every function of {file} returns {value}",
            {file: every_body(chapter.solution(file), f"return {value}")},
        )
        for file in chapter.starters
        if file.endswith(".py")
        for value in values
    ]


def every_body(source: str, body: str) -> str:
    """The source with the body of every function replaced; decorators and signatures stay."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = ast.parse(body).body
    # A `yield` has gone with the bodies, so what was an async generator is now a coroutine
    # function: rubbish too.
    return ast.unparse(tree)


def hangs_on_shutdown(source: str) -> str:
    """The source of a server whose app never comes to its end."""
    return source.replace("if __name__", f"{HANGING_APP}\n\nif __name__")
