"""Chapter 11: a clone, commits, a branch, a rebase, a merge with a conflict, a revert, a tag.

All is read from refs, trees and ancestry of the two repositories.
"""

import re

from checks.ch11_git.conftest import (
    BRANCH,
    KEPT_OUT,
    MENU,
    PAGE,
    branch_tip,
    brought,
    page_commit,
    passed_over,
    published_main,
    refuse_at_home,
    refuse_unfinished,
    say_why_there_is_no_branch,
    wait_for,
)
from workbook.checking import check, fail, mistake

GRAPH = "git log --oneline --graph --all"
LINK = 'href="/about"'
MARKERS = re.compile(r"^(<{7} |>{7} |={7}$)", re.MULTILINE)


def arrived(playground):
    assert playground.has_arrived("errors"), (
        "Grace has not pushed her commits yet. She does once you have committed something: "
        "tutorial.py run 11"
    )


@check(
    step=1,
    hints=[
        "Which command makes a copy of a whole repository, with its history?",
        "git clone WHERE-FROM WHERE-TO, typed in the playground folder",
    ],
)
async def test_clone_has_the_history(playground):
    """The clone has the history of the central repository"""
    clone = playground.clone
    playground.looked(
        "all branches of playground/blog",
        ", ".join(clone.branches) or "no branch",
        GRAPH,
    )
    first = playground.name("front-page")
    tips = clone.branches.values()
    assert playground.history_has(tips, first), mistake(
        "starts-anew",
        "No branch of yours begins with Grace's first commit. `git init` makes a new repository "
        "without a history, and what has no common beginning cannot be merged. Clone instead.",
    )


@check(
    step=2,
    hints=[
        "A branch is made and entered with git switch -c NAME, before you commit.",
        "A file called .gitignore has a line for each file that git is to leave alone.",
    ],
    needs=1,
)
async def test_gitignore_is_committed_on_the_branch(playground):
    """A commit on the branch about keeps the key and the database out"""
    say_why_there_is_no_branch(playground)
    tip = branch_tip(playground)
    own = playground.own(tip)
    playground.looked(
        f"your commits on {BRANCH}", playground.listed(own), f"git log --oneline {BRANCH}"
    )
    ignored = playground.ignores(tip, KEPT_OUT)
    if not ignored and playground.working(".gitignore") is not None:
        passed_over(
            playground,
            "forgets-to-commit",
            ".gitignore lies in your folder, and no commit on the branch has it or its lines: so "
            "it works for you alone.",
        )
    for name in KEPT_OUT:
        assert name in ignored, (
            f"git does not ignore {name}: the .gitignore of the branch has no line that matches "
            "it. Without one, the next `git add .` takes it along."
        )


@check(
    step=2,
    hints=[
        "git ls-files lists what the next commit would hold. Is the key in it?",
        "git rm --cached NAME, then git commit --amend: as long as nothing was pushed, the last "
        "commit can still be made anew.",
    ],
    needs=1,
)
async def test_key_is_in_no_commit(playground):
    """Neither the key nor the database is in any commit"""
    branch_tip(playground)
    places = {**playground.central.branches, **playground.clone.branches}
    for branch, tip in places.items():
        now = playground.history.files(tip)
        for commit in playground.own(tip):
            held = [n for n in playground.history.files(commit.name) if is_kept_out(n)]
            if not held:
                continue
            playground.looked(
                f"every commit of {branch}",
                f"{held[0]} is in {commit.short} {commit.subject}",
                f"git log --oneline --all -- {held[0]}",
            )
            assert held[0] not in now, mistake(
                "commits-the-key",
                "A key in a repository is a key that everybody who clones it has, and a database "
                "in it makes every commit big. .gitignore only keeps out what git does not "
                "follow yet.",
            )
            fail(
                mistake(
                    "removes-the-key-too-late",
                    f"A later commit removed {held[0]}, but the commit before still holds it, and "
                    "whoever clones gets both. A key that was in a commit has to be changed.",
                )
            )


def is_kept_out(path):
    return path.rpartition("/")[2] in KEPT_OUT


@check(
    step=2,
    hints=[
        "git log shows the author of each commit. Where did git get that name?",
        "git config user.name and user.email, typed inside of blog; then "
        "git commit --amend --reset-author --no-edit",
    ],
    needs=1,
)
async def test_commits_are_signed_by_ada(playground):
    """The commits are signed Ada Lovelace <ada@blog.example>"""
    tips = [branch_tip(playground), playground.clone.branch("main")]
    story = playground.story
    for commit in (commit for tip in tips for commit in playground.own(tip)):
        if commit.author == story.colleague:
            continue  # a copy of hers: another check speaks of that
        signed = f"{commit.author[0]} <{commit.author[1]}>"
        playground.looked(
            f"the author of {commit.short} {commit.subject}",
            signed,
            f"git log --format='%h %an <%ae> %s' {BRANCH}",
        )
        assert commit.author == story.learner, mistake(
            "signs-as-somebody-else",
            "Every commit carries the name that git was told, or guessed, at that moment. Here you "
            "are Ada; what other projects on this machine use stays as it is.",
        )


@check(
    step=3,
    points=2,
    hints=[
        "git status shows what the next commit takes along: everything under its first heading.",
        f"git add {PAGE} {MENU}, then git commit -m with three words or more",
    ],
    needs=1,
)
async def test_page_has_a_commit_of_its_own(playground):
    """The page about us and its link are a commit of their own"""
    tip = branch_tip(playground)
    own = [commit for commit in playground.own(tip) if len(commit.parents) < 2]
    page = brought(playground, tip, PAGE)
    playground.looked(
        f"your commits on {BRANCH}", playground.listed(own), f"git log --stat {BRANCH}"
    )
    empty = [c for c in own if not playground.history.changed(c.name)]
    assert not empty, mistake(
        "commits-nothing",
        f"The commit {empty[0].short} changes no file. Perhaps git add was forgotten before it."
        if empty
        else "",
    )
    if page is None:
        if playground.working(PAGE) is not None:
            passed_over(
                playground,
                "forgets-to-commit",
                f"{PAGE} lies in your folder, and no commit on the branch has it: git add puts it "
                "on the list for the next commit, and git commit makes that commit.",
            )
        fail(f"No commit on `{BRANCH}` adds {PAGE}.")
    changed = playground.history.changed(page.name)
    assert ".gitignore" not in changed, mistake(
        "commits-all-as-one",
        f"{page.short} adds the page and .gitignore. These are two things: whoever wants one of "
        "them back, or reads what happened, can only have both.",
    )
    along = [path for path in changed if not path.startswith("pages/")]
    assert not along, mistake(
        "takes-too-much-along",
        f"{page.short} holds {', '.join(along[:3])} as well, and that has nothing to do with the "
        "page. `git add .` takes all that lies about; git add FILE takes what you name.",
    )
    menu = playground.history.text(tip, MENU) or ""
    assert LINK in menu, mistake(
        "leaves-the-link-out",
        f"The branch has the page, and {MENU} has no link to it: the change to the menu was not "
        "in any commit. git add wants every file, the changed ones too.",
    )


@check(
    step=3,
    hints=[
        "Would you know from the message alone what the commit does?",
        'A message such as "Add a page about us" completes the sentence: when it is taken over, '
        "this commit will … The last one is written anew with git commit --amend -m",
    ],
    needs=1,
)
async def test_messages_say_what_changed(playground):
    """Each message says what the commit changes"""
    tip = branch_tip(playground)
    for commit in playground.own(tip):
        if len(commit.parents) > 1:
            continue
        playground.looked(
            f"the message of {commit.short}", f'"{commit.subject[:60]}"', f"git log {BRANCH}"
        )
        assert len(commit.subject.split()) >= 3, mistake(
            "says-nothing",
            "In half a year this line is all that anybody reads of the commit. Three words or more "
            "say what it changes.",
        )
        assert len(commit.subject) <= 72, (
            "The first line of a message should fit into a list of commits: 72 characters at most. "
            "More goes below it, after a blank line."
        )


@check(
    step=4,
    points=2,
    hints=[
        "Which branch in your clone has Grace's new commits: main, or origin/main?",
        "git fetch, then on your branch: git rebase origin/main",
    ],
    needs=1,
)
async def test_branch_stands_on_graces_commits(playground):
    """Your commits stand on top of Grace's, in one line"""
    tip, page, grace = branch_tip(playground), page_commit(playground), playground.name("errors")
    arrived(playground)
    own = playground.own(tip)
    playground.looked(
        f"what {BRANCH} has and main had not",
        playground.listed(own),
        f"git log --oneline --graph {BRANCH} origin/main",
    )
    copies = [c for c in own if c.author == playground.story.colleague]
    assert not copies, mistake(
        "copies-commits",
        f"{playground.listed(copies)} is a copy of a commit of Grace's, under another hash: main "
        "would get it twice. A rebase puts your commits on hers instead.",
    )
    joins = [c for c in own if len(c.parents) > 1 and playground.history.has(c.name, page.name)]
    if not playground.history.has(page.name, grace):
        refuse_unfinished(playground)
        known = playground.history_has(playground.clone.tips, grace)
        if not known:
            passed_over(
                playground,
                "forgets-to-fetch",
                "Grace has pushed, and your clone has not heard of it: it learns of new commits "
                "only when it asks, with git fetch.",
            )
        assert not playground.history.has(tip, grace) or not joins, mistake(
            "merges-instead-of-rebasing",
            "The branch has Grace's commits, joined by a merge. Before the branch is pushed it can "
            "be one straight line, and is easier to read so. git rebase does that, now too.",
        )
        passed_over(
            playground,
            "rebases-onto-the-old-main",
            "Your commits still begin where main was before Grace pushed. Your own `main` does "
            "not move when you fetch: the news is in origin/main.",
        )
    between = [c for c in playground.own(page.name) if len(c.parents) > 1]
    assert not between, mistake(
        "merges-instead-of-rebasing",
        f"{playground.listed(between)} is a merge in the middle of your branch. The step is about "
        "one straight line, and git rebase origin/main makes it one.",
    )


@check(
    step=5,
    hints=[
        "What does git push want to know the first time, when the branch is new?",
        f"git push -u origin {BRANCH}",
    ],
    needs=1,
)
async def test_branch_is_in_the_central_repository(playground):
    """The central repository has the branch about"""
    page, central = page_commit(playground), playground.central
    there = central.branch(BRANCH)
    playground.looked(
        "the branches of central.git", ", ".join(central.branches), "git branch -r --verbose"
    )
    if there is None:
        others = [n for n, o in central.branches.items() if playground.history.has(o, page.name)]
        found = f" Your commits are in its branch {' and '.join(others)}." if others else ""
        passed_over(
            playground,
            "keeps-the-branch-at-home",
            f"There is no `{BRANCH}` in the central repository.{found} Once it is there, Grace can "
            "look at it, and a broken disk takes nothing with it. Leave it there until the end.",
        )
    assert playground.history.has(there, page.name), mistake(
        "leaves-the-old-branch",
        f"`{BRANCH}` in the central repository is not the one that you have: it was pushed before "
        "your last change to it (a rebase makes new commits), and git push refused since then. "
        "As long as it is yours alone: git push --force-with-lease",
    )


@check(
    step=6,
    points=2,
    hints=[
        "You merge into the branch that you are on. Which one is that?",
        f"git switch main, git pull, git merge {BRANCH}, git push",
    ],
    needs=1,
)
async def test_main_has_both_works(playground):
    """Main in the central repository has Grace's work and yours"""
    if not playground.has_arrived("errors"):
        wait_for(4)
    main = published_main(playground)
    at_home = playground.clone.branch("main")
    files, grace = playground.history.files(main), playground.name("start")
    playground.looked(
        "main in central.git",
        playground.listed(playground.history.ancestors(main)),
        "git log --oneline --graph origin/main",
    )
    assert playground.history.has(main, grace), mistake(
        "forces-over-grace",
        "Grace's commits were in main and are not any more: a push with --force put your main in "
        "place of the one with her work. When a push is refused, fetch first, then merge or "
        "rebase. Hers can be had back: git merge "
        f"{playground.name('errors')[:7]}, then git push",
    )
    both = PAGE in files and ".gitignore" in files
    done = at_home is not None and PAGE in playground.history.files(at_home)
    refuse_at_home(playground, done, "The merge", both)
    assert both, (
        f"Main lacks {PAGE if PAGE not in files else '.gitignore'}, which your branch `{BRANCH}` "
        "brings. Visitors get what is in main."
    )


def joined_main(playground):
    """Main of the central repository, once the learner's work and Grace's are in it."""
    main = published_main(playground)
    joined = PAGE in playground.history.files(main)
    if not joined or not playground.history.has(main, playground.name("start")):
        wait_for(6)
    return main


@check(
    step=7,
    points=2,
    hints=[
        "git merge origin/archive stops at the conflict; git status then says what comes next.",
        "Edit the file until it reads as it should, git add it, git commit, git push.",
    ],
    needs=1,
)
async def test_archive_is_merged(playground):
    """Grace's branch archive is merged into main"""
    main, archive = joined_main(playground), playground.name("archive")
    at_home = playground.clone.branch("main")
    playground.looked(
        "main in central.git",
        playground.listed(playground.history.ancestors(main)),
        "git log --oneline --graph origin/main",
    )
    merged = playground.history.has(main, archive)
    if not merged:
        refuse_unfinished(playground)
    refuse_at_home(playground, playground.history.has(at_home, archive), "The merge", merged)
    assert merged or "pages/archive.html" not in playground.history.files(main), mistake(
        "copies-instead-of-merging",
        "Main has Grace's page, and not Grace's commit: it was copied. git does not know that it is "
        "there, so the next merge brings the same conflict again, and her name is gone from it.",
    )
    assert merged, "The newest commit of Grace's branch archive is not in main yet."


@check(
    step=7,
    points=2,
    hints=[
        "Between <<<<<<< and ======= stand your lines, then Grace's. Which of them should stay?",
        f"In the end {MENU} has three links and no line of markers.",
    ],
    needs=1,
)
async def test_conflict_keeps_both(playground):
    """The menu has both links, and no file has conflict markers"""
    main = joined_main(playground)
    files = playground.history.files(main)
    menu = playground.history.text(main, MENU) or ""
    if LINK not in (playground.history.text(branch_tip(playground), MENU) or ""):
        wait_for(3)
    playground.looked(
        f"{MENU} in main of central.git",
        " ".join(menu.split()) or "nothing",
        f"git show origin/main:{MENU}",
    )
    for path in files:
        text = playground.history.text(main, path) or ""
        assert not MARKERS.search(text), mistake(
            "leaves-markers",
            f"{path} was committed with the lines of markers in it. git takes any content once it "
            "is added: to take the markers out is yours.",
        )
    grace = 'href="/archive"' in menu and "pages/archive.html" in files
    merged = playground.history.has(main, playground.name("archive"))
    assert grace or not merged, mistake(
        "throws-away-graces-change",
        "The merge is there, and Grace's page or her link is not: one side was taken whole. git "
        "now believes that her change is in main, and will not bring it again.",
    )
    assert LINK in menu and PAGE in files, mistake(
        "throws-away-the-own-change",
        "Your page or its link is not in main any more: Grace's side was taken whole. A conflict "
        "asks for both changes, not for a winner.",
    )
    assert grace, "The menu has no link to /archive, with the page behind it."


@check(
    step=8,
    points=2,
    hints=[
        "Which command makes a new commit that does the opposite of an old one?",
        "git log --oneline shows the hash; then git revert HASH, git push",
    ],
    needs=1,
)
async def test_errors_are_hidden_again(playground):
    """Errors are hidden again, and no published commit is gone"""
    main, errors = joined_main(playground), playground.name("errors")
    settings = playground.history.text(main, "settings.py") or ""
    hidden = re.search(r"^SHOW_ERRORS\s*=\s*False\b", settings, re.MULTILINE) is not None
    said = re.search(r"^SHOW_ERRORS.*", settings, re.MULTILINE)
    playground.looked(
        "settings.py in main of central.git",
        said[0] if said else "no SHOW_ERRORS",
        "git show origin/main:settings.py",
    )
    assert playground.history.has(main, errors), mistake(
        "rewrites-published-history",
        '"Show errors in the browser" is not in the history of main any more. Others have that '
        "commit: their next push brings it back, or is refused. What was published is taken back "
        "by a new commit.",
    )
    if not hidden:
        refuse_unfinished(playground)
    at_home = playground.clone.branch("main")
    text = (at_home and playground.history.text(at_home, "settings.py")) or ""
    refuse_at_home(playground, "SHOW_ERRORS = False" in text, "It", hidden)
    assert hidden, "SHOW_ERRORS is still True in main: visitors would read our code in every error."
    readme = playground.history.text(main, "README.md") or ""
    assert "prepare.py" in readme, mistake(
        "takes-back-too-much",
        "README.md does not say any more how to start the blog: another commit of Grace's was "
        "taken back along with the one that was meant.",
    )


@check(
    step=9,
    hints=[
        "git push sends branches. What does it do with tags?",
        'git tag -a v1.0 -m "…" on main, then git push origin v1.0',
    ],
    needs=1,
)
async def test_release_is_tagged(playground):
    """The tag v1.0 names a commit of main, with a message"""
    main = published_main(playground)
    settings = playground.history.text(main, "settings.py") or ""
    if "SHOW_ERRORS = False" not in settings or not playground.has_arrived("errors"):
        wait_for(8)
    here, there = (
        repository.refs.get("refs/tags/v1.0")
        for repository in (playground.clone, playground.central)
    )
    tags = [n.removeprefix("refs/tags/") for n in playground.central.refs if "refs/tags/" in n]
    playground.looked(
        "the tags of central.git", ", ".join(tags) or "no tag", "git ls-remote --tags origin"
    )
    assert there or not here, mistake(
        "keeps-the-tag-at-home",
        "The tag is in your clone alone. git push leaves tags at home unless it is told their "
        "names.",
    )
    assert there, "The central repository has no tag v1.0."
    commit, annotated = playground.history.peeled(there)
    assert annotated, mistake(
        "tags-without-a-word",
        "v1.0 is a bare name for a commit: nobody can see who released it, when, and with what "
        "words. git tag -a keeps that. To replace it: git tag -d v1.0, tag again, and "
        "git push --force origin v1.0",
    )
    assert playground.history.has(main, commit), (
        "v1.0 names a commit that is not in main, so main is not what was released."
    )
    settings = playground.history.text(commit, "settings.py") or ""
    assert "SHOW_ERRORS = False" in settings, mistake(
        "tags-too-early",
        "In the commit that v1.0 names, errors are still shown to visitors. A tag stays where it "
        "was put, and does not follow main.",
    )
