import { describe, expect, it } from 'vitest';
import { socketCandidates, socketPath } from '../../src/api/socket-path.ts';

describe('the control socket', () => {
  it.each([
    ['systemd gives a runtime folder', { RUNTIME_DIRECTORY: '/run/kopru' }, '/run/kopru/kopru.sock'],
    ['systemd gives several', { RUNTIME_DIRECTORY: '/run/a:/run/b' }, '/run/a/kopru.sock'],
    ['nobody gives one', {}, '/var/lib/kopru/kopru.sock'],
    ['it is named', { KOPRU_SOCKET: '/tmp/k.sock', RUNTIME_DIRECTORY: '/run/kopru' }, '/tmp/k.sock'],
  ])('is made where %s', (_name, environment, path) => {
    expect(socketPath(environment, '/var/lib/kopru')).toBe(path);
  });

  it('is found from a shell that systemd did not start', () => {
    expect(socketCandidates({}, '/home/technician')).toEqual([
      '/home/technician/state/kopru.sock',
      '/run/kopru/kopru.sock',
      '/var/lib/kopru/kopru.sock',
    ]);
  });

  it('is looked for only where it is named', () => {
    expect(socketCandidates({ KOPRU_SOCKET: '/tmp/k.sock' }, '/')).toEqual(['/tmp/k.sock']);
  });
});
