/** Reads what a dev container builds. Source: the Dev Container metadata reference, "Image or Dockerfile specific properties". */
import { located, NOT_WRITTEN, type BuildDefinition, type Written } from './build';
import { parseJsonc } from './jsonc';
import { folderOf, resolvePath } from './paths';
import { asRecord, asText } from './values';

/** Undefined for one that is made of an image or of a Compose file. Its paths are relative to its own folder. */
export function readDevContainer(path: string, text: string): BuildDefinition | undefined {
  const content = asRecord(parseJsonc(text));
  const build = asRecord(content['build']);
  // The older form stands at the top: `dockerFile`, `context`.
  const dockerfile = written(build['dockerfile'] ?? content['dockerFile']);
  if (dockerfile.kind === 'none') return undefined;
  const folder = folderOf(path);
  return located(path, 'devcontainer', folder, {
    context: written(build['context'] ?? content['context']),
    dockerfile:
      dockerfile.kind === 'text' ? { kind: 'text', text: resolvePath(folder, dockerfile.text) } : dockerfile,
    isInline: false,
    target: written(build['target']),
    args: new Map(
      Object.entries(asRecord(build['args'])).map(([name, value]) => {
        const argument = written(value);
        return [name, argument.kind === 'text' ? argument.text : undefined];
      }),
    ),
    namedContexts: new Map(),
  });
}

/** `${localEnv:NAME}` and its kin are known only on the machine that builds. */
function written(value: unknown): Written {
  if (value === undefined) return NOT_WRITTEN;
  const text = asText(value);
  return text === undefined || text.includes('${') ? { kind: 'unknown' } : { kind: 'text', text };
}
