/** The instructions, and the words that some of them take. */
import { PLATFORM_ARGUMENTS, PROXY_ARGUMENTS } from '../model/scope';
import type { Instruction } from '../syntax/nodes';
import type { Completion, CompletionContext, CompletionPlace } from './completion';

/** Before the first FROM only ARG and FROM can stand; behind ONBUILD neither FROM nor ONBUILD itself. */
export function instructionWords(
  context: CompletionContext,
  written: Instruction | undefined,
): readonly Completion[] {
  const isTrigger = written?.keyword === 'ONBUILD';
  const isLower =
    written !== undefined &&
    /^[a-z]+$/.test(written.text.slice(written.keywordSpan.start, written.keywordSpan.end));
  const isFirst = context.facts.stages.length === 0;
  return INSTRUCTIONS.flatMap(({ name, detail, rest }, at) => {
    if (isTrigger && (name === 'FROM' || name === 'ONBUILD' || name === 'MAINTAINER')) return [];
    if (isFirst && name !== 'FROM' && name !== 'ARG') return [];
    const word = isLower ? name.toLowerCase() : name;
    return [
      { label: word, kind: 'instruction', detail, insert: `${word} `, snippet: `${word} ${rest}`, rank: at },
    ];
  });
}

interface InstructionWord {
  readonly name: string;
  readonly detail: string;
  /** What follows, with tab stops. */
  readonly rest: string;
}

/** In the order in which a stage usually has them. */
const INSTRUCTIONS: readonly InstructionWord[] = [
  {
    name: 'FROM',
    detail: 'Begins a build stage from an image or another stage.',
    rest: '${1:image} AS ${2:build}',
  },
  {
    name: 'WORKDIR',
    detail: 'The folder that the next lines work in; it is made when it is missing.',
    rest: '${1:/app}',
  },
  {
    name: 'COPY',
    detail: 'Takes files from the build context, or with --from from another stage.',
    rest: '${1:source} ${2:destination}',
  },
  { name: 'RUN', detail: 'Runs a command while the image is built.', rest: '${1:command}' },
  {
    name: 'ENV',
    detail: 'Sets variables for the lines below and for the running container.',
    rest: '${1:NAME}=${2:value}',
  },
  {
    name: 'ARG',
    detail: 'Declares a variable that is given when the image is built; no secret.',
    rest: '${1:NAME}=${2:default}',
  },
  {
    name: 'ADD',
    detail: 'Takes archives, which it unpacks, addresses and repositories; for files use COPY.',
    rest: '${1:source} ${2:destination}',
  },
  { name: 'USER', detail: 'The user that runs the next lines and the container.', rest: '${1:app}' },
  {
    name: 'EXPOSE',
    detail: 'Says which port the container listens on; it publishes nothing.',
    rest: '${1:8080}',
  },
  {
    name: 'CMD',
    detail: 'What the container runs, or the arguments of its ENTRYPOINT.',
    rest: '["${1:program}"$2]',
  },
  { name: 'ENTRYPOINT', detail: 'The program that the container always runs.', rest: '["${1:program}"$2]' },
  {
    name: 'HEALTHCHECK',
    detail: 'How an engine asks whether the container is well.',
    rest: 'CMD ${1:command}',
  },
  {
    name: 'LABEL',
    detail: 'Names and values about the image, for people and tools.',
    rest: '${1:name}=${2:value}',
  },
  {
    name: 'VOLUME',
    detail: 'A folder that outlives the container; what the build writes there later is lost.',
    rest: '["${1:/data}"]',
  },
  {
    name: 'SHELL',
    detail: 'The shell of the shell-form lines below.',
    rest: '["${1:/bin/bash}", "-o", "pipefail", "-c"]',
  },
  { name: 'STOPSIGNAL', detail: 'The signal that stops the container.', rest: '${1:SIGTERM}' },
  { name: 'ONBUILD', detail: 'A line that runs in images built from this one.', rest: '${1:COPY . .}' },
];

/** Words that an instruction takes from a closed list; `before` counts those in front of the pointer. */
export function valuesOf({ instruction, context }: CompletionPlace, before: number): readonly Completion[] {
  switch (instruction.keyword) {
    case 'ARG':
      return context.facts.stages.length === 0 ? [] : platformArguments(context);
    case 'STOPSIGNAL':
      return before === 0 ? SIGNALS.map(([name, detail], at) => value(name, detail, at)) : [];
    case 'HEALTHCHECK':
      return before === 0
        ? [
            {
              ...value('CMD', 'The command that asks; it answers by its exit code.', 0),
              insert: 'CMD ',
              snippet: 'CMD ${1:command}',
            },
            value('NONE', 'Switches off the check of the base image.', 1),
          ]
        : [];
    default:
      return [];
  }
}

function value(label: string, detail: string, rank: number): Completion {
  return { label, kind: 'value', detail, insert: label, rank };
}

/** What a stage has to declare before it can use it: the platforms, and what stands before the first FROM. */
function platformArguments({ facts }: CompletionContext): readonly Completion[] {
  return [...facts.globalScope.keys()]
    .filter((name) => !PROXY_ARGUMENTS.has(name))
    .map((name): Completion => {
      const isPlatform = PLATFORM_ARGUMENTS.has(name);
      const known = facts.globalScope.get(name);
      const detail = isPlatform
        ? `Set by the builder: ${name.startsWith('TARGET') ? 'the platform that is built for' : 'the platform that builds'}.`
        : `Declared before the first FROM${known === undefined ? '' : `: ${known}`}; repeated here to be seen in this stage.`;
      return { label: name, kind: 'variable', detail, insert: name, rank: isPlatform ? 1 : 0 };
    });
}

const SIGNALS: readonly (readonly [string, string])[] = [
  ['SIGTERM', 'Asks the program to end: the default.'],
  ['SIGINT', 'What Ctrl+C sends; PostgreSQL and Node.js end quickly with it.'],
  ['SIGQUIT', 'Ends nginx and PHP-FPM once their requests are answered.'],
  ['SIGHUP', 'Closes the terminal.'],
  ['SIGWINCH', 'Ends Apache httpd once its requests are answered.'],
  ['SIGRTMIN+3', 'Stops systemd.'],
];
