/** `stagewright convert`: a Dockerfile that ships its compiler becomes a multi-stage build, or is refused with the reason. */
import {
  analyze,
  type Analysis,
  type Conversion,
  type ConversionAnswers,
  type ConversionRefusal,
  convertToMultiStage,
  NO_SURROUNDINGS,
  surroundingsWith,
} from '../../core/index';
import { type Command, type ExitCode, type Invocation, UsageError } from '../command';
import { chosenForOne } from '../configuration';
import { convertJson } from '../formats/convertJson';
import { conversionText, refusalText } from '../formats/convertText';
import { harmless, paintFor } from '../formats/terminalText';
import { unifiedDiff } from '../formats/unifiedDiff';
import type { CliIo } from '../io';
import { tidy } from '../paths';
import { surroundingsFrom } from '../surroundings';

const FALLBACK_COLUMNS = 80;
const STANDARD_INPUT = '-';
const BYTE_ORDER_MARK = '\ufeff';

export const convertCommand: Command = {
  usage:
    'convert FILE [--diff | --write] [--stage NAME] [--runtime-base IMAGE] [--artifact PATH] [--web-server IMAGE] [--format text|json]',
  description: [
    'Converts a stage that compiles what it ships into a build stage, which keeps the tools and the sources, and a final stage with only ' +
      'what the running program needs. Prints the new Dockerfile, and on the error output what was decided and why. FILE may be - for ' +
      'standard input.',
    'The same text always gives the same result, and no build runs. What cannot be told from the text, and from the build context where ' +
      'there is one, is not guessed: the command then names the reason and the line, prints nothing else, and exits with 1. To prove that ' +
      'the two images behave alike, build both: stagewright smoke --compare.',
    'Exit codes: 0 converted, 1 refused, 2 wrong use, or the file could not be read or written.',
  ].join('\n\n'),
  options: {
    diff: { type: 'boolean', help: 'Print a diff for "git apply" instead of the new Dockerfile.' },
    write: { type: 'boolean', help: 'Write the result into FILE.' },
    stage: {
      type: 'string',
      placeholder: 'NAME',
      help: 'The stage to convert, by name or index; the final stage is the default.',
    },
    'runtime-base': {
      type: 'string',
      placeholder: 'IMAGE',
      help: 'The image that the final stage starts from.',
    },
    artifact: {
      type: 'string',
      placeholder: 'PATH',
      help: 'What the build leaves, as an absolute path in the build stage.',
    },
    'web-server': {
      type: 'string',
      placeholder: 'IMAGE',
      help: 'The image that serves a front end.',
    },
    format: {
      type: 'string',
      choices: ['text', 'json'],
      help: 'How to report; text is the default.',
    },
  },
  async run(invocation, io) {
    const { path, content } = await input(invocation, io);
    const text = content.startsWith(BYTE_ORDER_MARK) ? content.slice(BYTE_ORDER_MARK.length) : content;
    const analysis = analyze(text, judgeOf(path, io));
    const stage = invocation.value('stage');
    const result = convertToMultiStage(analysis, { stage, answers: answersOf(invocation) });
    const shown = path === STANDARD_INPUT ? '<stdin>' : tidy(path);
    if (invocation.value('format') === 'json') {
      io.print(convertJson(shown, analysis, result));
      return result.kind === 'converted' ? written(invocation, path, content, result, io) : 1;
    }
    return result.kind === 'converted'
      ? converted({ invocation, path, shown, content }, analysis, result, io)
      : refused(shown, analysis, result, io);
  },
};

interface Input {
  readonly path: string;
  /** As it was read, a byte order mark included. */
  readonly content: string;
}

async function input(invocation: Invocation, io: CliIo): Promise<Input> {
  const [path, surplus] = invocation.positionals;
  if (path === undefined) throw new UsageError('name a Dockerfile: stagewright convert FILE');
  if (surplus !== undefined) throw new UsageError(`one Dockerfile at a time: leave out "${surplus}"`);
  if (invocation.has('diff') && invocation.has('write'))
    throw new UsageError('--diff writes nothing: leave out --diff or --write');
  const isPiped = path === STANDARD_INPUT;
  if (isPiped && invocation.has('write'))
    throw new UsageError('standard input cannot be written: leave out --write, the result is printed');
  if (invocation.has('diff') && invocation.value('format') === 'json')
    throw new UsageError('--format json holds the new text: leave out --diff');
  const content = isPiped ? await io.readStandardInput() : io.files.read(path);
  if (content.kind === 'unreadable') throw new UsageError(`${path} cannot be read: ${content.reason}`);
  if (!content.isUtf8) throw new UsageError(`${path} is not valid UTF-8, so it would not survive a rewrite`);
  return { path, content: content.text };
}

function judgeOf(path: string, io: CliIo): Parameters<typeof analyze>[1] {
  if (path === STANDARD_INPUT) return { surroundings: NO_SURROUNDINGS };
  const chosen = chosenForOne('convert', tidy(path), io);
  return {
    surroundings: surroundingsWith(surroundingsFrom(io)(path), chosen),
    configuration: chosen.configuration,
  };
}

function answersOf(invocation: Invocation): ConversionAnswers {
  const runtimeBase = invocation.value('runtime-base');
  const artifactPath = invocation.value('artifact');
  const webServer = invocation.value('web-server');
  return {
    ...(runtimeBase === undefined ? {} : { runtimeBase }),
    ...(artifactPath === undefined ? {} : { artifactPath }),
    ...(webServer === undefined ? {} : { webServer }),
  };
}

interface Asked extends Input {
  readonly invocation: Invocation;
  readonly shown: string;
}

function converted(asked: Asked, analysis: Analysis, conversion: Conversion, io: CliIo): ExitCode {
  const { invocation, path, shown, content } = asked;
  const paint = paintFor(io.terminal);
  io.printError(conversionText(shown, conversion, styleOf(io)));
  if (invocation.has('write')) return written(invocation, path, content, conversion, io);
  if (invocation.has('diff')) {
    const style = { paint, isForTerminal: io.terminal.columns !== undefined };
    io.print(unifiedDiff(shown, analysis.text, conversion.text, style));
  } else io.print(conversion.text);
  return 0;
}

function written(
  invocation: Invocation,
  path: string,
  content: string,
  conversion: Conversion,
  io: CliIo,
): ExitCode {
  if (!invocation.has('write')) return 0;
  const mark = content.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const obstacle = io.files.replace(path, content, mark + conversion.text);
  if (obstacle === undefined) return 0;
  io.printError(`stagewright convert: ${harmless(path)} was not written: ${obstacle}\n`);
  return 2;
}

function refused(shown: string, analysis: Analysis, refusal: ConversionRefusal, io: CliIo): ExitCode {
  io.printError(refusalText(shown, analysis, refusal, styleOf(io)));
  return 1;
}

function styleOf(io: CliIo) {
  return { paint: paintFor(io.terminal), columns: io.terminal.columns ?? FALLBACK_COLUMNS };
}
