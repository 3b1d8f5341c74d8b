/** Finds EXPOSE arguments that are no port of the container. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { Instruction, Word } from '../../syntax/nodes';

export default defineRule({
  id: 'no-invalid-port',
  scope: 'instruction',
  keywords: ['EXPOSE', 'ONBUILD'],
  meta: {
    category: 'runtime',
    level: 'error',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3011', 'buildkit/ExposeInvalidFormat', 'buildkit/ExposeProtoCasing'],
  },
  docs: {
    summary: 'EXPOSE names a port of the container: a number up to 65535, with a protocol in lower case',
    lesson: `\`EXPOSE 8080/tcp\` writes down on which port the program in the container listens. It opens nothing and publishes nothing.

So there is no place in it for an address or a port of the host: \`EXPOSE 127.0.0.1:80:8080\` reads as if it did what
\`docker run --publish 127.0.0.1:80:8080\` does, and only the last number is kept. The protocol is \`tcp\`, \`udp\` or \`sctp\`, in
lower case. And ports end at 65535: a larger number stops the build.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nUSER nobody\nEXPOSE 80000\n',
        'FROM alpine:3.20\nUSER nobody\nEXPOSE 127.0.0.1:80:8080\n',
        'FROM alpine:3.20\nUSER nobody\nEXPOSE 53/UDP\n',
      ],
      good: ['FROM alpine:3.20\nUSER nobody\nEXPOSE 8080 53/udp 9000-9010\n'],
    },
    whenNotToUse: 'Never: the builder drops what it cannot use, or stops.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#expose',
      'https://docs.docker.com/reference/build-checks/expose-invalid-format/',
      'https://docs.docker.com/reference/build-checks/expose-proto-casing/',
    ],
  },
  messages: {
    range: 'There is no port {port}: the last one is 65535.',
    mapping:
      'EXPOSE takes a port of the container; the address or port of the host in "{text}" belongs to docker run --publish.',
    casing: 'The protocol is written in lower case: {protocol}.',
  },
  check(instruction) {
    const found: Match[] = [];
    const expose = instruction.trigger ?? instruction;
    if (expose.keyword !== 'EXPOSE') return found;
    for (const word of expose.words) for (const one of problems(instruction, word)) found.push(one);
    return found;
  },
  fix(match) {
    const { node } = match.at;
    const newText = match.data?.['replacement'];
    if (node?.kind !== 'instruction' || newText === undefined) return [];
    return [{ title: `Change to ${newText}`, safety: 'safe', edits: [{ at: match.at, newText }] }];
  },
});

function problems(instruction: Instruction, word: Word): readonly Match[] {
  const found: Match[] = [];
  const { value, text, span } = word;
  const slash = value.indexOf('/');
  const ports = slash === -1 ? value : value.slice(0, slash);
  const inContainer = ports.slice(ports.lastIndexOf(':') + 1);

  const tooHigh = inContainer.split('-').find((port) => /^\d+$/.test(port) && Number(port) > LAST_PORT);
  if (tooHigh !== undefined)
    found.push({
      at: at(instruction, span),
      message: 'range',
      data: { port: tooHigh },
      equivalents: ['hadolint/DL3011'],
    });

  // A colon may also stand in a variable: `${PORT:-80}`.
  if (ports !== inContainer && !value.includes('$')) {
    const replacement =
      value === text && inContainer !== '' ? value.slice(value.lastIndexOf(':') + 1) : undefined;
    found.push({
      at: at(instruction, span),
      message: 'mapping',
      data: { text: value, ...(replacement === undefined ? {} : { replacement }) },
      level: 'information',
      equivalents: ['buildkit/ExposeInvalidFormat'],
    });
  }

  const protocol = slash === -1 ? '' : value.slice(slash + 1);
  const lower = protocol.toLowerCase();
  if (protocol === lower || !PROTOCOLS.has(lower) || !text.endsWith(protocol)) return found;
  found.push({
    at: at(instruction, { start: span.end - protocol.length, end: span.end }),
    message: 'casing',
    data: { protocol: lower, replacement: lower },
    level: 'information',
    equivalents: ['buildkit/ExposeProtoCasing'],
  });
  return found;
}

const LAST_PORT = 65_535;
const PROTOCOLS: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp']);
