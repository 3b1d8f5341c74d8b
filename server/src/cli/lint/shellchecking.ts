/** Has all scripts of a run checked by ShellCheck before the files are judged, so that one process reads many of them. */
import { analyze, scriptsToShellcheck, shellcheck, type ShellcheckAnswers } from '../../core/index';
import { UsageError } from '../command';
import type { CliIo, FileContent } from '../io';
import type { FileJudge } from '../lintFile';
import type { LintRequest } from './request';

export interface FileToCheck {
  readonly content: FileContent;
  readonly judge: FileJudge;
}

export interface Shellchecked {
  /** Undefined where the program does not run. */
  readonly answers: ShellcheckAnswers | undefined;
  /** A sentence that says what is missing; undefined when nothing is. */
  readonly trouble: string | undefined;
}

const NOT_RUN: Shellchecked = { answers: undefined, trouble: undefined };

/**
 * Throws `UsageError` when the program that the request names cannot be started.
 *
 * @param before what is known already and need not be asked again
 */
export async function shellchecked(
  files: () => Iterable<FileToCheck>,
  { shellcheck: choice, rules }: LintRequest,
  io: CliIo,
  before: Shellchecked = NOT_RUN,
): Promise<Shellchecked> {
  const program =
    choice.kind === 'named'
      ? choice.program
      : choice.kind === 'found'
        ? io.findProgram('shellcheck')
        : undefined;
  if (program === undefined || rules?.asksFor('shellcheck') === false) return NOT_RUN;
  const scripts = new Set<string>();
  for (const { content, judge } of files())
    if (content.kind === 'text')
      for (const script of scriptsToShellcheck(analyze(content.text.replace(/^\ufeff/, ''), judge)))
        if (before.answers?.commentsOn(script) === undefined) scripts.add(script);
  if (scripts.size === 0 && (choice.kind !== 'named' || before !== NOT_RUN)) return before;
  const { comments, failure, isMissing } = await shellcheck([...scripts], (args, texts) =>
    io.runOnTexts(program, args, texts),
  );
  if (isMissing && choice.kind === 'named')
    throw new UsageError(`--shellcheck: ${program} cannot be started: ${failure ?? 'it is missing'}`);
  return {
    answers: { commentsOn: (script) => comments.get(script) ?? before.answers?.commentsOn(script) },
    trouble:
      failure === undefined
        ? undefined
        : `${program}: ${failure}; what it would say of some scripts is missing`,
  };
}
