"""What the checks of this chapter talk to: both servers of the learner."""

from workbook.checking import database, serving

hello = serving("hello.py", "init_app")
server = serving("server.py", "init_app", database, calls=("sqlite3.connect",))
