/** The way out: each destination, what came in and went out, what waits, and how long there is room for it. */
import { bytesText, numberText } from '../../core/number-text.ts';
import type { DestinationState } from '../state.ts';
import type { Curve } from '../trail.ts';
import { QuarantineActs, TryNow } from './acts.tsx';
import { niceTop, Steps } from './charts.tsx';
import { ageText, type Scene, shortNumber, span, timeText, wallText } from './scene.ts';

export function Forwarding({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  return (
    <section id="forwarding" aria-labelledby="hf">
      <h2 id="hf">{words.forwarding.title}</h2>
      {state.destinations.length === 0 ? <p>{words.forwarding.none}</p> : <Flow scene={scene} />}
      {state.destinations.map((destination) => (
        <Destination key={destination.name} scene={scene} destination={destination} />
      ))}
    </section>
  );
}

/** Columns of the last hour. */
const columns = 60;

function Flow({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  const { accepted, delivered, unanswered } = state.flow;
  const perSecond = ({ values, widthMs }: Curve) =>
    values.map((value) => (value === null ? null : (value * 1_000) / widthMs));
  const [taken, given] = [perSecond(accepted), perSecond(delivered)];
  const top = niceTop(Math.max(0.5, ...taken.map(Number), ...given.map(Number)));
  const { inPerSecond, outPerSecond } = state.buffer;
  const away = unanswered.values.some((value) => value !== null && value > 0);
  return (
    <figure aria-label={words.forwarding.chart(shortNumber(inPerSecond), shortNumber(outPerSecond))}>
      <figcaption class="key">
        <span>
          <i class="k-in" />
          {words.forwarding.accepted} <b>{shortNumber(inPerSecond)}/s</b>
        </span>
        <span>
          <i class="k-out" />
          {words.forwarding.delivered} <b>{shortNumber(outPerSecond)}/s</b>
        </span>
        {away ? (
          <span>
            <i class="k-hatch" />
            {words.forwarding.noAnswer}
          </span>
        ) : null}
        <span>{words.forwarding.scale(shortNumber(top))}</span>
      </figcaption>
      <Steps
        columns={columns}
        top={top}
        series={[
          { kind: 'hatch', values: unanswered.values.map((value) => (value ? value : null)) },
          { kind: 'out', values: given },
          { kind: 'in', values: taken },
        ]}
      />
      <p class="axis">
        <span>{timeText(scene, accepted.endMs - columns * accepted.widthMs, accepted.widthMs < 5_000)}</span>
        <span>{words.backlog.now}</span>
      </p>
    </figure>
  );
}

function Destination({
  scene,
  destination,
}: {
  readonly scene: Scene;
  readonly destination: DestinationState;
}) {
  const { words } = scene;
  const { name, broker, history, lastAnswer, lastSuccessAtMs, nextTryAtMs, requests, imperfect, answerMs } =
    destination;
  return (
    <>
      <p class="meta dest">
        <b>{name}</b>: {broker}
        <br />
        {words.forwarding.history[history] ?? history}
      </p>
      <dl class="facts">
        {lastAnswer ? (
          <>
            <dt>{words.forwarding.lastAnswer}</dt>
            <dd>{`${timeText(scene, lastAnswer.atMs)}, ${lastAnswer.words}`}</dd>
          </>
        ) : null}
        {lastSuccessAtMs === undefined ? null : (
          <>
            <dt>{words.forwarding.lastSuccess}</dt>
            <dd>{words.ago(ageText(scene, lastSuccessAtMs))}</dd>
          </>
        )}
        {nextTryAtMs === undefined ? null : (
          <>
            <dt>{words.forwarding.nextTry}</dt>
            <dd>{words.in(span(scene, Math.max(0, nextTryAtMs - scene.nowMs)))}</dd>
          </>
        )}
        {answerMs === undefined ? null : (
          <>
            <dt>{words.forwarding.answersIn}</dt>
            <dd>{numberText(answerMs)} ms</dd>
          </>
        )}
        <dt>{words.forwarding.requests}</dt>
        <dd>{words.forwarding.requestsOf(numberText(requests), numberText(imperfect))}</dd>
      </dl>
      {nextTryAtMs === undefined ? null : <TryNow scene={scene} destination={name} />}
    </>
  );
}

export function Backlog({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  const { waiting, oldestAtMs, bytes, limitBytes, roomMs, inPerSecond } = state.buffer;
  const curve = state.flow.waiting;
  const peak = Math.max(waiting, ...curve.values.map(Number));
  const used = Math.min(100, (bytes / limitBytes) * 100);
  const oldest = oldestAtMs === undefined ? undefined : ageText(scene, oldestAtMs);
  return (
    <section aria-labelledby="hb">
      <h2 id="hb">{words.backlog.title}</h2>
      <p class="lead">
        <Marked
          text={words.backlog.lead(numberText(waiting), oldest)}
          parts={[numberText(waiting), oldest]}
        />
      </p>
      <figure>
        <Steps low columns={72} top={peak} series={[{ kind: 'wait', values: curve.values }]} />
        <p class="axis">
          <span>{timeText(scene, curve.endMs - 72 * curve.widthMs, false)}</span>
          <span>{peak > 0 ? words.backlog.peak(numberText(peak)) : ''}</span>
          <span>{words.backlog.now}</span>
        </p>
      </figure>
      <svg
        class="room"
        role="img"
        aria-label={words.backlog.roomUsed(shortNumber(used))}
        viewBox="0 0 100 1"
        preserveAspectRatio="none"
      >
        <rect width={Math.max(1, used)} height="1" />
      </svg>
      <dl class="facts">
        <dt>{words.backlog.onDisk}</dt>
        <dd>{words.backlog.bytes(bytesText(bytes), bytesText(limitBytes))}</dd>
        <dt>{words.backlog.room}</dt>
        <dd>
          {roomMs === undefined
            ? words.backlog.roomUnknown
            : words.backlog.roomFor(span(scene, roomMs), shortNumber(inPerSecond))}
        </dd>
        <dt>{words.backlog.whenFull}</dt>
        <dd>{words.backlog.oldestFirst}</dd>
      </dl>
    </section>
  );
}

/** The same text with some of its parts in bold. */
function Marked({ text, parts }: { readonly text: string; readonly parts: readonly (string | undefined)[] }) {
  const [part, ...others] = parts;
  const at = part === undefined ? -1 : text.indexOf(part);
  if (part === undefined || at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <b>{part}</b>
      <Marked text={text.slice(at + part.length)} parts={others} />
    </>
  );
}

/** `ParkingSpot, spot-03` for `urn:ngsi-ld:ParkingSpot:spot-03`. */
const entityText = (urn: string) => /^urn:ngsi-ld:([^:]+):(.+)$/.exec(urn)?.slice(1).join(', ') ?? urn;

export function Quarantine({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  const all = state.destinations.reduce((sum, { ledger }) => sum + ledger.quarantined, 0);
  const rest = all - state.quarantine.reduce((sum, { count }) => sum + count, 0);
  return (
    <section id="quarantine" aria-labelledby="hq">
      <h2 id="hq">{words.quarantine.title}</h2>
      {all === 0 ? <p>{words.quarantine.empty}</p> : null}
      <ul class="quar">
        {state.quarantine.map(
          ({ id, destination, entity, code, words: said, place, count, firstAt, lastAt, retry }) => (
            <li key={id}>
              <p>
                <b>{numberText(count)}</b> {entityText(entity)}
              </p>
              <blockquote>{said}</blockquote>
              <p class="meta">
                <code>{code}</code>, {destination},{' '}
                {words.quarantine.between(wallText(scene, firstAt), wallText(scene, lastAt))}
                {place === undefined ? null : (
                  <>
                    {', '}
                    <code>{place}</code>
                  </>
                )}
                {retry ? `, ${words.quarantine.onItsWay}` : ''}
              </p>
              <QuarantineActs scene={scene} id={id} />
            </li>
          ),
        )}
      </ul>
      {rest > 0 && all > 0 ? <p class="meta">{words.quarantine.more(numberText(rest))}</p> : null}
    </section>
  );
}
