/** Codes of files as such and of single values: what is wrong before anything is compared with anything else. */

export type Row = readonly [code: string, meaning: string, text: string];

/** How a misspelt word is told. */
export const spelling = 'The problem names the closest known word, or the words that may stand there.';
const quotes = 'A text that begins with one of these characters stands in quotes.';

/** A file that is no file of ours, or no YAML. */
export const fileCodes: readonly Row[] = [
  [
    'FILE_MISSING',
    'A file that was named is not there.',
    'Check the path. Paths inside gateway.yaml count from its own folder.',
  ],
  ['FILE_EMPTY', 'The file has nothing in it.', 'It may have been cut off while copying; copy it again.'],
  [
    'FILE_TOO_LARGE',
    'The file is larger than 1 MiB.',
    'No hand-written file is: check that it is the right one. Many equal devices are a group with a table.',
  ],
  [
    'FILE_ENCODING',
    'The file is not UTF-8.',
    'Windows editors often save Turkish letters in code page 1254. Save again and choose UTF-8.',
  ],
  [
    'FILE_UNREADABLE',
    'The file is there and may not be read.',
    'The service runs as the user kopru: `ls -l` shows who may read it, `chgrp kopru` and `chmod 640` mend it.',
  ],
  [
    'LAYOUT_UNKNOWN',
    'kopru fmt found no layout that says the same as the file.',
    'The file was left as it is, and may be sound: kopru check tells. A text over several lines, or a comment in the middle of one, is the likely reason.',
  ],
  [
    'YAML_TAB',
    'A line is indented with a tab.',
    'YAML counts blanks, and a tab has no width. Let the editor insert spaces, two for each level; `kopru fmt` replaces those that are there.',
  ],
  [
    'YAML_INDENT',
    'A line begins in a column that fits no level.',
    'Keys of one map begin in the same column. The line named in the problem is the one before. `kopru fmt` moves a line that is near one level.',
  ],
  [
    'YAML_DUPLICATE_KEY',
    'A key stands twice in one map.',
    'YAML leaves open which of the two counts, so neither does.',
  ],
  [
    'YAML_SEVERAL_DOCUMENTS',
    'A line --- begins a second document.',
    'One file holds one document; what follows would be ignored.',
  ],
  [
    'YAML_DIRECTIVE',
    'A line beginning with %YAML changes the version.',
    'YAML 1.1 reads yes, no, on and off as true and false, and 017 as 15. The files are always YAML 1.2.',
  ],
  [
    'YAML_ANCHOR',
    'An anchor (&name) is used.',
    'Each place says what holds there, so that a file can be read from any line. Use a group with a table for equal devices.',
  ],
  ['YAML_ALIAS', 'An alias (*name) is used.', `Write the value out. ${quotes}`],
  ['YAML_MERGE', 'A merge key (<<) is used.', 'Write the keys out.'],
  ['YAML_TAG', 'A tag (!name) is used.', `Remove it. ${quotes}`],
  [
    'YAML_KEY',
    'Something else than a word or number stands as a key.',
    'Braces around a value need quotes: "tele/{topic}/SENSOR".',
  ],
  [
    'YAML_COLON',
    'A line has a colon too many, or none.',
    'A value with a colon and a blank in it stands in quotes: name: "Pano: arka".',
  ],
  [
    'YAML_BRACKET',
    'A list with dashes begins inside brackets.',
    'Write either brackets or lines, not one inside the other.',
  ],
  ['YAML_CHARACTER', 'A value begins with a character that YAML keeps for itself.', quotes],
  [
    'YAML_ESCAPE',
    'A backslash in double quotes is followed by a letter that means nothing.',
    "In 'single quotes' a backslash is a backslash.",
  ],
  [
    'YAML_UNCLOSED',
    'A quote, bracket, comma or colon is missing.',
    'The parser notices only where the text stops making sense: look upwards from there.',
  ],
  [
    'YAML_TOO_DEEP',
    'Values are nested more than 32 levels deep.',
    'Most often a bracket that is never closed.',
  ],
  [
    'YAML_SYNTAX',
    'The file is no YAML from this place on.',
    'Look at this line and the one above for a missing colon, quote or bracket.',
  ],
];

/** A key or value that its place does not allow. */
export const valueCodes: readonly Row[] = [
  [
    'UNKNOWN_KEY',
    'A key does not exist at this place.',
    `Unknown keys are errors, because a misspelt key would silently do nothing. ${spelling} \`kopru explain devices\` lists the keys of a part.`,
  ],
  [
    'MISSING_KEY',
    'A key that is needed is not there.',
    'The problem says what the key means; `kopru explain devices.unitId` says all about a key, `kopru explain devices` lists those of a part.',
  ],
  ['EMPTY_VALUE', 'A key has no value.', 'Write one, or remove the key: then its default holds.'],
  [
    'NOT_SUPPORTED',
    'The format knows this key, and this version does not.',
    'It is refused rather than ignored, so that nobody relies on what does not happen.',
  ],
  [
    'WRONG_TYPE',
    'A value is of another type than expected.',
    'Numbers have a point as decimal mark and no unit; true and false are the only words for yes and no.',
  ],
  [
    'WRONG_FORM',
    'A text has not the form that is expected here.',
    'Durations are 10s, 5m, 1h30m; a line setting is 9600 8N1; ids are ASCII letters, digits and -. `kopru explain devices.every` says of any field what may be written.',
  ],
  [
    'WRONG_NAME',
    'A name given to something is not allowed.',
    'Names become parts of file names, metrics and URNs: ASCII letters, digits and - only.',
  ],
  ['UNKNOWN_WORD', 'The value is none of the words to choose from.', spelling],
  ['OUT_OF_RANGE', 'A number or a list is too small or too large.', 'The problem names the limit.'],
  [
    'LEADING_ZERO',
    'A number is written with zeros in front.',
    'YAML reads 017 as 17, older tools as 15, and people as a text. Write 17, or "017" in quotes.',
  ],
  [
    'NUMBER_TOO_LARGE',
    'A whole number has more digits than can be kept.',
    'Beyond 9007199254740991 digits are lost. Sentinels of 64 bits are written highest and lowest; ids stand in quotes.',
  ],
  [
    'KEY_WITHOUT_EFFECT',
    'A key does nothing at this place.',
    'It is refused, because whoever wrote it expects something from it.',
  ],
  [
    'SECRET_IN_FILE',
    'A password or key is written into a file.',
    'Write { secret: name }. The secret is looked for as a systemd credential (LoadCredential=name:/path), then in the file that the variable KOPRU_SECRET_NAME_FILE names, then in /etc/kopru/secrets/name, which only its owner may read. Change the secret that stood in the file: files get copied.',
  ],
  ['SECRET_MISSING', 'A secret that is named cannot be found.', 'See SECRET_IN_FILE for the places.'],
  ['SECRET_READABLE', 'The file of a secret can be read by others.', 'Run chmod 600 on it.'],
  [
    'SECRET_UNREADABLE',
    'The file of a secret may not be read.',
    'The service runs as the user kopru, who must own the file: `sudo chown kopru <file>`. Or let systemd hand it over, by `LoadCredential=` in the unit.',
  ],
  [
    'LOCATION_FAR',
    'A device or entity lies farther from its gateway than it could be heard.',
    'The map would show it there. A lost digit or decimal point is the usual reason; if it truly stands there, all is well.',
  ],
  [
    'LOCATION_SWAPPED',
    'Longitude and latitude seem to be swapped.',
    'GeoJSON and NGSI-LD write the longitude first; maps and phones often show the latitude first. Istanbul is [28.97, 41.01].',
  ],
  [
    'LOCATION_FROM',
    'The place of the gateway shall come from a device that cannot tell it.',
    'A GNSS receiver on a serial line can: its driver has the points longitude and latitude. Where there is none, write [lon, lat].',
  ],
  ['TIMEZONE_UNKNOWN', 'A time zone does not exist.', 'Write an IANA name, for example Europe/Istanbul.'],
  [
    'TIMEZONE_MISSING',
    'A device sends local time, and the time zone of the site is not known.',
    'Add timezone under gateway; without it every time would be hours wrong.',
  ],
  [
    'TABLE_COLUMN',
    'A column of a table has no name, two have the same, or one is to hold what takes two.',
    'Columns are called like keys of a device: id, unitId, name, lon, lat, params.x, facts.x.',
  ],
  [
    'TABLE_ROW',
    'A row of a table has too few or too many cells, or a quote in it is not closed.',
    'A cell that holds the separator stands in "quotes".',
  ],
];
