/** What the codes mean that a running gateway or the command itself gives; those of files are in config/codes.ts. */

type Row = readonly [code: string, meaning: string, text: string];

const devices: readonly Row[] = [
  [
    'NO_REPLY',
    'A Modbus device did not answer in time.',
    'Check its supply, the unit id on its display, the line setting (for example 9600 8N1), A and B of the cable, and the resistors at both ends. If other devices of the bus answer, it is this device or its id.',
  ],
  [
    'BAD_REPLY',
    'An answer came that does not belong to the question, or with a wrong checksum.',
    'It was thrown away. Often two devices have the same unit id, the line setting is nearly right, or the cable picks up noise.',
  ],
  [
    'ECHO',
    'The adapter gave back the request itself, and no device spoke.',
    'The adapter hears itself: switch its echo off, or use one that turns its receiver off while it sends. If other devices answer, the unit is simply silent.',
  ],
  [
    'DEVICE_BUSY',
    'The device said that it is busy.',
    'It is asked again later. If it stays so, poll it less often with `every`.',
  ],
  [
    'ADDRESSES_REFUSED',
    'The device refused the addresses that its driver reads.',
    'The driver is for another model or firmware. Read single addresses with another tool and compare with the manual.',
  ],
  [
    'LINE_BUSY',
    'Somebody talks on the bus without a pause.',
    'Two masters on one bus, a device that sends by itself, or missing resistors. Unplug devices one by one.',
  ],
  [
    'HOST_UNTOLD',
    'The machine on which the gateway runs tells none of the values that are read of it.',
    'A container or a PC often has no thermal zone, and only a Raspberry Pi tells of under-voltage. kopru read shows what it tells; remove the device, or read other values.',
  ],
  [
    'NO_BYTES',
    'Not one byte came from a serial device in its time.',
    "It is off, not connected, or its data wire goes to the wrong pin: the device's TX belongs to the adapter's RX. A device that is asked may also need another line setting to understand the question.",
  ],
  [
    'NO_FRAME',
    'Bytes came from a serial device, and no whole frame.',
    'The line setting is wrong (baud first, then parity), or the driver describes another device. kopru trace shows the bytes.',
  ],
  [
    'NOT_AWAKE',
    'A serial device did not wake up.',
    'It was called as often as its driver says. Check its power, both data wires and the line setting.',
  ],
  [
    'PORT_NOT_FOUND',
    'The serial port is not there: the adapter is unplugged or has another name.',
    '`ls -l /dev/serial/by-id` lists the ports by stable names; write such a name into gateway.yaml. It is opened as soon as it appears.',
  ],
  [
    'PORT_DENIED',
    'The serial port may not be opened.',
    'The user needs the group dialout; under systemd the unit also needs a line DeviceAllow= for this kind of port.',
  ],
  ['PORT_BUSY', 'The port is used by another program.', '`fuser` or `ss -ltnp` tells which; stop it.'],
  [
    'PORT_FAILED',
    'The port cannot be opened.',
    'The reason stands in the sentence; it is tried again by itself.',
  ],
  [
    'CONNECTION_REFUSED',
    'The converter or server is there, but nothing listens at the port.',
    'Check the port in gateway.yaml, and how many connections the converter takes: many take one.',
  ],
  ['CONNECTION_CLOSED', 'The connection was closed by the other side.', 'It is opened again by itself.'],
  ['CONNECT_TIMEOUT', 'No connection in time.', 'Check address, cable and firewall between here and there.'],
  [
    'HOST_NOT_FOUND',
    'The name has no address.',
    'Check the name, or write the address: it needs no name server.',
  ],
  ['HOST_UNREACHABLE', 'There is no way to the address.', 'Check the network of this machine: `ip route`.'],
];

const destinations: readonly Row[] = [
  [
    'TOKEN_REFUSED',
    'The token server does not give us a token.',
    'Check clientId and the secret of the client, and that the client is enabled for the grant (in Keycloak: service accounts). Readings wait on disk; it is tried once a minute.',
  ],
  [
    'TOKEN_URL',
    'Nothing gives tokens at the URL of the token server.',
    'Correct tokenUrl: the whole URL, in Keycloak …/realms/NAME/protocol/openid-connect/token.',
  ],
  [
    'TOKEN_UNREADABLE',
    'What came in place of a token cannot be used.',
    'A captive portal, a login page, or a server that speaks something else than OAuth2.',
  ],
  [
    'TOKEN_REDIRECTED',
    'The token server redirects elsewhere.',
    'Redirects are not followed: write the final URL.',
  ],
  [
    'TOKEN_SERVER_BUSY',
    'The token server cannot give a token now.',
    'It mends itself, or ask who runs it. Readings wait on disk.',
  ],
  [
    'TOKEN_SERVER_UNREACHABLE',
    'The token server cannot be reached.',
    'Check its name, the network and its certificate; the broker itself may be well.',
  ],
  [
    'TLS_FILES',
    'The certificates of a destination cannot be used.',
    'Check the files named by ca and certificate and the secret of key: PEM, readable for the user kopru, key without a passphrase and belonging to the certificate.',
  ],
  [
    'TOO_LARGE',
    'One entity alone is larger than the broker takes.',
    'Raise the limit of the broker or of the proxy in front of it; the readings are in the quarantine.',
  ],
  [
    'UNCLEAR_ANSWER',
    'The broker answered, but not which entities it took.',
    'They are sent again by themselves. If it stays so, something in front of the broker changes its answers.',
  ],
  [
    'PARTLY_REFUSED',
    'The broker took some attributes of an entity and refused others.',
    'The words beside the code name them; correct the mapping.',
  ],
  [
    'PROXY_REFUSED',
    'The proxy gives no way to the broker.',
    'With status 407 it wants credentials: proxy: { url, username, password }. With 403 it does not allow the host or the port.',
  ],
];

const mqtt: readonly Row[] = [
  [
    'MQTT_UNREACHABLE',
    'The MQTT broker cannot be reached.',
    'Check its address and the network; it is tried for ever.',
  ],
  [
    'MQTT_UNAVAILABLE',
    'The MQTT broker says that it is unavailable.',
    'It mends itself, or ask who runs it.',
  ],
  [
    'MQTT_NO_ANSWER',
    'The MQTT broker took the connection and said nothing.',
    'Is it an MQTT port, with or without TLS as configured?',
  ],
  ['MQTT_SILENT', 'The MQTT broker has stopped to answer.', 'Check the network between here and there.'],
  [
    'MQTT_CLOSED',
    'The MQTT broker closed the connection.',
    'It is opened again by itself; its log tells why.',
  ],
  [
    'MQTT_THROWN_OFF',
    'The MQTT broker closed our connection three times within ten minutes, soon after each was made.',
    'Two clients with one client id throw each other off: a copied gateway must have another `id`.',
  ],
  [
    'MQTT_TLS',
    'The certificate of the MQTT broker is not accepted.',
    'Check its date and name, and `ca` in gateway.yaml. A wrong clock looks the same.',
  ],
  [
    'MQTT_REFUSED_LOGIN',
    'The MQTT broker refuses user or password.',
    'Check the secret and the rights of the user.',
  ],
  ['MQTT_REFUSED_VERSION', 'The MQTT broker does not speak this version of MQTT.', 'Set `version` to 3.1.1.'],
  ['MQTT_REFUSED_CLIENT_ID', 'The MQTT broker refuses the client id.', 'Set another `clientId`.'],
  [
    'MQTT_LISTEN',
    'The embedded MQTT broker cannot listen at its address.',
    'Another program has the port, or the address is not there yet; it is tried again every 10 s.',
  ],
  ['NO_PASSWORD', 'No password was given.', 'Type it when asked, or send it through a pipe.'],
  [
    'MQTT_USERS_READABLE',
    'Others than its owner may read the file of MQTT users.',
    'chmod 600; the users known before stay in force until then.',
  ],
  [
    'MQTT_USERS_UNREADABLE',
    'The file of MQTT users cannot be understood.',
    'Write it with kopru mqtt user. The users known before stay in force.',
  ],
  [
    'MQTT_USERS_UNWRITABLE',
    'The file of MQTT users cannot be written by this user.',
    'Use sudo: it belongs to the gateway.',
  ],
  ['MQTT_REFUSED_TOPIC', 'The MQTT broker refuses a topic.', 'Allow the user to read it there.'],
  [
    'MQTT_QOS_LOWERED',
    'The MQTT broker grants a topic at QoS 0 only.',
    'Messages may be lost in a cut; allow QoS 1 there.',
  ],
  [
    'MQTT_GAP',
    'The MQTT broker forgot our session, so messages may be missing.',
    'Let it keep sessions longer than an outage lasts.',
  ],
  [
    'MQTT_DEVICE_OFFLINE',
    'The MQTT broker says that the device is offline.',
    'Check its supply and its network.',
  ],
  ['MQTT_CERTIFICATE_FILE', 'A certificate file cannot be read.', 'Check its path and who may read it.'],
  [
    'MQTT_NOT_KEPT',
    'A message could not be stored and was not acknowledged.',
    'The sender repeats it. Look at the disk: `kopru status`.',
  ],
  [
    'MQTT_TOO_SLOW',
    'Messages wait too long for the disk.',
    'The connection was opened anew so that nothing is lost. The storage is slow or worn out.',
  ],
  [
    'MQTT_ACKNOWLEDGED_EARLY',
    'A message was acknowledged before it was stored.',
    'A fault of Köprü or of its MQTT library: please report it.',
  ],
];

const gateway: readonly Row[] = [
  [
    'NOT_RUNNING',
    'No gateway answers on its control socket.',
    'Start it (`kopru run gateway.yaml`, or `systemctl start kopru`), or name its socket by KOPRU_SOCKET.',
  ],
  [
    'ALREADY_RUNNING',
    'Another gateway uses the same state.',
    'Two gateways on one buffer would lose order. Stop the other: `systemctl stop kopru`.',
  ],
  [
    'SOCKET_DENIED',
    'This user may not use the control socket.',
    'Use sudo, or add the user to the group kopru and log in again.',
  ],
  [
    'SOCKET_PATH_TOO_LONG',
    'The path of the control socket does not fit into a socket address.',
    'Name one of at most 107 bytes by KOPRU_SOCKET.',
  ],
  [
    'API_PORT',
    'The port for health and metrics is taken.',
    'Choose another with `api: { listen: 127.0.0.1:8081 }`. Reading and sending go on.',
  ],
  [
    'HUNG',
    'A part of the gateway does not move on.',
    'systemd restarts it; nothing accepted is lost. A database that hangs often means a dying SD card.',
  ],
  [
    'BUG',
    'Something happened that should be impossible.',
    'Please report it with the lines of the log around it.',
  ],
  ['USAGE', 'The command was called in a way it does not know.', 'Add --help to see how.'],
  [
    'QUEUE_FULL',
    'Readings come faster than the disk takes them.',
    'Poll less often, or use faster storage. What could not be kept is counted.',
  ],
  [
    'NOTHING_SALVAGED',
    'A damaged buffer that was set aside cannot be opened at all.',
    'Its first page is damaged. The program sqlite3 has a command of its own, .recover, that looks for rows page by page.',
  ],
  [
    'STUCK',
    'A broker said neither yes nor no to an entity for an hour, while it took a hundred other requests.',
    'The words behind it are the last answer. Mend the cause at the broker, then: kopru quarantine retry',
  ],
  [
    'MAPPING_BUG',
    'A mapping could not make an entity of a reading.',
    'The words say what its formula stumbled over. Correct the mapping, reload, then: kopru quarantine retry',
  ],
  [
    'SAMPLE_NOT_SAVED',
    'What the device said could not be added to the driver file.',
    'Samples are added at the end of a list in block form, one entry for each line. Copy the shown lines under `samples:` by hand.',
  ],
  [
    'NO_MESSAGE',
    'No message of the device came in the time that was waited.',
    'It talks by itself: wait longer with --wait, look at its own display, and compare its topic with the params in gateway.yaml. On a serial line its frames are of another kind than the driver names: see them with kopru trace.',
  ],
  [
    'PAYLOAD_UNREADABLE',
    'A message of the device came and could not be read.',
    'It is no JSON, too long or too deep. The driver fits another model or firmware.',
  ],
  [
    'PAYLOAD_REFUSED',
    'A message of the device came and holds nothing that its driver names, or a time that cannot be true.',
    'Compare the payload that is shown with the paths in the driver file.',
  ],
  [
    'UNKNOWN_READING',
    'Nothing is known of this reading.',
    'It has not been accepted yet, or none of the point has ended since the start. `kopru quarantine show` and `kopru trace reading DEVICE.POINT` tell numbers.',
  ],
  [
    'BAD_QUESTION',
    'A command asked the gateway to read something that no Modbus device can be asked for.',
    'Command and gateway are probably of different versions: install the same one for both, then restart the gateway.',
  ],
  [
    'SQLITE_MISSING',
    'The native part of better-sqlite3 is not there.',
    'On Node 20 it is compiled at the install, which needs python3, make and g++: install these, then install Köprü again. From Node 22.14 on no compiler is needed.',
  ],
  [
    'LEDGER_UNEXPLAINED',
    'The rows on disk are not those that the ledger speaks of: of some readings nobody knows how they ended.',
    'Rows were lost in the file, or counted wrongly. The difference is booked as unexplained and stays in the ledger. Look at the storage (`dmesg`, the age of the card), and please report it with `kopru bundle`.',
  ],
  [
    'LEDGER_BEGUN_ANEW',
    'The buffer was gone or damaged, and an empty one was begun: what waited in the old one is not delivered.',
    'The line names how many readings waited when that was last noted down. What can still be read: kopru salvage',
  ],
  [
    'BUFFER_SET_ASIDE',
    'The buffer is corrupt. Its files were set aside and an empty one was begun, so that live data goes on.',
    'What can still be read: `kopru salvage`. Replace the card soon: one that forgets once does so again.',
  ],
  [
    'RECORDS_DAMAGED',
    'What some readings are, or when they were taken, is damaged on disk; they are dropped and counted as damaged.',
    'The storage forgets. Look at the age of the card with `kopru status`, and replace it.',
  ],
  [
    'ENTRY_DAMAGED',
    'The record of an entry in the quarantine is damaged: its readings cannot be told any more.',
    'The storage forgets. `kopru quarantine drop` ends the entry; look at the age of the card with `kopru status`.',
  ],
  [
    'BUFFER_IN_USE',
    'Another process uses the buffer.',
    'Stop the other gateway, or give this one another folder.',
  ],
  [
    'BUFFER_TOO_NEW',
    'The buffer was written by a newer version.',
    'Install that version again, or give this one another folder; what waits there is kept.',
  ],
  ['BUFFER_UNREADABLE', 'The buffer cannot be opened.', 'Check owner and rights of its folder: `ls -l`.'],
  [
    'BUFFER_UNAVAILABLE',
    'The buffer takes nothing at the moment.',
    'It is tried again by itself. Look at the disk: `df -h` and `dmesg`.',
  ],
];

const page: readonly Row[] = [
  [
    'PAGE_CLOSED',
    'The page is not served to the network, because nobody may sign in yet.',
    'Run `kopru page enable` on the gateway. It makes the first person and a link that signs in once.',
  ],
  [
    'PAGE_NETWORK',
    'The page cannot be served to the network. The gateway works all the same.',
    'The cause stands behind it, also in `kopru page`: another program has the port, the address is not there, or certificate and key of `api.network` cannot be read. It is tried again every 30 s.',
  ],
  [
    'PAGE_PEOPLE_READABLE',
    'Others than its owner may read the file of the people who may sign in.',
    'chmod 600; nobody can sign in until then.',
  ],
  [
    'PAGE_PEOPLE_UNREADABLE',
    'The file of the people who may sign in cannot be understood.',
    'Put a good copy back, or remove it, restart, and run `kopru page enable`.',
  ],
  [
    'PAGE_PEOPLE_UNWRITABLE',
    'The file of the people who may sign in cannot be written.',
    'Look at the disk and at the rights of the state folder: `kopru doctor`.',
  ],
  [
    'PAGE_PEOPLE_MANY',
    'As many people may sign in as the gateway keeps.',
    'Remove one first: kopru page user remove NAME',
  ],
  [
    'UNKNOWN_PERSON',
    'There is no such person, or the page is not enabled.',
    '`kopru page` lists who may sign in; `kopru page enable` makes the first.',
  ],
  [
    'SIGN_IN',
    'Only who has signed in may ask for this.',
    'Sign in with name and secret, or by a link of `kopru page link NAME`.',
  ],
  [
    'NOT_RIGHT',
    'Name and secret do not belong together, or the link was used already or is older than ten minutes.',
    'Try again, or make a new link on the gateway: `kopru page link NAME`.',
  ],
  [
    'TOO_MANY_TRIES',
    'Somebody tried to sign in too often.',
    'Wait as long as the answer says. If it was not you, the log tells the address.',
  ],
  [
    'CONFIGURATION_REFUSED',
    'The gateway does not work, because its configuration has mistakes.',
    '`kopru check` shows each with its place. Mend them, then: kopru reload',
  ],
  [
    'API_CONNECTIONS',
    'Too many are connected to the page and the API; more are turned away.',
    'Close pages that nobody looks at. If there are none, a program opens connections and leaves them; it must be stopped.',
  ],
];

const support: readonly Row[] = [
  [
    'STILL_RUNNING',
    'A gateway runs on what should be wiped.',
    'Stop it first: `sudo systemctl stop kopru`. A container is stopped with its engine.',
  ],
  [
    'FILE_UNWRITABLE',
    'A file could not be written; it is as it was.',
    'Its folder belongs to somebody else, or the disk is full. Files under /etc/kopru are written with sudo.',
  ],
  [
    'FILE_CHANGED',
    'Somebody else changed the file meanwhile.',
    'Nothing was written. Run the same command again.',
  ],
  [
    'LIST_UNKNOWN',
    'A list of the file is not written with one entry a line.',
    'Write it as lines that begin with "- ", then add again; the entry stands beside the problem.',
  ],
  [
    'NO_BUNDLE',
    'The archive for support could not be written.',
    'Name a place where you may write with `--out`, and look whether the disk is full: `df -h`. The command `tar` must be there.',
  ],
  [
    'NO_JOURNAL',
    'The journal of the machine cannot be read.',
    'Only root and the group systemd-journal may: `sudo kopru logs`. In a container the engine keeps the lines: `docker logs`.',
  ],
  [
    'NO_HEALTH_FILE',
    'The file from before the update is no answer of `kopru health --json`.',
    'Write one before the update: `kopru health --json > before.json`. One of a gateway that was not alive does not count.',
  ],
];

export const runningCodes: ReadonlyMap<string, { readonly meaning: string; readonly text: string }> = new Map(
  [...devices, ...destinations, ...mqtt, ...gateway, ...page, ...support].map(([code, meaning, text]) => [
    code,
    { meaning, text },
  ]),
);
