# The program completes its own command line. Files are completed where it expects no certain words.
function __complete_@NAME@
    set -lx COMP_LINE (commandline -cp)
    set -l words (@NAME@)
    if count $words >/dev/null
        printf '%s\n' $words
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c @NAME@ -f -a '(__complete_@NAME@)'
