import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idMatcher } from '../../../src/simulator/broker/ngsi-ld/id-pattern.ts';
import { broker } from './client.ts';

/** Names that mean something to the broker, so that chance finds its way inside. */
const member = fc.constantFrom(
  ...['type', 'value', 'object', 'observedAt', 'unitCode', 'datasetId', 'languageMap', '@context', 'scope'],
  ...['coordinates', 'vocab', 'json', 'valueList', 'objectList', 'id', '__proto__', 'constructor', 'x'],
);
const leaf = fc.oneof(
  fc.constantFrom(
    'Property',
    'GeoProperty',
    'Relationship',
    'Point',
    'Polygon',
    'urn:ngsi-ld:null',
    'urn:x:1',
  ),
  fc.jsonValue({ maxDepth: 1 }),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(member, tie('tree'), { maxKeys: 5 }),
  ),
}));
const entity = fc.record({ id: fc.constant('urn:x:1'), type: fc.constant('T'), a: tree, x: tree });

describe('whatever is sent', () => {
  it.each(['create', 'upsert', 'upsert?options=update', 'update', 'merge', 'delete'])(
    'to %s is taken or refused, and the broker never fails',
    async (operation) => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(tree, fc.array(entity, { minLength: 1, maxLength: 3 })), async (body) => {
          const peer = broker();
          await peer.post('entities', { id: 'urn:x:1', type: 'T', x: 1 });

          const got = await peer.post(`entityOperations/${operation}`, body);

          expect([201, 204, 207, 400]).toContain(got.status);
          expect(JSON.stringify(got.body ?? '')).not.toContain('InternalError');
          expect((await peer.get('entities/urn:x:1')).status).toBeOneOf([200, 404]);
        }),
        { numRuns: 150 },
      );
    },
  );

  it.each(['entities', 'temporal/entities'])('to %s is taken or refused', async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(tree, entity), async (body) => {
        expect([201, 204, 400]).toContain((await broker().post(path, body)).status);
      }),
      { numRuns: 150 },
    );
  });

  it('to q is understood or refused', async () => {
    const peer = broker();
    await peer.post('entities', { id: 'urn:x:1', type: 'T', x: 1 });
    const sign = fc.constantFrom(
      'x',
      '1',
      '.',
      '..',
      '"',
      ';',
      '|',
      '(',
      ')',
      '==',
      '<',
      '[',
      ']',
      ',',
      '~=',
      ' ',
    );

    await fc.assert(
      fc.asyncProperty(fc.array(sign, { maxLength: 12 }), async (signs) => {
        const { status } = await peer.get(`entities?local=true&q=${encodeURIComponent(signs.join(''))}`);

        expect([200, 400, 422]).toContain(status);
      }),
    );
  });
});

describe('a pattern of ids', () => {
  it('matches what the regular expression matches', () => {
    const piece = fc.constantFrom('a', 'b', ':', '.*', '\\.');
    const pattern = fc
      .tuple(fc.constantFrom('', '^'), fc.array(piece, { maxLength: 6 }), fc.constantFrom('', '$'))
      .map(([start, pieces, end]) => start + pieces.join('') + end);
    const id = fc.array(fc.constantFrom('a', 'b', ':', '.'), { maxLength: 8 }).map((signs) => signs.join(''));

    fc.assert(
      fc.property(pattern, id, (text, candidate) => {
        expect(idMatcher(text)(candidate)).toBe(new RegExp(text).test(candidate));
      }),
      { numRuns: 1_000 },
    );
  });

  it('that would take a regular expression for ever is refused', () => {
    expect(() => idMatcher('^(a+)+$')).toThrow(/knows/);
  });
});
