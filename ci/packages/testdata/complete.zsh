# Types a command line and the tabulator key into a zsh, and waits until zsh has completed the line.
# usage: zsh -f complete.zsh LINE COMPLETED-LINE
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'show() { print -r -- "<$BUFFER>" }; zle -N show; bindkey "^X" show'
zpty -w shell 'autoload -Uz compinit && compinit -u && echo rea""dy'
zpty -r -m shell output '*ready*'
zpty -w -n shell "$1"$'\t\x18'
zpty -r -m shell output "*<$2>*"
zpty -d shell
