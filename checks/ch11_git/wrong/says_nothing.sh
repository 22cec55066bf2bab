# fails: test_messages_say_what_changed
# A message that means something today only.

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
git commit -m "wip"
# endregion
