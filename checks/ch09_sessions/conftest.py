"""What the checks of this chapter talk to: the learner's blog, with the key that `run` has too."""

from workbook.checking import database, serving

KEY = "lhgpNgi2tOI-jqBLma-Fb_K6VXRYaPatDxDrs9sS2ls="

server = serving("server.py", "init_app", database, session_key=KEY)
watched = serving("server.py", "init_app", database, session_key=KEY, calls=("hashlib.scrypt",))
