#compdef @NAME@
# The program completes its own command line. Files are completed where it expects no certain words.
autoload -Uz bashcompinit && bashcompinit
_bash_complete -o default -C @NAME@
