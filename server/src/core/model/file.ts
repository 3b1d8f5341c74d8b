/** Puts the model of a file together; stages that an edit did not reach keep their facts, object for object. */
import type { Dockerfile } from '../syntax/dockerfile';
import type { Instruction, Node } from '../syntax/nodes';
import type { FileFacts, StageFacts } from './facts';
import { graphOf, type Graph } from './graph';
import { isTemplateMark, linesOf, type Lines } from './lines';
import { globalScope, type Scope } from './scope';
import { givenShells } from './shellPragmas';
import { BuiltStage, producerOf } from './stage';
import type { Surroundings } from './surroundings';

export function buildFacts(
  dockerfile: Dockerfile,
  surroundings: Surroundings,
  previous?: FileFacts,
): FileFacts {
  const before = previous instanceof BuiltFile ? previous : undefined;
  const lines = linesOf(dockerfile, before?.lines);
  const globalArguments = lines.preamble.filter((instruction) => instruction.keyword === 'ARG');
  const scope = keepEqual(globalScope(globalArguments, surroundings.buildArguments), before?.globalScope);
  const graph = graphOf(lines, scope, surroundings, before?.graph);

  const shells = givenShells(lines);
  const known =
    before?.graph.stages === graph.stages &&
    before.globalScope === scope &&
    before.graph.surroundings === graph.surroundings &&
    shells === undefined &&
    givenShells(before.lines) === undefined
      ? before
      : undefined;
  const stages: StageFacts[] = [];
  const depths: number[] = [];
  // Stages are defined above those that take from them, so one pass is enough to know whom a change reaches.
  const isReached: boolean[] = [];
  for (let index = 0; index < graph.stages.length; index++) {
    const own = lines.stages[index];
    const stage = graph.stages[index];
    const old = before?.stages[index];
    if (own === undefined || stage === undefined) break;
    const parentIndex = stage.base.kind === 'stage' ? stage.base.index : undefined;
    const depth = parentIndex === undefined ? 0 : (depths[parentIndex] ?? 0) + 1;
    depths.push(depth);
    if (old !== undefined && known?.lines.stages[index] === own && isReached[index] !== true) {
      stages.push(old);
      continue;
    }
    const parent = parentIndex === undefined || depth % LONGEST_CHAIN === 0 ? undefined : stages[parentIndex];
    const given = surroundings.buildArguments;
    const parts = { lines: own, graph: stage, parent, scope, given, shells: shells?.get(index) };
    if (old instanceof BuiltStage && old.isMadeOf(parts, stages)) stages.push(old);
    else {
      const producers = stage.edges.map((edge) => producerOf(edge, stages));
      const { given, shells: ownShells } = parts;
      const all = { lines: own, graph: stage, parent, producers, scope, given, shells: ownShells };
      stages.push(new BuiltStage(all, old instanceof BuiltStage ? old : undefined));
      for (const consumer of stage.consumers) isReached[consumer.index] = true;
    }
  }
  return new BuiltFile(lines, graph, globalArguments, scope, stages);
}

/** Facts are asked of the parent in turn; no real chain of FROMs is nearly as long, and no stack is longer. */
const LONGEST_CHAIN = 500;

/**
 * More are not judged, so that no file keeps an editor waiting. An image has 127 layers at most (overlay2), and the longest
 * Dockerfiles that people share have some thousand instructions.
 */
const MOST_INSTRUCTIONS = 10_000;

function keepEqual(scope: Scope, before: Scope | undefined): Scope {
  if (before?.size !== scope.size) return scope;
  for (const [name, value] of scope) if (!before.has(name) || before.get(name) !== value) return scope;
  return before;
}

class BuiltFile implements FileFacts {
  readonly memory: unknown[] = [];

  constructor(
    readonly lines: Lines,
    readonly graph: Graph,
    readonly globalArguments: readonly Instruction[],
    readonly globalScope: Scope,
    readonly stages: readonly StageFacts[],
  ) {}

  get dockerfile(): Dockerfile {
    return this.lines.dockerfile;
  }

  get preamble(): readonly Instruction[] {
    return this.lines.preamble;
  }

  get templateMark(): Instruction | undefined {
    const early = this.preamble.find(isTemplateMark);
    if (early !== undefined) return early;
    for (const stage of this.lines.stages) if (stage.templateMark !== undefined) return stage.templateMark;
    return undefined;
  }

  get firstUnjudged(): Instruction | undefined {
    // Comments are nodes as well, so fewer nodes are fewer instructions.
    if (this.dockerfile.nodes.length <= MOST_INSTRUCTIONS) return undefined;
    return this.dockerfile.instructions[MOST_INSTRUCTIONS];
  }

  stageOf(node: Node): StageFacts | undefined {
    const { starts } = this.lines;
    const at = this.dockerfile.indexOf(node);
    let low = 0;
    let high = starts.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle + 1;
      else high = middle - 1;
    }
    return this.stages[high];
  }
}
