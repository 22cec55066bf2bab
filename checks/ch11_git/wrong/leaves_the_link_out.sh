# fails: test_page_has_a_commit_of_its_own
# `git add` had only the new file: the page is there, and nobody finds it.

# region Step 3: one commit for one thing
cat > pages/about.html <<'END'
<h1>About us</h1>
<p>Ada writes, Grace draws.</p>
END
git add pages/about.html
git commit -m "Add a page about us"
# endregion

# region Step 7: resolve a conflict
git merge --no-edit origin/archive
git push
# endregion
