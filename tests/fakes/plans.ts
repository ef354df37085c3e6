/** Small entity plans and streams, made by hand. */
import type { Attribute, EntityPlan } from '../../src/core/entity.ts';
import type { Stream } from '../../src/core/reading.ts';

export function stream(device: string, quantity: string, unit = 'CEL'): Stream {
  return { device, point: quantity, quantity, unit, kind: 'gauge' };
}

/** An entity whose attributes are the quantities of its inputs (`device.quantity`), unconverted. */
export function plan(
  id: string,
  inputs: readonly string[],
  context = 'https://example.org/context',
): EntityPlan {
  const devices = [...new Set(inputs.map((input) => input.slice(0, input.indexOf('.'))))];
  const uses = ({ device, quantity }: Stream) => inputs.includes(`${device}.${quantity}`);
  return {
    id,
    type: 'Thing',
    mapping: 'Test/Thing',
    context,
    statics: {},
    devices,
    uses,
    map(message) {
      const observedAt = new Date(message.observedAtMs).toISOString();
      const measured: Record<string, Attribute> = {};
      for (const { stream: from, value } of message.readings) {
        if (uses(from)) measured[`${from.device}-${from.quantity}`] = { type: 'Property', value, observedAt };
      }
      return Object.keys(measured).length === 0 ? undefined : { measured, dating: {}, problems: [] };
    },
  };
}
