/** A variable in an instruction: its value here, and where that comes from. */
import type { StageFacts } from '../../model/facts';
import { PLATFORM_ARGUMENTS, PROXY_ARGUMENTS } from '../../model/scope';
import type { Instruction } from '../../syntax/nodes';
import { pairsOf, variablesOf } from '../../syntax/views';
import type { Span } from '../../text/span';
import type { Place } from '../context';
import { code, lines } from '../words/text';

export interface VariableHere {
  readonly name: string;
  readonly span: Span;
  readonly operator: string | undefined;
  /** BuildKit fills it in while it builds; else the shell does when the line runs. */
  readonly reader: 'buildkit' | 'shell';
}

export function variableAt({ instruction, written, stage }: Place, offset: number): VariableHere | undefined {
  const holds = ({ span }: { readonly span: Span }): boolean => offset >= span.start && offset < span.end;
  // Without a dollar sign near the offset there is no need to read the whole line.
  if (!instruction.source.includes('$')) return undefined;
  const own = variablesOf(instruction).find(holds);
  if (own !== undefined) return { ...own, reader: 'buildkit' };
  if (instruction !== written) return undefined;
  const shells = stage?.scriptOf(instruction)?.variables.filter(holds) ?? [];
  const inner = shells.at(-1);
  return inner && { ...inner, reader: 'shell' };
}

export function variableLesson(place: Place, variable: VariableHere): readonly string[] {
  const { name, operator, reader } = variable;
  const { stage, written, instruction } = place;
  const isFrom = instruction.keyword === 'FROM' || stage === undefined;
  const script = reader === 'shell' ? stage?.scriptOf(written) : undefined;
  if (script?.assigned.has(name) === true)
    return [
      `${code(`$${name}`)} · shell variable`,
      'This RUN gives it a value itself; it ends with the line.',
    ];
  if (/^[\d@*#?$!-]$/.test(name))
    return [
      `${code(`$${name}`)} · shell variable`,
      'The shell’s own: arguments, exit code or process number.',
    ];
  const found = isFrom ? globalValue(place, name) : stageValue(place, stage, name);
  return [
    `${code(`$${name}`)} · ${found.kind}`,
    [found.text, fallback(operator, found.isSet)].filter((text) => text !== '').join(' '),
    found.isSet || operator !== undefined ? whoReads(place, reader) : '',
  ];
}

interface Found {
  readonly kind: string;
  readonly text: string;
  readonly isSet: boolean;
}

function globalValue({ context }: Place, name: string): Found {
  const { globalScope, globalArguments } = context.facts;
  if (!globalScope.has(name))
    return {
      kind: 'not declared',
      text: 'Empty here: a FROM sees only an ARG that stands before the first FROM, and none declares this name.',
      isSet: false,
    };
  const declaring = globalArguments.findLast((each) => declares(each, name));
  const value = globalScope.get(name);
  return {
    kind: 'build argument of the global scope',
    text: `${valueText(name, value)}${declaring === undefined ? '' : `, declared in ${lines([context.lineOf(declaring)])}`}.`,
    isSet: true,
  };
}

function stageValue(place: Place, stage: StageFacts, name: string): Found {
  const { context, state } = place;
  const declaring = declarationOf(place, stage, name);
  const where = declaring === undefined ? '' : `, set in ${lines([context.lineOf(declaring)])}`;
  if (state?.env.has(name) === true) {
    const from = declaring === undefined ? ', set by the base image' : where;
    return {
      kind: 'environment variable',
      text: `${valueText(name, state.env.get(name))}${from}.`,
      isSet: true,
    };
  }
  if (state?.args.has(name) === true)
    return {
      kind: 'build argument',
      text: `${valueText(name, state.args.get(name))}${where.replace('set', 'declared')}.`,
      isSet: true,
    };
  if (PROXY_ARGUMENTS.has(name))
    return {
      kind: 'proxy argument',
      text: 'Given by the builder where a proxy is configured; it needs no ARG.',
      isSet: true,
    };
  if (PLATFORM_ARGUMENTS.has(name) || context.facts.globalScope.has(name))
    return {
      kind: 'not declared in this stage',
      text: `Empty here: the name is known in the global scope only. ${code(`ARG ${name}`)} in this stage, above this line, brings its value in.`,
      isSet: false,
    };
  if (stage.image?.envIsComplete === true || stage.rootReference === 'scratch')
    return {
      kind: 'not declared',
      text: 'Empty here: no ARG or ENV above sets it, and the base image does not either.',
      isSet: false,
    };
  return {
    kind: 'not set in this file',
    text: 'No ARG or ENV above sets it: it is empty unless the base image or the script brings it.',
    isSet: false,
  };
}

/** Looks no further back than a person would, so that a file of thousands of lines costs no more. */
const FARTHEST = 300;

function declarationOf({ written }: Place, start: StageFacts, name: string): Instruction | undefined {
  let steps = 0;
  let end = start.instructions.indexOf(written);
  for (let stage: StageFacts | undefined = start; stage !== undefined; stage = stage.parent) {
    if (stage !== start || end === -1) end = stage.instructions.length;
    for (let at = end - 1; at >= 0 && steps < FARTHEST; at--, steps++) {
      const instruction = stage.instructions[at];
      if (instruction !== undefined && declares(instruction, name)) return instruction;
    }
  }
  return undefined;
}

function declares(instruction: Instruction, name: string): boolean {
  if (instruction.keyword !== 'ARG' && instruction.keyword !== 'ENV') return false;
  return pairsOf(instruction).some((pair) => pair.name === name);
}

function valueText(name: string, value: string | undefined): string {
  if (value === undefined)
    return PLATFORM_ARGUMENTS.has(name)
      ? 'Set by BuildKit for the platform of the build'
      : 'Known only when the image is built';
  return value === '' ? 'Here it is empty' : `Here it is ${code(value)}`;
}

function fallback(operator: string | undefined, isSet: boolean): string {
  if (operator === undefined) return '';
  const rest = operator.endsWith('-')
    ? 'The word behind the `-` is taken where it is not set.'
    : operator.endsWith('+')
      ? 'The word behind the `+` is taken where it is set.'
      : operator.endsWith('?')
        ? 'The build stops where it is not set.'
        : 'A pattern is taken off or replaced.';
  return isSet && operator.endsWith('?') ? '' : rest;
}

function whoReads({ instruction }: Place, reader: VariableHere['reader']): string {
  if (reader === 'buildkit') return 'BuildKit fills it in while it builds.';
  return instruction.keyword === 'RUN'
    ? 'The shell fills it in when the line runs.'
    : 'The shell fills it in when the container runs; build arguments are gone by then.';
}
