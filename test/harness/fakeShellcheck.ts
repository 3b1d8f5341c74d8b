/**
 * A program that answers as ShellCheck does (`-f json1`), of which it knows one finding: `$name` without quotes. Words in the
 * scripts make it misbehave: `HANG`, `DIE`, `GARBAGE`, `REFUSE`.
 */
import { readFileSync } from 'node:fs';

function main(args: readonly string[]): void {
  const paths = args.slice(args.indexOf('--') + 1);
  const texts = paths.map((path) => readFileSync(path, 'utf8'));
  const comments = texts.flatMap((text, index) => commentsOn(text, paths[index] ?? ''));
  const answer = JSON.stringify({ comments });
  if (texts.some((text) => text.includes('HANG'))) {
    setInterval(() => undefined, 1_000);
  } else if (texts.some((text) => text.includes('DIE'))) {
    process.stdout.write(answer.slice(0, answer.length / 2), () => process.kill(process.pid, 'SIGKILL'));
  } else if (texts.some((text) => text.includes('GARBAGE'))) {
    process.stdout.write('{"comments":[{"file":"0","line":0}]}');
  } else if (texts.some((text) => text.includes('REFUSE'))) {
    process.stderr.write('unrecognized option\n');
    process.exitCode = 3;
  } else {
    process.stdout.write(answer);
    process.exitCode = comments.length > 0 ? 1 : 0;
  }
}

function commentsOn(text: string, file: string): object[] {
  return text.split('\n').flatMap((lineText, index) =>
    [...lineText.matchAll(/(?<!")\$\w+/g)].map((match) => {
      const line = index + 1;
      const column = match.index + 1;
      const endColumn = column + match[0].length;
      const insertion = (where: number, insertionPoint: string): object => ({
        ...{ column: where, endColumn: where, endLine: line, insertionPoint, line, precedence: 8 },
        replacement: '"',
      });
      return {
        ...{ file, line, endLine: line, column, endColumn, level: 'info', code: 2086 },
        message: 'Double quote to prevent globbing and word splitting.',
        fix: { replacements: [insertion(column, 'afterEnd'), insertion(endColumn, 'beforeStart')] },
      };
    }),
  );
}

main(process.argv.slice(2));
