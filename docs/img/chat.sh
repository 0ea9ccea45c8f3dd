#!/bin/sh
# Makes chat.svg: a server and three people at terminals of tmux, all of it real. Needs tmux, java 25 and port 7711.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'terminals kill-server 2>/dev/null; rm -rf "$work"' EXIT

terminals() {
    tmux -u -f /dev/null -S "$work/tmux" "$@"
}

# A shell in a terminal called $1
open_terminal() {
    terminals new-session -d -s "$1" -x 78 -y 9 "env PS1='\$ ' ENV= XDG_STATE_HOME='$work' /bin/sh"
    await "$1" '^\$'
}

type_line() {
    terminals send-keys -t "=$1:" -l "$2"
    terminals send-keys -t "=$1:" Enter
}

# Until a line of terminal $1 matches $2
await() {
    tries=0
    until terminals capture-pane -p -t "=$1:" | grep -q "$2"; do
        tries=$((tries + 1))
        if [ $tries -ge 300 ]; then
            echo "no '$2' on the terminal of $1:" >&2
            terminals capture-pane -p -t "=$1:" >&2
            exit 1
        fi
        sleep 0.1
    done
}

for name in server alice bob; do
    open_terminal "$name"
done
type_line server './muxbench serve --echo'
await server listening
for name in alice bob; do
    type_line "$name" "./muxbench chat --nick $name"
    await "$name" Welcome
done
type_line alice '/who'
await alice 'Here (2)'
type_line alice 'good morning'
await bob 'alice> good morning'
type_line bob 'morning! the 10k run is through, verdict VALID'
await alice 'bob> morning'
type_line bob '/msg alice lunch at noon?'
await alice 'private'
terminals send-keys -t '=alice:' -l 'sure, see y'
type_line bob 'brb'
await alice 'bob> brb'
await server 'bob> brb'

set --
for name in server alice bob; do
    terminals capture-pane -e -p -t "=$name:" >"$work/$name"
    cursor=
    [ $name = server ] || cursor=$(terminals display-message -p -t "=$name:" '#{cursor_x},#{cursor_y}')
    set -- "$@" "$name" "$work/$name" "$cursor"
done
java docs/img/ScreenPicture.java "$@" >docs/img/chat.svg
