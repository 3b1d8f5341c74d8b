/** Finds stages that use both curl and wget, where one would do. */
import { at, defineRule, type Match } from '../../lint/rule';
import { packageInstallOf } from '../../model/commands/installs';
import type { StageFacts } from '../../model/facts';
import { RUN_KEYWORDS, runOf, runScriptOf } from '../../model/runs';
import type { Instruction } from '../../syntax/nodes';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'prefer-one-downloader',
  scope: 'stage',
  keywords: RUN_KEYWORDS,
  words: ['curl', 'wget'],
  meta: {
    category: 'packages',
    level: 'hint',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL4001', 'trivy/DS-0014'],
    concern: 'size',
  },
  docs: {
    summary: 'Download with curl or with wget, not with both',
    lesson: `Both fetch a file from an address. With both in an image there are two programs to install, to keep up to date and to
configure: two sets of certificates, proxies and habits, and two tools for somebody who breaks in.

Choose one: \`curl -fsSL -o FILE ADDRESS\` and \`wget -O FILE ADDRESS\` do the same. Or neither: \`ADD --checksum=… ADDRESS FILE\` needs no
program at all, and a build stage can do the downloading.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl wget && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
        'FROM buildpack-deps:bookworm\nRUN wget -q https://example.org/a.txt\nRUN curl -fsSO https://example.org/b.txt\nUSER nobody\n',
      ],
      good: [
        'FROM buildpack-deps:bookworm\nRUN curl -fsSO https://example.org/a.txt\nRUN curl -fsSO https://example.org/b.txt\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When a program in the image calls one of them and your scripts the other.',
    references: ['https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages'],
  },
  messages: {
    used: 'This stage downloads with {first} as well as with {second}; one of them is enough.',
    installed: 'This stage has {first} and {second}; one of them is enough.',
  },
  check(stage) {
    const found: Match[] = [];
    const first = new Map<string, Mention>();
    let isTold = false;
    for (const instruction of stage.instructions) {
      const source = runOf(instruction)?.source;
      if (source === undefined || !(source.includes('curl') || source.includes('wget'))) continue;
      const mentions = mentionsIn(stage, instruction);
      for (const mention of mentions) if (!first.has(mention.key)) first.set(mention.key, mention);
      const used = [first.get('curl used'), first.get('wget used')];
      const isUse = mentions.some(({ isUse }) => isUse);
      if (isUse && used[0] !== undefined && used[1] !== undefined) {
        const own = mentions.findLast(({ isUse }) => isUse);
        if (own !== undefined) {
          const match = toMatch(instruction, own, 'used');
          found.push(isTold ? { ...match, onlyIn: 'hadolint' } : match);
          isTold = true;
        }
      } else if (!isTold && isBoth(first)) {
        const own = mentions.at(-1);
        if (own === undefined) continue;
        found.push({ ...toMatch(instruction, own, 'installed'), equivalents: ['trivy/DS-0014'] });
        isTold = true;
      }
    }
    return found;
  },
});

interface Mention {
  /** `curl used`, `wget installed`. */
  readonly key: string;
  readonly name: string;
  readonly isUse: boolean;
  readonly span: Span;
}

function mentionsIn(stage: StageFacts, instruction: Instruction): Mention[] {
  const found: Mention[] = [];
  for (const command of runScriptOf(stage, instruction)?.commands ?? []) {
    const { name, words } = command;
    const [program] = words;
    if ((name === 'curl' || name === 'wget') && program !== undefined)
      found.push({ key: `${name} used`, name, isUse: true, span: program.span });
    for (const { name: packageName, span } of packageInstallOf(command)?.packages ?? [])
      if (packageName === 'curl' || packageName === 'wget')
        found.push({ key: `${packageName} installed`, name: packageName, isUse: false, span });
  }
  return found;
}

/** Two programs are there when both are named, be it by an install or by a use. */
function isBoth(first: ReadonlyMap<string, Mention>): boolean {
  return ['curl', 'wget'].every((name) => first.has(`${name} used`) || first.has(`${name} installed`));
}

function toMatch(instruction: Instruction, { name, span }: Mention, message: 'used' | 'installed'): Match {
  return {
    at: at(instruction, span),
    message,
    data: { first: name === 'curl' ? 'wget' : 'curl', second: name },
  };
}
