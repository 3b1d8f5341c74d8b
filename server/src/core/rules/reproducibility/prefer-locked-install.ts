/** Finds installs that may choose other versions than the lock file, although one is there. */
import { at, defineRule, type Match } from '../../lint/rule';
import {
  DEPENDENCY_INSTALL_WORDS,
  dependencyInstallOf,
  lockSettingOf,
} from '../../model/commands/dependencyInstalls';
import { lockableBuildOf } from '../../model/commands/lockableBuilds';
import { toolOf } from '../../model/commands/tools';
import type { StageFacts } from '../../model/facts';
import { lockFileOf } from '../../model/lockFiles';
import type { Surroundings } from '../../model/surroundings';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { memoized } from '../../text/memoized';
import type { TextEdit } from '../../text/textEdit';

export default defineRule({
  id: 'prefer-locked-install',
  scope: 'stage',
  keywords: ['RUN'],
  words: [...DEPENDENCY_INSTALL_WORDS, 'cargo', 'go'],
  meta: {
    category: 'reproducibility',
    level: { final: 'information', base: 'information', target: 'information', builder: 'hint' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['droast/DF031'],
    readsContext: true,
  },
  docs: {
    summary: 'Install exactly what the lock file says',
    lesson: `A lock file records the versions that were tested. Some installs only take it as advice: \`npm install\` rewrites
\`package-lock.json\` when it does not fit, \`cargo build\` and \`bundle install\` do the same, and \`go install …@latest\` takes whatever is
newest today. The build then succeeds with versions nobody has tried, and the same commit gives another image tomorrow.

The locked form (\`npm ci\`, \`--frozen-lockfile\`, \`--locked\`, \`BUNDLE_FROZEN=true\`) installs what the lock file says, and fails
when manifest and lock file contradict each other. That failure is the point: it happens in the build and not in production.`,
    examples: {
      bad: [
        'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
        'FROM rust:1.83 AS build\nWORKDIR /src\nCOPY Cargo.toml Cargo.lock ./\nCOPY src ./src\nRUN cargo build --release\nFROM gcr.io/distroless/cc-debian12:nonroot\nCOPY --from=build /src/target/release/app /app\nENTRYPOINT ["/app"]\n',
      ],
      good: [
        'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
        'FROM ruby:3.3-slim\nWORKDIR /app\nENV BUNDLE_FROZEN=true\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\nUSER nobody\nCMD ["ruby", "app.rb"]\n',
      ],
    },
    whenNotToUse: 'When the image is meant to test against the newest versions.',
    references: [
      'https://docs.npmjs.com/cli/commands/npm-ci',
      'https://doc.rust-lang.org/cargo/commands/cargo-build.html#manifest-options',
      'https://go.dev/ref/mod#go-install',
    ],
  },
  messages: {
    lock: '"{manager}" may install other versions than {file} says; use the form that obeys the lock file.',
    crate: 'Without --locked, cargo ignores the lock file that the published program comes with.',
    newest: 'This takes whatever version is newest on the day of the build; name a version.',
  },
  check(stage, surroundings) {
    const found: Match[] = [];
    for (const use of unlockedUses(stage, surroundings)) found.push(use.match);
    return found;
  },
  fix(match, { stage, surroundings }) {
    if (stage === undefined) return [];
    const use = unlockedUses(stage, surroundings).find(
      ({ match: other }) => other.at.node === match.at.node && other.at.span.start === match.at.span.start,
    );
    if (use?.lockedForm === undefined) return [];
    const { instruction, lockedForm } = use;
    // It fails where the plain form quietly mends a lock file that is out of date, so it is the user's choice.
    return [
      {
        title: titleOf(lockedForm),
        safety: 'suggestion',
        edits: [{ at: at(instruction, lockedForm.span), newText: lockedForm.newText }],
      },
    ];
  },
});

interface Use {
  readonly instruction: Instruction;
  readonly match: Match;
  readonly lockedForm: TextEdit | undefined;
}

function unlockedUses(stage: StageFacts, surroundings: Surroundings): readonly Use[] {
  const uses: Use[] = [];
  const settled = new Set(stage.parent === undefined ? [] : settledManagers(stage.parent));
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    for (const command of stage.scriptOf(instruction)?.commands ?? []) {
      const manager = settledBy(command);
      if (manager !== undefined) settled.add(manager);
      const use =
        command.place === 'function'
          ? undefined
          : (installUse(command, instruction, stage, surroundings) ??
            buildUse(command, instruction, stage, surroundings));
      if (use !== undefined && !settled.has(managerOf(command) ?? '')) uses.push(use);
    }
  }
  return uses;
}

function managerOf(command: ShellCommand): string | undefined {
  return dependencyInstallOf(command)?.manager ?? lockableBuildOf(command)?.manager;
}

/** A setting locks what follows; so does a locked install, since a later one then only trims. */
function settledBy(command: ShellCommand): string | undefined {
  const setting = lockSettingOf(command);
  if (setting !== undefined) return setting.manager;
  const install = dependencyInstallOf(command);
  return install?.isLocked === true ? install.manager : undefined;
}

/** What a stage built FROM this one finds settled. */
const settledManagers = memoized((stage: StageFacts): ReadonlySet<string> => {
  const own = stage.instructions.flatMap((instruction) =>
    instruction.keyword === 'RUN'
      ? (stage.scriptOf(instruction)?.commands ?? []).flatMap((command) => settledBy(command) ?? [])
      : [],
  );
  return new Set(stage.parent === undefined ? own : [...own, ...settledManagers(stage.parent)]);
});

function installUse(
  command: ShellCommand,
  instruction: Instruction,
  stage: StageFacts,
  surroundings: Surroundings,
): Use | undefined {
  const install = dependencyInstallOf(command);
  if (install?.isLocked !== false || install.lockedForm === undefined) return undefined;
  const { env, args } = stage.stateBefore(instruction);
  const isLocked = install.lockingEnvironment.some(
    (name) => (env.has(name) && !isOff(env.get(name))) || (args.has(name) && !isOff(args.get(name))),
  );
  const file = isLocked ? undefined : lockFileOf(install.manager, stage, instruction, surroundings);
  if (file === undefined) return undefined;
  const match: Match = {
    at: at(instruction, install.span),
    message: 'lock',
    data: { manager: spoken(command), file },
  };
  return { instruction, match, lockedForm: install.lockedForm };
}

function isOff(value: string | undefined): boolean {
  return value !== undefined && /^(?:|0|false)$/.test(value);
}

function buildUse(
  command: ShellCommand,
  instruction: Instruction,
  stage: StageFacts,
  surroundings: Surroundings,
): Use | undefined {
  const build = lockableBuildOf(command);
  if (build === undefined || build.isLocked) return undefined;
  const where = at(instruction, build.span);
  if (build.manager === 'go')
    return { instruction, match: { at: where, message: 'newest' }, lockedForm: undefined };
  const words = toolOf(command)?.args.map((word) => word.value ?? word.text) ?? [];
  const isOwn = !words.includes('install') || words.some((word) => word.startsWith('--path'));
  if (!isOwn)
    return words.includes('--git')
      ? undefined
      : { instruction, match: { at: where, message: 'crate' }, lockedForm: build.lockedForm };
  const file = lockFileOf(build.manager, stage, instruction, surroundings);
  if (file === undefined) return undefined;
  return {
    instruction,
    match: { at: where, message: 'lock', data: { manager: spoken(command), file } },
    lockedForm: build.lockedForm,
  };
}

/** The tool and its verb: `npm install`, `yarn`, `cargo build`. */
function spoken(command: ShellCommand): string {
  const tool = toolOf(command);
  const verb = tool?.args.find((word) => /^[a-z-]+$/.test(word.text) && !word.text.startsWith('-'))?.text;
  return [tool?.name, verb].filter((part) => part !== undefined).join(' ');
}

function titleOf({ newText }: TextEdit): string {
  const text = newText.replace(/^,/, '').trim().replaceAll('"', '');
  return text.startsWith('-') ? `Add ${text}` : text.includes('=') ? `Set ${text}` : `Use ${text}`;
}
