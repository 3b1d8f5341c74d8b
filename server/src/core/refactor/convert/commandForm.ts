/** Writes commands that the container starts as JSON arrays, for a running image that has no shell to read them. */
import { execFormOf } from '../../model/commandForms';
import { commandView } from '../../syntax/views';
import { type Parts, edited, type Project, type Step } from './contract';

/** The parts with every command that is plain words in exec form; others stay, and need a shell. */
export function execForms({ stage }: Project, parts: Parts): Parts {
  const changed = new Map(parts);
  for (const [step, placement] of parts) {
    if (placement.run.kind !== 'kept') continue;
    const run = execFormPiece(stage, step);
    if (run !== undefined)
      changed.set(step, {
        ...placement,
        run,
        note: `There is no shell in the running image, so ${step.instruction.keyword} is written as a JSON array.`,
      });
  }
  return changed;
}

function execFormPiece(
  stage: Project['stage'],
  { instruction }: Step,
): ReturnType<typeof edited> | undefined {
  if (!/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword)) return undefined;
  const view = commandView(instruction);
  if (view === undefined || view.exec !== undefined) return undefined;
  const text = execFormOf(stage, instruction);
  return text === undefined ? undefined : edited(instruction, [{ span: view.span, newText: text }]);
}
