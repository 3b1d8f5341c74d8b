/** What the commands of a running image ask for: which of them count, what a script is run by, what could stand instead. */
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import type { Span } from '../../text/span';
import type { StageFacts } from '../facts';
import { destinationOf, heldIn } from './stageFiles';

/** Of several CMD and ENTRYPOINT only the last counts. */
export function decidesWhatRuns(stage: StageFacts, instruction: Instruction): boolean {
  switch (instruction.keyword) {
    case 'CMD':
      // With an entrypoint these are its arguments.
      return (
        stage.command.cmd === instruction &&
        stage.command.entrypoint === undefined &&
        !inheritsEntrypoint(stage)
      );
    case 'ENTRYPOINT':
      return stage.command.entrypoint === instruction;
    case 'HEALTHCHECK':
      return true;
    default:
      return false;
  }
}

/** Entrypoints of official images run what they are given, but one that is not known may take it as an argument. */
function inheritsEntrypoint({ image, rootReference }: StageFacts): boolean {
  const entrypoint = image?.entrypoint;
  if (rootReference === 'scratch' || entrypoint === null) return false;
  return entrypoint === undefined
    ? image?.kind !== 'os' && image?.language === null
    : !/docker-entrypoint\.sh$|__cacert_entrypoint\.sh$/.test(entrypoint[0] ?? '');
}

/** The program that the first line of a script asks for, where a heredoc of this file writes the script. */
export function interpreterOf(stage: StageFacts, path: string): string | undefined {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const instruction of at.instructions) {
      if (instruction.keyword !== 'COPY' || !instruction.source.includes('<<')) continue;
      const body = instruction.heredocs[0]?.body;
      if (body === undefined || destinationOf(at, instruction)?.path !== path) continue;
      const line = /^#![ \t]*(\S+)(?:[ \t]+(\S+))?/.exec(instruction.source.slice(body.start, body.end));
      return line?.[1]?.endsWith('/env') === true ? line[2] : line?.[1]?.replace(/^.*\//, '');
    }
  return undefined;
}

/** The only file of the stage that has the same name in another folder. */
export function namesakeOf(stage: StageFacts, path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/'));
  const found = new Set<string>();
  for (const held of heldIn(stage))
    if (held.path.endsWith(name) && held.form !== 'directory') found.add(held.path);
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

/** `curl -fsS URL` asks as `wget -q --spider URL` does; undefined for a call with other options. */
export function wgetFor(
  command: ShellCommand,
): { readonly span: Span; readonly newText: string } | undefined {
  const options = command.args.filter((word) => word.text.startsWith('-'));
  const url = command.args.find((word) => !word.text.startsWith('-'));
  const last = command.args.at(-1);
  const [program] = command.words;
  if (url === undefined || last === undefined || program === undefined) return undefined;
  if (command.args.length !== options.length + 1) return undefined;
  if (!options.every((word) => /^(?:-[fsSI]+|--fail|--silent|--show-error)$/.test(word.text)))
    return undefined;
  return { span: { start: program.span.start, end: last.span.end }, newText: `wget -q --spider ${url.text}` };
}
