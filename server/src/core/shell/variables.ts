/** Finds the variables that a script reads and the names to which it gives a value itself. */
import {
  forEachChild,
  type Command,
  type ParameterExpansionPart,
  type ParsedScript,
  type SyntaxNode,
} from 'unbash';
import type { ShellVariable } from './nodes';
import { spanIn, type Region } from './words';

export interface VariableUse {
  readonly assigned: ReadonlySet<string>;
  readonly variables: readonly ShellVariable[];
}

export function variableUse(
  scripts: readonly { readonly script: ParsedScript; readonly region: Region }[],
): VariableUse {
  const collected: Collected = { assigned: new Set(), variables: [] };
  for (const { script, region } of scripts) visit(script, region, collected);
  collected.variables.sort((a, b) => a.span.start - b.span.start);
  return collected;
}

interface Collected {
  readonly assigned: Set<string>;
  readonly variables: ShellVariable[];
}

function visit(node: SyntaxNode, region: Region, collected: Collected): void {
  let inside = region;
  switch (node.type) {
    case 'SimpleExpansion':
      read(node.text.slice(1), undefined, node, region, collected);
      break;
    case 'ParameterExpansion':
      readParameter(node, region, collected);
      break;
    case 'ArithmeticWord':
      // The parser gives `$X` in arithmetic no parts of its own.
      if (node.parts === undefined && node.value.startsWith('$'))
        read(node.value.slice(1), undefined, node, region, collected);
      break;
    case 'CommandExpansion':
      if (node.script?.source !== undefined)
        inside = { ...region, frozen: spanIn(region, node.pos, node.end) };
      break;
    case 'Assignment':
      assign(node.name, collected);
      break;
    case 'For':
    case 'Select':
      assign(node.name.value, collected);
      break;
    case 'Coproc':
      assign(node.name?.value ?? 'COPROC', collected);
      break;
    case 'FileDescriptorVariable':
      assign(node.name, collected);
      break;
    case 'ArithmeticBinary':
      if (/^(?:[-+*/%&|^]|<<|>>)?=$/.test(node.operator) && node.left.type === 'ArithmeticWord') {
        assign(node.left.value, collected);
      }
      break;
    case 'ArithmeticUnary':
      if ((node.operator === '++' || node.operator === '--') && node.operand.type === 'ArithmeticWord') {
        assign(node.operand.value, collected);
      }
      break;
    case 'Command':
      assignByCommand(node, collected);
      break;
    default:
      break;
  }
  forEachChild(node, (child) => {
    visit(child, inside, collected);
  });
}

const variableName = /^[A-Za-z_]\w*$/;

function read(
  name: string,
  operator: string | undefined,
  node: { readonly pos: number; readonly end: number },
  region: Region,
  collected: Collected,
): void {
  if (region.isExpandedOutside || !variableName.test(name)) return;
  collected.variables.push({ name, operator, span: spanIn(region, node.pos, node.end) });
}

function readParameter(node: ParameterExpansionPart, region: Region, collected: Collected): void {
  const { operation } = node;
  if (operation?.type === 'Names') return;
  const operator = operation?.type === 'Default' ? operation.operator : undefined;
  read(node.parameter, operator, node, region, collected);
  if (operator === ':=' || operator === '=') assign(node.parameter, collected);
}

function assign(name: string, collected: Collected): void {
  if (variableName.test(name)) collected.assigned.add(name);
}

/** Built-in commands that name variables in their arguments. */
function assignByCommand(node: Command, collected: Collected): void {
  const name = node.name?.text;
  switch (name) {
    case 'export':
    case 'declare':
    case 'typeset':
    case 'local':
    case 'readonly':
    case 'env':
      assignWords(node, /^([A-Za-z_]\w*)(?:\+?=|$)/, collected);
      return;
    case 'read':
    case 'mapfile':
    case 'readarray':
    case 'getopts':
      if (name === 'getopts') for (const own of ['OPTARG', 'OPTIND']) assign(own, collected);
      if (name === 'read' && node.args.length === 0) assign('REPLY', collected);
      assignWords(node, /^([A-Za-z_]\w*)$/, collected);
      return;
    case 'let':
      assignWords(node, /^([A-Za-z_]\w*)(?:[-+*/%&|^]|<<|>>)?=/, collected);
      return;
    case 'printf': {
      const target = node.args[0]?.text === '-v' ? node.args[1]?.text : undefined;
      if (target !== undefined) assign(target, collected);
      return;
    }
    default:
      return;
  }
}

function assignWords(node: Command, pattern: RegExp, collected: Collected): void {
  for (const argument of node.args) {
    if (argument.type !== 'Word') continue;
    const name = pattern.exec(argument.value)?.[1];
    if (name !== undefined) assign(name, collected);
  }
}
