# The program completes its own command line. Files are completed where it expects no certain words.
complete -o bashdefault -o default -C @NAME@ @NAME@
