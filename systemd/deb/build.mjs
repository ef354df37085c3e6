/**
 * Builds the Debian package: `npm run deb [-- [amd64|arm64] [--out FOLDER] [--quick]]`, for both kinds of processor
 * if none is named, into dist-deb. `--quick` packs a larger file in less time.
 *
 * The package carries its own Node, since Debian's is too old, and the native modules' binaries as their packages
 * ship them; so nothing is compiled, and one machine builds for both kinds. Needs Debian's dpkg-deb, npm and a
 * registry. Built twice from one commit, it is the same byte for byte.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { trimModules } from './trim-modules.mjs';

const here = import.meta.dirname;
const root = join(here, '..', '..');
/** The Node inside: the newest 24 that its packages carry for both kinds. */
const nodeVersion = '24.21.0';
const kinds = { amd64: 'x64', arm64: 'arm64' };
const command = join(root, 'dist', 'cli', 'kopru.js');
const completions = {
  bash: 'bash-completion/completions/kopru',
  zsh: 'zsh/vendor-completions/_kopru',
  fish: 'fish/vendor_completions.d/kopru.fish',
};

const {
  values: { out: folder, quick },
  positionals: [wanted],
} = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: join(root, 'dist-deb') }, quick: { type: 'boolean' } },
});
if (wanted !== undefined && !(wanted in kinds)) {
  process.stderr.write(`There is no package for ${wanted}: amd64 or arm64.\n`);
  process.exit(64);
}
if (!existsSync(command)) {
  process.stderr.write('Nothing is built yet: npm run build\n');
  process.exit(78);
}
const { version, description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const epoch = process.env.SOURCE_DATE_EPOCH ?? lastCommit();
const scratch = mkdtempSync(join(tmpdir(), 'kopru-deb-'));
try {
  mkdirSync(folder, { recursive: true });
  // npm leaves packages out that the Node it runs on could not load, so it runs on the one that goes inside.
  const ownNode = dirname(nodeFor(process.arch));
  for (const kind of wanted === undefined ? Object.keys(kinds) : [wanted]) build(kind, ownNode);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function build(kind, ownNode) {
  const cpu = kinds[kind];
  const tree = join(scratch, kind);
  const app = join(tree, 'usr/lib/kopru');
  const share = join(tree, 'usr/share/kopru');
  const doc = join(tree, 'usr/share/doc/kopru');

  put(nodeFor(cpu), join(app, 'bin/node'), 0o755);
  for (const name of ['dist', 'package.json', 'package-lock.json']) put(join(root, name), join(app, name));
  const install = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--os=linux'];
  execFileSync('npm', [...install, `--cpu=${cpu}`, '--libc=glibc'], {
    cwd: app,
    env: { ...process.env, PATH: `${ownNode}:${process.env.PATH}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  trimModules(join(app, 'node_modules'), cpu);
  rmSync(join(app, 'package-lock.json'));

  for (const name of ['drivers', 'mappings', 'monitoring']) {
    put(join(root, name), join(share, name));
    symlinkSync(`../../share/kopru/${name}`, join(app, name));
  }
  put(join(here, 'kopru'), join(tree, 'usr/bin/kopru'), 0o755);
  put(join(here, '../kopru.service'), join(tree, 'usr/lib/systemd/system/kopru.service'));
  put(join(here, '../kopru.sysusers'), join(tree, 'usr/lib/sysusers.d/kopru.conf'));
  put(join(here, '../kopru.tmpfiles'), join(tree, 'usr/lib/tmpfiles.d/kopru.conf'));
  for (const [shell, place] of Object.entries(completions)) {
    const to = join(tree, 'usr/share', place);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, execFileSync(process.execPath, [command, 'completion', shell]));
  }
  put(join(root, 'docs'), join(doc, 'docs'));
  for (const file of ['README.md', 'SECURITY.md']) put(join(root, file), join(doc, file));
  put(join(here, 'copyright'), join(doc, 'copyright'));
  writeFileSync(join(doc, 'changelog.gz'), gzipSync(readFileSync(join(root, 'CHANGELOG.md')), { level: 9 }));

  const control = join(tree, 'DEBIAN');
  mkdirSync(control);
  for (const name of ['postinst', 'prerm', 'postrm']) put(join(here, name), join(control, name), 0o755);
  const kilobytes = execFileSync('du', ['-sk', '--apparent-size', join(tree, 'usr')], { encoding: 'utf8' });
  writeFileSync(join(control, 'control'), controlText(kind, Number.parseInt(kilobytes, 10)));

  execFileSync('chmod', ['-R', 'u=rwX,go=rX', tree]);
  const file = join(resolve(folder), `kopru_${version}_${kind}.deb`);
  execFileSync(
    'dpkg-deb',
    ['--root-owner-group', ...(quick ? ['-Zgzip', '-z1'] : ['-Zxz']), '--build', tree, file],
    {
      env: { ...process.env, SOURCE_DATE_EPOCH: epoch },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  process.stdout.write(`${file}\n`);
}

function controlText(kind, kilobytes) {
  return `Package: kopru
Version: ${version}
Architecture: ${kind}
Maintainer: The Köprü authors <noreply@kopru.invalid>
Installed-Size: ${kilobytes}
Depends: libc6 (>= 2.28), libstdc++6, libgcc-s1, systemd
Recommends: systemd-timesyncd | time-daemon
Section: net
Priority: optional
Description: ${description.replace(/\.$/, '')}
 Reads Modbus, serial and MQTT sensors, keeps every reading in SQLite through
 outages, maps readings to Smart Data Models entities and forwards them in
 batches to an NGSI-LD broker.
`;
}

/** Path of the Node for this kind of processor, fetched as a package of the registry. */
function nodeFor(cpu) {
  const place = join(scratch, `node-${cpu}`);
  if (!existsSync(place)) {
    const name = `node-linux-${cpu}`;
    const options = [
      '--prefix',
      place,
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--force',
      '--ignore-scripts',
    ];
    execFileSync('npm', ['install', ...options, `${name}@${nodeVersion}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }
  return join(place, 'node_modules', `node-linux-${cpu}`, 'bin', 'node');
}

function put(from, to, mode) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
  if (mode !== undefined) chmodSync(to, mode);
}

function lastCommit() {
  return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim();
}
