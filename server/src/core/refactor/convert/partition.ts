/** Decides for each instruction whether it belongs to the build, to the running image, or to both. */
import { baseName, isWithin } from '../../model/artifacts/effects';
import { contextSources } from '../../model/contextCopies';
import type { BaseImage } from '../../model/images/index';
import { destinationOf, effectsAt } from '../../model/artifacts/stageFiles';
import { cleaned } from '../../model/state';
import { copyView, pairsOf, variablesOf } from '../../syntax/views';
import { at } from '../../lint/rule';
import {
  edited,
  IN_BOTH,
  IN_BUILD,
  IN_RUN,
  KEPT,
  LEFT_OUT,
  refusal,
  type Parts,
  type Piece,
  type Placement,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from './contract';
import { placeCompiledRun } from './compiledRun';
import { isDataName } from './projectData';
import { tornRun } from './tornRuns';

/** Every step of the stage, placed; for a running image that starts from `base`, where that is known. */
export function partition(project: Project, plan: Plan, base: BaseImage | undefined): Parts | Refusal {
  const parts = new Map<Step, Placement>();
  for (const step of project.steps) {
    const placed = plan.placements?.get(step) ?? generalPlacement(project, plan, step, base);
    if ('reason' in placed) return placed;
    parts.set(step, placed);
  }
  return tornRun(project, parts) ?? withArguments(project, withoutOverridden(project, parts));
}

const RUN_TIME: ReadonlySet<string> = new Set([
  'LABEL',
  'MAINTAINER',
  'EXPOSE',
  'VOLUME',
  'STOPSIGNAL',
  'HEALTHCHECK',
  'CMD',
  'ENTRYPOINT',
]);

function generalPlacement(
  project: Project,
  plan: Plan,
  step: Step,
  base: BaseImage | undefined,
): Placement | Refusal {
  const { keyword } = step.instruction;
  const isBuilding = step.index <= plan.ends.index;
  if (RUN_TIME.has(keyword)) return IN_RUN;
  switch (keyword) {
    case 'ARG':
      return isBuilding ? IN_BUILD : IN_RUN;
    case 'ENV':
      return isBuilding ? placeEnvironment(project, step, plan) : IN_RUN;
    case 'WORKDIR':
    case 'USER':
    case 'SHELL':
      return isBuilding ? IN_BOTH : IN_RUN;
    case 'COPY':
    case 'ADD':
      return isBuilding ? placeCopy(project, plan, step) : IN_RUN;
    case 'RUN':
      return placeCompiledRun(project, plan, step, foldersOf(project, plan), base);
    default:
      return refusal('unclear-instruction', `It cannot be told what ${keyword} is for.`, {
        at: at(step.instruction),
      });
  }
}

/** Variables that compilers, package managers and installers read, and running programs do not. */
const BUILD_VARIABLES =
  /^(?:DEBIAN_FRONTEND|GO(?:PROXY|PRIVATE|NOSUMDB|NOSUMCHECK|FLAGS|PATH|BIN|OS|ARCH|ARM|CACHE|MODCACHE|SUMDB|TOOLCHAIN|111MODULE)|GO111MODULE|GOLANG_VERSION|CGO_\w+|CC|CXX|CFLAGS|CXXFLAGS|LDFLAGS|MAKEFLAGS|CARGO_\w+|RUSTUP_\w+|RUSTFLAGS|MAVEN_\w+|GRADLE_\w+|npm_config_\w+|NPM_CONFIG_\w+|PIP_\w+|POETRY_\w+|UV_\w+|COMPOSER_\w+|BUNDLE_\w+)$/;

function placeEnvironment(project: Project, step: Step, plan: Plan): Placement {
  const { instruction } = step;
  const pairs = pairsOf(instruction);
  const isForBuild = (name: string): boolean =>
    BUILD_VARIABLES.test(name) || plan.buildVariables?.test(name) === true;
  const running = pairs.filter(({ name }) => !isForBuild(name));
  if (running.length === 0) return IN_BUILD;
  if (pairs.every(({ name }) => RUN_VARIABLES.test(name) && !isUsedInBuild(project, plan, name)))
    return IN_RUN;
  if (running.length === pairs.length) return { build: KEPT, run: withEqualsSign(step) };
  const keyword = instruction.source.slice(instruction.keywordSpan.start, instruction.keywordSpan.end);
  const text = `${keyword} ${running.map(({ span }) => instruction.source.slice(span.start, span.end)).join(' ')}`;
  return { build: IN_BUILD.build, run: { kind: 'rewritten', text } };
}

/** What a server asks for when it starts. */
const RUN_VARIABLES = /^(?:(?:\w+_)?(?:PORT|HOST|HOSTNAME|ADDR|ADDRESS)|GIN_MODE|LISTEN)$/;

function isUsedInBuild({ stage, steps }: Project, { ends }: Plan, name: string): boolean {
  return steps.some(
    ({ index, instruction }) =>
      index <= ends.index &&
      (variablesOf(instruction).some((variable) => variable.name === name) ||
        stage.scriptOf(instruction)?.variables.some((variable) => variable.name === name) === true),
  );
}

/** `ENV A b` is an old form that BuildKit warns of: written once more it would be warned of once more. */
function withEqualsSign({ instruction }: Step): Piece {
  const [pair, more] = pairsOf(instruction);
  if (pair?.value === undefined || pair.valueSpan === undefined || more !== undefined) return KEPT;
  const between = instruction.source.slice(pair.nameSpan.end, pair.valueSpan.start);
  if (between.trim() !== '' || !/^[\w./:@%+-]+$/.test(pair.value)) return KEPT;
  return edited(instruction, [
    { span: { start: pair.nameSpan.end, end: pair.valueSpan.end }, newText: `=${pair.value}` },
  ]);
}

/** What lies in the folder of the project is what the build reads; anything elsewhere is put there for the running program. */
function placeCopy(project: Project, plan: Plan, step: Step): Placement {
  const to = destinationOf(project.stage, step.instruction)?.path;
  const { from } = copyView(step.instruction);
  if (to === undefined) return IN_BUILD;
  if (from !== undefined) return servesBuild(project, plan, step) ? IN_BUILD : IN_BOTH;
  if (project.started.some(({ words }) => words.some(({ value }) => value === to))) return IN_RUN;
  // Everything lies in the root, so that working there says nothing of a file.
  const isBuildFolder = foldersOf(project, plan).some((folder) =>
    folder === '/' ? to === '/' : isWithin(to, folder) || isWithin(folder, to),
  );
  if (!isBuildFolder) return isCompiled(project, to) ? IN_BUILD : IN_BOTH;
  return plan.readsProjectFiles === true && bringsData(project, step, to) ? IN_BOTH : IN_BUILD;
}

/** A command that compiles names it, or something in it. */
function isCompiled({ compiles }: Project, to: string): boolean {
  return compiles.some(({ command }) =>
    command.args.some(({ value }) => value?.startsWith('/') === true && isWithin(cleaned(value), to)),
  );
}

/** A tool that a command of the build calls, or what arrives among the sources. */
function servesBuild(project: Project, plan: Plan, { instruction }: Step): boolean {
  const { sources } = copyView(instruction);
  const to = destinationOf(project.stage, instruction)?.path;
  const names = new Set(sources.map(({ value }) => baseName(value.replace(/\/$/, ''))));
  if (to !== undefined) names.add(baseName(to));
  const isStarted = project.started.some(({ name }) => name !== undefined && names.has(name));
  if (isStarted) return false;
  const isCalled = project.steps.some(
    ({ index, commands }) =>
      index <= plan.ends.index &&
      commands.some(({ name, wrappers }) => [name ?? '', ...wrappers].some((called) => names.has(called))),
  );
  return isCalled || names.has('go') || names.has('cargo');
}

/** Named alone, and read where the program starts. */
function bringsData({ stage }: Project, { instruction }: Step, to: string): boolean {
  const sources = contextSources(instruction);
  const { workdir } = stage.end;
  if (workdir === undefined || !isWithin(to, workdir) || sources.length === 0) return false;
  return sources.every(({ value }) => isDataName(baseName(value.replace(/\/$/, ''))));
}

/** Where the build works: the folder of its instruction, and what its commands change to. */
function foldersOf({ stage, compiles }: Project, { ends }: Plan): readonly string[] {
  const steps = new Set([ends, ...compiles.map(({ step }) => step)]);
  return [...steps].flatMap(({ instruction, state }) => [
    state.workdir ?? '/',
    ...effectsAt(stage, instruction).flatMap((effect) =>
      effect.kind === 'ran' && effect.folder !== undefined ? [effect.folder] : [],
    ),
  ]);
}

/** A USER or WORKDIR of the running image that the next one overrides before anything used it says nothing there. */
function withoutOverridden(project: Project, parts: Map<Step, Placement>): Map<Step, Placement> {
  for (const keyword of ['USER', 'WORKDIR']) {
    let last: Step | undefined;
    for (const step of project.steps) {
      const placement = parts.get(step);
      if (placement === undefined || placement.run.kind === 'left-out') continue;
      if (step.instruction.keyword === keyword) {
        const isIndependent = keyword === 'USER' || step.instruction.words[0]?.value.startsWith('/') === true;
        const before = last === undefined ? undefined : parts.get(last);
        if (last !== undefined && before?.build.kind === 'kept' && isIndependent)
          parts.set(last, { ...before, run: LEFT_OUT });
        last = step;
      } else if (/^(?:RUN|COPY|ADD|WORKDIR)$/.test(step.instruction.keyword)) last = undefined;
    }
  }
  return parts;
}

/** An ARG is declared again where the running image uses it, and so are those that its default names. */
function withArguments(project: Project, parts: Map<Step, Placement>): Parts {
  const used = new Set<string>();
  for (const [step, placement] of [...parts].reverse()) {
    const { run } = placement;
    const { instruction } = step;
    if (instruction.keyword === 'ARG') {
      const isUsed = pairsOf(instruction).some(({ name }) => used.has(name));
      if (!isUsed && run.kind === 'left-out') continue;
      parts.set(step, { ...placement, run: KEPT });
    } else if (run.kind === 'left-out') continue;
    // What was written anew may no longer name what the instruction named.
    const isStillNamed = (name: string): boolean =>
      run.kind !== 'rewritten' || run.text.includes(`$${name}`) || run.text.includes(`\${${name}`);
    const ofShell =
      instruction.keyword === 'RUN' ? (project.stage.scriptOf(instruction)?.variables ?? []) : [];
    for (const { name } of [...variablesOf(instruction), ...ofShell]) if (isStillNamed(name)) used.add(name);
  }
  return parts;
}
