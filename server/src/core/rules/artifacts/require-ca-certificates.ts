/** Finds programs in an empty image that can verify no server, for want of certificate authorities. */
import { at, defineRule } from '../../lint/rule';
import { presenceOf, pathOf } from '../../model/artifacts/stageFiles';
import { takenPaths, type TakenPath } from '../../model/artifacts/taken';
import { commandsOf } from '../../model/buildEvidence';
import { compileOf } from '../../model/commands/compiles';
import { packageInstallOf } from '../../model/commands/installs';
import type { StageFacts } from '../../model/facts';
import { stageWithRole } from '../../model/naming';
import { copyView } from '../../syntax/views';

export default defineRule({
  id: 'require-ca-certificates',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'artifacts',
    level: { final: 'hint', base: 'off', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'A network client in scratch needs a bundle of certificate authorities',
    lesson: `A program that calls \`https://…\` checks the server's certificate against the authorities that the system trusts. \`scratch\` has
no system: no \`/etc/ssl/certs\`, so every such call fails with "x509: certificate signed by unknown authority". It shows only
when the program first calls out.

Copy the bundle from a stage that has it, or start from an image made for this, such as \`gcr.io/distroless/static\`, which holds
the bundle, time zones and an unprivileged user.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /app\nUSER 65532\nENTRYPOINT ["/app"]\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM scratch\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY --from=build /out/app /app\nUSER 65532\nENTRYPOINT ["/app"]\n',
      ],
    },
    whenNotToUse: 'When the program calls no server, or brings its own roots.',
    references: [
      'https://pkg.go.dev/crypto/x509#SystemCertPool',
      'https://github.com/GoogleContainerTools/distroless',
    ],
  },
  messages: {
    none: 'There is no bundle of certificate authorities in {to}: if {path} calls a server over TLS, it can verify none.',
  },
  check(stage) {
    if (stage.edges.length === 0 || stage.rootReference !== 'scratch') return [];
    const { cmd, entrypoint } = stage.command;
    if ((cmd ?? entrypoint) === undefined || mayHoldBundle(stage)) return [];
    const program = takenPaths(stage).find((taken) => isProgram(stage, taken));
    if (program === undefined) return [];
    return [
      {
        at: at(program.edge.instruction, program.source.span),
        message: 'none',
        data: { to: stageWithRole(stage), path: program.source.value },
      },
    ];
  },
  fix(match, { stage }) {
    const { node } = match.at;
    const program =
      stage &&
      takenPaths(stage).find(
        ({ edge, source }) => edge.instruction === node && source.span.start === match.at.span.start,
      );
    if (program === undefined || node === null || !hasBundle(program.producer)) return [];
    const lineEnd = node.text.includes('\r\n') ? '\r\n' : '\n';
    const name = program.edge.reference.text;
    return [
      {
        title: `Copy the certificate authorities from ${name}`,
        safety: 'suggestion',
        edits: [
          {
            at: at(node, { start: node.span.start, end: node.span.start }),
            newText: `COPY --from=${name} ${BUNDLE} /etc/ssl/certs/${lineEnd}`,
          },
        ],
      },
    ];
  },
});

const BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** A single program that Go or Rust has built in the stage it comes from. */
function isProgram(stage: StageFacts, { edge, producer, source }: TakenPath): boolean {
  const path = pathOf(stage, edge.instruction, source.value);
  if (edge.kind !== 'copy' || path === undefined || /\.\w{1,5}$/.test(path)) return false;
  const presence = presenceOf(producer, path);
  if (presence.kind === 'absent' || (presence.kind === 'held' && presence.effect.form === 'directory'))
    return false;
  return commandsOf(producer).some((command) => /^(?:go|rust)$/.test(compileOf(command)?.ecosystem ?? ''));
}

/** Whatever is copied besides single programs may hold it. */
function mayHoldBundle(stage: StageFacts): boolean {
  for (let own: StageFacts | undefined = stage; own !== undefined; own = own.parent) {
    const { env } = own.end;
    if (env.has('SSL_CERT_FILE') || env.has('SSL_CERT_DIR')) return true;
    for (const { keyword, source } of own.instructions)
      if (keyword === 'ADD' || (keyword === 'COPY' && /cert|ssl|pki|\/etc|rootfs|\.pem|\.crt/i.test(source)))
        return true;
    for (const instruction of own.instructions) {
      if (instruction.keyword !== 'COPY') continue;
      const { sources } = copyView(instruction);
      if (sources.some(({ value }) => /^\.?\/?$|[*?[$]/.test(value))) return true;
    }
  }
  return false;
}

function hasBundle(stage: StageFacts): boolean {
  if (stage.image?.caCertificates === true) return true;
  return commandsOf(stage).some((command) =>
    packageInstallOf(command)?.packages.some(({ name }) => name === 'ca-certificates'),
  );
}
