/** Finds commands of the running image that name a program which its final stage certainly lacks. */
import { at, defineRule, type AnchoredEdit, type Fix, type Match } from '../../lint/rule';
import { decidesWhatRuns, interpreterOf, namesakeOf, wgetFor } from '../../model/artifacts/runtimePrograms';
import { lacksFile, lacksProgram } from '../../model/artifacts/programs';
import { meantInstead } from '../../model/artifacts/likely';
import { joined } from '../../model/artifacts/commandPlace';
import { isRoot } from '../../model/accounts';
import type { StageFacts } from '../../model/facts';
import { stageWithRole } from '../../model/naming';
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'no-missing-program',
  scope: 'stage',
  keywords: ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'],
  meta: {
    category: 'artifacts',
    level: { final: 'warning', base: 'warning', target: 'information', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'What the image runs must be in the image',
    lesson: `\`CMD\`, \`ENTRYPOINT\` and \`HEALTHCHECK\` are not tried when the image is built. A program that is not there shows when the
container starts ("executable file not found in $PATH", "no such file or directory"), and in a health check not even then:
every check fails, and an orchestrator restarts a healthy service for ever.

The usual cases: \`curl\` in the health check of a \`-slim\` or Alpine image, which has none (Alpine has \`wget\`); a script for
\`bash\` on Alpine; an entrypoint whose path is not the one that \`COPY --from\` wrote to; a bare name in \`scratch\`, where no
folder of the PATH holds it.`,
    examples: {
      bad: [
        'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\nUSER nobody\nHEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1\nCMD ["python", "app.py"]\n',
        'FROM golang:1.23 AS build\nWORKDIR /src\nRUN CGO_ENABLED=0 go build -o /out/server .\nFROM scratch\nCOPY --from=build /out/server /bin/server\nUSER 65532\nENTRYPOINT ["/server"]\n',
      ],
      good: [
        'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\nUSER nobody\nHEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen(\'http://localhost:8000/\')"]\nCMD ["python", "app.py"]\n',
        'FROM golang:1.23 AS build\nWORKDIR /src\nRUN CGO_ENABLED=0 go build -o /out/server .\nFROM scratch\nCOPY --from=build /out/server /bin/server\nUSER 65532\nENTRYPOINT ["/bin/server"]\n',
      ],
    },
    whenNotToUse: 'When the program comes with a volume that is mounted when the container starts.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#healthcheck',
      'https://docs.docker.com/reference/dockerfile/#entrypoint',
    ],
  },
  messages: {
    program: '{stage} has no {name}, so this {keyword} fails; install it or use what is there.',
    path: '{stage} holds no {name}, so this {keyword} fails.',
    meant: '{stage} holds no {name}, so this {keyword} fails; did you mean {meant}?',
    shebang: '{stage} has no {name}, which the first line of {script} asks for.',
  },
  check(stage) {
    const found: Match[] = [];
    // A stage built from this one may bring the program, and a development stage is filled by mounts.
    if (stage.role === 'builder') return found;
    if (stage.consumers.some(({ kind }) => kind === 'from')) return found;
    for (const instruction of stage.instructions) {
      if (!decidesWhatRuns(stage, instruction) || isPlainlyThere(stage, instruction)) continue;
      const commands = stage.scriptOf(instruction)?.commands ?? [];
      for (const [index, command] of commands.entries()) {
        const match = missing(stage, instruction, command, commands[index + 1]);
        if (match === undefined) continue;
        if (stage.isDevelopment) return found;
        found.push(match);
        break;
      }
    }
    return found;
  },
  fix(match, { stage }) {
    const { node } = match.at;
    if (stage === undefined || node?.kind !== 'instruction') return [];
    const meant = match.data?.['meant'];
    if (meant !== undefined) {
      const isQuoted = node.text[match.at.span.start] === '"';
      const edit: AnchoredEdit = { at: match.at, newText: isQuoted ? JSON.stringify(meant) : meant };
      return [{ title: `Run ${meant}`, safety: 'suggestion', edits: [edit] }];
    }
    return match.message === 'program' ? programFixes(match, node, stage) : [];
  },
});

/** An exec form that names a file which may be there, as nearly all do, need not be read any further. */
function isPlainlyThere(stage: StageFacts, { exec, keyword }: Instruction): boolean {
  const name = keyword === 'HEALTHCHECK' ? undefined : exec?.[0]?.value;
  if (name?.includes('/') !== true || name.includes('bin/')) return false;
  const path = absolute(stage, name);
  return path !== undefined && !lacksFile(stage, path) && interpreterOf(stage, path) === undefined;
}

function missing(
  stage: StageFacts,
  instruction: Instruction,
  command: ShellCommand,
  next: ShellCommand | undefined,
): Match | undefined {
  const [word] = command.words;
  const name = word?.value;
  if (word === undefined || name === undefined || (command.place !== 'top' && command.place !== 'subshell'))
    return undefined;
  // One of two ways, of which the other may work.
  if (command.connector === '||' && next?.connector !== undefined) return undefined;
  if (
    command.connector === '||' ||
    (next?.connector === '||' && !/^(?:exit|false|kill)$/.test(next.name ?? ''))
  )
    return undefined;
  const data = { stage: capital(stageWithRole(stage)), keyword: instruction.keyword };
  if (!name.includes('/')) {
    if (BUILTINS.has(name) || name.endsWith('.wasm')) return undefined;
    if (lacksProgram(stage, name))
      return { at: at(instruction, word.span), message: 'program', data: { ...data, name } };
    return missingScript(stage, instruction, command, data);
  }
  const path = absolute(stage, name);
  // WebAssembly runtimes take a module that the image need not hold under this name.
  if (path === undefined || name.endsWith('.wasm')) return undefined;
  if (lacksFile(stage, path) && !isVolume(stage, path))
    return missingPath(stage, instruction, word, path, data);
  return missingInterpreter(stage, instruction, word, path, data);
}

function missingPath(
  stage: StageFacts,
  instruction: Instruction,
  word: ShellWord,
  path: string,
  data: Readonly<Record<string, string>>,
): Match | undefined {
  const meant = meantInstead(stage, path) ?? namesakeOf(stage, path);
  // A base for other images may name a program that only they bring.
  if (meant === undefined && stage.edges.length === 0) return undefined;
  return {
    at: at(instruction, word.span),
    message: meant === undefined ? 'path' : 'meant',
    data: { ...data, name: word.value ?? path, ...(meant === undefined ? {} : { meant }) },
  };
}

/** `java -jar app.jar`, `node server.js`, `python app.py`: the file that an interpreter is to run. */
function missingScript(
  stage: StageFacts,
  instruction: Instruction,
  command: ShellCommand,
  data: Readonly<Record<string, string>>,
): Match | undefined {
  if (!/^(?:java|node|python[\d.]*|ruby|php|perl|bash|sh)$/.test(command.name ?? '')) return undefined;
  const [first, second] = command.args;
  const word = first?.value === '-jar' || first?.value === '-u' ? second : first;
  const name = word?.value;
  if (word === undefined || name === undefined || !/^[\w./-]+\.(?:jar|[cm]?js|py|rb|php|pl|sh)$/.test(name))
    return undefined;
  const path = absolute(stage, name);
  if (path === undefined || !lacksFile(stage, path) || isVolume(stage, path)) return undefined;
  return missingPath(stage, instruction, word, path, data);
}

function missingInterpreter(
  stage: StageFacts,
  instruction: Instruction,
  word: ShellWord,
  path: string,
  data: Readonly<Record<string, string>>,
): Match | undefined {
  const program = interpreterOf(stage, path);
  if (program === undefined || !lacksProgram(stage, program)) return undefined;
  return {
    at: at(instruction, word.span),
    message: 'shebang',
    data: { ...data, name: program, script: path },
  };
}

function absolute(stage: StageFacts, name: string): string | undefined {
  if (name.startsWith('/')) return joined('/', name);
  return stage.end.workdir === undefined ? undefined : joined(stage.end.workdir, name);
}

function isVolume(stage: StageFacts, path: string): boolean {
  return stage.instructions.some(
    ({ keyword, words, exec }) =>
      keyword === 'VOLUME' &&
      (exec ?? words).some(({ value }) => path.startsWith(value.replace(/\/?$/, '/'))),
  );
}

function programFixes(match: Match, node: Instruction, stage: StageFacts): readonly Fix[] {
  const name = match.data?.['name'] ?? '';
  const fixes: Fix[] = [];
  const wget =
    name === 'curl' && stage.image?.programs['wget'] === true ? asWget(stage, node, match) : undefined;
  if (wget !== undefined)
    fixes.push({ title: 'Use wget, which the image has', safety: 'suggestion', edits: [wget] });
  const install = INSTALLS.get(stage.image?.packageManager ?? '')?.replace('NAME', name);
  const { user } = stage.stateBefore(node);
  if (install !== undefined && PACKAGES.has(name) && user !== undefined && isRoot(user)) {
    const lineEnd = node.text.includes('\r\n') ? '\r\n' : '\n';
    const start = node.span.start;
    fixes.push({
      title: `Install ${name}`,
      safety: 'suggestion',
      edits: [{ at: at(node, { start, end: start }), newText: `RUN ${install}${lineEnd}` }],
    });
  }
  return fixes;
}

function asWget(stage: StageFacts, node: Instruction, match: Match): AnchoredEdit | undefined {
  if (node.text[match.at.span.start] === '"') return undefined;
  const command = stage
    .scriptOf(node)
    ?.commands.find((each) => each.words[0]?.span.start === match.at.span.start);
  const edit = command && wgetFor(command);
  return edit && { at: at(node, edit.span), newText: edit.newText };
}

const INSTALLS: ReadonlyMap<string, string> = new Map([
  ['apk', 'apk add --no-cache NAME'],
  ['apt', 'apt-get update && apt-get install -y --no-install-recommends NAME && rm -rf /var/lib/apt/lists/*'],
]);

/** Programs whose package has their name. */
const PACKAGES: ReadonlySet<string> = new Set([
  'bash',
  'curl',
  'git',
  'jq',
  'tini',
  'dumb-init',
  'wget',
  'gosu',
]);

const BUILTINS: ReadonlySet<string> = new Set(
  ': . [ [[ (( alias bg cd command echo eval exec exit export false fg getopts hash kill printf pwd read return set shift sleep source test time times trap true type ulimit umask unset wait'.split(
    ' ',
  ),
);

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
