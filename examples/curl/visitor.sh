#!/usr/bin/env bash
# A visitor: asks for a chat, says a line each time the agent has spoken, ends the chat when no line is left.
#     visitor.sh https://chat.example.com 12345678 Sales ["a line" ...]
# APP_KEY is the account's application key; EMAIL, if set, is where the transcript goes. Needs curl and jq.
set -euo pipefail
base=$1 account=$2 skill=$3
shift 3
[ $# -gt 0 ] || set -- 'Hello' 'Where is my order A-17?'
pause=${POLL_SECONDS:-2} # 40 s without a call of the visitor end the chat
key=${APP_KEY:-721c180b09eb463d9f3191c41762bb68} # the one that was published for everybody

say() { printf 'visitor: %s\n' "$*"; }

# GET: call URL. POST: call URL BODY [OPTION…]. Anything but 2xx ends the program; internalCode 12: the chat is gone.
call() {
  local got options=(-sS --fail-with-body --max-time 10 -H "Authorization: LivePerson appKey=$key")
  options+=(-H 'Content-Type: application/json' ${2+-d "$2"} "${@:3}")
  got=$(curl "${options[@]}" "$1" 2>&1) || { say "$1: $got" >&2; exit 1; }
  printf '%s' "$got"
}
post() { (call "$chat/events.json?v=1" "$1") >/dev/null 2>&1 || true; } # refused if the chat has just ended

host=$(call "$base/api/account/$account/service/conversationVep/baseURI.json?version=1.0" | jq -r .baseURI)
api=${base%%:*}://$host/api/account/$account # it is a bare host, perhaps with a port

wanted=$(jq -rn --arg skill "$skill" '$skill | @uri') # by name, not by id
got=$(call "$api/chat/availability.json?v=1&skill=$wanted")
[ "$(jq .availability <<<"$got")" = true ] || { say "nobody is there for $skill"; exit 1; }
say "somebody is there for $skill"

# The address is in the header, the body is empty. Whoever knows the address can read the chat.
got=$(call "$api/chat/request.json?v=1" "$(jq -n --arg skill "$skill" '{request: {skill: $skill}}')" -i)
chat=$(sed -n 's/^Location: \([^[:cntrl:]]*\).*/\1/Ip' <<<"$got")
say "started chat ${chat##*/}"

state=waiting url=$chat?from=0
while [ "$state" != ended ]; do
  # Links carry neither format nor key; the format goes in front of their query.
  got=$(call "${url/\?/.json?}&v=1")
  url=$(jq -r '.chat.link[] | select(."@rel" == "next")."@href"' <<<"$got")
  spoken=''
  while read -r event; do
    if [ "$(jq -r '."@type"' <<<"$event")" = state ]; then
      state=$(jq -r .state <<<"$event")
      say "the chat is $state"
      continue
    fi
    source=$(jq -r .source <<<"$event")
    [ "$source" = visitor ] || say "$(jq -r '"\(.by): \(.text)"' <<<"$event")" # one's own lines come back as well
    [ "$source" != agent ] || spoken=yes
  done < <(jq -c '.chat.events.event // [] | if type == "array" then .[] else . end' <<<"$got")
  # Several events: a list; one: the event itself; none: no member.
  if [ "$spoken$state" = yeschatting ] && [ $# -gt 0 ]; then # a line while the chat is waiting would be refused
    say "me: $1"
    post "$(jq -n --arg text "$1" '{event: {"@type": "line", text: $text}}')"
    shift
  elif [ "$spoken$state" = yeschatting ]; then
    post '{"event":{"@type":"state","state":"ended"}}'
  fi
  [ "$state" = ended ] || sleep "$pause"
done

if [ -n "${EMAIL-}" ]; then # a PUT is sent as a POST that says so
  body=$(jq -n --arg email "$EMAIL" '{email: $email}')
  call "$chat/transcriptRequest.json?v=1" "$body" -H 'X-HTTP-Method-Override: PUT' >/dev/null
  say "a transcript goes to $EMAIL"
fi
