# fails: test_page_has_a_commit_of_its_own
# `git add .` took a file of notes along that lay about.

# region Step 3: one commit for one thing
cat > pages/about.html <<'END'
<h1>About us</h1>
<p>Ada writes, Grace draws.</p>
END
cat > pages/menu.html <<'END'
<a href="/">Posts</a>
<a href="/about">About</a>
END
cat > notes.txt <<'END'
ask Grace about the colours
END
git add .
git commit -m "Add a page about us"
# endregion
