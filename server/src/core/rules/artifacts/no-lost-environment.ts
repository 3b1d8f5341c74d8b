/** Finds copies whose files arrive while the ENV that makes them work stays in the builder. */
import { at, defineRule, type Match } from '../../lint/rule';
import { lostVariable, type LostVariable } from '../../model/artifacts/lostEnvironment';
import { ofTaken, type TakenPath, takenPaths } from '../../model/artifacts/taken';
import type { StageFacts } from '../../model/facts';
import { stageLabel, stageWithRole } from '../../model/naming';
import { runtimeCommands } from '../../model/runtimeCommand';

export default defineRule({
  id: 'no-lost-environment',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'artifacts',
    level: { final: 'warning', base: 'off', target: 'information', builder: 'off' },
    since: '0.1.0',
    fix: 'always',
    equivalents: [],
  },
  docs: {
    summary: 'Set in the final stage the variables that copied files need',
    lesson: `\`COPY --from\` brings files and nothing else. \`ENV\` belongs to the stage that says it, and to those built \`FROM\` that stage;
the final stage has the environment of its own base image. A virtual environment that arrives at \`/opt/venv\` is of no use
to \`CMD ["python", "app.py"]\` while the PATH leads to the system's Python: its packages are not found ("No module named
…"), nor are programs such as \`gunicorn\`. The same holds for \`/root/.local/bin\` after \`pip install --user\`, for Go and
Java out of their images (\`/usr/local/go/bin\`, \`/opt/java/openjdk/bin\`), for \`LD_LIBRARY_PATH\`, \`JAVA_HOME\`, \`BUNDLE_PATH\`,
and quietly for \`NODE_ENV=production\`.

Say the ENV again in the final stage.`,
    examples: {
      bad: [
        'FROM python:3.13 AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install flask\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=build /opt/venv /opt/venv\nCOPY app.py .\nUSER nobody\nCMD ["python", "app.py"]\n',
      ],
      good: [
        'FROM python:3.13 AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install flask\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=build /opt/venv /opt/venv\nCOPY app.py .\nENV PATH="/opt/venv/bin:$PATH"\nUSER nobody\nCMD ["python", "app.py"]\n',
        'FROM python:3.13 AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install flask\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=build /opt/venv /opt/venv\nCOPY app.py .\nUSER nobody\nCMD ["/opt/venv/bin/python", "app.py"]\n',
      ],
    },
    whenNotToUse: 'When the variables are set where the container is started.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#env',
      'https://docs.python.org/3/library/venv.html#how-venvs-work',
    ],
  },
  messages: {
    path: '{source} arrives, but {folder} is not on the PATH of {to}, so "{program}" does not come from there.',
    setting: '{source} arrives, but {name}={value} is set in {from} only; set it in {to} too.',
    mode: 'NODE_ENV=production is set in {from} only; {to} runs without it.',
  },
  check(stage) {
    const found: Match[] = [];
    if (stage.edges.length === 0 || stage.role === 'builder') return found;
    const said = new Set<string>();
    for (const taken of takenPaths(stage)) {
      const lost = lostBy(stage, taken);
      if (lost === undefined || said.has(lost.name) || stage.isExport || stage.isDevelopment) continue;
      said.add(lost.name);
      const isMode = lost.name === 'NODE_ENV';
      const match = {
        at: at(taken.edge.instruction, taken.source.span),
        message: isMode ? 'mode' : lost.name === 'PATH' ? 'path' : 'setting',
        data: {
          source: taken.source.value,
          name: lost.name,
          value: lost.was ?? lost.value,
          wanted: lost.value,
          folder: lost.value,
          program: lost.program ?? '',
          from: stageLabel(taken.producer),
          to: stageWithRole(stage),
        },
      };
      found.push(isMode ? { ...match, level: 'information' } : match);
    }
    return found;
  },
  fix(match) {
    const { node } = match.at;
    const { name, wanted } = match.data ?? {};
    if (node?.kind !== 'instruction' || name === undefined || wanted === undefined) return [];
    const line = name === 'PATH' ? `ENV PATH="${wanted}:$PATH"` : `ENV ${name}=${wanted}`;
    const lineEnd = node.text.includes('\r\n') ? '\r\n' : '\n';
    const { end } = node.span;
    return [
      {
        title: `Add \`${line}\``,
        safety: 'suggestion',
        edits: [{ at: at(node, { start: end, end }), newText: lineEnd + line }],
      },
    ];
  },
});

/** Many libraries of Node.js work slower, or say more than they should, without it. */
const lostBy = ofTaken(
  (stage: StageFacts, taken: TakenPath) => lostVariable(stage, taken) ?? lostMode(stage, taken.producer),
);

function lostMode(stage: StageFacts, producer: StageFacts): LostVariable | undefined {
  if (producer.end.env.get('NODE_ENV') !== 'production' || stage.end.env.has('NODE_ENV')) return undefined;
  const [command] = stage.image?.family === 'node' ? runtimeCommands(stage) : [];
  if (command?.name !== 'node' || command.assignments.some(({ name }) => name === 'NODE_ENV'))
    return undefined;
  return { name: 'NODE_ENV', value: 'production', program: undefined };
}
