#!/usr/bin/env bash
# WhatsApp writes the dates of an exported chat in the form of the telephone, in Sweden, Canada and elsewhere with the year first: 2020-05-12 is the twelfth of May there, as month and day follow a year in this order everywhere. whatsapp-chat-parser
# of npm asks only whether day or month comes first among the other two, by what the dates of the chat tell; where they tell nothing (a chat of one day, or of days up to the twelfth that go by step and step with the months) it takes the day:
# the chat is of December. A notice of the program with a colon in it, such as a group's new name, is a message by an author, whose name is the notice up to the colon.
# Guess beforehand: May, and a message of no author, as for other notices. Seen: 5 December, and an author 'Ann changed the group name to "Trip'. With one date later than the twelfth the same date is right. Nothing is reported.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . whatsapp-chat-parser@4.0.2
node - <<'JAVASCRIPT'
const assert = require("assert");
const { parseString } = require("whatsapp-chat-parser");
const chat = ['2020-05-12 10:00 - Ann created group "Words"', "2020-05-12 10:01 - Ann: Hello", '2020-05-12 10:02 - Ann changed the group name to "Trip: Oslo"'];
const day = ({ date }) => `${date.getDate()}.${date.getMonth() + 1}.${date.getFullYear()}`;
const messages = parseString(chat.join("\n"));
const longer = parseString([...chat, "2020-05-13 09:00 - Ben: Hi"].join("\n"));
console.log("whatsapp-chat-parser 4.0.2", messages.map((one) => [day(one), one.author, one.message]), "with a day more:", longer.map(day));
assert.deepStrictEqual(messages.map(day), ["5.12.2020", "5.12.2020", "5.12.2020"]);
assert.deepStrictEqual(messages.map((one) => one.author), [null, "Ann", 'Ann changed the group name to "Trip']);
assert.deepStrictEqual(longer.map(day), ["12.5.2020", "12.5.2020", "12.5.2020", "13.5.2020"]);
console.log("as described");
JAVASCRIPT
