import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceUrn, entityUrn, folded } from '../../src/core/urn.ts';

describe('the URN of an entity', () => {
  it('is made of type, gateway and local id', () => {
    expect(entityUrn('ParkingSpot', 'istanbul-kagithane-017', 'spot-3')).toBe(
      'urn:ngsi-ld:ParkingSpot:istanbul-kagithane-017-spot-3',
    );
  });

  it('is the id itself when that is a URN already', () => {
    expect(entityUrn('ParkingSpot', 'g', 'urn:ngsi-ld:ParkingSpot:old:1')).toBe(
      'urn:ngsi-ld:ParkingSpot:old:1',
    );
  });

  it('names the device of a gateway', () => {
    expect(deviceUrn('izmir-1', 'meter')).toBe('urn:ngsi-ld:Device:izmir-1-meter');
  });

  it.each([
    ['ÇĞİIıÖŞÜ', 'CGIIiOSU'],
    ['çğıiöşü', 'cgiiosu'],
    ['Kağıthane 1', 'Kagithane-1'],
    ['Straße/Ørsted', 'Strasse-Orsted'],
    ['ölçüm_2.b', 'olcum_2.b'],
    ['東京', '--'],
    ['a😀b', 'a-b'],
  ])('folds %s to %s', (text, ascii) => {
    expect(folded(text)).toBe(ascii);
  });

  it('holds nothing but letters, digits, dot, dash, underscore and colon, whatever the id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (id) => {
        fc.pre(!id.startsWith('urn:'));
        expect(entityUrn('Device', 'site', id)).toMatch(/^urn:ngsi-ld:Device:site-[A-Za-z0-9._-]*$/);
      }),
    );
  });

  it('does not change when folded twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (id) => {
        expect(folded(folded(id))).toBe(folded(id));
      }),
    );
  });
});
