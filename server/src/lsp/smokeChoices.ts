/** What a person chooses around a smoke build: the values it needs, what it is compared with, what becomes of the image. */
import type { Connection } from 'vscode-languageserver';
import { type Analysis, type BuildValues, buildValuesOf, type Instruction } from '../core/index';
import {
  SMOKE_DECIDE_REQUEST,
  type SmokeDecideParams,
  type SmokeDecision,
  type SmokeOther,
  type SmokeValues,
} from '../protocol/index';
import type { RetentionQuestion } from '../smoke/index';
import type { Documents, OpenDocument } from './documents';
import { CancellationTokenSource } from './library';
import type { Files, OtherSide } from './platform';

/** Hands the question over to the client; the person's time is kept by the smoke build. */
export function decisionOf(connection: Connection, token: string): RetentionQuestion {
  return async ({ report, limitMs, shell, isInShell, problem }, signal) => {
    const params: SmokeDecideParams = {
      token,
      report,
      limitMs,
      isInShell,
      ...(shell === undefined ? {} : { shell: { program: shell.program, args: shell.args } }),
      ...(problem === undefined ? {} : { problem }),
    };
    const source = new CancellationTokenSource();
    signal.addEventListener('abort', () => source.cancel());
    const answer: unknown = await connection.sendRequest(SMOKE_DECIDE_REQUEST, params, source.token);
    return readDecision(answer);
  };
}

/** Whatever comes: only a clear word keeps something. */
function readDecision(answer: unknown): SmokeDecision {
  if (typeof answer !== 'object' || answer === null) return { kind: 'remove' };
  const kind: unknown = Reflect.get(answer, 'kind');
  const name: unknown = Reflect.get(answer, 'name');
  if (kind === 'shell') return { kind };
  return kind === 'keep' && typeof name === 'string' ? { kind, name } : { kind: 'remove' };
}

/** Another Dockerfile that is open is compared as the editor has it. */
export async function otherSide(other: SmokeOther, documents: Documents, files: Files): Promise<OtherSide> {
  if (other.kind !== 'file') return other;
  const text = documents.get(other.uri)?.analysis.text ?? (await files.readText(other.uri));
  const label = decodeURIComponent(other.uri.split('/').at(-1) ?? other.uri);
  if (text === undefined) throw new Error(`${label} cannot be read.`);
  return { kind: 'text', label, dockerfile: other.uri, text };
}

export function valuesOf({ analysis, settings }: OpenDocument, wanted: string | undefined): SmokeValues {
  const { facts, dockerfile, lines, surroundings } = analysis;
  const stage = stageIndex(analysis, wanted ?? settings.target);
  const needed = buildValuesOf(facts, stage === undefined ? [] : [stage], surroundings.buildArguments);
  const lineOf = (instruction: Instruction): number => lines.positionAt(dockerfile.startOf(instruction)).line;
  const mounts = (entries: BuildValues['secrets']): SmokeValues['secrets'] =>
    entries.map(({ id, isRequired, mountedBy }) => ({ id, isRequired, line: lineOf(mountedBy) }));
  return {
    arguments: needed.arguments.map(({ name, isSecret, declaredBy }) => ({
      name,
      isSecret,
      line: lineOf(declaredBy),
    })),
    secrets: mounts(needed.secrets),
    ssh: mounts(needed.ssh),
  };
}

/** As the smoke build takes it: a name, an index, or the last stage. */
function stageIndex({ facts }: Analysis, wanted: string | undefined): number | undefined {
  const { stages } = facts;
  if (wanted === undefined || wanted === '') return stages.at(-1)?.index;
  const named = stages.findLast(({ name }) => name?.toLowerCase() === wanted.toLowerCase());
  return (named ?? (/^\d+$/.test(wanted) ? stages[Number(wanted)] : undefined))?.index;
}
