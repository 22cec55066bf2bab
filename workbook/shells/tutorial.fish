# Completion of ./tutorial.py and tutorial in fish; printed by: ./tutorial.py completion fish

function _tutorial_completion
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    string match -q '*/*' -- $program; or set program (command -s $program)
    test -x "$program"; or return
    # Only the workbook's: a key must not start somebody else's tutorial.py.
    if string match -q '*.py' -- $program
        test -f (dirname $program)/workbook/completion.py; or return
    end
    for line in (env COMP_WORDS=(commandline -cp) COMP_CWORD=(commandline -ct) \
            _TUTORIAL_COMPLETE=fish_complete $program </dev/null 2>/dev/null)
        set -l parts (string split -m 1 , -- $line)
        switch $parts[1]
            case plain
                echo $parts[2]
            case dir
                __fish_complete_directories (commandline -ct)
            case file
                __fish_complete_path (commandline -ct)
        end
    end
end

complete --no-files --command tutorial.py --arguments '(_tutorial_completion)'
complete --no-files --command tutorial --arguments '(_tutorial_completion)'
