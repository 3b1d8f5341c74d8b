/** Every place that means what the place under the caret means, for "find references", highlights and renaming. */
import type { FileFacts, StageFacts } from '../model/facts';
import { numberedReferences } from '../model/stageNumbers';
import { stageReferences } from '../model/stageReferences';
import type { Surroundings } from '../model/surroundings';
import type { Span } from '../text/span';
import { makersAt } from './madeBy';
import type { Definition } from './definition';
import { symbolAt, type NamedSymbol } from './symbol';
import { declarationOf, sameVariable } from './variables';

export interface Occurrence {
  /** Offsets in the file. */
  readonly span: Span;
  /** `definition`: the FROM that makes a stage, an ARG or ENV that gives a value. */
  readonly kind: 'definition' | 'use';
}

/** In the order of the file; empty where nothing is named. */
export function occurrencesAt(file: FileFacts, offset: number): readonly Occurrence[] {
  const symbol = symbolAt(file, offset);
  return symbol === undefined ? [] : occurrencesOf(file, symbol);
}

function occurrencesOf(file: FileFacts, symbol: NamedSymbol): readonly Occurrence[] {
  const { dockerfile } = file;
  if (symbol.kind === 'variable')
    return sameVariable(file, symbol.place).map(({ instruction, span, kind }) => ({
      span: dockerfile.absolute(instruction, span),
      kind: kind === 'declaration' ? 'definition' : 'use',
    }));
  const { stage } = symbol;
  const named = stageReferences(file, stage).map(({ instruction, span, kind }): Occurrence => ({
    span: dockerfile.absolute(instruction, span),
    kind: kind === 'name' ? 'definition' : 'use',
  }));
  const numbered = numberedReferences(file)
    .filter(({ index }) => index === stage.index)
    .map(({ instruction, span }): Occurrence => ({
      span: dockerfile.absolute(instruction, span),
      kind: 'use',
    }));
  const unnamed: readonly Occurrence[] =
    stage.name === undefined ? [{ span: nameOrKeyword(file, stage), kind: 'definition' }] : [];
  return [...unnamed, ...named, ...numbered].sort((a, b) => a.span.start - b.span.start);
}

/** Where the stage or variable under the caret is defined, or the path is made that a line copies; empty where nobody knows. */
export function definitionsAt(
  file: FileFacts,
  surroundings: Surroundings,
  offset: number,
): readonly (Definition & { readonly origin: Span | undefined })[] {
  const symbol = symbolAt(file, offset);
  if (symbol !== undefined) return [{ ...definitionOf(file, symbol), origin: symbol.at }];
  return makersAt(file, surroundings, offset).map((each) => ({ ...each, origin: undefined }));
}

function definitionOf(file: FileFacts, symbol: NamedSymbol): Definition {
  const { dockerfile } = file;
  if (symbol.kind === 'stage') {
    const { from } = symbol.stage;
    return { name: nameOrKeyword(file, symbol.stage), whole: dockerfile.absolute(from, from.span) };
  }
  const declaration = declarationOf(file, symbol.place) ?? symbol.place;
  const { instruction, span } = declaration;
  return {
    name: dockerfile.absolute(instruction, span),
    whole: dockerfile.absolute(instruction, instruction.span),
  };
}

function nameOrKeyword({ dockerfile }: FileFacts, { from, nameWord }: StageFacts): Span {
  return dockerfile.absolute(from, nameWord?.span ?? from.keywordSpan);
}
