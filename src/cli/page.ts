/**
 * `kopru page`: who may look at the page from elsewhere, and act on it. Everything is done by the running gateway; this
 * asks it over its control socket, so that what changes holds at once.
 */
import type { AccessStatus } from '../api/access-routes.ts';
import { exits, usageError } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { glyph, next, type Terminal, table } from './terminal.ts';
import type { RunVerb, VerbCall } from './verb.ts';

interface Entered extends AccessStatus {
  readonly name: string;
  readonly secret?: string;
  readonly link: string;
}

const shortestSecret = 8;

export const page: RunVerb = async (terminal, { args: [action = 'status', ...rest], options }) => {
  const gateway = await runningGateway(terminal);
  const ask = (route: string, body?: object) => gateway.page(route, body);
  switch (action) {
    case 'status':
      return showStatus(terminal, (await ask('')) as AccessStatus);
    case 'enable':
      return showEntry(terminal, (await ask('/enable', {})) as Entered);
    case 'link':
      return showEntry(terminal, (await ask('/link', { name: nameOf(rest[0] ?? 'technician') })) as Entered);
    case 'disable': {
      const status = (await ask('/disable', {})) as AccessStatus;
      if (terminal.json) terminal.out(JSON.stringify(status));
      else terminal.out(`${glyph(terminal, 'fine')} Nobody may sign in now; every session has ended.`);
      next(terminal, 'kopru page enable');
      return exits.fine;
    }
    case 'user':
      return user(terminal, rest, options, ask);
    default:
      throw usageError(
        `There is no \`page ${action}\`.`,
        'There is: status, enable, disable, link, user add, user remove, user list.',
      );
  }
};

async function user(
  terminal: Terminal,
  [action = 'list', given]: readonly (string | undefined)[],
  options: VerbCall['options'],
  ask: (route: string, body?: object) => Promise<unknown>,
) {
  if (action === 'list') return showStatus(terminal, (await ask('')) as AccessStatus);
  if (action !== 'add' && action !== 'remove') {
    throw usageError(`There is no \`page user ${action}\`.`, 'There is: add, remove, list.');
  }
  const name = nameOf(given);
  if (action === 'add') {
    const role = options.role ?? 'viewer';
    if (role !== 'viewer' && role !== 'technician') {
      throw usageError(`There is no role ${String(role)}.`, 'Give viewer or technician.');
    }
    const typed = options.type === true ? await secretFor(terminal, name) : undefined;
    const made = (await ask('/person', { name, role, ...(typed ? { secret: typed } : {}) })) as {
      readonly secret?: string;
      readonly enabled: boolean;
    };
    if (terminal.json) terminal.out(JSON.stringify(made));
    else {
      const words = made.enabled
        ? `may sign in as ${role}.`
        : `is known as ${role}, and may sign in once the page is enabled.`;
      terminal.out(`${glyph(terminal, made.enabled ? 'fine' : 'look')} ${name} ${words}`);
      if (made.secret) terminal.out(`  Secret, shown only now: ${made.secret}`);
    }
    next(terminal, made.enabled ? `kopru page link ${name}` : 'kopru page enable');
    return exits.fine;
  }
  const status = (await ask('/remove', { name })) as AccessStatus;
  if (terminal.json) terminal.out(JSON.stringify(status));
  else terminal.out(`${glyph(terminal, 'fine')} ${name} is gone; their sessions have ended.`);
  next(terminal, 'kopru page');
  return exits.fine;
}

function showEntry(terminal: Terminal, { name, secret, link, urls, fingerprint, closed }: Entered) {
  if (terminal.json) {
    terminal.out(JSON.stringify({ name, secret, link, urls, fingerprint, closed }));
    return exits.fine;
  }
  terminal.out(`${glyph(terminal, 'fine')} ${name} may sign in. This link works once, within 10 minutes:`);
  for (const url of urls) terminal.out(`  ${url}/enter?link=${link}`);
  if (secret) terminal.out(`  Name ${name}, secret, shown only now: ${secret}`);
  showClosed(terminal, closed);
  if (fingerprint) terminal.out(`  Certificate (SHA-256): ${fingerprint}`);
  else if (closed.length === 0)
    terminal.out('  For others than this machine: api: network: in gateway.yaml, see docs/operations.md');
  next(terminal, 'kopru page user add <name> --role viewer');
  return exits.fine;
}

function showStatus(terminal: Terminal, status: AccessStatus) {
  const { enabled, people, urls, fingerprint, closed } = status;
  if (terminal.json) {
    terminal.out(JSON.stringify(status));
    return exits.fine;
  }
  terminal.out(
    enabled
      ? `${glyph(terminal, 'fine')} People may sign in.`
      : `${glyph(terminal, 'look')} Nobody may sign in; the page is on loopback only, to look at.`,
  );
  for (const url of urls) terminal.out(`  ${url}`);
  showClosed(terminal, closed);
  if (fingerprint) terminal.out(`  Certificate (SHA-256): ${fingerprint}`);
  for (const line of table(people.map(({ name, role }) => [`  ${name}`, role]))) terminal.out(line);
  next(terminal, enabled ? 'kopru page link' : 'kopru page enable');
  return exits.fine;
}

function showClosed(terminal: Terminal, closed: AccessStatus['closed']) {
  for (const { code, listen, cause } of closed) {
    terminal.out(`${glyph(terminal, 'stopped')} Not at ${listen}, although it should be: ${cause} (${code})`);
    terminal.out(`  What to do: kopru explain ${code}`);
  }
}

function nameOf(given: string | undefined): string {
  if (given !== undefined && /^[a-z0-9][a-z0-9._-]{0,31}$/.test(given)) return given;
  throw usageError(
    given === undefined ? 'Name the person.' : `${given} is no name.`,
    'Use lower-case letters, digits, ., - and _, for example: kopru page user add ayse',
  );
}

async function secretFor(terminal: Terminal, name: string): Promise<string> {
  const secret = await terminal.secret(`Secret for ${name} (is not shown): `);
  if (secret.length >= shortestSecret) return secret;
  throw usageError(`The secret has ${secret.length} characters.`, `Use ${shortestSecret} or more.`);
}
