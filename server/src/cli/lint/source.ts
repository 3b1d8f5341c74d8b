/** A file to be judged: a Dockerfile, or a Compose file with Dockerfiles in it. */
import type { Safety, ShellcheckAnswers } from '../../core/index';
import type { FileContent } from '../io';
import { fixContent, type FileJudge, lintContent, type LintedFile } from '../lintFile';
import type { FileReport } from '../lintReport';
import { hearing } from './judging';
import type { FileToCheck } from './shellchecking';

export interface Source {
  readonly path: string;
  readonly content: FileContent;
  /** The Dockerfiles in it. */
  readonly dockerfiles: readonly FileToCheck[];
  /** What stands in it now. */
  lint(answers: ShellcheckAnswers | undefined): FileReport;
  /** What is left after the fixes; writing is the caller's. */
  fix(answers: ShellcheckAnswers | undefined, upTo: Safety): LintedFile;
  /** The same file with another text. */
  rewritten(text: string): Source;
}

export function dockerfileSource(path: string, content: FileContent, judge: FileJudge): Source {
  return {
    path,
    content,
    dockerfiles: [{ content, judge }],
    lint: (answers) => lintContent(path, content, hearing(judge, answers)),
    fix: (answers, upTo) => fixContent(path, content, hearing(judge, answers), upTo),
    rewritten: (text) => dockerfileSource(path, withText(content, text), judge),
  };
}

export function withText(content: FileContent, text: string): FileContent {
  return content.kind === 'text' ? { ...content, text } : content;
}
