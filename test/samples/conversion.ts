/** Asks the command line, as a person would, to convert a Dockerfile that lies in its build context. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './sample';

const CLI = join(ROOT, 'out/server/src/node/cli.js');

export type Converted =
  | {
      readonly kind: 'converted';
      readonly text: string;
      /** Fields of the image's configuration that the conversion says it changes. */
      readonly changes: ReadonlySet<string>;
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string };

/** The Dockerfile of this name in the folder; the file itself stays as it is. */
export function convert(folder: string, name: string, options: readonly string[]): Converted {
  const args = [CLI, 'convert', name, '--format', 'json', ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0 && status !== 1)
    throw new Error(`stagewright convert ended with ${String(status)}: ${stderr}`);
  const json = JSON.parse(stdout) as Printed;
  return json.kind === 'converted'
    ? { kind: 'converted', text: json.text, changes: new Set((json.changes ?? []).map(({ field }) => field)) }
    : json;
}

type Printed =
  | {
      readonly kind: 'converted';
      readonly text: string;
      readonly changes?: readonly { readonly field: string }[];
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string };
