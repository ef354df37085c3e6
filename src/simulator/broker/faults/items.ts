/**
 * Faults in what a batch answer says about single entities: in the words of brokers that keep to the specification,
 * of those that do not, and of those that make no sense.
 */
import type { Json } from '../ngsi-ld/json.ts';
import { answer, type FaultCall, type Faults, problem } from './fault.ts';

const bad = problem('BadRequestData', 400);
const noContext = problem('LdContextNotAvailable', 503);
const broken = problem('InternalError', 500);

const errorOf = (entityId: string, error: Json): Json => ({ entityId, error });

/** 207 with an error for these; the others are applied. */
async function failing(call: FaultCall, failed: ReadonlySet<string>, error: Json): Promise<Response> {
  const others = call.elements.filter((_, index) => !failed.has(call.ids[index] ?? ''));
  if (others.length > 0) await call.apply(others);
  const success = call.ids.filter((id) => !failed.has(id));
  return answer(207, { success, errors: [...failed].map((id) => errorOf(id, error)) });
}

/** Applies all and answers something that does not fit. */
const appliesThen = (about: string, words: (call: FaultCall) => Response) => ({
  about,
  play: async (call: FaultCall) => {
    await call.apply();
    return words(call);
  },
});

const hasPoison = (call: FaultCall) => call.ids.includes(call.poison);
const firstHalf = ({ ids }: FaultCall) => new Set(ids.slice(0, Math.ceil(ids.length / 2)));

export const refusedItems: Faults = {
  '207-poison': {
    about: 'Refuses one entity, always the same, with BadRequestData in a 207; applies the others.',
    play: (call) => (hasPoison(call) ? failing(call, new Set([call.poison]), bad) : call.apply()),
  },
  '400-poison': {
    about: 'Answers 400 to every request with one certain entity in it and applies nothing of it.',
    play: (call) => (hasPoison(call) ? answer(400, bad) : call.apply()),
  },
  '409-poison': {
    about: 'Answers a plain 409 AlreadyExists to every request with one certain entity in it.',
    play: (call) => (hasPoison(call) ? answer(409, problem('AlreadyExists', 409)) : call.apply()),
  },
  '207-half': {
    about: 'Fails the first half of the entities with InternalError in a 207; applies the others.',
    play: (call) => failing(call, firstHalf(call), broken),
  },
  '207-context': {
    about: 'Fails every entity with LdContextNotAvailable in a 207; applies nothing.',
    play: (call) => failing(call, new Set(call.ids), noContext),
  },
  '207-forbidden': {
    about: 'Forbids one entity, always the same, with status 403 in a 207; applies the others.',
    play: (call) =>
      hasPoison(call)
        ? failing(call, new Set([call.poison]), { title: 'Forbidden', status: 403 })
        : call.apply(),
  },
  '207-all-refused': {
    about: 'Refuses every entity with BadRequestData in a 207; applies nothing.',
    play: (call) => failing(call, new Set(call.ids), bad),
  },
  '207-texts': {
    about: 'Refuses one entity, always the same, with a list of texts as its error (Stellio before 2024).',
    play: (call) =>
      hasPoison(call)
        ? failing(call, new Set([call.poison]), ['Attribute has no value', 'Rejected'])
        : call.apply(),
  },
  '400-listed': {
    about: 'Refuses every entity in a 400 with the keys `id` and `ProblemDetails` (Scorpio).',
    play: (call) =>
      answer(400, { errors: call.ids.map((id) => ({ type: 'Upsert', id, ProblemDetails: bad })) }),
  },
  '503-listed': {
    about: 'Fails every entity in a 503 with the keys `id` and `ProblemDetails` (Scorpio).',
    play: (call) =>
      answer(503, { errors: call.ids.map((id) => ({ type: 'Upsert', id, ProblemDetails: noContext })) }),
  },
  '404-collapsed': {
    about: 'Answers a plain 404 ResourceNotFound for the whole batch (coraine); applies nothing.',
    play: () => answer(404, problem('ResourceNotFound', 404)),
  },
};

export const strangeAnswers: Faults = {
  '207-unknown-ids': appliesThen('Applies the request and reports errors of entities nobody sent.', () =>
    answer(207, { success: [], errors: [errorOf('urn:ngsi-ld:Nobody:1', bad)] }),
  ),
  '207-no-ids': appliesThen('Applies the request and reports an error without an id.', () =>
    answer(207, { success: [], errors: [{ error: bad }] }),
  ),
  '207-no-list': appliesThen('Applies the request and answers 207 with an empty object.', () =>
    answer(207, {}),
  ),
  '207-empty': appliesThen('Applies the request and answers 207 without a body (old Scorpio).', () =>
    answer(207),
  ),
  '207-empty-success': appliesThen(
    'Applies the request and answers 207 with two empty lists (Cassiopeia).',
    () => answer(207, { success: [], errors: [] }),
  ),
  '207-null': appliesThen('Applies the request and answers 207 with the list `[null]`.', () =>
    answer(207, { errors: [null] }),
  ),
  '201-other-ids': appliesThen('Applies the request and answers 201 with ids of other entities.', () =>
    answer(201, ['urn:ngsi-ld:Nobody:1']),
  ),
  '201-empty': appliesThen('Applies the request and answers 201 without a body.', () => answer(201)),
  '204-always': appliesThen('Applies the request and answers 204 also for entities it created.', () =>
    answer(204),
  ),
  '200-json': appliesThen('Applies the request and answers 200 with JSON.', (call) =>
    answer(200, [...call.ids]),
  ),
  '202': appliesThen('Applies the request and answers 202, as a queue in front does.', () => answer(202)),
  'applied-twice': {
    about: 'Applies every entity of the request twice, as a proxy that repeats requests.',
    play: (call) => call.apply([...call.elements, ...call.elements]),
  },
  'applied-half': {
    about: 'Applies the first half of the request and answers 500.',
    play: async (call) => {
      await call.apply(call.elements.slice(0, Math.ceil(call.elements.length / 2)));
      return answer(500, broken);
    },
  },
  lie: {
    about:
      'Answers 204 and applies nothing: no client can notice. It shows that whoever counts, counts right.',
    play: () => answer(204),
  },
};
