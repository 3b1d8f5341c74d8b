/** Lets a person decide what becomes of the image, within a time limit: without an answer it is removed. */
import { type CancelSignal, cancelSource } from '../cancellation';
import type { Draft } from '../draft';
import { shellCommand } from '../engines/engine';
import type { EngineCommand } from '../engineCommand';
import { nameOfShell } from '../lease';
import { redactAll } from '../redact';
import type { ImageReport } from '../report';
import type { RetentionDecision, RetentionOffer, RetentionQuestion } from '../retention';
import { labelFor, type Session } from '../session';
import { summaryOf } from '../summary';
import { keepImage, whyNotKept } from './keep';

/**
 * Asks until the answer can be followed. `signal` is the person's cancellation, which means the same as `remove`. Never throws.
 */
export async function decideRetention(
  session: Session,
  draft: Draft,
  question: RetentionQuestion,
  signal: CancelSignal,
): Promise<void> {
  const { image } = draft;
  if (image === undefined) return;
  const { port, input } = session;
  let deadline = port.now() + input.limits.decideMs;
  let problem: string | undefined;
  let isInShell = false;
  for (;;) {
    const limitMs = deadline - port.now();
    if (limitMs <= 0) return;
    const report = redactAll({ ...draft, summary: summaryOf(draft) }, session.redact);
    const offer = { report, limitMs, shell: shellIn(session, image), isInShell, problem };
    const decision = await answerTo(session, question, offer, signal);
    if (decision.kind === 'remove') return;
    if (decision.kind === 'shell') {
      isInShell = true;
      deadline = port.now() + input.limits.shellMs;
      continue;
    }
    problem = await whyNotKept(session, decision.name);
    if (problem !== undefined) continue;
    const isKept = await keepImage(session, image.digest, decision.name);
    if (isKept) draft.cleanup = { ...draft.cleanup, kept: [`image ${decision.name}`] };
    return;
  }
}

/** A question that is not answered in time, that cannot be asked or is cancelled, is answered with `remove`. */
async function answerTo(
  session: Session,
  question: RetentionQuestion,
  offer: RetentionOffer,
  signal: CancelSignal,
): Promise<RetentionDecision> {
  const end = cancelSource(signal);
  const remove: RetentionDecision = { kind: 'remove' };
  try {
    const answer = await Promise.race([
      question(offer, end.signal),
      session.port.sleep(offer.limitMs, end.signal).then(() => remove),
    ]);
    // An answer that comes with the cancellation is none.
    return end.reason() === undefined ? answer : remove;
  } catch {
    return remove;
  } finally {
    end.cancel('cancelled');
    end.dispose();
  }
}

/** In the order in which a person would choose. Only what was seen in the layers counts: nothing is tried out. */
const SHELLS = ['bash', 'ash', 'sh', 'dash', 'busybox'];

function shellIn(session: Session, image: ImageReport): EngineCommand | undefined {
  const shells = (image.contents?.tools ?? []).filter(({ kind }) => kind === 'shell');
  const path = SHELLS.map((name) => shells.find((tool) => tool.path.endsWith(`/${name}`))?.path).find(
    (found) => found !== undefined,
  );
  if (path === undefined) return undefined;
  return shellCommand(session.engine, {
    name: nameOfShell(session.run),
    label: labelFor(session, 'container'),
    image: image.digest,
    shell: path,
    // Called by its own name it wants to be told which of its programs is meant.
    words: path.endsWith('/busybox') ? ['sh'] : [],
    limits: session.input.limits,
  });
}
