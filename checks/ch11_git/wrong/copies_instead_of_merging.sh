# fails: test_archive_is_merged
# The commit was picked: Grace's page is there, and git does not know that her branch is.

# region Step 7: resolve a conflict
git cherry-pick origin/archive
cat > pages/menu.html <<'END'
<a href="/">Posts</a>
<a href="/about">About</a>
<a href="/archive">Archive</a>
END
git add pages/menu.html
git cherry-pick --continue
git push
# endregion
