/** What somebody may do who has signed in: forms, so that it works without script. Others are shown nothing to press. */
import { entryWords } from './entry-words.ts';
import type { Scene } from './scene.ts';

/** For one entry of the quarantine. */
export function QuarantineActs({ scene, id }: { readonly scene: Scene; readonly id: number }) {
  const { session, language } = scene.viewer;
  if (session?.role !== 'technician') return null;
  const words = entryWords[language];
  return (
    <form class="acts" method="post">
      <input type="hidden" name="csrf" value={session.csrf} />
      <input type="hidden" name="ids" value={id} />
      <button type="submit" formAction="/actions/quarantine/retry">
        {words.sendAgain}
      </button>
      <button type="submit" formAction="/actions/quarantine/drop">
        {words.discard}
      </button>
    </form>
  );
}

/** For a destination that waits before it tries again. */
export function TryNow({ scene, destination }: { readonly scene: Scene; readonly destination: string }) {
  const { session, language } = scene.viewer;
  if (session?.role !== 'technician') return null;
  return (
    <form class="acts" method="post" action="/actions/try">
      <input type="hidden" name="csrf" value={session.csrf} />
      <input type="hidden" name="destination" value={destination} />
      <button type="submit">{entryWords[language].tryNow}</button>
    </form>
  );
}

/** Who is there, and the way in or out. */
export function SignedIn({ scene }: { readonly scene: Scene }) {
  const { session, language } = scene.viewer;
  const words = entryWords[language];
  if (!session) return <a href="/sign-in">{words.signIn}</a>;
  return (
    <form class="acts" method="post" action="/sign-out">
      <input type="hidden" name="csrf" value={session.csrf} />
      <span>
        {session.person}, {words.roles[session.role]}
      </span>
      <button type="submit">{words.signOut}</button>
    </form>
  );
}
