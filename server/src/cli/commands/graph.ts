/** `stagewright graph`: stages, their roles, and what flows between them. */
import { analyze, buildGraph, flowGraph, surroundingsWith } from '../../core/index';
import { type Command, UsageError } from '../command';
import { chosenForOne } from '../configuration';
import { dockerfileText } from '../dockerfileText';
import { graphJson } from '../formats/graphJson';
import { graphMermaid } from '../formats/graphMermaid';
import { graphText } from '../formats/graphText';
import { paintFor } from '../formats/terminalText';
import { tidy } from '../paths';
import { surroundingsFrom } from '../surroundings';

const FALLBACK_COLUMNS = 80;

export const graphCommand: Command = {
  usage: 'graph FILE [--format text|json|mermaid]',
  description: [
    'Shows the build graph of a Dockerfile, from what is shipped down to what it is made of. Roles: final is shipped; base is what a final ' +
      'stage is built FROM; builder gives files to a stage that is needed; target is built only when asked for; unreachable never.',
    'JSON also tells what crosses each edge: the paths of COPY --from and of mounts, the lines that make them, and how sure that is.',
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
    const surroundings = surroundingsWith(surroundingsFrom(io)(path), chosenForOne('graph', tidy(path), io));
    const analysis = analyze(text, { surroundings });
    switch (invocation.value('format')) {
      case 'json':
        io.print(graphJson(flowGraph(analysis)));
        break;
      case 'mermaid':
        io.print(graphMermaid(buildGraph(analysis)));
        break;
      default: {
        const style = { paint: paintFor(io.terminal), columns: io.terminal.columns ?? FALLBACK_COLUMNS };
        io.print(graphText(tidy(path), buildGraph(analysis), style));
      }
    }
    return 0;
  },
};
