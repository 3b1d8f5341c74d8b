/** Hands a secret to the RUN steps that read it, instead of writing it down as a build argument or in the environment. */
import { saysSecret } from '../model/secrets/names';
import { knowsSecretVariables, mountInsteadOf } from '../model/secrets/secretMount';
import type { Instruction } from '../syntax/nodes';
import { pairsOf } from '../syntax/views';
import { editOf, instructionAt } from './place';
import { refused, type Outcome, type Refactoring, type RefactorPlace } from './refactoring';

export const useSecretMount: Refactoring = {
  id: 'use-secret-mount',
  kind: 'rewrite',
  offer(place) {
    const declared = declaredAt(place);
    if (declared === undefined) return undefined;
    return `Give ${declared.name} to the RUN steps that read it as a secret mount`;
  },
  work(place): Outcome {
    const { file } = place;
    const declared = declaredAt(place);
    const stage = declared === undefined ? undefined : file.stageOf(declared.declaration);
    if (declared === undefined || stage === undefined) return refused('incomplete');
    const { declaration, name } = declared;
    const isKept = stage.role !== 'builder' && stage.role !== 'unreachable';
    if (declaration.keyword === 'ENV' && isKept) return refused('needed-at-run-time');
    if (!knowsSecretVariables(file)) return refused('no-secret-variables');
    const mount = mountInsteadOf(declaration, name, file);
    if (mount === undefined) return refused('read-elsewhere');
    return {
      kind: 'refactored',
      edits: [
        editOf(file, declaration, mount.removed, ''),
        ...mount.runs.map(({ run, place: where }) => editOf(file, run, where, mount.text)),
      ],
    };
  },
};

interface Declared {
  /** An ARG or ENV of a stage. */
  readonly declaration: Instruction;
  readonly name: string;
}

/** The secret of an ARG or ENV, the one at the caret before others; and the one that a RUN names. */
function declaredAt(place: RefactorPlace): Declared | undefined {
  const { file, selection } = place;
  const instruction = instructionAt(place);
  const stage = instruction === undefined ? undefined : file.stageOf(instruction);
  if (instruction === undefined || stage === undefined) return undefined;
  const offset = selection.start - file.dockerfile.startOf(instruction);
  if (instruction.keyword !== 'RUN') {
    const secrets = secretsOf(instruction);
    const at = secrets.find(({ span }) => span.start <= offset && offset <= span.end) ?? secrets[0];
    return at === undefined ? undefined : { declaration: instruction, name: at.name };
  }
  if (!instruction.source.includes('$')) return undefined;
  for (const declaration of stage.instructions)
    for (const { name } of secretsOf(declaration))
      if (new RegExp(`\\$\\{?${name}\\b`).test(instruction.source)) return { declaration, name };
  return undefined;
}

function secretsOf(instruction: Instruction): ReturnType<typeof pairsOf> {
  if (instruction.keyword !== 'ARG' && instruction.keyword !== 'ENV') return [];
  return pairsOf(instruction).filter(({ name }) => saysSecret(name));
}
