/** What `--compare` names: another Dockerfile, a stage of this one, or an earlier revision of it. */
import { analyze, NO_SURROUNDINGS } from '../../core/index';
import { causeFinder, type Side, type SmokeInput, smokeStages } from '../../smoke/index';
import { UsageError } from '../command';
import { dockerfileText } from '../dockerfileText';
import type { CliIo } from '../io';

/**
 * The other side, in the same build context and with the same build arguments: only the Dockerfile is another one. A file goes
 * before a stage, a stage before a revision. Throws `UsageError` when it is none of the three.
 */
export async function comparedSide(named: string, input: SmokeInput, io: CliIo): Promise<Side> {
  if (io.files.kindOf(named) === 'file') {
    const text = dockerfileText(named, io);
    return { label: named, input: withText(input, text, io.files.absolute(named)) };
  }
  const stage = input.stages.find(({ name }) => name?.toLowerCase() === named.toLowerCase());
  if (stage !== undefined)
    return { label: `stage ${named}`, input: { ...input, target: named, keep: undefined } };
  const text = await textAtRevision(named, input.dockerfilePath, io);
  return { label: named, input: withText(input, text, input.dockerfilePath) };
}

function withText(input: SmokeInput, text: string, dockerfilePath: string): SmokeInput {
  const { target, buildArgs, secrets = [], ssh = [] } = input;
  const surroundings = { ...NO_SURROUNDINGS, target, buildArguments: new Map(Object.entries(buildArgs)) };
  const analysis = analyze(text, { surroundings });
  const given = { secrets: secrets.map(({ id }) => id), ssh };
  const [stages, causeOf] = [smokeStages(analysis), causeFinder(analysis, given)];
  return { ...input, dockerfilePath, text, stages, causeOf, isSaved: true, keep: undefined };
}

/** `./` before the name lets git take it as below the folder it runs in (gitrevisions(7)). */
async function textAtRevision(revision: string, path: string, io: CliIo): Promise<string> {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const [folder, name] = [path.slice(0, at) || '/', path.slice(at + 1)];
  const lines: string[] = [];
  const args = ['show', '--end-of-options', `${revision}:./${name}`];
  const outcome = await io.git(folder, args, (line) => lines.push(line));
  if (outcome.kind === 'ended' && outcome.exitCode === 0) return `${lines.join('\n')}\n`;
  const why = outcome.kind === 'failed' ? outcome.reason : outcome.complaint;
  throw new UsageError(
    `"${revision}" is neither a file nor a stage of ${name}, and git has no such revision of it: ${why}`,
  );
}
