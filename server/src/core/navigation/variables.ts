/** Where ARG and ENV give a name a value, and where the builder and the shells of the build read it. */
import type { FileFacts, StageFacts } from '../model/facts';
import type { Instruction } from '../syntax/nodes';
import { allVariables, pairsOf } from '../syntax/views';
import { type Span, touches } from '../text/span';

export interface VariablePlace {
  readonly name: string;
  readonly instruction: Instruction;
  /** Of the name, relative to the instruction's text. */
  readonly span: Span;
  readonly kind: 'declaration' | 'use';
  /** Undefined before the first FROM, and in a FROM: both are of the global scope. */
  readonly stage: StageFacts | undefined;
}

/** Undefined for a name that nothing in the file declares there. */
export function variablePlaceAt(
  file: FileFacts,
  instruction: Instruction,
  offset: number,
): VariablePlace | undefined {
  const place = [...placesIn(file, instruction)].find(({ span }) => touches(span, offset));
  if (place === undefined) return undefined;
  return sameVariable(file, place).some(({ kind }) => kind === 'declaration') ? place : undefined;
}

/** Every place that means the same variable, in the order of the file. */
export function sameVariable(file: FileFacts, place: VariablePlace): readonly VariablePlace[] {
  const all = file.dockerfile.instructions
    .filter(({ source }) => source.includes(place.name))
    .flatMap((instruction) => [...placesIn(file, instruction)].filter(({ name }) => name === place.name));
  const globals = familiesWithArgument(all);
  const familyOf = ({ stage }: VariablePlace): number => {
    const root = stage === undefined ? GLOBAL : rootOf(stage).index;
    return globals.has(root) ? GLOBAL : root;
  };
  const own = familyOf(place);
  return all.filter((each) => familyOf(each) === own);
}

/** The declaration that a place reads, or that a declaration repeats: the nearest above, else that of the global scope. */
export function declarationOf(file: FileFacts, place: VariablePlace): VariablePlace | undefined {
  const { dockerfile } = file;
  const declarations = sameVariable(file, place).filter(({ kind }) => kind === 'declaration');
  const before = declarations.filter(
    (each) => dockerfile.startOf(each.instruction) < dockerfile.startOf(place.instruction),
  );
  if (place.stage === undefined) return before.findLast(({ stage }) => stage === undefined);
  for (let stage: StageFacts | undefined = place.stage; stage !== undefined; stage = stage.parent) {
    const at = stage;
    const found = before.findLast((each) => each.stage === at);
    if (found !== undefined) return found;
  }
  return before.findLast(({ stage }) => stage === undefined);
}

const GLOBAL = -1;

/** Stages that take over the argument of the global scope, with all that is built from them. */
function familiesWithArgument(all: readonly VariablePlace[]): ReadonlySet<number> {
  if (!all.some(({ kind, stage }) => kind === 'declaration' && stage === undefined)) return new Set();
  return new Set(
    all.flatMap(({ kind, stage, instruction }) =>
      kind === 'declaration' && stage !== undefined && instruction.keyword === 'ARG'
        ? [rootOf(stage).index]
        : [],
    ),
  );
}

function rootOf(stage: StageFacts): StageFacts {
  let at = stage;
  while (at.parent !== undefined) at = at.parent;
  return at;
}

function* placesIn(file: FileFacts, instruction: Instruction): Generator<VariablePlace> {
  const own = file.stageOf(instruction);
  const stage = instruction === own?.from ? undefined : own;
  const { keyword, source } = instruction;
  if (keyword === 'ARG' || keyword === 'ENV')
    for (const { name, nameSpan } of pairsOf(instruction))
      yield { name, instruction, span: nameSpan, kind: 'declaration', stage };
  if (!source.includes('$')) return;
  for (const { name, nameSpan } of allVariables(instruction))
    yield { name, instruction, span: nameSpan, kind: 'use', stage };
  const script = stage?.scriptOf(instruction);
  if (script === undefined || instruction.exec !== undefined) return;
  for (const { name, span } of script.variables) {
    // What the script sets itself is its own.
    if (script.assigned.has(name)) continue;
    const start = source.indexOf(name, span.start);
    if (start !== -1 && start < span.end)
      yield { name, instruction, span: { start, end: start + name.length }, kind: 'use', stage };
  }
}
