/** Looks at the buildx builder that was asked for, before anything is made. */
import { ask, cancelled, failure, lastWords, type Session, SmokeStop } from '../session';

/**
 * A builder of its own (a container, a remote BuildKit, Kubernetes, a cloud) hands the image over to the engine that runs it.
 * The builder inside another engine, which every context is one of, keeps it there: nobody here would find it, or remove it.
 */
export async function checkBuilder(session: Session): Promise<void> {
  const { builder: name } = session.input;
  const { builder, report } = session.engine;
  if (name === undefined) return;
  if (builder.kind !== 'buildx')
    throw refusal(`A builder can only be chosen with buildx, and there is none.`);
  const outcome = await ask(session, 'buildx', 'inspect', '--', name);
  if (outcome.kind === 'cancelled') throw cancelled('identify');
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0)
    throw refusal(`The builder "${name}" cannot be used: ${lastWords(outcome).replace(/^ERROR: /u, '')}`);
  const driver = /^Driver:[ \t]*(\S+)/mu.exec(outcome.stdout)?.[1];
  // The client names a builder that it cannot reach, and ends well.
  const problem = /^Error:[ \t]*(.+)/mu.exec(outcome.stdout)?.[1];
  if (driver === undefined && problem !== undefined)
    throw refusal(`The builder "${name}" cannot be used: ${problem}`);
  if (driver === 'docker' && name !== report.context)
    throw refusal(
      `The builder "${name}" is part of another engine and leaves its images there: make that engine's context the current one instead.`,
    );
  session.note(`It was built by the builder "${name}"${driver === undefined ? '' : ` (${driver})`}.`);
}

function refusal(message: string): SmokeStop {
  return new SmokeStop('error', failure('identify', message));
}
