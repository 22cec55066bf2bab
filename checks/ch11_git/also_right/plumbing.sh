# The commands below the commands: objects and refs by hand, and a rebase by picking one's own commits.

# region Step 2: a branch, and what does not belong in it
cat > .gitignore <<'END'
/session.key
/blog.sqlite3
END
git update-index --add .gitignore
git update-ref refs/heads/about HEAD
git symbolic-ref HEAD refs/heads/about
git commit -m "Keep the key and the database out"
python3 prepare.py
# endregion

# region Step 4: put your commits on top of Grace's
python3 tutorial.py run 11
git fetch origin
git switch --detach origin/main
git cherry-pick main..about
git branch -f about
git switch about
# endregion

# region Step 5: push the branch
git push origin HEAD:refs/heads/about
# endregion

# region Step 6: bring the branch into main
git fetch origin
git branch --force main about
git switch main
git push origin refs/heads/main
# endregion

# region Step 7: resolve a conflict
git fetch origin
git merge --no-commit --strategy-option=theirs --no-ff origin/archive
cat > pages/menu.html <<'END'
<a href="/">Posts</a>
<a href="/about">About</a>
<a href="/archive">Archive</a>
END
git update-index pages/menu.html
git commit -m "Merge Grace's archive"
git push origin main
# endregion

# region Step 9: name a release
git tag -a -m "Version 1.0" v1.0 main
git push origin refs/tags/v1.0
# endregion
