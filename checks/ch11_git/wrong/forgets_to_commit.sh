# fails: test_gitignore_is_committed_on_the_branch
# The files are written, and no commit has them; the server shows the page all the same.

# region Step 2: a branch, and what does not belong in it
git switch -c about
python3 prepare.py
cat > .gitignore <<'END'
session.key
blog.sqlite3
END
git add .gitignore
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
git add pages/about.html pages/menu.html
# endregion

# region Step 4: put your commits on top of Grace's
git fetch
# endregion

# region Step 5: push the branch
git push -u origin about
# endregion

# region Step 6: bring the branch into main
git status
# endregion

# region Step 7: resolve a conflict
git status
# endregion

# region Step 8: take back a published commit
git status
# endregion

# region Step 9: name a release
git status
# endregion
