/** The page in English. */
import type { Words } from './words.ts';

export const english: Words = {
  locale: 'en-GB',
  noContact: {
    word: 'no contact',
    sentence: (span, time) => `This page lost the gateway ${span} ago. Values are from ${time}.`,
  },
  updated: (span) => `updated ${span} ago`,
  couldStayOffline: (span) => `Could stay offline for ${span}.`,
  skip: 'To the devices',
  stations: { devices: 'Devices', buffer: 'Buffer', mapping: 'Mapping', broker: 'Broker' },
  of: (part, whole) => `${part} of ${whole}`,
  allAnswer: 'all answer',
  silent: (count) => `${count} silent`,
  waitingCount: (count) => `${count} waiting`,
  oldest: (span) => `oldest ${span}`,
  nothingWaits: 'nothing waits',
  entities: (count, text) => `${text} ${count === 1 ? 'entity' : 'entities'}`,
  refusedCount: (count) => `${count} refused`,
  inQuarantine: 'quarantined',
  nothingRefused: '0 refused',
  phases: {
    accepts: 'accepts',
    'no answer': 'no answer',
    denied: 'refuses us',
    draining: 'draining',
    none: 'none',
    waits: 'waits for the clock',
  },
  ago: (span) => `${span} ago`,
  in: (span) => `in ${span}`,
  since: (span) => `for ${span}`,
  problems: (count) => (count === 1 ? '1 problem' : `${count} problems`),
  problem: ({ kind, subject }, count) => {
    switch (kind) {
      case 'losing':
        return subject === ''
          ? { title: `${count} readings could not be kept`, about: 'They were read and are lost.' }
          : {
              title: 'Readings are being lost',
              about: `The buffer is full: ${count} of the oldest were dropped since ${subject}.`,
            };
      case 'not storing':
        return { title: 'Readings cannot be kept', about: 'The disk takes nothing now.' };
      case 'unreachable':
        return {
          title: 'The broker does not answer',
          about: `Destination ${subject}. Readings are kept and sent when it answers.`,
        };
      case 'unwilling':
        return {
          title: 'The broker accepts nothing',
          about: `Destination ${subject}. Readings are kept and sent when it accepts them.`,
        };
      case 'denied':
        return {
          title: 'The broker refuses us',
          about: `Destination ${subject}. Readings are kept until credentials, tenant or rights are mended.`,
        };
      case 'clock':
        return {
          title: 'The clock is not set',
          about: 'Readings are kept and get their times when a time server or a receiver was heard.',
        };
      case 'adapter':
        return {
          title: `The adapter of ${subject} is unplugged`,
          about: count === '1' ? '1 device behind it is silent.' : `${count} devices behind it are silent.`,
        };
      case 'silent':
        return { title: `${subject} is silent`, about: '' };
      case 'silent together':
        return { title: `${count} devices of ${subject} are silent`, about: '' };
      case 'mqtt':
        return { title: `No connection to the MQTT broker ${subject}`, about: '' };
      case 'held':
        return {
          title: `All that ${subject} makes is rejected`,
          about: 'Its readings wait for a correction of the mapping; one is tried now and then.',
        };
      case 'refused':
        return {
          title: `${count} readings refused by the broker`,
          about: `Destination ${subject}. Kept in the quarantine until they are sent again or discarded.`,
        };
      case 'reload':
        return {
          title: 'The changed configuration is refused',
          about: `${count === '1' ? '1 error' : `${count} errors`}. The one before goes on.`,
        };
    }
  },
  nextTry: (span) => `Next try in ${span}.`,
  needs: 'Needs',
  needed: {
    nobody: 'nobody: it mends itself',
    technician: 'a technician at the cabinet',
    operator: 'an operator of the platform',
    author: 'the author of the mapping',
  },
  copy: 'Copy',
  copyOf: (command) => `Copy ${command}`,
  copied: 'Copied',
  devices: {
    title: 'Devices',
    caption: 'Installed devices by connection: last value, last hour, age and link',
    columns: { device: 'Device', value: 'Last value', hour: 'Last hour', age: 'Age', link: 'Link' },
    onlyProblems: (count) => `Only problems (${count})`,
    kinds: { modbus: 'Modbus', mqtt: 'MQTT', serial: 'serial', host: 'this machine' },
    connected: 'connected',
    notConnected: 'not connected',
    busy: (percent) => `${percent} % busy`,
    every: (span) => `every ${span}`,
    last: 'last',
    old: (span) => `${span} old:`,
    none: 'no value yet',
    never: 'never',
    points: (count) => (count === 1 ? '1 point' : `${count} points`),
    running: { parked: 'asked rarely', off: 'switched off' },
    silent: 'silent',
    answers: 'answers',
    listens: 'speaks by itself',
    starting: 'not heard yet',
    unit: (id) => `unit ${id}`,
    refused: (count, reason) => `${count} refused: ${reason}`,
    heard: (answering, all) => `Heard from ${answering} of ${all}.`,
  },
  quantities: {
    pm1: 'PM1',
    pm25: 'PM2.5',
    pm10: 'PM10',
    co: 'CO',
    co2: 'CO₂',
    no2: 'NO₂',
    o3: 'O₃',
    so2: 'SO₂',
    no: 'NO',
    nox: 'NOx',
    h2s: 'H₂S',
    nh3: 'NH₃',
    c6h6: 'benzene',
    tvoc: 'volatile organics',
    pm4: 'PM4',
    uvIndex: 'UV index',
    voltageThd: 'voltage distortion',
    currentThd: 'current distortion',
    orp: 'redox potential',
    pH: 'pH',
    doorOpen: 'door',
    lidOpen: 'lid',
    tilted: 'position',
    tampered: 'case',
    contactorOn: 'contactor',
    lightOn: 'light',
    mainsFault: 'mains',
    phaseFault: 'phases',
    surgeArresterFault: 'surge arrester',
    smokeDetected: 'smoke',
    waterDetected: 'water',
    occupied: 'parking spot',
    rssi: 'signal strength',
    snr: 'signal to noise ratio',
  },
  states: {
    occupied: ['free', 'occupied'],
    doorOpen: ['closed', 'open'],
    lidOpen: ['closed', 'open'],
    tilted: ['upright', 'tilted'],
    tampered: ['untouched', 'tampered with'],
    contactorOn: ['off', 'on'],
    lightOn: ['off', 'on'],
    mainsFault: ['fine', 'fault'],
    phaseFault: ['fine', 'fault'],
    surgeArresterFault: ['fine', 'fault'],
    smokeDetected: ['none', 'detected'],
    waterDetected: ['none', 'detected'],
    underVoltage: ['fine', 'too low'],
    digitalInput: ['off', 'on'],
    digitalOutput: ['off', 'on'],
  },
  anyState: ['no', 'yes'],
  forwarding: {
    title: 'Forwarding',
    accepted: 'accepted',
    delivered: 'delivered',
    noAnswer: 'no answer',
    scale: (top) => `scale 0 to ${top}/s`,
    lastAnswer: 'Last answer',
    nextTry: 'Next try',
    answersIn: 'Answers in',
    lastSuccess: 'Last delivery',
    requests: 'Requests',
    requestsOf: (all, imperfect) => `${all}, of these ${imperfect} not fully accepted`,
    history: {
      ordered: 'every value in order, oldest first',
      latest: 'of what waited only the newest',
      temporal: 'live first, what waited into the history',
    },
    chart: (accepted, delivered) =>
      `Last hour: ${accepted} readings a second accepted now, ${delivered} delivered`,
    none: 'No broker is configured: readings are kept, nothing is sent.',
  },
  backlog: {
    title: 'Backlog',
    lead: (count, span) =>
      span === undefined ? `${count} readings wait.` : `${count} readings wait, the oldest for ${span}.`,
    now: 'now',
    peak: (count) => `peak ${count}`,
    onDisk: 'On disk',
    bytes: (used, limit) => `${used} of ${limit}`,
    room: 'Room',
    roomFor: (span, rate) => `${span} offline at the rate of now (${rate}/s)`,
    roomUnknown: 'not known while nothing comes in',
    whenFull: 'When full',
    oldestFirst: 'the oldest readings go first, and are counted',
    roomUsed: (percent) => `${percent} % of the room is used`,
  },
  quarantine: {
    title: 'Quarantine',
    empty: 'Empty: the broker has refused nothing that is still kept.',
    onItsWay: 'is sent again',
    more: (count) => `and ${count} readings more: kopru quarantine`,
    between: (first, last) => (first === last ? first : `${first} to ${last}`),
  },
  machine: {
    title: 'Machine',
    processor: 'Processor',
    supply: 'Supply',
    supplies: { fine: 'strong enough', weak: 'too weak: cable, supply, what hangs on USB' },
    disk: 'Disk',
    memory: 'Memory',
    free: (free, all) => `${free} of ${all} free`,
    written: 'Written',
    wear: (perDay, life) => `${perDay} a day; at that a cheap card lasts ${life}`,
    years: (count) => `${count} years`,
    up: 'Running for',
  },
  ledger: {
    title: 'Ledger',
    lines: {
      delivered: 'delivered',
      superseded: 'superseded by newer',
      unused: 'used by no entity',
      waiting: 'waiting on disk',
      quarantined: 'in quarantine',
      dropped: 'dropped',
      accepted: 'accepted',
    },
    balances: 'It balances: every accepted reading is in one of the lines.',
    open: 'It does not balance. kopru status --ledger counts again.',
  },
  changes: {
    title: 'Lately',
    say: ({ kind, subject }, amount) => {
      switch (kind) {
        case 'started':
          return 'Gateway started';
        case 'silent':
          return `${subject} is silent`;
        case 'answers':
          return `${subject} answers again, after ${amount}`;
        case 'offline':
          return `Broker of ${subject} does not answer`;
        case 'online':
          return `Broker of ${subject} answers again, after ${amount}`;
        case 'refused':
          return `Broker of ${subject} refused readings: ${amount}`;
        case 'clock':
          return 'Clock set';
      }
    },
  },
  footer: {
    up: (span) => `Up ${span}.`,
    statusJson: 'Status as JSON',
    theme: 'Colours',
    themes: { auto: 'automatic', light: 'light', dark: 'dark', sun: 'sunlight' },
    otherLanguage: 'Türkçe',
    place: 'Place',
    configuration: 'Configuration',
    clock: (source) => (source === undefined ? 'Clock not set.' : `Clock: ${source}.`),
  },
};
