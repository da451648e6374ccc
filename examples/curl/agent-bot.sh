#!/usr/bin/env bash
# An agent bot: greets, repeats what a visitor says, ends the chat on "bye". Ctrl-C signs it out. Needs curl and jq.
# agent-bot.sh https://chat.example.com 12345678 maya Correct-Horse1
set -euo pipefail
base=$1 account=$2 login=$3 password=$4
pause=${POLL_SECONDS:-2} # clients of the old service were told not to ask more often
ask='.json?v=1&NC=true' bearer=''
declare -A next=() # per chat, the address of its next events

say() { printf 'bot: %s\n' "$*"; }

# GET: try URL. POST: try URL BODY [OPTION…]. Fails unless the answer is 2xx; its body is written in any case.
try() {
  local head=(-H 'Content-Type: application/json' -H "Authorization: Bearer $bearer")
  curl -sS --fail-with-body --max-time 10 "${head[@]}" ${2+-d "$2"} "${@:3}" "$1" 2>&1
}
call() { local got; got=$(try "$@") || { say "$1: $got" >&2; exit 1; }; printf '%s' "$got"; }
post() { try "$1/events$ask" "$2" >/dev/null || true; } # the visitor may just have left
line() { post "$1" "$(jq -n --arg text "$2" '{event: {"@type": "line", text: $text}}')"; }

serve() {
  local chat=$1 got events event text
  # Links carry no format; it goes before their query. internalCode 12: the chat was transferred, or ended long ago.
  got=$(try "${next[$chat]/\/events\?/\/events.json?}&v=1&NC=true") ||
    { [[ $got != *'"internalCode":12'* ]] || unset "next[$chat]"; return 0; }
  # Several events: a list; one: the event itself; none: no member.
  events=$(jq -c '.events.event // [] | if type == "array" then . else [.] end' <<<"$got")
  case ${next[$chat]} in *'?from=0') # what stands before the agent's last line was answered, perhaps elsewhere
    events=$(jq -c '.[(map(.source == "agent") | rindex(true) // -1) + 1:]' <<<"$events") ;;
  esac
  next[$chat]=$(jq -r '.events.link[] | select(."@rel" == "next")."@href"' <<<"$got")
  while read -r event; do
    case $(jq -r '.source // .state' <<<"$event") in
      visitor)
        text=$(jq -r .text <<<"$event")
        say "$(jq -r .by <<<"$event"): $text"
        [ "${text,,}" = bye ] || { line "$chat" "You said: $text"; continue; }
        line "$chat" 'Good bye!'
        post "$chat" '{"event":{"@type":"state","state":"ended"}}' ;;
      ended) say "ended chat ${chat##*/}"; unset "next[$chat]" ;;
    esac
  done < <(jq -c '.[]' <<<"$events")
}

host=$(call "$base/api/account/$account/service/agentVep/baseURI.json?version=1.0" | jq -r .baseURI)
api=${base%%:*}://$host/api/account/$account # it is a bare host, perhaps with a port
got=$(call "$api/login?v=1.3" "$(jq -n --arg u "$login" --arg p "$password" '{username: $u, password: $p}')" -i)
cookie=$(sed -n 's/^Set-Cookie: \([^;]*\).*/\1/Ip' <<<"$got") # "Secure": no jar sends it over plain http
read -r csrf bearer < <(sed -n '$p' <<<"$got" | jq -r '.csrf + " " + .bearer')
# This gives open chats to other agents: to go on at another device, start there first.
trap 'call "$api/logout" "{\"csrf\":\"$csrf\"}" -b "$cookie"; say "signed out"' EXIT
trap 'exit 0' INT # whatever was interrupted
session=$(call "$api/agentSession$ask" '{"loginData":""}' | jq -r '.agentSessionLocation.link."@href"')
# Chats that this agent has on another device; links have no @ here.
for chat in $(call "$session/chatSessions$ask" | jq -r '.chatSessions.chatSession[].link.href'); do
  say "continuing chat ${chat##*/}"
  next[$chat]=$chat/events?from=0
done
state='signed out' refreshed=$SECONDS
while true; do
  if [ "$state" != Online ]; then # a missed chat made the agent Away; a PUT is sent as a POST that says so
    call "$session/availability$ask" '{"availability":{"chat":"Online"}}' -H 'X-HTTP-Method-Override: PUT' >/dev/null
    say "$login is online, was $state"
  fi
  got=$(call "$session/incomingRequests$ask") # there is a link only when something rings; each POST to it accepts one
  if link=$(jq -er '.incomingRequests.link."@href"' <<<"$got") && got=$(try "$link$ask" '{"chat":"start"}'); then
    chat=$(jq -r '.chatLocation.link."@href"' <<<"$got")
    say "accepted chat ${chat##*/}"
    line "$chat" 'Hello, how can I help you?'
    next[$chat]=$chat/events?from=0
  fi
  for chat in "${!next[@]}"; do serve "$chat"; done
  if [ $((SECONDS - refreshed)) -gt 240 ]; then # a login ends 8 hours after its last refresh
    call "$api/refresh" "{\"csrf\":\"$csrf\"}" -b "$cookie"
    refreshed=$SECONDS
  fi
  sleep "$pause"
  state=$(call "$session/availability$ask" | jq -r .availability.chat)
done
