/** Changes a RUN so that it leaves no cache in its layer. */
import type { TextEdit } from '../text/textEdit';
import { appendTo, hasOwnPlace } from './commands/wordEdits';
import type { StageFacts } from './facts';
import type { CacheKind, LeftCache } from './layerCaches';
import { runOf, runScriptOf } from './runs';
import { appendedCommand } from './scriptEdits';

/** Spans count from the start of the instruction. Undefined where more than adding or dropping text would be needed. */
export function cleaningEdits(left: LeftCache, stage: StageFacts): TextEdit[] | undefined {
  const { kind, instruction, fills } = left;
  const [fill] = fills;
  if (fill === undefined || fills.some(({ verb }) => !hasOwnPlace(verb))) return undefined;
  if (kind === 'pip') return added(left, '--no-cache-dir');
  if (kind === 'apk') return withoutIndex(left, stage);
  const run = runOf(instruction);
  const script = runScriptOf(stage, instruction);
  if (run === undefined || script === undefined) return undefined;
  const line = fill.command.wrappers.includes('sudo')
    ? `sudo ${cleaning(kind, fill.program)}`
    : cleaning(kind, fill.program);
  const edit = appendedCommand(run, script, line);
  return edit === undefined ? undefined : [edit];
}

function cleaning(kind: CacheKind, program: string): string {
  switch (kind) {
    case 'apt-lists':
      return 'rm -rf /var/lib/apt/lists/*';
    case 'apt-archives':
      return 'apt-get clean';
    case 'yarn':
      return 'yarn cache clean';
    case 'zypper':
      return 'zypper clean --all';
    default:
      return `${program} clean all`;
  }
}

function added({ fills }: LeftCache, option: string): TextEdit[] {
  return fills.map(({ verb }) => appendTo(verb, option));
}

/** `--no-cache` reads the index anew, so an `apk update &&` before it goes. */
function withoutIndex(left: LeftCache, stage: StageFacts): TextEdit[] | undefined {
  const { instruction, fills } = left;
  const installs = fills.filter(({ verb }) => verb.value !== 'update');
  const updates = fills.filter(({ verb }) => verb.value === 'update');
  if (installs.length === 0 || (updates.length > 0 && instruction.comments.length > 0)) return undefined;
  const edits = added({ ...left, fills: installs }, '--no-cache');
  const statements = runScriptOf(stage, instruction)?.statements ?? [];
  for (const { command } of updates) {
    const index = statements.findIndex(({ span }) => span.start === command.span.start);
    const next = statements[index + 1];
    const own = statements[index];
    if (index === -1 || own?.commands.length !== 1 || next?.connector !== '&&' || own.connector === '||')
      return undefined;
    edits.push({ span: { start: command.span.start, end: next.span.start }, newText: '' });
  }
  return edits;
}
