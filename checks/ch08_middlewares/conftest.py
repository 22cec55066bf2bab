"""What the checks of this chapter talk to: the learner's blog."""

from workbook.checking import database, serving

# What can stand where a logged traceback should; and what tells a commit that comes too early, or a clone that goes nowhere.
WATCHED = (
    "aiohttp.web_request.Request.clone",
    "aiosqlite.core.Connection.commit",
    "builtins.print",
    "logging.Logger.error",
    "logging.Logger.info",
    "logging.Logger.warning",
    "traceback.format_exc",
    "traceback.print_exc",
)

server = serving("server.py", "init_app", database)
watched = serving("server.py", "init_app", database, calls=WATCHED)
