/** Finds native results that are copied to a stage without the C library they are linked against. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import { linkageOf, mayLink, type Linkage } from '../../model/artifacts/linkage';
import { pathOf } from '../../model/artifacts/stageFiles';
import { ofTaken, takenPaths, type TakenPath } from '../../model/artifacts/taken';
import { packageInstallOf } from '../../model/commands/installs';
import { commandsOf } from '../../model/buildEvidence';
import type { StageFacts } from '../../model/facts';
import { stageLabel, stageWithRole } from '../../model/naming';
import { copyView } from '../../syntax/views';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'no-libc-mismatch',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'artifacts',
    level: { final: 'warning', base: 'off', target: 'information', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Run a native program where its C library is, or link it statically',
    lesson: `A dynamically linked program names its loader: \`/lib64/ld-linux-x86-64.so.2\` of glibc (Debian, Ubuntu, Red Hat) or
\`/lib/ld-musl-x86_64.so.1\` of musl (Alpine). Where that file is missing, the container stops with "no such file or directory",
although the program is there. \`scratch\` and \`distroless/static\` have no loader at all.

- **Go** links the C library whenever it finds a C compiler, and \`golang\` images on Debian have one. \`CGO_ENABLED=0\` makes
  a static program.
- **Rust** does for every \`-gnu\` target; a \`-musl\` target is static.
- **node_modules** and **Python packages** with native parts must be installed on the system that they run on.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /out/app .\nFROM alpine:3.20\nCOPY --from=build /out/app /app\nUSER nobody\nENTRYPOINT ["/app"]\n',
        'FROM rust:1.82 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release --locked\nFROM scratch\nCOPY --from=build /src/target/release/app /app\nUSER 65532\nENTRYPOINT ["/app"]\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM alpine:3.20\nCOPY --from=build /out/app /app\nUSER nobody\nENTRYPOINT ["/app"]\n',
        'FROM rust:1.82 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release --locked\nFROM debian:12-slim\nCOPY --from=build /src/target/release/app /usr/local/bin/app\nUSER nobody\nENTRYPOINT ["app"]\n',
      ],
    },
    whenNotToUse: 'When the program imports nothing that needs the C library, or brings its loader along.',
    references: [
      'https://pkg.go.dev/cmd/cgo',
      'https://doc.rust-lang.org/reference/linkage.html#static-and-dynamic-c-runtimes',
      'https://wiki.alpinelinux.org/wiki/Running_glibc_programs',
    ],
  },
  messages: {
    other: 'This {what} of {from} is linked against {libc}, but {to} has {own}: it will not start there.',
    none: 'This {what} of {from} is linked against {libc}, but {to} has no C library: it will not start there.',
    likely:
      'This {what} of {from} is most likely linked against {libc}, which {to} does not have: it would not start there.',
    possible: '{from} has {libc} and {to} has {own}: any {what} will not load there.',
  },
  check(stage) {
    const found: Match[] = [];
    if (stage.edges.length === 0 || stage.role === 'builder') return found;
    for (const taken of takenPaths(stage)) {
      const linkage = mismatchOf(stage, taken);
      const own = stage.image?.libc;
      if (linkage === undefined || own === undefined || stage.isExport) continue;
      const isPossible = linkage.certainty === 'possible';
      if (isPossible && own === null) continue;
      const data = {
        what: linkage.what,
        libc: linkage.libc,
        own: own ?? '',
        from: stageLabel(taken.producer),
        to: stageWithRole(stage),
      };
      const where = at(taken.edge.instruction, taken.source.span);
      if (isPossible) {
        const from = data.from.charAt(0).toUpperCase() + data.from.slice(1);
        found.push({ at: where, message: 'possible', data: { ...data, from }, level: 'information' });
      } else {
        const message = linkage.certainty === 'likely' ? 'likely' : own === null ? 'none' : 'other';
        found.push({ at: where, message, data });
      }
    }
    return found;
  },
  fix(match, { stage }) {
    const taken =
      stage &&
      takenPaths(stage).find(
        ({ edge, source }) => edge.instruction === match.at.node && source.span.start === match.at.span.start,
      );
    const made = stage && taken && mismatchOf(stage, taken)?.made;
    const word = made?.command.words[0];
    if (made === undefined || word === undefined || made.command.name !== 'go') return [];
    if (
      made.instruction.exec !== undefined ||
      made.command.assignments.some(({ name }) => name === 'CGO_ENABLED')
    )
      return [];
    const { start } = word.span;
    const edit: AnchoredEdit = {
      at: at(made.instruction, { start, end: start }),
      newText: 'CGO_ENABLED=0 ',
    };
    return [{ title: 'Build with CGO_ENABLED=0', safety: 'suggestion', edits: [edit] }];
  },
});

const mismatchOf = ofTaken(
  (stage: StageFacts, { edge, producer, source }: TakenPath): Linkage | undefined => {
    if (edge.kind !== 'copy' || !mayLink(producer, source.value)) return undefined;
    const own = stage.image?.libc;
    if (own === undefined || producer.image?.libc === own) return undefined;
    const path = pathOf(stage, edge.instruction, source.value);
    const linkage = path === undefined ? undefined : linkageOf(producer, path);
    return linkage === undefined || bringsLibrary(stage) ? undefined : linkage;
  },
);

/** Compatibility packages, or a loader and libraries that are copied along. */
const bringsLibrary = memoized((stage: StageFacts): boolean => {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent) {
    for (const instruction of at.instructions) {
      if (instruction.keyword === 'ADD') return true;
      if (instruction.keyword !== 'COPY') continue;
      const { sources, destination } = copyView(instruction);
      if (
        sources.some(({ value }) =>
          /(?:^|\/)(?:lib(?:32|64|x32)?(?:\/|$)|ld-)|\.so(?:[.*]|$)|glibc|musl|^\/?$/.test(value),
        )
      )
        return true;
      if (/^\/(?:usr\/)?lib/.test(destination?.value ?? '')) return true;
    }
    for (const command of commandsOf(at)) {
      const install = packageInstallOf(command);
      if (install?.hasUnknownPackages === true) return true;
      if (install?.packages.some(({ name }) => /libc6-compat|gcompat|glibc|musl|libc6/.test(name)) === true)
        return true;
      if (/glibc|ld-linux|ld-musl/.test(command.args.map((word) => word.text).join(' '))) return true;
    }
  }
  return false;
});
