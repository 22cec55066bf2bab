# Other commands all along: checkout, add -A, commit -am, pull with a rebase, merge commits, from outside by -C.

# region Step 1: clone the project
git clone --quiet --origin origin ./central.git blog
git -C blog config user.name "Ada Lovelace"
git -C blog config user.email ada@blog.example
cd blog
# endregion

# region Step 2: a branch, and what does not belong in it
git checkout -b about origin/main --no-track
cat > .gitignore <<'END'
# made by prepare.py
*.key
*.sqlite3
END
python3 prepare.py
git add -A
git commit -m "Ignore what prepare.py makes"
# endregion

# region Step 4: put your commits on top of Grace's
python3 tutorial.py run 11
git pull --rebase origin main
# endregion

# region Step 6: bring the branch into main
git checkout main
git pull --no-rebase origin main
git merge --no-ff --no-edit about
git push origin HEAD
# endregion

# region Step 7: resolve a conflict
git pull --no-rebase --no-edit origin archive
cat > pages/menu.html <<'END'
<a href="/">Posts</a>
<a href="/archive">Archive</a>
<a href="/about">About</a>
END
git commit -am "Merge the page with the older posts"
git push origin main
# endregion

# region Step 8: take back a published commit
git revert --no-commit origin/main^{/Show}
git commit -m "Hide errors from visitors again"
git push --all
# endregion

# region Step 9: name a release
git tag -m "First release, without surprises" v1.0 main
git push --follow-tags
# endregion
