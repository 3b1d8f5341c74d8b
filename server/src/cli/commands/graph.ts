/** `stagewright graph`: stages, their roles, and what flows between them. */
import { analyze, type Analysis, buildGraph, flowGraph, surroundingsWith } from '../../core/index';
import { type Command, UsageError } from '../command';
import { chosenForOne } from '../configuration';
import { composeDockerfiles } from '../composeDockerfile';
import { dockerfileText } from '../dockerfileText';
import { graphJson } from '../formats/graphJson';
import { graphMermaid } from '../formats/graphMermaid';
import { graphText } from '../formats/graphText';
import { paintFor } from '../formats/terminalText';
import type { CliIo } from '../io';
import { isYamlName } from '../lint/inputs';
import { tidy } from '../paths';
import { surroundingsFrom } from '../surroundings';

const FALLBACK_COLUMNS = 80;

export const graphCommand: Command = {
  usage: 'graph FILE [--service NAME] [--format text|json|mermaid]',
  description: [
    'Shows the build graph of a Dockerfile, from what is shipped down to what it is made of. Roles: final is shipped; base is what a final ' +
      'stage is built FROM; builder gives files to a stage that is needed; target is built only when asked for; unreachable never.',
    'JSON also tells what crosses each edge: the paths of COPY --from and of mounts, the lines that make them, and how sure that is.',
    'FILE may be a Compose file with Dockerfiles in it (dockerfile_inline): lines are then those of that file, characters those of the Dockerfile without its indentation.',
    'Lines in JSON are zero-based; those in text and Mermaid start at 1.',
  ].join('\n\n'),
  options: {
    service: {
      type: 'string',
      placeholder: 'NAME',
      help: 'Of a Compose file: the service whose Dockerfile is shown; all of them when left out.',
    },
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
    const shown = graphsOf(path, invocation.value('service'), io);
    const format = invocation.value('format');
    const [only] = shown;
    if (format === 'json' || format === 'mermaid') {
      if (only === undefined || shown.length > 1)
        throw new UsageError(
          `${tidy(path)} holds several Dockerfiles: choose one with --service ${shown.map(({ service }) => service).join(', ')}`,
        );
      io.print(
        format === 'json' ? graphJson(flowGraph(only.analysis)) : graphMermaid(buildGraph(only.analysis)),
      );
      return 0;
    }
    const style = { paint: paintFor(io.terminal), columns: io.terminal.columns ?? FALLBACK_COLUMNS };
    io.print(shown.map(({ title, analysis }) => graphText(title, buildGraph(analysis), style)).join('\n'));
    return 0;
  },
};

interface ShownGraph {
  readonly title: string;
  /** Undefined for a file that is a Dockerfile itself. */
  readonly service: string | undefined;
  readonly analysis: Analysis;
}

/** One for a Dockerfile; of a Compose file those of its services, or of the one that is named. */
function graphsOf(path: string, service: string | undefined, io: CliIo): readonly ShownGraph[] {
  const text = dockerfileText(path, io);
  const chosen = chosenForOne('graph', tidy(path), io);
  if (!isYamlName(path)) {
    if (service !== undefined) throw new UsageError('--service is for Compose files');
    const surroundings = surroundingsWith(surroundingsFrom(io)(path), chosen);
    return [{ title: tidy(path), service: undefined, analysis: analyze(text, { surroundings }) }];
  }
  const all = composeDockerfiles(path, text, io);
  const wanted = service === undefined ? all : all.filter(({ services }) => services.includes(service));
  if (wanted.length === 0)
    throw new UsageError(
      `${tidy(path)} has no service "${service ?? ''}" with a Dockerfile in it: there is ${all.flatMap(({ services }) => services).join(', ')}`,
    );
  return wanted.map((inside) => ({
    title: `${tidy(path)}, service ${inside.services.join(', ')}`,
    service: inside.services[0],
    analysis: analyze(inside.place.text, { surroundings: surroundingsWith(inside.surroundings, chosen) }),
  }));
}
