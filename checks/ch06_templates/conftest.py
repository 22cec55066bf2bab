"""What the checks of this chapter talk to: the learner's blog, and the posts in its file."""

from workbook.checking import database, serving

server = serving("server.py", "init_app", database)
