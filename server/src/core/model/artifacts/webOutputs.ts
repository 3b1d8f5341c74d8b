/** Where bundlers and site generators usually leave their result; what the project's own files say comes first. */
import { valueAfter } from '../commands/options';
import type { Tool } from '../commands/tools';
import { buildOutputs } from '../javascript/buildOutputs';
import { folder, verbOf, type OutputPlace, type Teller, type UsualOutput } from './outputPlace';

/** A tool that has one output folder unless an option names another. */
export const bundler = (verbs: RegExp, output: string, ...options: readonly string[]): Teller =>
  function* ({ args }, place) {
    if (verbs.test(verbOf(args) ?? '')) yield folder(place.at(valueAfter(args, options) ?? output));
  };

export const ANY = /^/;

/** What the project's own files say comes before what the tool does by itself. */
export const javascript = (byItself: Teller): Teller =>
  function* (tool, place) {
    let isTold = false;
    for (const project of place.javascriptProjects())
      for (const { path } of buildOutputs([place.command], project).outputs) {
        isTold = true;
        yield folder(place.at(path));
      }
    if (!isTold) yield* byItself(tool, place);
  };

/** Nothing is usual: without the project's files it is not known. */
export function nothing(): readonly UsualOutput[] {
  return [];
}

export function* install(tool: Tool, place: OutputPlace): Generator<UsualOutput> {
  const verb = verbOf(tool.args);
  if (/^(?:ci|i|install|add)$/.test(verb ?? '') || (verb === undefined && tool.name === 'yarn'))
    yield folder(place.at('node_modules'));
}
