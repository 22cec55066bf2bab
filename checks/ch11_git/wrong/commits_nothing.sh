# fails: test_page_has_a_commit_of_its_own
# The message is there, the files are not: git add was forgotten, and git was told to commit all the same.

# region Step 3: one commit for one thing
cat > pages/about.html <<'END'
<h1>About us</h1>
<p>Ada writes, Grace draws.</p>
END
cat > pages/menu.html <<'END'
<a href="/">Posts</a>
<a href="/about">About</a>
END
git commit --allow-empty -m "Add a page about us"
git add pages
git commit -m "Add the page about us, really"
# endregion
