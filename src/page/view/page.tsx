/** The whole page, in the order in which it answers questions. Pure: the server and the browser draw the same. */
import { Devices } from './devices.tsx';
import { Footer } from './footer.tsx';
import { Backlog, Forwarding, Quarantine } from './forwarding.tsx';
import { Shapes } from './glyph.tsx';
import { Hero, TopBar } from './hero.tsx';
import { ChangesLately, Ledgers } from './ledger.tsx';
import { Machine } from './machine.tsx';
import { Problems } from './problems.tsx';
import type { Scene } from './scene.ts';

export function Page({ scene }: { readonly scene: Scene }) {
  return (
    <>
      <Shapes />
      <a class="skip" href="#devices">
        {scene.words.skip}
      </a>
      <TopBar scene={scene} />
      <main class={scene.lostAtMs === undefined ? undefined : 'stale'}>
        <Hero scene={scene} />
        <Problems scene={scene} />
        <div class="cols">
          <Devices scene={scene} />
          <div class="side">
            <Forwarding scene={scene} />
            <Backlog scene={scene} />
            <Quarantine scene={scene} />
            <Machine scene={scene} />
          </div>
          <div class="foot">
            <Ledgers scene={scene} />
            <ChangesLately scene={scene} />
          </div>
        </div>
      </main>
      <Footer scene={scene} />
    </>
  );
}
