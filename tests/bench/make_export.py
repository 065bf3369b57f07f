#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a WhatsApp export of as many lines as asked for, the same on every machine: make_export.py [--worst] LINES EXAMPLES.jsonl... >chat.txt

As a group lives: of 100 messages 61 are short everyday ones (thanks, times, emoji, who brings what; 29 of them said over and over, the others put
together anew or varied from the shortest of EXAMPLES), 36 are the unlabelled messages of EXAMPLES with other days, times, names, openings and endings
each time, so that hardly one is said twice, and 3 are labelled ones; 45 to 50 characters on average.  With --worst every message is one of the first EXAMPLES in turn, half of which are hostile or difficult.

Of 100 lines about 3 continue the message before, 3 are pictures, 1 is a notice of the network and 1 a deleted message; people post more by day than by
night."""
import bisect
import datetime
import itertools
import json
import re
import sys

HOURS = [7] * 3 + [8] * 8 + list(range(9, 15)) * 3 + [15] * 12 + list(range(16, 21)) * 6 + [21] * 4 + [22] * 2 + [23, 0]

NAMES = """Aisha Amir Anna Ben Beth Carys Chloe Dan Deepa Ella Emma Farah George Grace Hannah Hassan Isla Jack James Jo Kate Kiran Laura Leo Liam Lucy Maya
Megan Mo Nadia Niamh Olly Omar Owen Priya Rachel Rosa Ruth Sam Sanjay Sophie Tariq Tom Will Yusuf Zara Zoe""".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday tomorrow tonight Mon Tues Weds Thurs Fri Sat Sun".split()
EVENTS = """swimming|the bake sale|choir|assembly|football|the party|the play|parents evening|the disco|the fete|training|forest school|the meeting|sports day|the fun
run|recorder club|gymnastics|the AGM|the street party|nursery|breakfast club|the school trip|the quiz|band practice|the clean up|cubs""".replace("\n", " ").split("|")
THINGS = """PE kit|a spare jumper|the reading book|the maths sheet|the spellings|a recorder|wellies|the permission slip|a packed lunch|a raincoat|the key to the shed|the
gazebo|shin pads|a blue bib|goggles|the reply slip|the class list|some cardboard boxes|a music stand|the water bottle""".replace("\n", " ").split("|")
PLACES = "school|the hall|the gate|the park|the office|ours|the pool|the co-op|the church hall|the field|the car park|the library|the scout hut|reception".split("|")
EMOJI = ["👍", "😊", "❤️", "😂", "🙏", "🙈", "🎉", "👏", "😍", "🤣", "☀️", "☔", "🥳", "🍰", "⚽", "👍🏻", "🙌", "😅", "💐", "😁"]
ENDS = ["", "", "", "", "", "", " x", " xx", " 😊", " 👍", "!", " thanks", " thank you", " please", " 🙏", "..", " lol", " 😂"]
OPENINGS = ["", "", "", "", "", "", "Hi all, ", "Hi everyone. ", "Morning all. ", "Hello, ", "Evening all ", "Hi {name}, ", "{name} - ", "Ok so ", "Also ", "Btw ", "Oh and "]
# What is said over and over; the first ones most.
STOCK = """Thank you|Thanks|👍|Ok|Yes|Thank you!|❤️|Great, thanks|No problem|😂|Yes please|Thanks so much|Happy birthday!|Ok thanks|👍👍|Me too|Perfect|Same here|Well
done|Lovely|Will do|Brilliant|Good luck everyone|No worries|Yes that's right|😂😂😂|Thank you so much|Morning all|🙏|Congratulations!|Of course|Haha|Sorry, yes|Not
sure|Great|Amazing|Aww|Thanks for letting us know|See you there|On my way|I think so|Done|Fab|Sounds good|Count us in|Same|Yep|Nope|Just seen this|Good
idea|So cute|Sorry just seen this|Yes we are|Not yet|Thanks for organising|Please|What time?|Where?|❤️❤️|Is it today?|Happy new year everyone|Thanks
all|Get well soon|Hope you feel better soon""".replace("\n", " ").split("|")
MADE = """Thanks {name}{end}|Thank you {name}{end}|{time} I think|{time}{end}|Is it {day} or {day}?|What time is {event} {day}?|Does anyone have {thing} for {day}?|{event} is
at {time} {day}|Yes {day} at {time}{end}|We can do {day}{end}|Can't make {day} sorry{end}|Running {n} mins late{end}|See you at {place} at {time}{end}|Is anyone at {place}
yet?|Has anyone seen a {name} jumper at {place}?|Happy birthday {name} {emoji}|Well done {name}{emoji}{emoji}|{name} will be there{end}|{n} of us coming{end}|I've got {n} spare
if anyone wants|Can someone bring {thing}?|I'll bring {thing}{end}|It's on the school app under {day}|Do they need {thing} {day}?|No {event} this week|Anyone walking to {place}
{day}?|Just dropped {name} at {place}{end}|{name} has it too{end}|I paid £{n} for {event}|£{n} each for {event}{end}|Sorry {name}, only just saw this{end}|Yes {name} does
too{emoji}|{emoji}{emoji}|{emoji}{emoji}{emoji} {name}|ok {name}{end}|Great news {name}{end}|is {event} still on?|the {n} bus is late again|we are on page {n}|{name} lost a
tooth at {event} {emoji}|pick up from {place} at {time}{end}|Can someone send me a picture of {thing}{end}|yes found it, it was at {place}{end}|Not us, we are away until {day}|Who
is driving to {event}?|Table of {n} booked for {time} {day}|Left over cake at {place} until {time} {emoji}""".replace("\n", " ").split("|")


class Dice:
    """Numbers that are the same on every machine and with every Python."""

    def __init__(self, state):
        self.state = state

    def roll(self, sides):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % sides

    def of(self, options):
        return options[self.roll(len(options))]


class Chat:
    """Texts as a group writes them."""

    def __init__(self, messages, dice):
        self.dice = dice
        ordinary = [one["text"] for one in messages if not one["labels"] and one["id"].startswith("c4-")]
        fine = [one["text"] for one in messages if not one["labels"] and not one["id"].startswith("c4-")]
        self.fine = [texts for texts in (ordinary, fine) if texts]
        self.short = [text for texts in self.fine for text in texts if len(text) <= 45]
        self.labelled = [one["text"] for one in messages if one["labels"]]
        # The n-th of the stock is said 1/n as often as the first.
        self.often = list(itertools.accumulate(840000 // (n + 1) for n in range(len(STOCK))))
        days = sorted(DAYS, key=len, reverse=True)
        self.changing = re.compile(r"\b(?:(" + "|".join(days) + r")|(" + "|".join(NAMES) + r")|(\d{1,2}))\b")

    def filled(self, template):
        holes = {"name": lambda: self.dice.of(NAMES), "day": lambda: self.dice.of(DAYS), "thing": lambda: self.dice.of(THINGS), "event": lambda: self.dice.of(EVENTS), "place": lambda: self.dice.of(PLACES),
                 "emoji": lambda: self.dice.of(EMOJI), "end": lambda: self.dice.of(ENDS), "n": lambda: str(2 + self.dice.roll(28)), "time": self.time}
        return re.sub(r"\{(\w+)\}", lambda hole: holes[hole.group(1)](), template)

    def time(self):
        hour, minute = 1 + self.dice.roll(12), self.dice.of(["", ".15", ":30", ".45", ":00", ".10"])
        return f"{hour}{minute}" + self.dice.of(["", "", "am", "pm"])

    def changed(self, found):
        day, name, _ = found.groups()
        return self.dice.of(DAYS) if day else self.dice.of(NAMES) if name else str(1 + self.dice.roll(59))

    def text(self):
        kind = self.dice.roll(100)
        if kind < 29:
            return STOCK[bisect.bisect_right(self.often, self.dice.roll(self.often[-1]))]
        if kind < 49 or (kind < 61 and not self.short):
            return self.filled(self.dice.of(MADE))
        if kind < 61:
            return self.changing.sub(self.changed, self.dice.of(self.short)) + self.dice.of(ENDS)
        if kind < 97:
            return self.filled(self.dice.of(OPENINGS)) + self.changing.sub(self.changed, self.dice.of(self.dice.of(self.fine))) + self.dice.of(ENDS)
        return self.dice.of(self.labelled)


def main(lines, paths, worst):
    messages = [json.loads(line) for path in paths for line in open(path, encoding="utf-8")]
    messages = [one for one in messages if "text" in one]
    chat = Chat(messages, Dice(7))
    out, state, number, day = sys.stdout, 20261126, 0, datetime.date(2019, 9, 2)
    per_day = max(120, lines // 2500)
    minutes = []
    for count in itertools.count():
        if number >= lines:
            break
        if not minutes:
            day += datetime.timedelta(1)
            for _ in range(per_day):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                minutes.append(HOURS[(state >> 33) % len(HOURS)] * 60 + (state >> 50) % 60)
            minutes.sort(reverse=True)
        minute = minutes.pop()
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        who, kind = (state >> 40) % 60, (state >> 33) % 97
        head = f"{day:%d/%m/%Y}, {minute // 60:02}:{minute % 60:02} - "
        if kind == 0:
            text = f"{head}Parent {who} joined using this group's invite link"
        elif kind == 1:
            text = f"{head}Parent {who}: This message was deleted"
        elif kind < 5:
            text = f"{head}Parent {who}: <Media omitted>"
        else:
            text = f"{head}Parent {who}: {messages[count % len(messages)]['text'] if worst else chat.text()}"
            if kind < 8:
                text += "\nsee you there"
        out.write(text + "\n")
        number += text.count("\n") + 1


arguments = sys.argv[1:]
worst = arguments[:1] == ["--worst"]
arguments = arguments[worst:]
if len(arguments) < 2 or not arguments[0].isdigit():
    sys.exit(__doc__)
sys.stdout.reconfigure(encoding="utf-8")
main(int(arguments[0]), arguments[1:], worst)
