/** Finds packages that only serve to build, installed into an image that is shipped and left there. */
import { PACKAGE_MANAGER_WORDS } from '../../model/commands/installs';
import { at, defineRule, type Level, type Match } from '../../lint/rule';
import { DEPENDENCY_INSTALL_WORDS, dependencyInstallOf } from '../../model/commands/dependencyInstalls';
import { installsFromSource, showsUseOfTools } from '../../model/buildEvidence';
import type { StageFacts } from '../../model/facts';
import { toolsLeft, type LeftTool } from '../../model/leftTools';
import { stageWithRole } from '../../model/naming';
import { runtimePurpose } from '../../model/runtimeCommand';
import { shippedCompile } from '../../model/shippedCompile';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'no-build-tools-in-final-stage',
  scope: 'file',
  keywords: ['RUN'],
  words: [...PACKAGE_MANAGER_WORDS, ...DEPENDENCY_INSTALL_WORDS],
  meta: {
    category: 'stages',
    level: { final: 'warning', base: 'warning', target: 'information', builder: 'off' },
    since: '0.1.0',
    fix: 'none',
    equivalents: [],
    concern: 'size',
  },
  docs: {
    summary: 'Install compilers, headers and development dependencies in a build stage only',
    lesson: `A compiler, \`-dev\` headers or test packages are needed for minutes and shipped for years: hundreds of megabytes in every pull,
more findings in every scan, and a tool kit for whoever breaks in. Once a layer holds them a later \`RUN\` cannot take them out
of the image, it only hides them.

Install them in a build stage and copy the result with \`COPY --from\`: a virtual environment, wheels, a binary. The final stage
then needs the libraries only, \`libpq5\` instead of \`libpq-dev\`. Where one stage must do, install, build and remove in the same
\`RUN\`.`,
    examples: {
      bad: [
        'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nUSER nobody\nCMD ["python", "-m", "app"]\n',
        'FROM php:8.3-fpm-alpine\nCOPY --from=composer:2.7 /usr/bin/composer /usr/bin/composer\nCOPY composer.json composer.lock ./\nRUN composer install --no-interaction\nUSER www-data\nCMD ["php-fpm"]\n',
      ],
      good: [
        'FROM python:3.12-slim AS build\nRUN apt-get update && apt-get install -y --no-install-recommends build-essential && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir --prefix=/install -r requirements.txt\nFROM python:3.12-slim\nCOPY --from=build /install /usr/local\nUSER nobody\nCMD ["python", "-m", "app"]\n',
        'FROM python:3.12-alpine\nCOPY requirements.txt ./\nRUN apk add --no-cache --virtual .build-deps gcc musl-dev && pip install --no-cache-dir -r requirements.txt && apk del .build-deps\nUSER nobody\nCMD ["python", "-m", "app"]\n',
      ],
    },
    whenNotToUse:
      'When the running program compiles: a build agent, a notebook, a program that translates extensions at start.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages',
      'https://docs.docker.com/build/building/multi-stage/',
    ],
  },
  messages: {
    packages:
      '{names} only serve to build, and stay in {stage}; install them in a build stage, or remove them in this RUN.',
    package:
      '{names} only serves to build, and stays in {stage}; install it in a build stage, or remove it in this RUN.',
    vcs: '{names} stays in {stage}; fetch sources in a build stage if the program does not need it.',
    dev: 'This also installs the development dependencies, and they stay in {stage}.',
  },
  concerns: (stage) => stage.role === 'base' || leftInside(stage).length > 0,
  check(file, _surroundings, stages) {
    const found: Match[] = [];
    let finals: readonly StageFacts[] | undefined;
    for (const stage of stages) {
      if (stage.role !== 'base') for (const one of leftInside(stage)) found.push(one);
      else
        for (const one of leftFor(
          stage,
          (finals ??= file.stages.filter(({ role }) => role === 'final')).filter((final) =>
            isBuiltFrom(final, stage),
          ),
        ))
          found.push(one);
    }
    return found;
  },
});

/** What a stage that only stands for itself leaves in its own layers. */
const leftInside = memoized((stage: StageFacts): readonly Match[] =>
  stage.role === 'final' || stage.role === 'target' ? leftFor(stage, [stage]) : [],
);

/** `heirs` are the shipped stages that hold this one's layers. */
function leftFor(stage: StageFacts, heirs: readonly StageFacts[]): readonly Match[] {
  if (heirs.length === 0 || heirs.some((heir) => !isProgram(heir))) return [];
  return stage.instructions.flatMap((instruction) => {
    if (instruction.keyword !== 'RUN') return [];
    const commands = stage.scriptOf(instruction)?.commands ?? [];
    const found =
      packageMatch(stage, instruction, commands, heirs) ?? developmentMatch(stage, instruction, commands);
    return found === undefined ? [] : [found];
  });
}

function isBuiltFrom(stage: StageFacts, ancestor: StageFacts): boolean {
  for (let at = stage.parent; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
}

/** An image that runs a program. Where the stage itself compiles, prefer-multi-stage has said what there is to say. */
function isProgram(stage: StageFacts): boolean {
  return (
    runtimePurpose(stage) === 'runs' && shippedCompile(stage) === undefined && stage.image?.kind !== 'sdk'
  );
}

function packageMatch(
  stage: StageFacts,
  instruction: Instruction,
  commands: readonly ShellCommand[],
  heirs: readonly StageFacts[],
): Match | undefined {
  const tools = toolsLeft(commands, heirs);
  const [first] = tools;
  if (first === undefined) return undefined;
  const level = levelOf(tools, heirs);
  const names = [...new Set(tools.map(({ named }) => `"${named.name}"`))];
  const message = level === 'hint' ? 'vcs' : names.length === 1 ? 'package' : 'packages';
  const together = adjacent(tools, instruction);
  const match: Match = {
    at: at(instruction, { start: first.named.span.start, end: together.end }),
    message,
    data: { names: listed(names), stage: stageWithRole(stage) },
    related: tools
      .slice(together.count)
      .map(({ named, kind }) => ({ at: at(instruction, named.span), message: `"${named.name}" (${kind})` })),
  };
  return level === undefined ? match : { ...match, level };
}

/** Small tools that images for running programs often carry on purpose, so they are told and not warned of. */
const LIGHT =
  /^(?:g?make|m4|pkg-?conf(?:ig)?|patchelf|npm|yarn|yarnpkg|nodejs-npm|pnpm|binutils|dpkg-dev|upx(?:-ucl)?|ant|fakeroot|protobuf-compiler|protoc|ca-certificates-dev|swig|crossbuild-.*)$/;

function levelOf(tools: readonly LeftTool[], heirs: readonly StageFacts[]): Level | undefined {
  if (tools.every(({ kind }) => kind === 'vcs')) return 'hint';
  if (tools.every(({ kind, named }) => kind === 'vcs' || LIGHT.test(named.name))) return 'information';
  // What phpize needs: images of PHP keep it, so that extensions can be built on them.
  if (['autoconf', 're2c'].every((name) => tools.some(({ named }) => named.name === name)))
    return 'information';
  // Headers alone build nothing, so nothing needs them; a compiler that no RUN uses may be for the running program.
  const areHeadersAlone = tools.every(({ kind }) => kind === 'headers' || kind === 'vcs');
  const isUsed = areHeadersAlone || heirs.some(installsFromSource);
  return isUsed && !heirs.some(showsUseOfTools) ? undefined : 'information';
}

/** How many of the first names stand side by side, and where they end: one span then names them all. */
function adjacent(
  tools: readonly LeftTool[],
  instruction: Instruction,
): { readonly count: number; readonly end: number } {
  let end = tools[0]?.named.span.end ?? 0;
  let count = 1;
  for (const { named } of tools.slice(1)) {
    if (!/^[\s\\`]*$/.test(instruction.source.slice(end, named.span.start))) break;
    end = named.span.end;
    count += 1;
  }
  return { count, end };
}

const MOST_NAMED = 6;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest.toString()} more`;
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** Only where the command itself says that they come: an environment variable or a group that is empty may decide otherwise. */
function developmentMatch(
  stage: StageFacts,
  instruction: Instruction,
  commands: readonly ShellCommand[],
): Match | undefined {
  for (const [index, command] of commands.entries()) {
    const install = dependencyInstallOf(command);
    if (install?.installsDev !== true || command.place === 'function' || command.place === 'branch') continue;
    const later = [
      ...commands.slice(index + 1),
      ...(install.ecosystem === 'javascript' ? followingCommands(stage, instruction) : []),
    ];
    if (
      later.some(
        (other) =>
          dependencyInstallOf(other)?.installsDev === false ||
          /^(?:prune|remove)$/.test(other.args[0]?.value ?? ''),
      )
    )
      continue;
    const match: Match = {
      at: at(instruction, install.span),
      message: 'dev',
      data: { stage: stageWithRole(stage) },
    };
    return GROUPS_MAY_BE_EMPTY.has(install.manager) ? { ...match, level: 'information' } : match;
  }
  return undefined;
}

const GROUPS_MAY_BE_EMPTY: ReadonlySet<string> = new Set(['uv', 'pdm', 'poetry', 'bundle']);

function followingCommands(stage: StageFacts, instruction: Instruction): readonly ShellCommand[] {
  const from = stage.instructions.indexOf(instruction) + 1;
  return stage.instructions
    .slice(from)
    .flatMap((next) => (next.keyword === 'RUN' ? (stage.scriptOf(next)?.commands ?? []) : []));
}
