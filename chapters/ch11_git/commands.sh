# The commands of this chapter, as they are typed into a terminal. `cat > NAME` stands for your
# editor: it writes the lines below it into a file.
#
# This file is your notebook. What is graded is your repository, playground/blog, and the central
# one beside it; how you get them there is up to you. Begin in chapters/ch11_git/playground.

# region Step 1: clone the project
# Clone central.git into a folder blog, go into it, and tell git there that you are Ada.
# endregion

# region Step 2: a branch, and what does not belong in it
# On a branch `about`: let git ignore session.key and blog.sqlite3, and commit that.
# endregion

# region Step 3: one commit for one thing
# Add pages/about.html and its link in pages/menu.html, and commit the two together.
# endregion

# region Step 4: put your commits on top of Grace's
# Let Grace push, fetch what is new, and rebase your branch onto it.
# endregion

# region Step 5: push the branch
# Push your branch to the central repository, and let git remember where it went.
# endregion

# region Step 6: bring the branch into main
# Main gets your branch, and the central repository gets main.
# endregion

# region Step 7: resolve a conflict
# Merge Grace's branch `archive` into main. The menu keeps both links. Push.
# endregion

# region Step 8: take back a published commit
# "Show errors in the browser" must not reach our visitors. Take it back without rewriting. Push.
# endregion

# region Step 9: name a release
# Give what main is now the name v1.0, with a word about it, and push the name.
# endregion
