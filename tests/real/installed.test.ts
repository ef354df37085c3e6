import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BareRoot, bootBareRoot, canBoot } from './installed/bare-root.ts';

const project = join(import.meta.dirname, '..', '..');

const gatewayYaml = `schema: 1
gateway: { id: izmir-kordon-003, location: [27.1359, 38.4315], timezone: Europe/Istanbul, clock: trusted }
buses:
  line: { tcp: 127.0.0.1:1502 }
devices:
  - { id: meter, driver: eastron/sdm630, bus: line, unitId: 1 }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
forward:
  - { name: city, broker: "http://127.0.0.1:1026/ngsi-ld/v1", headers: { X-Api-Key: { secret: city-key } } }
api:
  network: { listen: 0.0.0.0:8443, names: [cabinet.test] }
`;

const dropIn = `[Service]
LoadCredential=city-key:/etc/kopru/secrets/city-key
`;

const absent = !canBoot() && !process.env.CI;

describe.skipIf(absent)(
  'the Debian package on a bare Debian (skipped without debootstrap, systemd-nspawn or root)',
  () => {
    let machine: BareRoot;

    beforeAll(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'kopru-deb-'));
      const kind = process.arch === 'arm64' ? 'arm64' : 'amd64';
      execFileSync('node', ['systemd/deb/build.mjs', kind, '--quick', '--out', folder], {
        cwd: project,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [file = ''] = readdirSync(folder);
      machine = await bootBareRoot();
      machine.copy(join(folder, file), '/root/kopru.deb');
      rmSync(folder, { recursive: true });
    }, 400_000);

    afterAll(() => machine?.end());

    it('installs, and waits without an error for its configuration', () => {
      const installed = machine.run('dpkg --install /root/kopru.deb');

      expect(installed).toMatchObject({ status: 0 });
      expect(machine.run('kopru --version')).toMatchObject({ status: 0, stderr: '' });
      expect(machine.run('id kopru').stdout).toContain('(dialout)');
      expect(machine.run('systemctl is-enabled kopru').stdout).toBe('enabled\n');
      expect(machine.run('systemctl is-failed kopru').stdout).toBe('inactive\n');
    });

    it('reads and delivers as a service, and says so in the status line', async () => {
      machine.start('kopru broker');
      machine.start('kopru simulate eastron/sdm630');
      machine.write('/etc/kopru/gateway.yaml', gatewayYaml);
      machine.write('/etc/kopru/secrets/city-key', 'of the city');
      machine.write('/etc/systemd/system/kopru.service.d/override.conf', dropIn);

      expect(machine.run('chmod 600 /etc/kopru/secrets/city-key && systemctl daemon-reload').status).toBe(0);
      expect(machine.run('kopru check')).toMatchObject({ status: 0 });
      expect(machine.run('systemctl start kopru')).toMatchObject({ status: 0, stderr: '' });
      await machine.until('kopru status', /delivered [1-9]/);
      await machine.until('systemctl show --property=StatusText kopru', /Working\. The device answers/);
      expect(machine.run('stat -c %U:%a /var/lib/kopru /var/lib/kopru/buffer.db').stdout).toBe(
        'kopru:700\nkopru:600\n',
      );
      for (const asWhom of ['', 'runuser -u kopru -- ']) {
        expect(machine.run(`${asWhom}kopru doctor /etc/kopru/gateway.yaml`).stdout).toContain(
          '0 failed, 0 to look at',
        );
      }
      const ask = "fetch('http://127.0.0.1:8080/').then((answer) => answer.text()).then(console.log)";
      expect(machine.run(`/usr/lib/kopru/bin/node -e "${ask}"`).stdout).toContain('<b>Working.</b>');
    }, 120_000);

    it('serves the page to the network, once somebody may sign in', () => {
      expect(machine.run('kopru page enable').stdout).toContain('https://cabinet.test:8443/enter?link=');
      expect(machine.run('kopru page').stdout).toContain('Certificate (SHA-256)');
    });

    it('reads a secret that is a file of its own', async () => {
      const path = '/etc/kopru/secrets/city-key';
      machine.run(`rm /etc/systemd/system/kopru.service.d/override.conf; chown kopru ${path}`);
      machine.run('systemctl daemon-reload; systemctl restart kopru');

      await machine.until('systemctl show --property=StatusText kopru', /Working\. The device answers/);
    }, 120_000);

    it('applies a change by systemctl reload, and keeps the old configuration when the new one is wrong', async () => {
      machine.write('/etc/kopru/gateway.yaml', gatewayYaml.replace('unitId: 1', 'unitId: 1, every: 1s'));
      expect(machine.run('systemctl reload kopru')).toMatchObject({ status: 0 });

      machine.write('/etc/kopru/gateway.yaml', gatewayYaml.replace('sdm630', 'sdm63'));
      expect(machine.run('systemctl reload kopru').status).not.toBe(0);

      await machine.until('systemctl show --property=StatusText kopru', /Working/);
      expect(machine.run('journalctl --unit kopru').stdout).toContain('UNKNOWN_DRIVER');
      machine.write('/etc/kopru/gateway.yaml', gatewayYaml);
    }, 120_000);

    it('is started again after kill -9, with what it had kept', async () => {
      const accepted = () => Number(/accepted (\d+)/.exec(machine.run('kopru status').stdout)?.[1]);
      const before = accepted();
      machine.run('systemctl kill --signal=KILL kopru');

      await machine.until('systemctl show --property=NRestarts kopru', /=1/);
      await machine.until('systemctl is-active kopru', /^active/);
      await machine.until('kopru status', /balances/);
      expect(accepted()).toBeGreaterThanOrEqual(before);
    }, 120_000);

    it('leaves the readings when it is removed, and goes on with them when it is installed again', async () => {
      expect(machine.run('dpkg --remove kopru')).toMatchObject({ status: 0 });
      expect(machine.run('ls /var/lib/kopru').stdout).toContain('buffer.db');
      expect(machine.run('systemctl is-active kopru').stdout).toBe('inactive\n');

      expect(machine.run('dpkg --install /root/kopru.deb')).toMatchObject({ status: 0 });
      await machine.until('kopru status', /accepted [1-9].*balances/s);
    }, 120_000);

    it('stays off through an update when somebody disabled it', () => {
      machine.run('systemctl disable --now kopru');

      expect(machine.run('dpkg --install /root/kopru.deb')).toMatchObject({ status: 0 });
      expect(machine.run('systemctl is-active kopru').stdout).toBe('inactive\n');
    });

    it('leaves nothing when it is purged', () => {
      expect(machine.run('dpkg --purge kopru')).toMatchObject({ status: 0 });
      expect(machine.run('ls -d /etc/kopru /var/lib/kopru /usr/lib/kopru /usr/share/kopru').stdout).toBe('');
    });
  },
);
