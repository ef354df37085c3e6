/**
 * The path of a reading as a bridge with a tower for each stage. Dots on the deck are readings; the last span is
 * raised while the broker does not answer.
 */
import type { ComponentChildren } from 'preact';
import { numberText } from '../../core/number-text.ts';
import type { Glyph as Shape } from '../../core/verdict.ts';
import type { DestinationState, PageState } from '../state.ts';
import { Glyph } from './glyph.tsx';
import { ageText, type Scene, shortNumber } from './scene.ts';

const hangers = (from: number) =>
  [21, 30, 37, 42, 43, 42, 37, 30, 21].map((y, index) => `M${from + index * 10} ${y}V54`).join('');

/** How the deck looks. */
type Traffic = 'flowing' | 'open' | 'draining' | 'still';

export function Bridge({ scene }: { readonly scene: Scene }) {
  const traffic = trafficOf(scene.state);
  return (
    <div class="strip">
      <svg class="bridge" viewBox="0 0 400 70" preserveAspectRatio="none" aria-hidden="true">
        <path class="water" d="M0 62H400V70H0z" />
        <path class="hang" d={`${hangers(60)}${hangers(160)}${traffic === 'open' ? '' : hangers(260)}`} />
        <path class="cable" d="M0 52Q32 46 50 8Q100 78 150 8Q200 78 250 8" />
        {traffic === 'open' ? (
          <>
            <path class="cable off" d="M250 8Q300 78 350 8" />
            <path class="cable" d="M350 8Q368 46 400 52" />
            <path class="deck" d="M0 55H254L292 34M400 55H346L308 34" />
          </>
        ) : (
          <>
            <path class="cable" d="M250 8Q300 78 350 8Q368 46 400 52" />
            <path class="deck" d="M0 55H400" />
          </>
        )}
        <path class="tower" d="M50 8V66M150 8V66M250 8V66M350 8V66" />
        {traffic === 'still' ? null : (
          <path class="flow" d={traffic === 'flowing' ? 'M0 49H400' : 'M0 49H150'} />
        )}
        {traffic === 'open' ? <path class="queue" d="M150 49H250" /> : null}
        {traffic === 'draining' ? <path class="queue run" d="M150 49H400" /> : null}
      </svg>
      <ol class="stations">
        <Devices scene={scene} />
        <Buffer scene={scene} />
        <Mapping scene={scene} />
        <Broker scene={scene} />
      </ol>
    </div>
  );
}

function trafficOf(state: PageState): Traffic {
  const { answering } = counts(state);
  if (state.destinations.some(isStuck)) return 'open';
  if (answering === 0) return 'still';
  return state.verdict.situation === 'draining' ? 'draining' : 'flowing';
}

const isStuck = ({ state }: DestinationState) => state === 'backing off' || state === 'denied';

interface StationProps {
  readonly shape: Shape;
  readonly name: string;
  readonly number: string;
  readonly children: ComponentChildren;
}

function Station({ shape, name, number, children }: StationProps) {
  return (
    <li>
      <Glyph shape={shape} />
      <b>{name}</b>
      <span class="num">{number}</span>
      <small>{children}</small>
    </li>
  );
}

/** Of the devices that are not switched off. */
function counts({ devices }: PageState) {
  const installed = Object.values(devices).filter(({ running }) => running !== 'off');
  const answering = installed.filter(({ link }) => link === 'answers').length;
  const silent = installed.filter(({ link }) => link === 'silent').length;
  return { installed: installed.length, answering, silent };
}

function Devices({ scene }: { readonly scene: Scene }) {
  const { words } = scene;
  const { installed, answering, silent } = counts(scene.state);
  return (
    <Station
      shape={silent > 0 ? 'look' : answering < installed ? 'waiting' : 'fine'}
      name={words.stations.devices}
      number={words.of(numberText(answering), numberText(installed))}
    >
      {silent > 0
        ? words.silent(numberText(silent))
        : answering < installed
          ? words.devices.starting
          : words.allAnswer}
    </Station>
  );
}

function Buffer({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  const { waiting, oldestAtMs, trouble } = state.buffer;
  const behind = state.destinations.some(isStuck) || state.verdict.situation === 'draining';
  return (
    <Station
      shape={trouble === undefined ? (behind ? 'waiting' : 'fine') : 'stopped'}
      name={words.stations.buffer}
      number={behind ? numberText(waiting) : words.waitingCount(numberText(waiting))}
    >
      {oldestAtMs === undefined ? words.nothingWaits : words.oldest(ageText(scene, oldestAtMs))}
    </Station>
  );
}

function Mapping({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  const quarantined = state.destinations.reduce((sum, { ledger }) => sum + ledger.quarantined, 0);
  const { entities } = state.gateway;
  return (
    <Station
      shape={quarantined > 0 ? 'look' : 'fine'}
      name={words.stations.mapping}
      number={
        quarantined > 0
          ? words.refusedCount(numberText(quarantined))
          : words.entities(entities, numberText(entities))
      }
    >
      {quarantined > 0 ? words.inQuarantine : words.nothingRefused}
    </Station>
  );
}

function Broker({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  const [worst] = state.destinations.toSorted((a, b) => rank(b) - rank(a));
  if (!worst)
    return (
      <Station shape="fine" name={words.stations.broker} number={words.phases.none}>
        {''}
      </Station>
    );
  const { shape, phase } = brokerPhase(worst, state);
  const draining = phase === 'draining';
  return (
    <Station shape={shape} name={words.stations.broker} number={words.phases[phase]}>
      {worst.troubleAtMs !== undefined
        ? words.since(ageText(scene, worst.troubleAtMs))
        : draining
          ? `${shortNumber(state.buffer.outPerSecond)}/s`
          : worst.lastSuccessAtMs === undefined
            ? ''
            : words.ago(ageText(scene, worst.lastSuccessAtMs))}
    </Station>
  );
}

const rank = ({ state }: DestinationState) => (state === 'denied' ? 2 : state === 'backing off' ? 1 : 0);

function brokerPhase(
  { state, lastAnswer }: DestinationState,
  { verdict }: PageState,
): { readonly shape: Shape; readonly phase: keyof Scene['words']['phases'] } {
  if (state === 'denied') return { shape: 'stopped', phase: 'denied' };
  if (state === 'backing off')
    return { shape: 'stopped', phase: lastAnswer?.status === undefined ? 'no answer' : 'denied' };
  if (state === 'unsynchronised') return { shape: 'waiting', phase: 'waits' };
  if (verdict.situation === 'draining') return { shape: 'waiting', phase: 'draining' };
  return { shape: 'fine', phase: 'accepts' };
}
