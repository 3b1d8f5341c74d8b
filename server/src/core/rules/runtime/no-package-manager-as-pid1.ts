/** Finds images whose main process is a package manager that runs the program below it. */
import { at, defineRule } from '../../lint/rule';
import { devServerOf, packageScriptOf } from '../../model/devServers';
import { startedCommands } from '../../model/startedCommands';

export default defineRule({
  id: 'no-package-manager-as-pid1',
  scope: 'stage',
  keywords: ['CMD', 'ENTRYPOINT'],
  meta: {
    category: 'runtime',
    level: { final: 'information', base: 'off', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Start the program, not the package manager that would start it',
    lesson: `\`CMD ["npm", "start"]\` makes npm process 1 of the container. npm reads \`package.json\`, starts a shell, and the shell starts your
program: three processes, and the stop signal goes to the first. Depending on the version it is not passed on, or npm ends before the
program has finished its work, and the container is killed after the grace period. It also costs memory, delays the start,
and ends with an error of npm's own in the log.

Write what the script says: \`CMD ["node", "server.js"]\`. Then npm and yarn need not be in the shipped image at all.`,
    examples: {
      bad: [
        'FROM node:20-alpine\nWORKDIR /app\nCOPY server.js .\nUSER node\nCMD ["npm", "start"]\n',
        'FROM node:20-alpine\nWORKDIR /app\nCOPY server.js .\nUSER node\nENTRYPOINT ["yarn", "run", "serve:prod"]\n',
      ],
      good: ['FROM node:20-alpine\nWORKDIR /app\nCOPY server.js .\nUSER node\nCMD ["node", "server.js"]\n'],
    },
    whenNotToUse: 'When the script does work before the program that an entry script would have to repeat.',
    references: [
      'https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md',
      'https://docs.npmjs.com/cli/commands/npm-start',
    ],
  },
  messages: {
    manager:
      '{manager} becomes process 1 and may keep stop signals from the program; write the command that its script "{script}" runs.',
  },
  check(stage) {
    const { cmd, entrypoint } = stage.command;
    if (cmd === undefined && entrypoint === undefined) return [];
    const [started, ...others] = startedCommands(stage);
    if (started === undefined || others.length > 0) return [];
    const { command, instruction, span } = started;
    const { name } = command;
    if (name === undefined || command.wrappers.some((wrapper) => INITS.has(wrapper))) return [];
    // Below a shell it is not process 1, and prefer-exec-form has said so.
    if (instruction.exec === undefined && !command.wrappers.includes('exec')) return [];
    if (name === 'bun') return [];
    const script = packageScriptOf(name === 'yarnpkg' ? 'yarn' : name, command.args);
    if (script === undefined || NO_SCRIPTS.has(script) || devServerOf(command) !== undefined) return [];
    return [{ at: at(instruction, span), message: 'manager', data: { manager: name, script } }];
  },
  fix(match) {
    const { node, span } = match.at;
    if (node?.kind !== 'instruction' || node.exec === undefined) return [];
    const words = node.exec.map((word) => word.value);
    if (words.length !== 2 || words[0] !== 'npm' || words[1] !== 'start') return [];
    // What npm itself runs where package.json has no script of that name (npm documentation, "npm start").
    const newText = '["node", "server.js"]';
    return [
      {
        title: 'Start the program itself: node server.js (see "start" in package.json)',
        safety: 'suggestion',
        edits: [{ at: at(node, span), newText }],
      },
    ];
  },
});

/** They pass signals on to all below them, or to the group. */
const INITS: ReadonlySet<string> = new Set(['tini', 'dumb-init', 'catatonit']);

/** Commands of yarn and pnpm themselves. */
const NO_SCRIPTS: ReadonlySet<string> = new Set(
  'install add remove exec dlx node global cache config create init workspace workspaces set version --version'.split(
    ' ',
  ),
);
