/** Sources that are copied before the dependencies are installed, and how the two are put into the better order. */
import { dependencyInstallOf, type DependencyInstall } from './commands/dependencyInstalls';
import { broadSource } from './contextCopies';
import type { StageFacts } from './facts';
import { isMovable, manifestCopy } from './manifestCopy';
import type { PlacedEdit } from './placedEdit';
import type { Surroundings } from './surroundings';
import type { Instruction } from '../syntax/nodes';
import { copyView } from '../syntax/views';
import { memoized } from '../text/memoized';

export interface EarlySource {
  readonly copy: Instruction;
  readonly run: Instruction;
  readonly install: DependencyInstall;
}

/** The first install whose stage has all sources already; undefined where there is none. */
export function earlySource(stage: StageFacts): EarlySource | undefined {
  let copy: Instruction | undefined;
  const before = new Set(stage.parent === undefined ? [] : installers(stage.parent));
  for (const instruction of stage.instructions) {
    if (bringsDependencies(instruction)) return undefined;
    if (copy === undefined && broadSource(instruction) !== undefined) copy = instruction;
    for (const install of installsOf(stage, instruction)) {
      if (copy === undefined) before.add(install.ecosystem);
      else if (!before.has(install.ecosystem) && !install.needsSource)
        return { copy, run: instruction, install };
      else before.add(install.ecosystem);
    }
  }
  return undefined;
}

/** The ecosystems whose dependencies a stage built FROM this one finds installed. */
const installers = memoized((stage: StageFacts): ReadonlySet<string> => {
  const own = stage.instructions.flatMap((instruction) =>
    installsOf(stage, instruction).map((install) => install.ecosystem),
  );
  return new Set(stage.parent === undefined ? own : [...own, ...installers(stage.parent)]);
});

function installsOf(stage: StageFacts, instruction: Instruction): readonly DependencyInstall[] {
  if (instruction.keyword !== 'RUN') return NONE;
  let found: DependencyInstall[] | undefined;
  for (const command of stage.scriptOf(instruction)?.commands ?? NONE) {
    const install = command.place === 'function' ? undefined : dependencyInstallOf(command);
    if (install !== undefined) (found ??= []).push(install);
  }
  return found ?? NONE;
}

const NONE: readonly never[] = [];

/** Installed in another stage already: what is run here then only trims or links. */
function bringsDependencies(instruction: Instruction): boolean {
  if (instruction.keyword !== 'COPY') return false;
  const { from, sources } = copyView(instruction);
  return (
    from !== undefined &&
    sources.some((source) =>
      /node_modules|vendor|site-packages|venv|\/install\b|\/wheels|\/deps\b|\.m2|\.cargo/.test(source.value),
    )
  );
}

/** The manifests before the install and the sources behind it; undefined where the install may need more, or a step between the two. */
export function manifestsFirst(
  { copy, run, install }: EarlySource,
  stage: StageFacts,
  surroundings: Surroundings,
): readonly PlacedEdit[] | undefined {
  const first = isMovable(copy, run, install, stage) ? manifestCopy(copy, install, surroundings) : undefined;
  if (first === undefined) return undefined;
  const line = copy.text.slice(copy.span.start, copy.span.end);
  const lineEnd = copy.text.includes('\r\n') ? '\r\n' : '\n';
  return [
    { at: { node: copy, span: copy.span }, newText: first },
    { at: { node: run, span: { start: run.span.end, end: run.span.end } }, newText: `${lineEnd}${line}` },
  ];
}
