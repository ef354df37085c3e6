/**
 * Names of entities: `urn:ngsi-ld:<Type>:<gateway>-<local id>`, stable for the point of measurement, without times,
 * in ASCII, because the common schema of the models and several brokers allow nothing else.
 */

/** `localId` is the id of the entity or its device; one that starts with `urn:` is taken as it is. */
export function entityUrn(type: string, gatewayId: string, localId: string): string {
  if (localId.startsWith('urn:')) return localId;
  return `urn:ngsi-ld:${type}:${folded(gatewayId)}-${folded(localId)}`;
}

/** URN of the Device entity of an installed device, whether or not this gateway sends that entity. */
export function deviceUrn(gatewayId: string, deviceId: string): string {
  return entityUrn('Device', gatewayId, deviceId);
}

/** Letters that lose their mark by decomposition; these four do not decompose. */
const undecomposed: Readonly<Record<string, string>> = { ı: 'i', ß: 'ss', ø: 'o', Ø: 'O' };

/** Latin letters without their marks (`Kağıthane 1` is `Kagithane-1`); what else is not ASCII becomes a dash. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[ıßøØ]/g, (letter) => undecomposed[letter] ?? '')
    .replaceAll(/[^A-Za-z0-9._-]/gu, '-');
}
