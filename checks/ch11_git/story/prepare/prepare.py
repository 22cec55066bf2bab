"""Makes what the blog needs on each machine: a secret key, and an empty database."""

import secrets
import sqlite3
from pathlib import Path

HERE = Path(__file__).parent

(HERE / "session.key").write_text(secrets.token_urlsafe(32) + "\n", encoding="ascii")
db = sqlite3.connect(HERE / "blog.sqlite3")
db.execute("CREATE TABLE IF NOT EXISTS posts (id INTEGER PRIMARY KEY, title TEXT, text TEXT)")
db.commit()
db.close()
print("Made session.key and blog.sqlite3.")
