# fails: test_errors_are_hidden_again
# The commit was dropped by a rebase and the push was forced: for everybody else it is still there.

# region Step 8: take back a published commit
git rebase --onto ":/Say in the README" ":/Show errors in the browser" main
cat > pages/menu.html <<'END'
<a href="/">Posts</a>
<a href="/about">About</a>
<a href="/archive">Archive</a>
END
git add pages/menu.html
git -c core.editor=: rebase --continue
git merge --no-edit -s ours origin/archive
git push --force
# endregion
