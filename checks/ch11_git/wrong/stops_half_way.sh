# fails: test_archive_is_merged, test_conflict_keeps_both, test_errors_are_hidden_again
# The conflict was resolved and never committed, and git waits.

# region Step 7: resolve a conflict
git merge --no-edit origin/archive
cat > pages/menu.html <<'END'
<a href="/">Posts</a>
<a href="/about">About</a>
<a href="/archive">Archive</a>
END
git add pages/menu.html
git push
# endregion
