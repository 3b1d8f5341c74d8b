/** Finds archives and programs that are taken from the network without a look at what they are. */
import { at, defineRule, type Match } from '../../lint/rule';
import { packageInstallOf } from '../../model/commands/installs';
import type { StageFacts } from '../../model/facts';
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { copyView, flagOf } from '../../syntax/views';

export default defineRule({
  id: 'require-checksum',
  scope: 'stage',
  keywords: ['ADD', 'RUN'],
  words: ['http', 'https'],
  meta: {
    category: 'reproducibility',
    level: 'hint',
    since: '0.1.0',
    fix: 'none',
    equivalents: [],
  },
  docs: {
    summary: 'Check what is downloaded against a checksum',
    lesson: `TLS tells that the file comes from that server, not that it is the file you looked at: a release can be replaced, a server broken
into, a redirect changed. What arrives is unpacked and run with the rights of the build, and ends up in what you ship.

\`ADD --checksum=sha256:… https://…\` checks before anything else sees the file, and the builder then knows without a download
whether its cached layer still holds. In a \`RUN\`, \`echo "…  file" | sha256sum -c -\` behind the download does the same. Where the publisher
signs releases, \`gpg --verify\` or \`cosign verify-blob\` also tells who made the file.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nADD https://example.com/tool-1.2.tar.gz /opt/\nUSER nobody\n',
        'FROM alpine:3.20\nRUN wget -O /tmp/tool.tgz https://example.com/tool-1.2.tgz && tar -xzf /tmp/tool.tgz -C /opt && rm /tmp/tool.tgz\nUSER nobody\n',
      ],
      good: [
        'FROM alpine:3.20\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool-1.2.tar.gz /opt/\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'For files that change by design, such as the newest list of something.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#add---checksum',
      'https://docs.docker.com/build/building/best-practices/#add-or-copy',
    ],
  },
  messages: {
    add: 'Nothing checks what this address sends; add --checksum=sha256:….',
    download: 'Nothing checks what this address sends; compare it with a checksum before it is used.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions)
      if (instruction.keyword === 'ADD') for (const one of uncheckedAdd(instruction)) found.push(one);
      else if (instruction.keyword === 'RUN' && instruction.source.includes('://'))
        for (const one of uncheckedDownloads(instruction, stage)) found.push(one);
    return found;
  },
});

function uncheckedAdd(instruction: Instruction): readonly Match[] {
  const found: Match[] = [];
  if (!instruction.source.includes('://') || flagOf(instruction, 'checksum') !== undefined) return found;
  for (const source of copyView(instruction).sources)
    // A Git address names its commit, and is checked by it.
    if (/^https?:\/\//.test(source.value) && !/\.git(?:#|$)/.test(source.value))
      found.push({ at: at(instruction, source.span), message: 'add' });
  return found;
}

function uncheckedDownloads(instruction: Instruction, stage: StageFacts): readonly Match[] {
  const found: Match[] = [];
  const commands = stage.scriptOf(instruction)?.commands ?? [];
  let isChecked: boolean | undefined;
  for (const command of commands) {
    const address = downloadOf(command);
    if (address === undefined) continue;
    // A check may stand anywhere in the step, also inside a script that it calls.
    isChecked ??= commands.some(checks);
    if (isChecked) return found;
    found.push({ at: at(instruction, address.span), message: 'download' });
  }
  return found;
}

/** The address of an archive, a package or a program that curl or wget fetches. */
function downloadOf({ name, args, place }: ShellCommand): ShellWord | undefined {
  if ((name !== 'curl' && name !== 'wget' && name !== 'aria2c') || place === 'function') return undefined;
  return args.find(({ text }) => {
    const plain = text.replaceAll(/["']/g, '');
    return /^https?:\/\//.test(plain) && ARCHIVE.test(plain.replace(/[?#].*$/, ''));
  });
}

const ARCHIVE =
  /\.(?:tar|tgz|tbz2?|txz|tar\.\w{2,4}|zip|7z|gz|bz2|xz|zst|jar|war|deb|rpm|apk|whl|gem|AppImage|phar)$/;

function checks(command: ShellCommand): boolean {
  const { name, args } = command;
  if (name === undefined) return false;
  if (
    /^(?:(?:sha\d+|md5|b2|sha|g?sha\d+)sum|shasum|rhash|gpgv?2?|cosign|minisign|signify|apksigner|xx-verify)$/.test(
      name,
    )
  )
    return true;
  if (name === 'openssl') return args.some(({ value }) => value === 'dgst' || /^-?sha\d+$/.test(value ?? ''));
  // A package manager that installs the file checks the signature itself only for its own formats; rpm does with -K.
  if (name === 'rpm') return args.some(({ value }) => value === '-K' || value === '--checksig');
  return (
    packageInstallOf(command) === undefined &&
    args.some(({ value }) => /^--?(?:checksum|sha256)/.test(value ?? ''))
  );
}
