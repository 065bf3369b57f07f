#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Packs are data, and a rule is one file: what the contributor's page says, walked; and which pack reads a message.  packs.sh TACT DATA
set -u
tact=$1 data=$2
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
failed=0
wrong() { printf '%s\n' "$*" >&2; failed=1; }
is() { [ "$2" = "$3" ] || wrong "$1: got “$2”, expected “$3”"; }
says() { case $2 in *"$3"*) ;; *) wrong "$1: “$3” is not in: $2" ;; esac; }
keeps_quiet() { case $2 in *"$3"*) wrong "$1: “$3” is in: $2" ;; esac; }
checked() { "$tact" check "$1" 2>&1; }
export LC_ALL=C.UTF-8 LANGUAGE=

# Each message gets the pack of its own language.
export TACT_DATA="$data"
kind='These words are about a person'
says "an insult in French" "$(checked 'Tu es vraiment un idiot et tu ne sais pas quoi dire')" "$kind"
says "a grievance in French" "$(checked 'Mme Dupont est incompétente et je ne sais pas quoi faire')" "as a medium to air any concerns"
keeps_quiet "a friendly line in French" "$(checked 'Bonjour, qui a la liste pour demain ? Merci à tous')" "$kind"
says "an insult in Polish" "$(checked 'Jesteś naprawdę idiotą, i to od dawna.')" "$kind"
says "a threat in Polish" "$(checked 'Wiem, gdzie mieszkasz, jeszcze tego pożałujesz')" "This can be read as a threat"
says "a grievance in Polish" "$(checked 'Nauczycielka jest naprawdę beznadziejna i nie ma jej w szkole')" "as a medium to air any concerns"
keeps_quiet "a friendly line in Polish" "$(checked 'Dzień dobry, kto ma listę na jutro? Dziękuję wszystkim')" "$kind"
keeps_quiet "an English word that is an insult elsewhere" "$(checked 'The con artist in the play is Tom, the suka pan is for the kitchen')" "$kind"
says "an insult in English" "$(checked 'You are an idiot and everybody knows it')" "$kind"
is "every rule of every pack catches and spares what it says" "$("$tact" rules test | sed 's/.*, //')" "0 wrong"

# The page: tact rules new, an editor, tact rules test.  Here with a copy of the packs.
mkdir "$folder/data"
cp -r "$data/packs" "$folder/data/"
ln -s "$data/model" "$data/templates" "$folder/data/"
export TACT_DATA="$folder/data"
mine=$folder/data/packs/en/grievance/mine.rule
for guideline in abuse allegation anger current_affairs grievance identity leaving non_answer relevance respect rumour threat; do
  "$tact" rules new "$guideline" > "$folder/$guideline.rule" || wrong "rules new $guideline"
  is "the beginning of a rule for $guideline holds as it stands" "$("$tact" rules test "$folder/$guideline.rule")" "1 rules, 4 examples, 0 wrong"
done
says "there is no such guideline" "$("$tact" rules new gardening 2>&1)" "there is no guideline “gardening”"
line='Our lollipop lady is a muppet of the first water'
keeps_quiet "before the rule" "$(checked "$line")" "Say it to her"
"$tact" rules new grievance > "$mine"
sed -i -e 's/^\[.*-example\]/[lollipop-muppet]/' -e 's/^Hint=.*/Hint=Say it to her at the crossing./' -e 's/^Match=.*/Match=lollipop lady is a? muppet/' -e '/^Except=/d' \
  -e 's/^Catches=.*/Catches=The lollipop lady is a muppet/' -e 's/^Spares=.*/Spares=The lollipop lady is lovely/' "$mine"
is "the rule as edited" "$("$tact" rules test "$mine")" "1 rules, 2 examples, 0 wrong"
says "after the rule" "$(checked "$line")" "Say it to her at the crossing"
# A file that catches less than it says is refused, with its place.
sed -i 's/^Catches=.*/Catches=The lollipop man is a muppet/' "$mine"
says "a wrong example" "$("$tact" rules test "$mine" 2>&1)" "mine.rule:"
"$tact" rules test "$mine" > /dev/null 2>&1 && wrong "a wrong example passes"
sed -i '/^Spares=/d' "$mine"
says "a rule that spares nothing" "$("$tact" rules test "$mine" 2>&1)" "mine.rule:"
rm "$mine"

# A language of one's own is a folder and one line of words.
mkdir "$folder/data/packs/it"
cat > "$folder/data/packs/it/rules.rule" << 'RULES'
[it-abuse]
Guideline=abuse
Label=abuse
Severity=serious
Sureness=0.9
Reason=These words are about a person. How would they sound to the one who reads them?
Hint=Leave the person out.
Match=sei un idiota
Catches=Sei un idiota
Spares=Sei un amico
RULES
says "a third language" "$(checked 'Tu non sei un amico, sei un idiota e lo sai anche tu')" "$kind"
exit $failed
