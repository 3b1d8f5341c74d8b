/** Checks what was typed against a command's options, with messages that say what to do. */
import { nearest } from '../core/index';
import { type Invocation, type Options, UsageError } from './command';
import type { ArgumentToken } from './io';

/** Throws `UsageError` for an unknown option, a missing or needless value, and a value that is none of the choices. */
export function interpret(tokens: readonly ArgumentToken[], options: Options): Invocation {
  const positionals: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') {
      positionals.push(token.value);
      continue;
    }
    const values = given.get(token.name) ?? [];
    values.push(checkedValue(token, options));
    given.set(token.name, values);
  }
  return {
    positionals,
    has: (option) => given.has(option),
    value: (option) => given.get(option)?.at(-1),
    values: (option) => given.get(option) ?? [],
  };
}

/** The empty string for an option that takes no value. */
function checkedValue(token: Extract<ArgumentToken, { kind: 'option' }>, options: Options): string {
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (option === undefined)
    throw new UsageError(`unknown option ${token.rawName}${suggestion(token.name, options)}`);
  if (option.type === 'boolean') {
    if (token.value !== undefined)
      throw new UsageError(`${token.rawName} takes no value: leave out "=${token.value}"`);
    return '';
  }
  const { value } = token;
  if (value === undefined || (!token.isInline && value.startsWith('-') && value !== '-')) {
    throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${placeholderOf(option)}`);
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    throw new UsageError(`${token.rawName} must be ${alternatives(option.choices)}, not "${value}"`);
  }
  return value;
}

function suggestion(name: string, options: Options): string {
  const meant = nearest(name, Object.keys(options));
  return meant === undefined ? '' : `: did you mean --${meant}?`;
}

/** What stands for an option's value in help and messages. */
export function placeholderOf(option: Options[string]): string {
  return option.placeholder ?? option.choices?.join('|') ?? 'VALUE';
}

function alternatives(choices: readonly string[]): string {
  if (choices.length < 2) return choices.join('');
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`;
}
