/** Hands the image over to the user under the name they gave, and never takes a name that is in use. */
import { rebuildCommand } from '../engines/engine';
import { KEPT, LABEL, passingName } from '../lease';
import { askRegardless, failure, lastWords, type Session, SmokeStop } from '../session';
import { NEVER } from '../cancellation';

/** Ends the smoke build before anything is made when the name is no name, or is taken. */
export async function checkKeptName(session: Session): Promise<void> {
  const { keep } = session.input;
  if (keep === undefined) return;
  const problem = await whyNotKept(session, keep);
  if (problem !== undefined) throw new SmokeStop('error', failure('identify', problem));
}

/** `[REGISTRY[:PORT]/]NAME[/NAME…][:TAG]` (distribution/reference, regexp.go), without a digest, which only a registry gives. */
const REFERENCE =
  /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?$/u;

/** Undefined for a name that an image can be kept under. */
export async function whyNotKept(session: Session, name: string): Promise<string | undefined> {
  if (!REFERENCE.test(name))
    return `"${name}" is no image name: use lower-case letters, digits, and . _ - / :`;
  if (await isTaken(session, name))
    return `The name "${name}" is in use, and an image of yours is never replaced: choose another.`;
  return undefined;
}

/**
 * Gives the image the user's name, as an image whose label says that it is no longer ours. A label is inherited by whatever is
 * built on an image, so ours must not go along; one more image with the same layers takes no room. Where the engine cannot
 * build it, the image itself is named, which sweeps leave alone because it has a name. False when it could not be kept.
 */
export async function keepImage(session: Session, image: string, keep: string): Promise<boolean> {
  if (await isTaken(session, keep)) {
    session.note(`The image was not kept: meanwhile the name "${keep}" is in use.`);
    return false;
  }
  const passing = passingName(session.run);
  // Podman looks for a name without a registry in registries too.
  const isPodman = session.engine.builder.kind === 'podman';
  await askRegardless(session, 'tag', image, passing);
  const outcome = await session.port.run(rebuildCommand(session.engine, keep), {
    signal: NEVER,
    timeoutMs: 120_000,
    stdin: `FROM ${isPodman ? 'localhost/' : ''}${passing}\nLABEL ${LABEL}=${KEPT}\n`,
  });
  const isSame =
    outcome.kind === 'exited' && outcome.exitCode === 0 && (await haveSameLayers(session, image, keep));
  if (isSame) return true;
  session.note(
    `The image is kept with the label ${LABEL}: the engine could not take it off (${lastWords(outcome)}).`,
  );
  const tagged = await askRegardless(session, 'tag', image, keep);
  await askRegardless(session, 'image', 'rm', '--no-prune', passing);
  if (tagged.kind === 'exited' && tagged.exitCode === 0) return true;
  session.note(`The image was not kept: ${lastWords(tagged)}`);
  return false;
}

async function isTaken(session: Session, name: string): Promise<boolean> {
  const outcome = await askRegardless(session, 'image', 'inspect', '--format', '{{.Id}}', name);
  return outcome.kind === 'exited' && outcome.exitCode === 0;
}

/** Whether two images consist of the very same layers; false also where the engine does not say. */
export async function haveSameLayers(session: Session, one: string, other: string): Promise<boolean> {
  const outcome = await askRegardless(
    session,
    'image',
    'inspect',
    '--format',
    '{{json .RootFS.Layers}}',
    one,
    other,
  );
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) return false;
  const [first, second] = outcome.stdout.trim().split('\n');
  return first !== undefined && first === second;
}
