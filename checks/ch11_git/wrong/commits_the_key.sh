# fails: test_key_is_in_no_commit
# `git add .` before there was a .gitignore: the file is there later, and git follows the key all the same.

# region Step 2: a branch, and what does not belong in it
git switch -c about
python3 prepare.py
git add .
git commit -m "Prepare the blog"
cat > .gitignore <<'END'
session.key
blog.sqlite3
END
git add .
git commit -m "Keep the key and the database out"
# endregion
