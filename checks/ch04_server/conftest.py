"""What the checks of this chapter talk to: both servers of the learner."""

from pathlib import Path

from workbook.checking import database, serving

hello = serving("hello.py", "init_app")
server = serving("server.py", "init_app", database, calls=("sqlite3.connect",))
# The database of `server` has the name that the learner's own has, blog.sqlite3; this one has another.
elsewhere = serving("server.py", "init_app", Path("elsewhere.sqlite3"))
