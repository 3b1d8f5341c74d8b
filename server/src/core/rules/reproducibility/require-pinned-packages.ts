/** Finds packages that are installed in whatever version is newest on the day of the build. */
import { at, defineRule, type Match } from '../../lint/rule';
import {
  packageRequestOf,
  type PackageRequest,
  type RequestedPackage,
} from '../../model/commands/packageRequests';
import type { StageFacts } from '../../model/facts';
import { posixScript } from '../../model/scripts';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'require-pinned-packages',
  scope: 'stage',
  keywords: ['RUN'],
  meta: {
    category: 'reproducibility',
    level: 'off',
    since: '0.1.0',
    fix: 'none',
    equivalents: [
      'hadolint/DL3008',
      'hadolint/DL3013',
      'hadolint/DL3016',
      'hadolint/DL3018',
      'hadolint/DL3028',
      'hadolint/DL3033',
      'hadolint/DL3037',
      'hadolint/DL3041',
      'hadolint/DL3062',
    ],
  },
  docs: {
    summary: 'Install packages in a version that the Dockerfile names',
    lesson: `\`apt-get install curl\` takes the version of the day on which the layer was built, and the cache keeps that day for as long as the
line does not change. Two machines hold different images of one Dockerfile, and a build that worked last month fails today.

\`curl=7.88.*\`, \`git~=2.45\`, \`requests==2.32.3\`, \`typescript@5.6.3\` name what was tested. Where many packages belong together a file
does it better: \`pip install -r\` with hashes, \`npm ci\`, \`go mod\`.

For packages of a distribution there is another side: a release offers one version of each, with fixes for its holes, and takes
the old one away. An exact version then stops the build on the day of a security fix. A base image pinned by digest, renewed by
a bot, gives the same certainty. That is why the rule is off by default, and can be switched on for single managers.`,
    examples: {
      bad: [
        'FROM python:3.12-slim\nRUN pip install --no-cache-dir requests\nUSER nobody\n',
        'FROM alpine:3.20\nRUN apk add --no-cache curl git~=2.45\nUSER nobody\n',
      ],
      good: [
        'FROM python:3.12-slim\nRUN pip install --no-cache-dir requests==2.32.3\nUSER nobody\n',
        'FROM golang:1.23\nRUN go install golang.org/x/tools/gopls@v0.16.2\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'For packages of a distribution whose repositories keep only the newest version, unless you mirror them.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#apt-get',
      'https://pip.pypa.io/en/stable/topics/repeatable-installs/',
      'https://go.dev/ref/mod#go-install',
    ],
  },
  messages: {
    unpinned: '{program} installs whatever version is newest on the day of the build; name one for {name}.',
    latest: '"{name}" in version "{version}" is another one after each release; name a version.',
    commit: '"{name}" names no commit or tag, so its newest commit is built; name one.',
    undeclared: 'The version of "{name}" is a variable that this stage does not declare.',
  },
  check(stage, { policy, parity }) {
    const found: Match[] = [];
    const { pinnedManagers } = policy;
    for (const instruction of stage.instructions) {
      const run = instruction.trigger ?? instruction;
      if (run.keyword !== 'RUN') continue;
      for (const command of posixScript(run).commands) {
        const request = packageRequestOf(command);
        if (request === undefined || request.isConstrained) continue;
        if (pinnedManagers?.has(request.manager) === false) continue;
        for (const one of problemsOf(request, instruction)) found.push(one);
        if (parity !== 'hadolint') continue;
        const named = request.packages.find((one) => isUndeclared(one, request, stage, instruction));
        if (named !== undefined)
          found.push({ ...matchOf('undeclared', named, request, instruction), onlyIn: 'hadolint' });
      }
    }
    return found;
  },
});

/** By manager: hadolint's code, and the programs whose packages it looks at. */
const CODES: Readonly<
  Record<PackageRequest['manager'], readonly [code: string, ...programs: readonly string[]]>
> = {
  apt: ['hadolint/DL3008', 'apt-get'],
  pip: ['hadolint/DL3013', 'pip'],
  npm: ['hadolint/DL3016', 'npm'],
  apk: ['hadolint/DL3018', 'apk'],
  gem: ['hadolint/DL3028', 'gem'],
  yum: ['hadolint/DL3033', 'yum'],
  zypper: ['hadolint/DL3037', 'zypper'],
  dnf: ['hadolint/DL3041', 'dnf', 'microdnf'],
  go: ['hadolint/DL3062', 'go'],
};

function problemsOf(request: PackageRequest, instruction: Instruction): readonly Match[] {
  const found: Match[] = [];
  // One finding a command: who pins one package of a list pins the others too.
  const unpinned = request.packages.filter(
    ({ kind, version }) => kind === 'package' && version === undefined,
  );
  const [first] = unpinned;
  if (first !== undefined)
    found.push(matchOf('unpinned', { ...first, name: listed(unpinned) }, request, instruction));
  for (const named of request.packages)
    if (named.kind === 'repository' && named.version === undefined)
      found.push(matchOf('commit', named, request, instruction));
    else if (named.kind === 'package' && named.version !== undefined && LATEST.has(named.version)) {
      const match = matchOf('latest', named, request, instruction);
      // Of the tags that move, hadolint knows those of go.
      found.push(request.manager === 'go' ? match : { ...match, equivalents: [] });
    }
  return found;
}

function listed(packages: readonly RequestedPackage[]): string {
  const names = packages.slice(0, MOST_NAMED).map(({ name }) => name);
  const rest = packages.length - names.length;
  return rest > 0 ? `${names.join(', ')} and ${rest.toString()} more` : names.join(', ');
}

const MOST_NAMED = 4;

const LATEST: ReadonlySet<string> = new Set(['latest', 'next', 'master', 'main', 'upgrade', '*']);

function matchOf(
  message: string,
  { name, version, span }: RequestedPackage,
  { manager, program }: PackageRequest,
  instruction: Instruction,
): Match {
  const [code, ...programs] = CODES[manager];
  return {
    at: at(instruction, span),
    message,
    data: { name, program, version: version ?? '' },
    equivalents: programs.includes(program) ? [code] : [],
  };
}

/** A package of RPM is told from its version by the value of the variable; hadolint asks whether the stage sets it. */
function isUndeclared(
  { version }: RequestedPackage,
  { manager }: PackageRequest,
  stage: StageFacts,
  instruction: Instruction,
): boolean {
  if (manager !== 'yum' && manager !== 'dnf') return false;
  const variable = /^\$(?:\{(\w+)\}|(\w+))$/.exec(version ?? '');
  const name = variable?.[1] ?? variable?.[2];
  if (name === undefined) return false;
  const { env, args } = stage.stateBefore(instruction);
  return !env.has(name) && !args.has(name) && !posixScript(instruction).assigned.has(name);
}
