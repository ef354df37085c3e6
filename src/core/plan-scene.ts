/** What planning one entity looks at and what it fills: the request, the site's answers, the entity in the making. */
import type { AcrossMeasure } from './across.ts';
import type { Geometry } from './device.ts';
import type { Attribute } from './entity.ts';
import type { EventValue } from './event.ts';
import type { MappingDefinition, TimeAttribute } from './mapping.ts';
import type { ParamAnswers } from './mapping-params.ts';
import type { Measure, Offer, OfferingDevice, WindowMeasure } from './measure.ts';
import type { PlanProblem } from './plan-problem.ts';
import type { Value } from './reading.ts';

export interface PlanDevice extends OfferingDevice {
  readonly name?: string | undefined;
  /** Undefined while nobody knows where it stands. */
  readonly location: Geometry | undefined;
  readonly serialNumber?: string | undefined;
  readonly facts: Readonly<Record<string, Value>>;
}

export interface PlanRequest {
  readonly definition: MappingDefinition;
  readonly gateway: {
    readonly id: string;
    readonly facts: Readonly<Record<string, Value>>;
    /** Degrees Celsius that gas concentrations refer to; default 20. */
    readonly gasReference?: number;
  };
  /** What the entry says. `set`: static attributes the mapping does not have. */
  readonly entry: {
    readonly id?: string | undefined;
    readonly name?: string | undefined;
    readonly location?: Geometry | undefined;
    readonly set?: Readonly<Record<string, unknown>> | undefined;
    /** Instead of the period of the mapping, in milliseconds. */
    readonly periodMs?: number | undefined;
  };
  /** In the order named, at least one; with `each`, the one device. */
  readonly devices: readonly PlanDevice[];
  /** The entry's own answers; facts and defaults are looked up here. */
  readonly params: Readonly<Record<string, unknown>>;
  /** URN by id of all entities of the site, for `{ entity: id }`; `entityUrn` gives them before anything is planned. */
  readonly urns?: ReadonlyMap<string, string>;
  /** URNs of the entities that a mapping makes from any of these devices, for `ref: { entities: ... }`. */
  readonly madeBy?: (mapping: string) => readonly string[];
}

/** An entity in the making. */
export interface Sheet {
  readonly statics: Record<string, Attribute>;
  readonly measures: Measure[];
  /** By period in milliseconds. */
  readonly windows: Map<number, WindowMeasure[]>;
  readonly across: AcrossMeasure[];
  readonly events: EventValue[];
  readonly times: TimeAttribute[];
  readonly problems: PlanProblem[];
  /** Attributes left out for a reason that is told elsewhere. */
  readonly untold: Set<string>;
}

export interface Scene {
  readonly request: PlanRequest;
  readonly params: ParamAnswers;
  readonly offer: Offer;
  /** URN of the entity. */
  readonly id: string;
  readonly localId: string;
  readonly asker: string;
}

/** Whether a param can be used; what depends on one that cannot is left out. */
export function answered(param: string, attribute: string, { params }: Scene, sheet: Sheet): boolean {
  if (params.faulty.has(param)) sheet.untold.add(attribute);
  return Object.hasOwn(params.answers, param);
}
