/** Finds secrets in the content of files with secretlint's rules; only their kinds leave this file. */
import { basename, extname } from 'node:path';

/** How far a file is looked into to tell text from data, in bytes. */
const SNIFFED = 8192;

/** Kinds of secrets in a file, none for data that is no text. */
export async function findSecrets(path: string, content: Uint8Array): Promise<readonly string[]> {
  if (content.subarray(0, SNIFFED).includes(0)) return [];
  const lint = await (linter ??= loadLinter());
  return lint(path, Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8'));
}

type Linter = (path: string, text: string) => Promise<readonly string[]>;

let linter: Promise<Linter> | undefined;

/** The rules are only loaded when there is something to look into. */
async function loadLinter(): Promise<Linter> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] };
  return async (path, content) => {
    const { messages } = await lintSource({
      source: { filePath: `/${harmless(path)}`, ext: extname(basename(path)), contentType: 'text', content },
      options: { config, noPhysicFilePath: true },
    });
    return [...new Set(messages.map(({ ruleId, messageId }) => kindOf(ruleId, messageId)))];
  };
}

/**
 * Secretlint measures itself with marks that hold the path, and takes them apart again: a line break or `::end` in a path ends
 * in a rejection that nobody handles, and so ends this process. The name of a file in an image is anybody's choice.
 */
function harmless(path: string): string {
  return path.replace(/[^\w./@+ -]/gu, '_');
}

/** `@secretlint/secretlint-rule-aws`, `AWSSecretAccessKey`: the rule's word, and the message's in plain words. */
function kindOf(ruleId: string, messageId: string): string {
  const words = messageId
    .replace(/_/gu, ' ')
    .replace(/([a-z])([A-Z])/gu, '$1 $2')
    .toLowerCase();
  const vendor = ruleId.replace(/^.*secretlint-rule-/u, '');
  return words.includes(vendor) ? words : `${vendor} ${words}`;
}
