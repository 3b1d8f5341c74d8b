/** Finds USER and --chown that name an account which the stage certainly does not have. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import { addsUser, mayHaveUser } from '../../model/artifacts/accounts';
import type { StageFacts } from '../../model/facts';
import { stageLabel, stageWithRole } from '../../model/naming';
import { lookupIn } from '../../model/scope';
import type { Instruction } from '../../syntax/nodes';
import { flagOf } from '../../syntax/views';
import { expand } from '../../syntax/words';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-missing-user',
  scope: 'stage',
  keywords: ['USER', 'COPY', 'ADD'],
  meta: {
    category: 'artifacts',
    level: { final: 'warning', base: 'warning', target: 'information', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['tally/named-identity-in-passwdless-stage'],
  },
  docs: {
    summary: 'A user must exist in the stage that names it',
    lesson: `Accounts are lines in a stage's \`/etc/passwd\`, and every stage begins with that of its own base image. A \`useradd\` in the
builder therefore does nothing for the final stage. \`USER app\` is not checked when the image is built: the container stops
with "unable to find user app: no matching entries in passwd file". \`COPY --chown=app\` already fails in the build.

Which accounts are there differs: \`node\` only in the Node.js images, \`www-data\` in Debian but not in Alpine, \`nonroot\` in
distroless, none at all in \`scratch\`. Add the account in the stage that uses it, copy \`/etc/passwd\` along, or use a number,
which needs no account.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nRUN useradd --uid 10001 app\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM alpine:3.20\nCOPY --from=build /out/app /app\nUSER app\nCMD ["/app"]\n',
        'FROM debian:12-slim\nCOPY --chown=node:node server.js /srv/server.js\nUSER 1000\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM alpine:3.20\nRUN adduser -D app\nCOPY --from=build /out/app /app\nUSER app\nCMD ["/app"]\n',
        'FROM golang:1.23 AS build\nRUN useradd --uid 10001 app && CGO_ENABLED=0 go build -o /out/app .\nFROM scratch\nCOPY --from=build /etc/passwd /etc/passwd\nCOPY --from=build /out/app /app\nUSER app\nENTRYPOINT ["/app"]\n',
      ],
    },
    whenNotToUse: 'When the image runs with a passwd file that is mounted when the container starts.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#user',
      'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod',
    ],
  },
  messages: {
    none: 'There is no user "{name}" in {stage}: neither its base image nor a line above adds one.',
    builder: 'The user "{name}" exists in {builder} only; {stage} starts from its own base image.',
  },
  check(stage) {
    const found: Match[] = [];
    const asked = new Set<string>();
    for (const instruction of stage.instructions) {
      const use = useOf(stage, instruction);
      if (use === undefined || asked.has(use.name) || asked.size > MOST) continue;
      asked.add(use.name);
      if (mayHaveUser(stage, use.name)) continue;
      const builder = builderWith(stage, use.name);
      const data = { name: use.name, stage: stageWithRole(stage) };
      const where = at(instruction, use.span);
      if (builder === undefined) found.push({ at: where, message: 'none', data });
      else found.push({ at: where, message: 'builder', data: { ...data, builder: stageLabel(builder) } });
    }
    return found;
  },
  fix(match, { stage }) {
    const { node } = match.at;
    const name = match.data?.['name'];
    if (stage === undefined || node?.kind !== 'instruction' || name === undefined) return [];
    const line = lineFor(stage, name);
    if (line === undefined) return [];
    const lineEnd = node.text.includes('\r\n') ? '\r\n' : '\n';
    const edit: AnchoredEdit = {
      at: at(node, { start: node.span.start, end: node.span.start }),
      newText: line + lineEnd,
    };
    return [{ title: `Add \`${line}\``, safety: 'suggestion', edits: [edit] }];
  },
});

/** No real stage names nearly as many; each is sought in every line. */
const MOST = 20;

interface Use {
  readonly name: string;
  readonly span: Span;
}

/** The account that the instruction names; undefined for numbers and for what is not known. */
function useOf(stage: StageFacts, instruction: Instruction): Use | undefined {
  const { keyword } = instruction;
  if (keyword !== 'USER' && ((keyword !== 'COPY' && keyword !== 'ADD') || instruction.flags.length === 0))
    return undefined;
  const flag = keyword === 'USER' ? undefined : flagOf(instruction, 'chown');
  const span = keyword === 'USER' ? instruction.words[0]?.span : flag?.valueSpan;
  if (span === undefined) return undefined;
  const text = instruction.source.slice(span.start, span.end);
  const { env, args } = stage.stateBefore(instruction);
  const lookup = lookupIn(env, args);
  const value = expand(text, instruction.escape, (variable) => lookup(variable) ?? undefined);
  const name = value?.split(':')[0];
  if (name === undefined || !/^[a-z_][\w-]*$/.test(name)) return undefined;
  const from = text.indexOf(name);
  return {
    name,
    span: from === -1 ? span : { start: span.start + from, end: span.start + from + name.length },
  };
}

function builderWith(stage: StageFacts, name: string): StageFacts | undefined {
  for (const edge of stage.edges) {
    const producer = stage.producer(edge);
    if (producer !== undefined && addsUser(producer, name)) return producer;
  }
  return undefined;
}

function lineFor(stage: StageFacts, name: string): string | undefined {
  const { image } = stage;
  const builder = builderWith(stage, name);
  if (stage.rootReference === 'scratch')
    return builder?.name === undefined ? undefined : `COPY --from=${builder.name} /etc/passwd /etc/passwd`;
  if (image?.shell === null) return undefined;
  if (image?.programs['useradd'] === true) return `RUN useradd --create-home ${name}`;
  return image?.programs['adduser'] === true ? `RUN adduser -D ${name}` : undefined;
}
