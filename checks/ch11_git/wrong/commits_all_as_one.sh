# fails: test_page_has_a_commit_of_its_own
# The key is kept out and the page is added, in one commit.

# region Step 2: a branch, and what does not belong in it
git switch -c about
python3 prepare.py
cat > .gitignore <<'END'
session.key
blog.sqlite3
END
# endregion

# region Step 3: one commit for one thing
cat > pages/about.html <<'END'
<h1>About us</h1>
<p>Ada writes, Grace draws.</p>
END
cat > pages/menu.html <<'END'
<a href="/">Posts</a>
<a href="/about">About</a>
END
git add .gitignore pages
git commit -m "Add a page and keep the key out"
# endregion
