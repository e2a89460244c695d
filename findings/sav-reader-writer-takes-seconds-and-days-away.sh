#!/usr/bin/env bash
# @codious/sav-reader-writer of npm writes files of SPSS. A date with time is given to it as day, month, year and a time with seconds; it reads these two digits as hundredths of a second, so that each time in the
# file is on the full minute, and an answer that took twelve seconds took none. Days and times are read in the zone of the machine and stored in Greenwich's, whereas a file of SPSS has the seconds since
# 14 October 1582 without a zone. East of Greenwich each date without a time falls on the day before therefore: an interview of 1 May in Berlin is of 30 April.
# Guess beforehand: the time as it is, wherever the machine stands. Seen: 10:15:00 for 10:15:30 and 10:15:42 in Greenwich, 08:15:00 in Berlin, and the day before there.
# Needs Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @codious/sav-reader-writer@1.1.4 moment@2.30.1
cat > write.js <<'JAVASCRIPT'
const { toBuffer, VariableType } = require("@codious/sav-reader-writer");
const variables = [{ name: "started", type: VariableType.DateTime }, { name: "finished", type: VariableType.DateTime }, { name: "day", type: VariableType.Date }];
const file = toBuffer([{ started: "01-05-2020 10:15:30", finished: "01-05-2020 10:15:42", day: "01-05-2020" }], variables);
// the last three numbers of the file are the values of its only case, in seconds since 14 October 1582
const values = [24, 16, 8].map((back) => new Date(Date.UTC(1582, 9, 14) + 1000 * file.readDoubleLE(file.length - back)).toISOString().replace(/\.000Z/, ""));
console.log(values.join(" "));
JAVASCRIPT
for zone in UTC Europe/Berlin America/New_York; do
  TZ=$zone node write.js > "$(basename "$zone")"
  echo "@codious/sav-reader-writer 1.1.4 in $zone: $(cat "$(basename "$zone")")"
done
[ "$(cat UTC)" = "2020-05-01T10:15:00 2020-05-01T10:15:00 2020-05-01T00:00:00" ]
[ "$(cat Berlin)" = "2020-05-01T08:15:00 2020-05-01T08:15:00 2020-04-30T22:00:00" ]
[ "$(cat New_York)" = "2020-05-01T14:15:00 2020-05-01T14:15:00 2020-05-01T04:00:00" ]
echo "as described"
