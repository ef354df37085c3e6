/** A driver of the gateway's own machine: each point is one of the values that the machine tells. */
import { type HostPoint, hostPart } from '../sources/host/settings.ts';
import { hostPoint, overrideShape } from './driver-schema.ts';
import { makePoint } from './point-meaning.ts';
import { namesIn, type Workpiece } from './workpiece.ts';

export interface CompiledHost {
  readonly protocol: 'host';
  readonly points: readonly HostPoint[];
}

const overridden = hostPoint.extend(overrideShape);

export function compileHost(work: Workpiece): CompiledHost {
  const { device, tags } = work.site;
  work.read(work.filled(['host']), hostPart);
  const sheet = work.filled(['points']);
  const sheets = new Map([...work.points(sheet), ...work.additions(namesIn(sheet))]);
  const points = [...sheets].flatMap(([name, each]): HostPoint[] => {
    const text = work.read(each, overridden);
    if (!text) return [];
    const raw = text.value === 'underVoltage' ? 'bit' : 'number';
    const { point } = work.take(makePoint({ device, name, text, sheet: each, tags, raw }), each);
    return point ? [{ ...point, value: text.value }] : [];
  });
  work.refuseDoubles(points, sheets);
  return { protocol: 'host', points };
}
