# The commands of this chapter, as they are typed into a terminal. `cat > NAME` stands for your
# editor: it writes the lines below it into a file.
#
# This file is your notebook. What is graded is your repository, playground/blog, and the central
# one beside it; how you get them there is up to you. Begin in chapters/ch11_git/playground.

# region Step 1: clone the project
# Clone central.git into a folder blog, go into it, and tell git there that you are Ada.
git clone central.git blog
cd blog
git config user.name "Ada Lovelace"
git config user.email ada@blog.example
# endregion

# region Step 2: a branch, and what does not belong in it
# On a branch `about`: let git ignore session.key and blog.sqlite3, and commit that.
git switch -c about
python3 prepare.py
cat > .gitignore <<'END'
session.key
blog.sqlite3
END
git add .gitignore
git commit -m "Keep the key and the database out"
# endregion

# region Step 3: one commit for one thing
# Add pages/about.html and its link in pages/menu.html, and commit the two together.
cat > pages/about.html <<'END'
<h1>About us</h1>
<p>Ada writes, Grace draws.</p>
END
cat > pages/menu.html <<'END'
<a href="/">Posts</a>
<a href="/about">About</a>
END
git add pages/about.html pages/menu.html
git commit -m "Add a page about us"
# endregion

# region Step 4: put your commits on top of Grace's
# Let Grace push, fetch what is new, and rebase your branch onto it.
python3 tutorial.py run 11
git fetch
git rebase origin/main
# endregion

# region Step 5: push the branch
# Push your branch to the central repository, and let git remember where it went.
git push -u origin about
# endregion

# region Step 6: bring the branch into main
# Main gets your branch, and the central repository gets main.
git switch main
git pull --ff-only
git merge about
git push
# endregion

# region Step 7: resolve a conflict
# Merge Grace's branch `archive` into main. The menu keeps both links. Push.
git merge --no-edit origin/archive
cat > pages/menu.html <<'END'
<a href="/">Posts</a>
<a href="/about">About</a>
<a href="/archive">Archive</a>
END
git add pages/menu.html
git commit --no-edit
git push
# endregion

# region Step 8: take back a published commit
# "Show errors in the browser" must not reach our visitors. Take it back without rewriting. Push.
git revert --no-edit ":/Show errors in the browser"
git push
# endregion

# region Step 9: name a release
# Give what main is now the name v1.0, with a word about it, and push the name.
git tag -a v1.0 -m "The first release"
git push origin v1.0
# endregion
