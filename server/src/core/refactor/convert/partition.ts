/** Decides for each instruction whether it belongs to the build, to the running image, or to both. */
import { isWithin } from '../../model/artifacts/effects';
import { destinationOf, effectsAt } from '../../model/artifacts/stageFiles';
import { copyView, pairsOf, variablesOf } from '../../syntax/views';
import { at } from '../../lint/rule';
import {
  IN_BOTH,
  IN_BUILD,
  IN_RUN,
  LEFT_OUT,
  refusal,
  type Placement,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from './contract';

import { placeCompiledRun } from './compiledRun';

export type Parts = ReadonlyMap<Step, Placement>;

/** Every step of the stage, placed. */
export function partition(project: Project, plan: Plan): Parts | Refusal {
  const parts = new Map<Step, Placement>();
  for (const step of project.steps) {
    const placed = plan.placements?.get(step) ?? generalPlacement(project, plan, step);
    if ('reason' in placed) return placed;
    parts.set(step, placed);
  }
  return withArguments(project, withoutOverridden(project, parts));
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

function generalPlacement(project: Project, plan: Plan, step: Step): Placement | Refusal {
  const { keyword } = step.instruction;
  const isBuilding = step.index <= plan.ends.index;
  if (RUN_TIME.has(keyword)) return IN_RUN;
  switch (keyword) {
    case 'ARG':
      return isBuilding ? IN_BUILD : IN_RUN;
    case 'ENV':
      return isBuilding ? placeEnvironment(step, plan) : IN_RUN;
    case 'WORKDIR':
    case 'USER':
    case 'SHELL':
      return isBuilding ? IN_BOTH : IN_RUN;
    case 'COPY':
    case 'ADD':
      return isBuilding ? placeCopy(project, plan, step) : IN_RUN;
    case 'RUN':
      return placeCompiledRun(project, plan, step, foldersOf(project, plan));
    case 'ONBUILD':
      return refusal(
        'onbuild',
        'ONBUILD makes this image a base for others, which may build with its tools.',
        {
          at: at(step.instruction),
        },
      );
    default:
      return refusal('unclear-instruction', `It cannot be told what ${keyword} is for.`, {
        at: at(step.instruction),
      });
  }
}

/** Variables that compilers, package managers and installers read, and running programs do not. */
const BUILD_VARIABLES =
  /^(?:DEBIAN_FRONTEND|GO(?:PROXY|PRIVATE|NOSUMDB|NOSUMCHECK|FLAGS|PATH|BIN|OS|ARCH|ARM|CACHE|MODCACHE|SUMDB|TOOLCHAIN|111MODULE)|GO111MODULE|GOLANG_VERSION|CGO_\w+|CC|CXX|CFLAGS|CXXFLAGS|LDFLAGS|MAKEFLAGS|CARGO_\w+|RUSTUP_\w+|RUSTFLAGS|MAVEN_\w+|GRADLE_\w+|npm_config_\w+|NPM_CONFIG_\w+|PIP_\w+|POETRY_\w+|UV_\w+|COMPOSER_\w+|BUNDLE_\w+)$/;

function placeEnvironment(step: Step, plan: Plan): Placement {
  const { instruction } = step;
  const pairs = pairsOf(instruction);
  const isForBuild = (name: string): boolean =>
    BUILD_VARIABLES.test(name) || plan.buildVariables?.test(name) === true;
  const running = pairs.filter(({ name }) => !isForBuild(name));
  if (running.length === 0) return IN_BUILD;
  if (running.length === pairs.length) return IN_BOTH;
  const text = `ENV ${running.map(({ span }) => instruction.source.slice(span.start, span.end)).join(' ')}`;
  return { build: IN_BUILD.build, run: { kind: 'rewritten', text } };
}

/** What lies in the folder of the project is what the build reads; anything elsewhere is put there for the running program. */
function placeCopy(project: Project, plan: Plan, step: Step): Placement {
  const to = destinationOf(project.stage, step.instruction);
  const { from } = copyView(step.instruction);
  if (to === undefined || from !== undefined) return IN_BUILD;
  const folders = foldersOf(project, plan);
  const isStarted = project.started.some(({ words }) => words.some(({ value }) => value === to.path));
  if (isStarted) return IN_RUN;
  return folders.some((folder) => isWithin(to.path, folder) || isWithin(folder, to.path))
    ? IN_BUILD
    : IN_BOTH;
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

/** An ARG is declared again where the running image uses it. */
function withArguments(project: Project, parts: Map<Step, Placement>): Parts {
  const used = new Set<string>();
  for (const [step, { run }] of parts) {
    if (run.kind === 'left-out') continue;
    for (const { name } of variablesOf(step.instruction)) used.add(name);
    for (const { name } of project.stage.scriptOf(step.instruction)?.variables ?? [])
      if (step.instruction.keyword === 'RUN') used.add(name);
  }
  for (const [step, placement] of parts) {
    if (step.instruction.keyword !== 'ARG' || placement.run.kind !== 'left-out') continue;
    if (pairsOf(step.instruction).some(({ name }) => used.has(name))) parts.set(step, IN_BOTH);
  }
  return parts;
}
