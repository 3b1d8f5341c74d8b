/** `stagewright graph`: stages, their roles, and what flows between them. */
import { analyze, buildGraph, NO_SURROUNDINGS, surroundingsWith } from '../../core/index';
import { type Command, UsageError } from '../command';
import { chosenForOne } from '../configuration';
import { dockerfileText } from '../dockerfileText';
import { graphJson } from '../formats/graphJson';
import { graphMermaid } from '../formats/graphMermaid';
import { graphText } from '../formats/graphText';
import { paintFor } from '../formats/terminalText';
import { tidy } from '../paths';

const FALLBACK_COLUMNS = 80;

export const graphCommand: Command = {
  usage: 'graph FILE [--format text|json|mermaid]',
  description: [
    'Shows the build graph of a Dockerfile, from what is shipped down to what it is made of. Roles: final is shipped; base is what a final ' +
      'stage is built FROM; builder gives files to a stage that is needed; target is built only when asked for; unreachable never.',
    'Lines in JSON are zero-based; those in text and Mermaid start at 1.',
  ].join('\n\n'),
  options: {
    format: {
      type: 'string',
      choices: ['text', 'json', 'mermaid'],
      help: 'How to show it; text is the default.',
    },
  },
  run(invocation, io) {
    const [path, surplus] = invocation.positionals;
    if (path === undefined) throw new UsageError('name a Dockerfile: stagewright graph FILE');
    if (surplus !== undefined) throw new UsageError(`one Dockerfile at a time: leave out "${surplus}"`);

    const text = dockerfileText(path, io);
    const surroundings = surroundingsWith(NO_SURROUNDINGS, chosenForOne('graph', tidy(path), io));
    const graph = buildGraph(analyze(text, { surroundings }));
    switch (invocation.value('format')) {
      case 'json':
        io.print(graphJson(graph));
        break;
      case 'mermaid':
        io.print(graphMermaid(graph));
        break;
      default: {
        const style = { paint: paintFor(io.terminal), columns: io.terminal.columns ?? FALLBACK_COLUMNS };
        io.print(graphText(tidy(path), graph, style));
      }
    }
    return 0;
  },
};
