import { describe, expect, it } from 'vitest';
import { stateFolderFor } from '../../src/cli/configuration.ts';

describe('the folder of the readings', () => {
  it.each([
    ['/etc/kopru/gateway.yaml', undefined, '/var/lib/kopru'],
    ['/etc/kopru/gateway.yaml', '/var/lib/other', '/var/lib/other'],
    ['/etc/kopru/gateway.yaml', '', '/var/lib/kopru'],
    ['gateway.yaml', '/var/lib/kopru:/var/lib/kopru/more', '/var/lib/kopru'],
    ['gateway.yaml', undefined, undefined],
    ['/home/ayse/gateway.yaml', undefined, undefined],
  ])('of %s with STATE_DIRECTORY %s is %s', (file, stateDirectory, folder) => {
    expect(stateFolderFor(file, stateDirectory)).toBe(folder);
  });
});
