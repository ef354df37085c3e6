/** Query parameters of reads: which entities, which attributes, in which form, which page, which time. */
import type { Context as Call } from 'hono';
import type { Context } from '../ngsi-ld/context.ts';
import { idMatcher } from '../ngsi-ld/id-pattern.ts';
import { badData, Problem } from '../ngsi-ld/problem.ts';
import type { Query } from '../ngsi-ld/query.ts';
import { parseQuery } from '../ngsi-ld/query-language.ts';
import type { TemporalQuery, TimeProperty } from '../ngsi-ld/temporal.ts';
import { checkUri, checkUtc, shown } from '../ngsi-ld/values.ts';
import type { Format, WriteOptions } from '../ngsi-ld/write-entity.ts';
import type { Page } from './answer.ts';
import { listOf } from './request.ts';

const unsupported = ['georel', 'geometry', 'coordinates', 'geoproperty', 'scopeQ', 'csf', 'join', 'lang'];
const defaultLimit = 20;
const largestLimit = 1_000;

/** Throws BadRequestData for a query so wide that it names nothing it looks for (clause 5.7.2). */
export function queryFrom(call: Call, context: Context): Query {
  const [refused] = unsupported.filter((name) => call.req.query(name) !== undefined);
  if (refused)
    throw new Problem('OperationNotSupported', `This broker does not support the parameter ${refused}.`);
  const { idPattern, q, local } = call.req.query();
  const ids = listOf(call, 'id')?.map((id) => checkUri(id, 'id'));
  const types = typesFrom(call)?.map((name) => context.expand(name));
  const attributes = listOf(call, 'attrs')?.map((name) => context.expand(name));
  if (!ids && !types && !attributes && !q && local !== 'true') {
    throw badData('The query names neither id, type, attrs nor q; say local=true to mean all.');
  }
  return {
    ids: ids && new Set(ids),
    idMatches: idPattern ? idMatcher(idPattern) : undefined,
    types: types && new Set(types),
    attributes: attributes && new Set(attributes),
    condition: q ? parseQuery(q) : undefined,
    context,
  };
}

export function writeOptionsFrom(call: Call, context: Context): WriteOptions {
  const options = optionsOf(call);
  const names = (parameter: string) => {
    const list = listOf(call, parameter);
    return list && new Set(list.map((name) => context.expand(name)));
  };
  return {
    context,
    format: formatFrom(options, call.req.query('format')),
    sysAttrs: options.has('sysAttrs'),
    only: names('attrs') ?? names('pick'),
    without: names('omit'),
  };
}

export function optionsOf(call: Call): ReadonlySet<string> {
  return new Set(listOf(call, 'options'));
}

export function pageFrom(call: Call): Page {
  const limit = wholeNumber(call, 'limit') ?? defaultLimit;
  const count = call.req.query('count') === 'true' || optionsOf(call).has('count');
  if (limit === 0 && !count) throw badData('limit=0 has a meaning only with count=true.');
  if (limit > largestLimit) {
    throw new Problem('TooManyResults', `This broker gives at most ${largestLimit} entities in one page.`);
  }
  return { limit, offset: wholeNumber(call, 'offset') ?? 0, count };
}

export function temporalQueryFrom(call: Call): TemporalQuery {
  const { timerel, timeAt, endTimeAt } = call.req.query();
  const timeProperty = timePropertyFrom(call.req.query('timeproperty') ?? 'observedAt');
  const lastN = wholeNumber(call, 'lastN');
  if (lastN === 0) throw badData('lastN must be at least 1.');
  const common = { timeProperty, lastN };
  if (timerel === undefined) {
    if (timeAt !== undefined || endTimeAt !== undefined) throw badData('timeAt needs a timerel.');
    return { ...common, fromMs: undefined, untilMs: undefined };
  }
  const at = checkUtc(timeAt, 'timeAt');
  if (timerel === 'before') return { ...common, fromMs: undefined, untilMs: at };
  if (timerel === 'after') return { ...common, fromMs: at + 1, untilMs: undefined };
  if (timerel === 'between') return { ...common, fromMs: at, untilMs: checkUtc(endTimeAt, 'endTimeAt') };
  throw badData(`timerel must be before, after or between, not ${shown(timerel)}.`);
}

function typesFrom(call: Call): readonly string[] | undefined {
  const text = call.req.query('type');
  if (text && /[;()]/.test(text)) {
    throw new Problem('OperationNotSupported', 'This broker takes types joined by a comma or | only.');
  }
  const types = text?.split(/[,|]/).filter((name) => name !== '') ?? [];
  return types.length === 0 ? undefined : types;
}

function formatFrom(options: ReadonlySet<string>, format: string | undefined): Format {
  const named = (name: string) => options.has(name) || format === name;
  if (named('keyValues') || named('simplified')) return 'simplified';
  return named('concise') ? 'concise' : 'normalized';
}

function timePropertyFrom(text: string): TimeProperty {
  if (text === 'observedAt' || text === 'createdAt' || text === 'modifiedAt') return text;
  throw badData(`timeproperty must be observedAt, createdAt or modifiedAt, not ${shown(text)}.`);
}

function wholeNumber(call: Call, name: string): number | undefined {
  const text = call.req.query(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw badData(`${name} must be a whole number, not ${shown(text)}.`);
  return Number(text);
}
