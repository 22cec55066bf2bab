# One commit on main for the whole branch, the conflict on a branch of its own, the setting changed by hand.

# region Step 6: bring the branch into main
git switch main
git pull --rebase
git merge --squash about
git commit -m "Add a page about us, keep the key out"
git push origin main:main
# endregion

# region Step 7: resolve a conflict
git switch -c join origin/main
git merge --no-commit origin/archive
cat > pages/menu.html <<'END'
<a href="/archive">Archive</a>
<a href="/">Posts</a>
<a href="/about">About</a>
END
git add --update
git commit -m "Bring the archive in"
git push origin join:main
git switch main
git merge --ff-only join
git branch -d join
# endregion

# region Step 8: take back a published commit
cat > settings.py <<'END'
"""What differs from machine to machine."""

SHOW_ERRORS = False
END
git commit -am "Show errors to nobody but us"
git push
# endregion

# region Step 9: name a release
git tag --annotate v1.0 --message "Ready for visitors"
git push --tags
# endregion
